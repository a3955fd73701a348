// Light, dark or the system's: drawn at once, kept by the server, which renders the next page in it.
const root = document.documentElement;

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  root.dataset.theme = event.submitter.value;
  for (const button of form.elements) {
    if (button.name === "theme") button.setAttribute("aria-pressed", String(button === event.submitter));
  }
  const body = new FormData(form, event.submitter);
  const kept = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } }).catch(() => null);
  if (!kept?.ok) location.reload(); // as the server knows it
});
