/* On the list of toasts: says in words when a request of htmx failed, instead of doing nothing.
   A refusal (data-refusal) is not swapped in for the piece that was asked; it opens in the dialog.
   The words stand in the page (data-...), so that they are translated with it. */
export default function failures(list) {
  const template = list.querySelector("template");
  const say = (words) => {
    const toast = template.content.firstElementChild.cloneNode(true);
    toast.querySelector("[data-words]").textContent = words;
    list.append(toast);
    document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: toast } }));
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const text = event.detail.xhr.responseText;
    if (event.detail.xhr.status < 400 || !text.includes("data-refusal")) return;
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    const page = new DOMParser().parseFromString(text, "text/html");
    document.dispatchEvent(new CustomEvent("plumbline:show", { detail: page }));
  });
  document.addEventListener("htmx:sendError", () => say(list.dataset.offline));
  document.addEventListener("htmx:timeout", () => say(list.dataset.offline));
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    say({ 403: list.dataset.forbidden, 404: list.dataset.missing }[status] ?? list.dataset.failed);
  });
}
