// Native <dialog> with command/commandfor; this only fills in for browsers that lack invoker commands.
const hasCommands = "commandForElement" in HTMLButtonElement.prototype;

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[commandfor]");
  if (hasCommands || !button) return;
  const dialog = document.getElementById(button.getAttribute("commandfor"));
  if (button.getAttribute("command") === "show-modal") dialog.showModal();
  else dialog.close();
});

// A click on the veil closes: the dialog itself is hit only there, its content fills the box.
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close();
});

// A menu's choice was made: the menu goes, also when its form is sent by htmx.
document.addEventListener("click", (event) => {
  const choice = event.target.closest("[popover] :is(a, button)");
  if (choice) setTimeout(() => choice.closest("[popover]")?.hidePopover());
});

// Arrow keys walk a menu.
document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(".menu");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!menu || !step) return;
  event.preventDefault();
  const choices = [...menu.querySelectorAll("a, button")];
  choices.at((choices.indexOf(event.target) + step) % choices.length).focus();
});

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.(".menu") && event.newState === "open") event.target.querySelector("a, button")?.focus({ preventScroll: true });
}, true);
