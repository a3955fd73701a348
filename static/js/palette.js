// The palette: a combobox (ARIA 1.2) over lines that the server finds. The focus stays in the field; the line that
// Enter opens is its aria-activedescendant. What was chosen lately is kept here, as keys that name nothing.
const KEPT = "jenifer.palette";
const MOST = 8;
const dialog = document.getElementById("palette");
const field = dialog?.querySelector("[role=combobox]");
const list = dialog?.querySelector("[role=listbox]");

// "Nothing is called …" is a line too, but none to walk to.
const LINE = "[role=option]:not([aria-disabled])";

// What was typed last is not answered yet: Enter waits for it instead of opening a line of before.
let isWaiting = false;
let isEntered = false;

const options = () => [...list.querySelectorAll(LINE)];
const active = () => list.querySelector("[aria-selected=true]");

function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT));
    return Array.isArray(kept) ? kept.filter((key) => typeof key === "string") : [];
  } catch {
    return []; // not ours, or a browser that keeps nothing
  }
}

function remember(key) {
  const keys = [key, ...recent().filter((other) => other !== key)].slice(0, MOST);
  try {
    localStorage.setItem(KEPT, JSON.stringify(keys));
  } catch {
    // A browser that keeps nothing: then nothing is recent.
  }
}

function select(option) {
  active()?.setAttribute("aria-selected", "false");
  if (!option) return field.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = options();
  const at = all.indexOf(active());
  if (all.length) select(all[(at + by + all.length) % all.length]);
}

export function openPalette() {
  if (!dialog) return;
  for (const other of document.querySelectorAll("dialog[open]")) if (other !== dialog) other.close();
  if (dialog.open) return dialog.close();
  field.value = "";
  list.replaceChildren();
  ask();
  dialog.querySelector("[name=recent]").value = recent().join(",");
  dialog.showModal();
  field.focus();
  window.htmx?.trigger(field, "palette:open");
}

dialog?.addEventListener("keydown", (event) => {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by && event.target === field) {
    event.preventDefault();
    step(by);
  }
});

function ask() {
  isWaiting = true;
  isEntered = false;
}
field?.addEventListener("input", ask);

// Enter: the chosen line instead of the page of results.
dialog?.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  isEntered = isWaiting;
  if (!isWaiting) active()?.click();
});

dialog?.addEventListener("htmx:after:swap", () => {
  const all = options();
  isWaiting = list.querySelector("[data-asked]")?.dataset.asked !== field.value;
  select(all[0]);
  const { one, many, none } = dialog.querySelector("[data-palette-count]").dataset;
  dialog.querySelector("[data-palette-count]").textContent = all.length === 0 ? none : all.length === 1 ? one : many.replace("{count}", all.length);
  if (!isEntered || isWaiting) return;
  isEntered = false;
  active()?.click();
});

list?.addEventListener("pointermove", (event) => {
  const option = event.target.closest(LINE);
  if (option && option !== active()) select(option);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-palette-open]") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    openPalette();
    return;
  }
  const line = event.target.closest("[data-palette-key], [data-press]");
  if (!line) return;
  if (line.dataset.paletteKey) remember(line.dataset.paletteKey);
  const pressed = line.dataset.press && document.querySelector(line.dataset.press);
  if (line.closest("dialog") && !event.ctrlKey && !event.metaKey) dialog.close();
  if (!pressed) return;
  event.preventDefault();
  pressed.click();
});
