/* On the chart of a plan that is wider than its pane: opens where today is, the past a third of it,
   with a whole month at its edge. */
export default function today(pane) {
  const line = pane.querySelector("path.today");
  if (!line || pane.scrollWidth <= pane.clientWidth) return;
  const wanted = line.getBBox().x - pane.clientWidth / 3;
  const heads = [...pane.querySelectorAll("text.major")].map((head) => head.x.baseVal[0].value);
  pane.scrollLeft = Math.max(0, ...heads.filter((x) => x <= wanted)) - 4;
}
