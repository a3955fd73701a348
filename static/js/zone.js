// The browser's time zone: filled in where a sign-up asks for it, offered beside a field that has another.
const here = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

for (const field of document.querySelectorAll("[data-own-zone]")) field.value = here;

for (const hint of document.querySelectorAll("[data-zone-hint]")) {
  const field = document.querySelector("[list=time-zones]");
  const isKnown = [...field.list.options].some((option) => option.value === here);
  const show = () => { hint.hidden = !isKnown || field.value === here; };
  hint.querySelector("[data-zone-name]").textContent = here;
  hint.querySelector("[data-zone-use]").addEventListener("click", () => { field.value = here; show(); field.focus(); });
  field.addEventListener("input", show);
  show();
}
