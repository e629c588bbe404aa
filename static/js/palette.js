/* Ctrl-K (or ⌘-K) opens the search over everything; arrows walk the results, Enter opens one.
   The results come from the server by the box's own hx-get. */
export default function palette(dialog) {
  const box = dialog.querySelector("input");
  const results = dialog.querySelector("[data-results]");
  const links = () => [...results.querySelectorAll("a[href], button")];
  const mark = (chosen) =>
    links().forEach((link) => link.setAttribute("aria-selected", String(link === chosen)));
  const marked = () => results.querySelector('[aria-selected="true"]');

  function open() {
    if (dialog.open) return;
    dialog.showModal();
    box.select();
  }
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-opens-palette]");
    if (!opener || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    open();
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const all = links();
      if (!all.length) return;
      const next = all.at((all.indexOf(marked()) + step + all.length) % all.length);
      mark(next);
      next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && marked()) {
      event.preventDefault();
      marked().click();
    }
  });
  dialog.addEventListener("htmx:afterSwap", () => mark(links()[0]));
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
