/* Three buttons: as the system, light, dark. The choice stays in this browser. */
const KEY = "plumbline-theme";

function stored() {
  try {
    return localStorage.getItem(KEY) ?? "system";
  } catch {
    return "system";
  }
}

function apply(choice) {
  const root = document.documentElement;
  if (choice === "system") delete root.dataset.theme;
  else root.dataset.theme = choice;
  try {
    if (choice === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    /* storage is closed: the choice lasts until the page is left */
  }
  document.dispatchEvent(new CustomEvent("plumbline:theme", { detail: choice }));
}

export default function theme(element) {
  const buttons = [...element.querySelectorAll("[data-theme-choice]")];
  const show = (choice) =>
    buttons.forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.themeChoice === choice)));
  show(stored());
  element.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    apply(button.dataset.themeChoice);
    show(button.dataset.themeChoice);
  });
}
