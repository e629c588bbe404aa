/* Before the first paint: the theme that this reader chose, and the mark that scripts run. */
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const chosen = localStorage.getItem("plumbline-theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch {
    /* storage is closed: the system's theme counts */
  }
})();
