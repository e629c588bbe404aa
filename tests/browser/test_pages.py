"""Can everybody read every page: without a mouse, at night, on a telephone, and with a clean console?"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.chromium import overflow
from tests.browser.pages import visits

pytestmark = pytest.mark.browser
NARROW, WIDE = 360, 1280
AXE = Axe()


def barriers(page):
    """What axe finds, one line per rule with the first places."""
    for found in AXE.run(page).response["violations"]:
        places = "; ".join(f"{node['target'][0]} {node['html'][:120]}" for node in found["nodes"][:2])
        yield f"{found['id']} ({len(found['nodes'])}): {places}"


def looked_at(page, visit, width):
    """Open the page at this width; yields what is wrong with it."""
    page.set_viewport_size({"width": width, "height": 900})
    answer = page.goto(visit.url)
    page.wait_for_function("!document.querySelector('.htmx-request, .htmx-swapping')")
    if answer.status != visit.status:
        yield f"answers {answer.status}, not {visit.status}"
    yield from (f"console: {line}" for line in page.heard)
    page.heard.clear()
    yield from barriers(page)
    page.heard.clear()
    for each in (width, WIDE if width == NARROW else NARROW):
        page.set_viewport_size({"width": each, "height": 900})
        if (beyond := overflow(page)) > 0:
            yield f"{beyond} px wider than {each}: {widest(page)}"


def widest(page):
    """The elements that stick out, for the person who has to mend it."""
    return page.evaluate("""() => [...document.querySelectorAll("main *, body > *")]
        .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .slice(-3).map(e => e.tagName + "." + e.getAttribute("class")).join(", ")""")


@pytest.mark.parametrize(("theme", "width"), [("light", WIDE), ("dark", NARROW)])
def test_every_page_can_be_read_by_everybody(theme, width, world, cast, enter, visitor):
    pages, lost = visits(world, cast, enter)
    eyes = {who: visitor(who and getattr(cast, who), theme=theme) for who in {page.who for page in pages}}
    wrong = [f"{each} {each.url}: {line}" for each in pages for line in looked_at(eyes[each.who], each, width)]
    assert not lost + wrong, "\n".join([f"{len(pages)} pages", *lost, *wrong])


def test_a_page_with_a_barrier_an_overflow_and_an_error_is_seen(visitor):
    """The twin: the same eyes on a bad page."""
    page = visitor()
    page.goto("/sign-in/")
    with page.expect_event("console"):
        page.evaluate("""() => {
            document.body.innerHTML += "<img src='/static/none.png'><div id=wide>x</div>";
            document.getElementById("wide").style.minWidth = "2000px";
        }""")
    assert any(line.startswith("image-alt") for line in barriers(page))
    assert overflow(page) > 0
    assert page.heard
    page.heard.clear()
