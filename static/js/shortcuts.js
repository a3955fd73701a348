// Keys that work anywhere but in fields. A link or button says its own: data-shortcut="g t", "?", "n".
import { press, walk } from "./insights.js";

const SEQUENCE_MS = 1200;
const actions = { j: () => walk(1), k: () => walk(-1), a: () => press("a"), s: () => press("s"), x: () => press("x"), z: undo };
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
  if (named) named.click();
  else actions[keys]?.();
  return Boolean(named || actions[keys]);
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1 || isTyping(event.target)) return;
  const keys = first ? `${first} ${event.key}` : event.key;
  clearTimeout(timer);
  const isFirst = !first && document.querySelector(`[data-shortcut^="${CSS.escape(event.key)} "]`);
  first = isFirst ? event.key : "";
  if (isFirst) timer = setTimeout(() => { first = ""; }, SEQUENCE_MS);
  else if (run(keys)) event.preventDefault();
});
