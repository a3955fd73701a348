// Toasts hide by themselves, but never under the pointer or the focus; one that can be undone stays longer.
const PLAIN_MS = 7_000;
const UNDO_MS = 20_000;
const MOST = 3;
const region = document.getElementById("toasts");

// Shows one of the page's prepared sentences: <template data-toast-text="offline">.
export function say(name) {
  const template = document.querySelector(`template[data-toast-text="${name}"]`);
  if (template) region.append(template.content.cloneNode(true));
}

function close(toast) {
  toast.classList.add("leaving");
  // Whoever stood on it by keyboard does not fall off the page.
  if (toast.contains(document.activeElement)) document.getElementById("main")?.focus({ preventScroll: true });
  setTimeout(() => toast.remove(), 200);
}

function start(toast) {
  let timer;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => close(toast), toast.querySelector("[data-undo]") ? UNDO_MS : PLAIN_MS);
  };
  // The time begins anew when neither pointer nor focus is left on it.
  const hold = () => clearTimeout(timer);
  const leave = () => setTimeout(() => { if (!toast.matches(":hover, :focus-within")) wait(); });
  toast.addEventListener("pointerenter", hold);
  toast.addEventListener("focusin", hold);
  toast.addEventListener("pointerleave", leave);
  toast.addEventListener("focusout", leave);
  wait();
}

function startAll() {
  const toasts = [...region.querySelectorAll(".toast:not(.leaving)")];
  for (const toast of toasts.slice(0, -MOST)) close(toast);
  for (const toast of toasts.slice(-MOST)) {
    if (toast.dataset.started) continue;
    toast.dataset.started = "true";
    start(toast);
  }
}

if (region) {
  region.addEventListener("click", (event) => {
    const toast = event.target.closest("[data-close], [data-undo]")?.closest(".toast");
    if (toast) setTimeout(() => close(toast));
  });
  new MutationObserver(startAll).observe(region, { childList: true });
  startAll();
}
