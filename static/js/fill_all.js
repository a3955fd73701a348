// <select data-fills=".takes select"> chooses the same in all of those; each can still be chosen differently after.
document.addEventListener("change", (event) => {
  const source = event.target.closest?.("select[data-fills]");
  if (!source) return;
  for (const select of document.querySelectorAll(source.dataset.fills)) select.value = source.value;
});
