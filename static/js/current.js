// A row of links that is wider than the page shows first which of them one is on.
document.addEventListener("DOMContentLoaded", () => {
  for (const link of document.querySelectorAll(".settings nav [aria-current]")) {
    link.scrollIntoView({ block: "nearest", inline: "center" });
  }
});
