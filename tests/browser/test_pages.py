"""Can everybody read every page: without a mouse, at night, on a telephone, and with a clean console?"""

import pytest

from tests.browser.eyes import WAYS, faults
from tests.browser.pages import visits

pytestmark = pytest.mark.browser


def looked_at(page, visit):
    """Open the page once, look at it in every width and theme; yields what is wrong with it."""
    answer = page.goto(visit.url)
    page.locator(".htmx-request, .htmx-swapping").first.wait_for(state="detached")
    if answer.status != visit.status:
        yield f"answers {answer.status}, not {visit.status}"
    for way in WAYS:
        yield from faults(page, *way)
    yield from (f"console: {line}" for line in page.heard)
    page.heard.clear()


def test_every_page_can_be_read_by_everybody(world, cast, enter, visitor):
    pages, lost = visits(world, cast, enter)
    eyes = {who: visitor(who and getattr(cast, who)) for who in {page.who for page in pages}}
    wrong = [f"{each} {each.url}: {line}" for each in pages for line in looked_at(eyes[each.who], each)]
    assert not lost + wrong, "\n".join([f"{len(pages)} pages", *lost, *wrong])


PLANTED = {
    "a box without a label": ("<input name='x'>", "label"),
    "a picture without words": ("<img src='/static/img/mark.svg'>", "image-alt"),
    "a word that cannot be seen at night": ("<p class='planted' data-color='#101418'>night</p>", "color-contrast"),
    "a page wider than its window": ("<p class='planted' data-min-width='2000px'>wide</p>", "wider than"),
    "a text that is cut": (
        "<p class='planted' data-width='40px' data-overflow='hidden' data-white-space='nowrap'>cut in two</p>",
        "cut off",
    ),
}


@pytest.mark.parametrize("what", PLANTED)
def test_the_same_eyes_see(what, visitor):
    """The twin: a good page with one fault planted in it."""
    markup, seen = PLANTED[what]
    page = visitor()
    page.goto("/sign-in/")
    page.evaluate(
        """markup => {
            document.querySelector("main").insertAdjacentHTML("beforeend", markup);
            for (const each of document.querySelectorAll(".planted")) Object.assign(each.style, each.dataset);
        }""",
        markup,
    )
    assert any(seen in line for way in WAYS for line in faults(page, *way))
    page.heard.clear()


@pytest.mark.parametrize("markup", ["<b onclick='go()'>b</b>", "<b style='color:red'>b</b>"])
def test_the_same_ears_hear_what_the_policy_refuses(markup, visitor):
    page = visitor()
    page.goto("/sign-in/")
    with page.expect_event("console"):
        page.evaluate("markup => document.querySelector('main').insertAdjacentHTML('beforeend', markup)", markup)
    page.wait_for_timeout(200)  # the browser's own line and that of the page's listener
    assert any("policy: " in line for line in page.heard)
    page.heard.clear()
