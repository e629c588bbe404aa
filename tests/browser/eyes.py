"""What is wrong with the page that stands in the window, in this width and theme?"""

from axe_playwright_python.sync_playwright import Axe

NARROW, WIDE = 360, 1280
WAYS = [(WIDE, "light"), (WIDE, "dark"), (NARROW, "dark"), (NARROW, "light")]
AXE = Axe()
# a theme changes colours only: the second look at the same layout asks for them alone
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
BARRIERS = """async options => {
    const found = await axe.run(document, {resultTypes: ["violations"], ...options});
    const place = node => `${node.target[0]} ${node.html.slice(0, 120)}`;
    return found.violations.map(rule =>
        `${rule.id} (${rule.nodes.length}): ${rule.nodes.slice(0, 2).map(place).join("; ")}`);
}"""
WIDER = "document.scrollingElement.scrollWidth - window.innerWidth"
STICKING_OUT = """() => [...document.querySelectorAll("main *, body > *")]
    .filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
    .slice(-3).map(e => `${e.tagName}.${e.getAttribute("class")}`).join(", ")"""
# a text whose box hides a part of it, and that is whole neither in a tooltip nor behind "show all"
CUT = """() => [...document.querySelectorAll("body *")].filter(e => {
    if (!e.clientWidth || !e.innerText?.trim() || e.closest("svg, [title], details, [data-module=more]")) return false;
    const style = getComputedStyle(e), hides = value => value === "hidden" || value === "clip";
    if (style.clipPath !== "none" || e.clientWidth <= 1) return false;  // for screen readers only
    return hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1
        || hides(style.overflowY) && e.scrollHeight > e.clientHeight + 2;
}).slice(0, 3).map(e => `${e.tagName}.${e.getAttribute("class")} ${e.innerText.slice(0, 40)}`)"""


def overflow(page):
    """By how many pixels the page is wider than its window."""
    return page.evaluate(WIDER)


def faults(page, width, theme):
    """Barriers, a page too wide, a text cut off: yields one line each."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    where = f"[{width} {theme}]"
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    again = width != WAYS[0][0] and theme == "light" or width == WAYS[0][0] and theme == "dark"
    yield from (f"{where} {line}" for line in page.evaluate(BARRIERS, COLOURS if again else {}))
    if again:
        return
    if (beyond := overflow(page)) > 0:
        yield f"{where} {beyond} px wider than the window: {page.evaluate(STICKING_OUT)}"
    yield from (f"{where} cut off: {line}" for line in page.evaluate(CUT))
