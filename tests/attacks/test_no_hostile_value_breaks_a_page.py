"""Whatever a stranger writes into a box, an address or a header: a message, never a broken page."""

from urllib.parse import quote_plus

import pytest

from tests.attacks.sheets import FORM, address, asked_and_undone, body, broken, encoded, guests, noticed
from tests.attacks.site import of_scope

pytestmark = [pytest.mark.attack, pytest.mark.django_db]
INSIDE = of_scope("project", "portfolio", "anywhere", "signed_in")
NINES, BEYOND = "9" * 20, "9" * 5_000  # larger than any column; larger than Python turns into a number
IN_A_QUERY = ("%00", "%ED%A0%80", "%FF", "-1", NINES, "²", "1e999", "NaN", "9999-12-31", "0001-01-01", "9999-99-99")
IN_A_BOX = (*IN_A_QUERY, "", "x%00y", BEYOND, "Infinity", "-1e20", "1e-30", "x" * 100_000, "%E2%80%AE%0D%0A",
            "00000000-0000-0000-0000-000000000000", "1&{key}=2&{key}[]=3")  # fmt: skip


def tell(wrong, who, method, route, key, value, status):
    if broken(status):
        wrong.append(f"{who} {method} {route} {key}={value[:30]!r}: {status}")


def entered(enter, cast, route):
    who = (guests(route) or ["adam"])[0]
    browser = enter(getattr(cast, who))
    browser.raise_request_exception = False
    return who, browser


@pytest.mark.parametrize("route", INSIDE, ids=str)
def test_no_question_of_an_address_breaks_its_page(route, world, cast, enter):
    wrong, (who, browser) = [], entered(enter, cast, route)
    url = address(route, world)
    with noticed() as keys:
        status = asked_and_undone(lambda: browser.get(url))
    tell(wrong, who, "GET", route, "", "", status)
    for key in sorted(keys):
        for value in IN_A_QUERY:
            query = encoded({}, **{key: value})
            status = asked_and_undone(lambda query=query: browser.get(f"{url}?{query}"))
            tell(wrong, who, "GET", route, key, value, status)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", INSIDE, ids=str)
def test_no_answer_in_a_box_breaks_its_form(route, world, cast, enter):
    wrong, (who, browser) = [], entered(enter, cast, route)
    url = address(route, world)
    sound, _files = body(browser, route, url)
    with noticed() as keys:
        status = asked_and_undone(lambda: browser.post(url, encoded(sound), content_type=FORM))
    tell(wrong, who, "POST", route, "", "", status)
    for key in sorted(keys | set(sound) if status != 405 else ()):
        for value in IN_A_BOX:
            sent = encoded(sound, **{key: value.format(key=quote_plus(key))})
            status = asked_and_undone(lambda sent=sent: browser.post(url, sent, content_type=FORM))
            tell(wrong, who, "POST", route, key, value, status)
    assert not wrong, "\n".join(wrong)
