/* A toast leaves by itself: later when it holds an undo, never when it tells of an error,
   and not while somebody points at it or stands in it. */
const STAYS_MS = { plain: 6000, undo: 20000 };

export default function toast(element) {
  const leave = () => element.remove();
  element.querySelector("[data-close]")?.addEventListener("click", leave);
  if (element.classList.contains("error")) return;

  const stay = element.querySelector("form, a") ? STAYS_MS.undo : STAYS_MS.plain;
  let timer = setTimeout(leave, stay);
  const hold = () => clearTimeout(timer);
  const resume = () => {
    hold();
    timer = setTimeout(leave, stay);
  };
  element.addEventListener("pointerenter", hold);
  element.addEventListener("focusin", hold);
  element.addEventListener("pointerleave", resume);
  element.addEventListener("focusout", resume);
}
