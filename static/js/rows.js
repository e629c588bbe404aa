/* On a table: the box in the head chooses all rows, Shift chooses a range, and the bar of common
   acts ([data-bulk] in the same form or section) shows only while something is chosen. */
export default function rows(table) {
  const home = table.closest("form, section, [data-table]") ?? table.parentElement;
  const bar = home.querySelector("[data-bulk]");
  const number = bar?.querySelector("[data-chosen]");
  const head = table.querySelector("thead .col-select input");
  const boxes = () => [...table.querySelectorAll("tbody .col-select input")];
  let last = null;

  function show() {
    const all = boxes();
    const chosen = all.filter((box) => box.checked);
    all.forEach((box) => box.closest("tr").classList.toggle("is-selected", box.checked));
    if (head) {
      head.checked = all.length > 0 && chosen.length === all.length;
      head.indeterminate = chosen.length > 0 && chosen.length < all.length;
    }
    if (bar) bar.hidden = chosen.length === 0;
    if (number) number.textContent = String(chosen.length);
  }

  table.addEventListener("click", (event) => {
    const box = event.target.closest("tbody .col-select input");
    if (!box) return;
    if (event.shiftKey && last) {
      const all = boxes();
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      all.slice(from, to + 1).forEach((each) => { each.checked = box.checked; });
    }
    last = box;
    show();
  });
  head?.addEventListener("change", () => {
    boxes().forEach((box) => { box.checked = head.checked; });
    show();
  });
  show();
}
