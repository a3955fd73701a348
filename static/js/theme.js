// Light, dark or the system's: kept in a cookie, so that the server renders the next page in it at once.
const YEAR_SECONDS = 31_536_000;
const root = document.documentElement;

function mark() {
  for (const button of document.querySelectorAll("[data-theme-set]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeSet === (root.dataset.theme || "system")));
  }
}

document.addEventListener("click", (event) => {
  const theme = event.target.closest("[data-theme-set]")?.dataset.themeSet;
  if (!theme) return;
  root.dataset.theme = theme;
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  mark();
});

mark();
