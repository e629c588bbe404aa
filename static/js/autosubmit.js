/* On a filter form: a change filters at once; typing waits until it pauses. The form's own button
   (class without-js) serves those without scripts. */
const PAUSE_MS = 300;
const TYPED = "input[type=search], input[type=text], input:not([type])";

export default function autosubmit(form) {
  const values = () => new URLSearchParams(new FormData(form)).toString();
  let sent = values();
  let timer;
  const submit = () => {
    clearTimeout(timer);
    if (values() === sent) return;
    sent = values();
    form.requestSubmit();
  };
  form.addEventListener("change", submit);
  form.addEventListener("input", (event) => {
    if (!event.target.matches(TYPED)) return;
    clearTimeout(timer);
    timer = setTimeout(submit, PAUSE_MS);
  });
}
