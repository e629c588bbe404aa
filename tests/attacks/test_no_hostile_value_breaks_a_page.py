"""Whatever a stranger writes into a box, an address or a header: a message, never a broken page."""

from urllib.parse import quote_plus

import pytest

from tests.attacks.sheets import (
    FORM,
    address,
    asked_and_undone,
    body,
    broken,
    encoded,
    guests,
    noticed,
    of_each,
    questions,
    undone,
)
from tests.attacks.site import chunks, of_scope

pytestmark = [pytest.mark.attack, pytest.mark.django_db]
INSIDE = of_scope("project", "portfolio", "anywhere", "signed_in")
NINES, BEYOND = "9" * 20, "9" * 5_000  # larger than any column; larger than Python turns into a number
IN_A_QUERY = ("%00", "%ED%A0%80", "%FF", "-1", NINES, "²", "1e999", "NaN", "9999-12-31", "0001-01-01", "9999-99-99")
IN_A_BOX = (*IN_A_QUERY, "", "x%00y", BEYOND, "Infinity", "-1e20", "1e-30", "x" * 100_000, "%E2%80%AE%0D%0A",
            "00000000-0000-0000-0000-000000000000", "1&{key}=2&{key}[]=3")  # fmt: skip
# what some box may take as sound, so that it meets the verb behind the form; tried in each box alone
MAY_PASS = ("-1", NINES, "²", "9999-12-31", "0001-01-01", "", "1e-30", "x" * 100_000, *IN_A_BOX[-3:])


def tell(who, method, route, key, value, status):
    return [f"{who} {method} {route} {key}={value[:30]!r}: {status}"] if broken(status) else []


def entered(enter, cast, route):
    who = (guests(route) or ["adam"])[0]
    browser = enter(getattr(cast, who))
    browser.raise_request_exception = False
    return who, browser


def ask_everything(route, world, cast, enter):
    who, browser = entered(enter, cast, route)
    url = address(route, world)
    with undone():
        keys = questions(browser, url)
    wrong = []
    for key in sorted(keys):
        for value in IN_A_QUERY:
            query = encoded({}, **{key: value})
            status = asked_and_undone(lambda query=query: browser.get(f"{url}?{query}"))
            wrong += tell(who, "GET", route, key, value, status)
    return wrong


@chunks(INSIDE)
def test_no_question_of_an_address_breaks_its_page(routes, world, cast, enter):
    wrong = of_each(routes, lambda route: ask_everything(route, world, cast, enter))
    assert not wrong, "\n".join(wrong)


def answer_everything(route, world, cast, enter):
    who, browser = entered(enter, cast, route)
    url = address(route, world)
    sound, _files = body(browser, route, url)
    with noticed() as keys:
        status = asked_and_undone(lambda: browser.post(url, encoded(sound), content_type=FORM))
    wrong = tell(who, "POST", route, "", "", status)
    boxes = sorted(keys | set(sound) if status != 405 else ())
    alone = [((key,), value) for key in boxes for value in MAY_PASS]
    together = [(tuple(boxes), value) for value in IN_A_BOX if boxes]
    for keys, value in alone + together:
        sent = encoded(sound, **{key: value.format(key=quote_plus(key)) for key in keys})
        status = asked_and_undone(lambda sent=sent: browser.post(url, sent, content_type=FORM))
        wrong += tell(who, "POST", route, ", ".join(keys), value, status)
    return wrong


@chunks(INSIDE)
def test_no_answer_in_a_box_breaks_its_form(routes, world, cast, enter):
    wrong = of_each(routes, lambda route: answer_everything(route, world, cast, enter))
    assert not wrong, "\n".join(wrong)
