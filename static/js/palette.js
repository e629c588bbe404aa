/* Ctrl-K (or ⌘-K) opens the search over everything; arrows walk the results, Enter opens one.
   The results come from the server by the box's own hx-get; here they become the list of its combobox. */
export default function palette(dialog) {
  const box = dialog.querySelector("input");
  const results = dialog.querySelector("[data-results]");
  const links = () => [...results.querySelectorAll("a[href], button")];
  function mark(chosen) {
    links().forEach((link) => link.setAttribute("aria-selected", String(link === chosen)));
    if (chosen) box.setAttribute("aria-activedescendant", chosen.id);
    else box.removeAttribute("aria-activedescendant");
  }
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
  dialog.addEventListener("htmx:afterSwap", () => {
    const all = links();
    results.querySelectorAll("h2").forEach((head) => head.setAttribute("role", "presentation"));
    all.forEach((link, number) => {
      Object.assign(link, { id: `palette-option-${number}`, tabIndex: -1 });
      link.setAttribute("role", "option");
    });
    if (all.length) results.setAttribute("role", "listbox");
    else results.removeAttribute("role");
    box.setAttribute("aria-expanded", String(all.length > 0));
    mark(all[0]);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
