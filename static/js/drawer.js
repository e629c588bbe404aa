/* On the one <dialog>: links that open beside the page instead of replacing it.
   a[data-drawer] opens at the side, a[data-drawer="centred"] in the middle, a.figure always at the side.
   What opens is the page's own address in its bare layout; without scripts the link is a plain link.
   The event plumbline:show hands over a document that has come already (a refusal). */
const OPENERS = "a[data-drawer], a.figure";

function plainClick(event) {
  return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
}

async function fetchPage(url) {
  const answer = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  const away = answer.headers.get("HX-Redirect");
  if (away) {
    location.assign(away);
    return null;
  }
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** What came beside the content: toasts join those of the frame, nothing else is kept. */
function keepToasts(piece) {
  const list = document.getElementById("toasts");
  if (piece.id === "toasts" && list) {
    const news = [...piece.children];
    list.append(...news);
    news.forEach((elt) => document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt } })));
  }
  piece.remove();
}

export default function drawer(dialog) {
  const body = dialog.querySelector("[data-drawer-body]");
  const title = dialog.querySelector("[data-drawer-title]");
  const whole = dialog.querySelector("[data-drawer-page]");
  const back = dialog.querySelector("[data-drawer-back]");
  let trail = [];

  function fill(page) {
    title.textContent = page.title.split(" · ")[0];
    page.querySelectorAll("title").forEach((node) => node.remove());
    page.querySelectorAll("[hx-swap-oob]").forEach(keepToasts);
    body.replaceChildren(...page.body.childNodes);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    window.htmx?.process(body);
    document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: body } }));
  }

  async function show(url) {
    body.setAttribute("aria-busy", "true");
    try {
      const page = await fetchPage(url);
      if (!page) return;
      fill(page);
      whole.href = url;
      whole.hidden = false;
      back.hidden = trail.length < 2;
    } catch {
      location.assign(url);
    } finally {
      body.removeAttribute("aria-busy");
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(OPENERS);
    if (!link || !plainClick(event) || link.target || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    if (!dialog.open) {
      trail = [];
      dialog.classList.toggle("centred", link.dataset.drawer === "centred");
    }
    trail.push(link.href);
    show(link.href);
  });
  document.addEventListener("plumbline:show", (event) => {
    dialog.classList.add("centred");
    whole.hidden = back.hidden = true;
    fill(event.detail);
  });
  back.addEventListener("click", () => {
    trail.pop();
    show(trail.at(-1));
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
  dialog.addEventListener("close", () => body.replaceChildren());
}
