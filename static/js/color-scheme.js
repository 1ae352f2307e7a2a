// Light or dark: the system's choice until the reader makes one, which this browser then remembers.
// Loaded in the head without defer, so that the page is never painted in the wrong colours first.
(() => {
  const KEY = "samlad-color-scheme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage is switched off: the system decides
    }
  };
  const isDark = () => (remembered() ?? (system.matches ? "dark" : "light")) === "dark";
  const paint = () => {
    root.dataset.colorScheme = isDark() ? "dark" : "light";
    for (const button of document.querySelectorAll("[data-scheme-switch]")) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(isDark()));
    }
  };

  paint();
  system.addEventListener("change", paint);
  document.addEventListener("DOMContentLoaded", paint);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-scheme-switch]")) return;
    try {
      localStorage.setItem(KEY, isDark() ? "light" : "dark");
    } catch {
      return;
    }
    paint();
  });
})();
