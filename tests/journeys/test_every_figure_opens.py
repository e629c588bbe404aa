"""Can a reader open every number on every page, down to what somebody typed in?"""

import re
from html import unescape

import pytest

from tests.browser.pages import visits

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
FIGURE = re.compile(r'<a class="figure[^"]*" href="([^"]+)"')
LINK = re.compile(r'href="(/[^"#]*)')
MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
READERS = ("pam", "finn", "tom")
OPENED = 3_000  # far more than the pages of one project show: a tree without end is a mistake


def figures_of(html):
    return {unescape(address) for address in FIGURE.findall(html)}


def inputs_of(html):
    """Where the drawer's page leads: to computed inputs, and to the places where the others stand."""
    found = MAIN.search(html)
    return {unescape(link) for link in LINK.findall(found.group() if found else html)}


def opened(browser, starts):
    """Follow figures to their inputs; yields (address, where it stands, status) once each."""
    waiting, seen = [(address, page) for page, found in starts.items() for address in found], set()
    while waiting:
        address, page = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        assert len(seen) < OPENED, f"the inputs of {address} do not end"
        answer = browser.get(address)
        yield address, page, answer.status_code
        if answer.status_code == 200 and address.startswith("/figures/"):
            waiting += [(inner, address) for inner in inputs_of(answer.content.decode())]


def shown(browser, pages):
    """The figures on each page that this reader may open."""
    starts = {}
    for url in sorted({page.url for page in pages}):
        answer = browser.get(url)
        if answer.status_code == 200 and not answer.streaming and "html" in answer["Content-Type"]:
            starts[url] = figures_of(answer.content.decode())
    return starts


@pytest.mark.parametrize("who", READERS)
def test_every_figure_on_every_page_opens_down_to_its_leaves(who, world, cast, enter):
    pages, _lost = visits(world, cast, enter)
    browser = enter(getattr(cast, who))
    browser.raise_request_exception = False
    starts = shown(browser, [page for page in pages if page.name != "styleguide"])
    assert any(starts.values())
    wrong = {f"{url} ({status}) on {page}" for url, page, status in opened(browser, starts) if status != 200}
    assert not wrong, "\n".join([f"{sum(map(len, starts.values()))} figures", *sorted(wrong)])


def test_a_figure_that_does_not_open_is_found(world, cast, enter):
    """The twin: a number whose key nobody knows."""
    start = {"/page/": {f"/figures/{world.own.public_id}/projects.invented/"}}
    assert [status for _url, _page, status in opened(enter(cast.pam), start)] == [404]
