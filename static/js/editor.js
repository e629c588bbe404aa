/* Which control edits a cell? Built from the cell's data-type, named by its column's heading. */
function heading(cell) {
  const head = cell.closest("table").tHead?.rows;
  return cell.dataset.label ?? head?.[head.length - 1]?.cells[cell.cellIndex]?.textContent.trim() ?? "";
}

function choice(cell) {
  const select = document.createElement("select");
  select.append(document.querySelector(cell.dataset.options).content.cloneNode(true));
  select.value = cell.dataset.value ?? "";
  return select;
}

/** The control for `cell`; `typed` is the first character when typing opened it. */
export function editor(cell, typed) {
  const type = cell.dataset.type ?? "text";
  const control = type === "select" ? choice(cell) : document.createElement("input");
  if (type !== "select") {
    control.type = type === "date" ? "date" : "text";
    if (type === "number") control.inputMode = "decimal";
    control.value = typed && type !== "date" ? typed : (cell.dataset.value ?? "");
  }
  control.required = "required" in cell.dataset;
  control.setAttribute("aria-label", heading(cell));
  control.autocomplete = "off";
  return control;
}
