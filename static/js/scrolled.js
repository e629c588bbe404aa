/* Marks a table's wrap while it is scrolled sideways, so that the fixed column gets its rule. */
export default function scrolled(wrap) {
  const show = () => wrap.classList.toggle("is-scrolled", Math.abs(wrap.scrollLeft) > 0);
  wrap.addEventListener("scroll", show, { passive: true });
  show();
}
