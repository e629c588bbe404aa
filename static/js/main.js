/* Binds behaviours to elements: data-module="name other" on an element calls the default export of
   each named module once with that element, now and after every htmx swap. */
import autosubmit from "./autosubmit.js";
import dirty from "./dirty.js";
import drawer from "./drawer.js";
import failures from "./failures.js";
import focus from "./focus.js";
import grid from "./grid.js";
import keys from "./keys.js";
import menu from "./menu.js";
import palette from "./palette.js";
import rows from "./rows.js";
import scrolled from "./scrolled.js";
import theme from "./theme.js";
import toast from "./toast.js";
import today from "./today.js";

const modules = {
  autosubmit, dirty, drawer, failures, focus, grid, keys, menu, palette, rows, scrolled, theme, toast, today,
};
const bound = new WeakMap();

function bindOne(element) {
  const done = bound.get(element) ?? new Set();
  bound.set(element, done);
  for (const name of element.dataset.module.split(/\s+/)) {
    if (!modules[name] || done.has(name)) continue;
    done.add(name);
    modules[name](element);
  }
}

function bind(root) {
  if (root.matches?.("[data-module]")) bindOne(root);
  root.querySelectorAll("[data-module]").forEach(bindOne);
}

bind(document);
document.addEventListener("htmx:load", (event) => bind(event.detail.elt));
