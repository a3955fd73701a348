// After an answer the card is gone: the focus goes to the next one instead of being lost.
let answered = null;

document.addEventListener("htmx:before:request", (event) => {
  const card = event.target.closest?.(".insight");
  answered = card && { id: card.id, next: card.nextElementSibling ?? card.previousElementSibling ?? document.getElementById("needs") };
});

// The card may also have come back, changed: then it keeps the focus.
document.addEventListener("htmx:after:swap", () => {
  const next = answered && (document.getElementById(answered.id) ?? answered.next);
  if (next?.isConnected && document.activeElement === document.body) pick(next);
  answered = null;
});

export function pick(card) {
  for (const other of document.querySelectorAll(".insight.picked")) other.classList.remove("picked");
  if (card.matches(".insight")) card.classList.add("picked");
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

// step 1 is the next card, -1 the one before; from nowhere, the first.
export function walk(step) {
  const cards = [...document.querySelectorAll(".insight")];
  if (!cards.length) return;
  const at = cards.findIndex((card) => card.contains(document.activeElement) || card.matches(".picked"));
  pick(cards[at < 0 ? 0 : Math.min(Math.max(at + step, 0), cards.length - 1)]);
}

// Presses the picked card's button for that key: a accept, s snooze, x dismiss; of an invitation y, m, n, p.
export function press(key) {
  const card = document.activeElement?.closest?.(".insight") ?? document.querySelector(".insight.picked");
  card?.querySelector(`[data-key="${key}"]`)?.click();
}
