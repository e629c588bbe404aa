/* `?` shows the keys, `/` goes to the first filter box; neither while somebody types. */
const TYPING = "input, textarea, select, [contenteditable]";

export default function keys(dialog) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
    if (event.key === "?" && !document.querySelector("dialog[open]")) {
      event.preventDefault();
      dialog.showModal();
    } else if (event.key === "/") {
      const box = document.querySelector(".filters input, input[type=search]");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select?.();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-opens-keys]")) dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
}
