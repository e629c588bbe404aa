"""Can a reader open every number on every page, down to what somebody typed in?"""

import re
from html import unescape

import pytest

from tests.browser.pages import visits
from tests.unwatched import unwatched

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
FIGURE = re.compile(r'<a class="figure[^"]*" href="([^"]+)"')
LINK = re.compile(r'href="(/[^"#]*)')
ARTICLE = re.compile(r"<article.*?</article>", re.DOTALL)
FORMULA = re.compile(r'class="formula">\s*[^<\s]')
INPUTS = re.compile(r'class="inputs">\s*<li|class="figure-source">\s*[^<\s]')
NOTHING_COUNTED = re.compile(r'class="lede"><strong>0(?:[.]0+)?\b')
READERS = ("pam", "eve", "finn")
OPENED = 3_000  # far more than the pages of one project show: a tree without end is a mistake


def figures_of(html):
    return {unescape(address) for address in FIGURE.findall(html)}


def inputs_of(html):
    """Where the drawer leads: to computed inputs, and to the places where the others stand."""
    found = ARTICLE.search(html)
    return {unescape(link) for link in LINK.findall(found.group() if found else html)}


def explains(html):
    """Does the drawer say how it is computed and from what, or why it cannot be?"""
    if '<p class="lede"><a class="figure null"' in html:
        return True
    return bool(FORMULA.search(html) and (INPUTS.search(html) or NOTHING_COUNTED.search(html)))


def opened(drawer, starts):
    """Follow figures to their inputs; yields (address, where it stands, what is wrong or "") once each."""
    waiting, seen = [(address, page) for page, found in starts.items() for address in found], set()
    while waiting:
        address, page = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        assert len(seen) < OPENED, f"the inputs of {address} do not end"
        answer = drawer.get(address)
        if answer.status_code != 200 or not address.startswith("/figures/"):
            yield address, page, "" if answer.status_code == 200 else f"answers {answer.status_code}"
            continue
        html = answer.content.decode()
        yield address, page, "" if explains(html) else "says neither formula and inputs nor a reason"
        waiting += [(inner, address) for inner in inputs_of(html)]


def shown(browser, pages):
    """The figures on each page that this reader may open."""
    starts = {}
    for url in sorted({page.url for page in pages}):
        answer = browser.get(url)
        if answer.status_code == 200 and not answer.streaming and "html" in answer["Content-Type"]:
            starts[url] = figures_of(answer.content.decode())
    return starts


def wrong_for(who, pages, cast, enter):
    """One line for every figure that does not open for this reader, as a drawer beside the page."""
    browser, drawer = enter(getattr(cast, who)), enter(getattr(cast, who), htmx=True)
    browser.raise_request_exception = drawer.raise_request_exception = False
    starts = shown(browser, pages)
    assert any(starts.values()), f"{who} sees no figure"
    return {f"{who}: {url} on {page} {what}" for url, page, what in opened(drawer, starts) if what}


def test_every_figure_on_every_page_opens_down_to_its_leaves(world, cast, enter):
    pages, _lost = visits(world, cast, enter)
    pages = [page for page in pages if page.name != "styleguide"]  # its figures are made up
    with unwatched():
        wrong = {line for who in READERS for line in wrong_for(who, pages, cast, enter)}
    assert not wrong, "\n".join(sorted(wrong))


def test_a_figure_that_does_not_open_is_found(world, cast, enter):
    """The twin: a number whose key nobody knows, and a drawer that explains nothing."""
    start = {"/page/": {f"/figures/{world.own.public_id}/projects.invented/"}}
    assert [what for _url, _page, what in opened(enter(cast.pam), start)] == ["answers 404"]
    assert not explains('<article><p class="lede"><strong>12</strong></p></article>')
    assert not explains('<p class="lede"><strong>12</strong></p><p class="formula">Σ entries</p>')
