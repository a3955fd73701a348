// A file field that also takes a dropped file and names what was chosen. Works as a plain file field without this.
const zoneOf = (event) => event.target.closest?.("[data-dropzone]");

function show(zone) {
  const files = [...zone.querySelector("input[type=file]").files];
  zone.classList.toggle("chosen", files.length > 0);
  if (!files.length) return;
  const size = files.reduce((total, file) => total + file.size, 0);
  const amount = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
  zone.querySelector("[data-name]").textContent = files.map((file) => file.name).join(", ");
  zone.querySelector("[data-hint]").textContent = size < 1e5 ? `${amount.format(size / 1e3)} kB` : `${amount.format(size / 1e6)} MB`;
}

document.addEventListener("change", (event) => { const zone = zoneOf(event); if (zone) show(zone); });

for (const [name, isOver] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
  document.addEventListener(name, (event) => {
    const zone = zoneOf(event);
    if (!zone) return;
    event.preventDefault();
    zone.classList.toggle("over", isOver);
    if (name !== "drop" || !event.dataTransfer.files.length) return;
    zone.querySelector("input[type=file]").files = event.dataTransfer.files;
    show(zone);
  });
}
