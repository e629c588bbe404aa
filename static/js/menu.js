/* <details class="menu">: closes on Esc and on a click elsewhere; arrows walk through its items. */
export default function menu(details) {
  const summary = details.querySelector("summary");
  const items = () => [...details.querySelectorAll("a[href], button:not(:disabled)")];
  const close = (refocus) => {
    details.open = false;
    if (refocus) summary.focus();
  };

  document.addEventListener("click", (event) => {
    if (details.open && !details.contains(event.target)) close(false);
  });
  details.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && details.open) {
      event.stopPropagation();
      close(true);
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    details.open = true;
    const all = items();
    const at = all.indexOf(document.activeElement);
    all.at((at + step + all.length) % all.length)?.focus();
  });
}
