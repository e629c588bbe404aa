/* Takes the focus when it appears: the summary of errors above a form. */
export default function focus(element) {
  element.focus({ preventScroll: false });
}
