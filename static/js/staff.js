// The staff site's htmx writes no stylesheet into the page: static/css/staff.css has those rules.
window.htmx.config.includeIndicatorStyles = false;

// Select2 draws its own box in place of a list of choices, and gives it no name: the list's label is one.
function nameBoxes() {
  for (const list of document.querySelectorAll("select.select2-hidden-accessible")) {
    const label = list.labels[0];
    const box = list.nextElementSibling?.querySelector(".select2-selection");
    if (!label || !box) continue;
    const shown = box.querySelector(".select2-selection__rendered");
    label.id ||= `${list.id}-label`;
    shown.setAttribute("aria-label", label.innerText);
    box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
  }
}
// Behind the one that draws them, in jQuery's own queue.
window.addEventListener("load", () => window.django?.jQuery?.(nameBoxes));
