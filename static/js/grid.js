/* On a table whose cells are edited where they stand.
   <tr id data-save-url data-version>  <td tabindex="0" data-field="name" data-type="text" data-value="raw">
   data-type: text (default), number, date, select (data-options="#id" of a <template> with options).
   A click, Enter, F2 or a typed letter opens the cell; Enter or Tab saves, Esc gives up; arrows walk.
   A save posts {<field>: value, field: <field>, row_version} and swaps the answer in for the row: 200 with the
   new row (more rows may come with hx-swap-oob), 422 with the error in the cell. A refusal of the whole
   page (409) opens in the dialog, and the cell shows its old value again. */
import { editor } from "./editor.js";

const CELL = "td[data-field]";
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function neighbour(cell, [down, right]) {
  const row = cell.parentElement;
  if (right) {
    const cells = [...row.querySelectorAll(CELL)];
    return cells[cells.indexOf(cell) + right];
  }
  let next = row;
  do next = down > 0 ? next.nextElementSibling : next.previousElementSibling;
  while (next && !next.querySelector(`td[data-field="${cell.dataset.field}"]`));
  return next?.querySelector(`td[data-field="${cell.dataset.field}"]`);
}

/** Where the focus goes after the row was swapped: the address of a cell, not the cell. */
function address(cell) {
  return cell && { row: cell.parentElement.id, field: cell.dataset.field };
}

function find({ row, field }) {
  return document.getElementById(row)?.querySelector(`td[data-field="${field}"]`);
}

function save(cell, value, then) {
  const row = cell.parentElement;
  const target = address(then ?? cell);
  const before = [...cell.childNodes];
  cell.classList.add("is-saving");
  cell.textContent = value;
  const finish = () => {
    if (cell.isConnected) {
      cell.classList.remove("is-saving");
      cell.replaceChildren(...before);
    }
    if (!document.querySelector("dialog[open]")) find(target)?.focus();
  };
  const values = { [cell.dataset.field]: value, field: cell.dataset.field };
  if (row.dataset.version) values.row_version = row.dataset.version;
  window.htmx
    .ajax("POST", row.dataset.saveUrl, { source: row, target: row, swap: "outerHTML", values })
    .then(finish, finish);
}

function open(cell, typed) {
  if (!cell.parentElement.dataset.saveUrl) return;
  if (cell.classList.contains("is-editing") || cell.classList.contains("is-saving")) return;
  const before = [...cell.childNodes];
  const input = editor(cell, typed);
  let over = false;
  const leave = (refocus) => {
    over = true;
    cell.classList.remove("is-editing");
    cell.replaceChildren(...before);
    if (refocus) cell.focus();
  };
  const accept = (then) => {
    if (over) return;
    if (!input.checkValidity()) {
      input.reportValidity();
      return;
    }
    const { value } = input;
    leave(!then);
    if (value === cell.dataset.value) then?.focus();
    else save(cell, value, then);
  };

  cell.classList.add("is-editing");
  cell.replaceChildren(input);
  input.focus();
  if (typed === undefined) input.select?.();
  input.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key === "Enter") {
      event.preventDefault();
      accept(neighbour(cell, ARROWS.ArrowDown));
    } else if (event.key === "Tab") {
      const next = neighbour(cell, [0, event.shiftKey ? -1 : 1]);
      if (next) event.preventDefault();
      accept(next);
    } else if (event.key === "Escape") {
      event.preventDefault();
      leave(true);
    }
  });
  input.addEventListener("blur", () => {
    if (!over && input.value === cell.dataset.value) leave(false);
    else if (!over && input.checkValidity()) accept();
  });
}

export default function grid(table) {
  table.addEventListener("click", (event) => {
    const cell = event.target.closest(CELL);
    if (cell && !event.target.closest("a, button, input, select, label")) open(cell);
  });
  table.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches?.(CELL) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      open(cell);
    } else if (ARROWS[event.key]) {
      event.preventDefault();
      neighbour(cell, ARROWS[event.key])?.focus();
    } else if (event.key.length === 1 && /[\p{L}\p{N}-]/u.test(event.key)) {
      event.preventDefault();
      open(cell, event.key);
    }
  });
}
