// Keys that work anywhere but in fields. Which there are stands in the dialog of shortcuts (components/shortcuts.html):
// a line with an action is run here; any other key presses the element that says data-shortcut="n".
import { press, walk } from "./insights.js";
import { openPalette } from "./palette.js";

const SEQUENCE_MS = 1200;
const actions = {
  "next-insight": () => walk(1),
  "previous-insight": () => walk(-1),
  "accept-insight": () => press("a"),
  "snooze-insight": () => press("s"),
  "dismiss-insight": () => press("x"),
  "accept-invitation": () => press("y"),
  "maybe-invitation": () => press("m"),
  "decline-invitation": () => press("n"),
  "propose-invitation": () => press("p"),
  "open-palette": openPalette,
  undo,
};
let first = "";
let timer;

function undo() {
  [...document.querySelectorAll(".toast [data-undo]")].at(-1)?.click();
}

function isTyping(target) {
  return target.isContentEditable || target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, dialog[open], [popover]:popover-open");
}

function run(keys) {
  const named = document.querySelector(`[data-shortcut="${CSS.escape(keys)}"]`);
  const action = actions[document.querySelector(`[data-keys="${CSS.escape(keys)}"]`)?.dataset.action];
  if (named) named.click();
  else action?.();
  return Boolean(named || action);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing || event.key.length !== 1) return;
  if (event.ctrlKey || event.metaKey) {
    if (!event.shiftKey && run(`mod+${event.key.toLowerCase()}`)) event.preventDefault();
    return;
  }
  if (isTyping(event.target)) return;
  const keys = first ? `${first} ${event.key}` : event.key;
  clearTimeout(timer);
  const isFirst = !first && document.querySelector(`[data-shortcut^="${CSS.escape(event.key)} "]`);
  first = isFirst ? event.key : "";
  if (isFirst) timer = setTimeout(() => { first = ""; }, SEQUENCE_MS);
  else if (run(keys)) event.preventDefault();
});

if (navigator.platform.startsWith("Mac")) {
  for (const cap of document.querySelectorAll(".kbd")) cap.textContent = cap.textContent.replace("Ctrl", "⌘");
}
