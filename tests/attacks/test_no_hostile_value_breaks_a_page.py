"""Whatever a stranger writes into a box, an address or a header: a message, never a broken page."""

import math
import re
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
# what some box may take as sound, so that it meets the verb behind the form; tried in each kind of box alone
LONG = "x" * 100_000
FEWEST = 6  # forms at least, however many boxes they have
MAY_PASS = {
    "day": ("9999-12-31", "0001-01-01", ""),
    "number": ("-1", NINES, "1e-30", ""),
    "text": ("-1", NINES, "9999-12-31", "", LONG, *IN_A_BOX[-3:]),
}
SHAPES = {"day": re.compile(r"\d{4}-\d{2}-\d{2}"), "number": re.compile(r"-?[\d., ]+")}


def shape(sound):
    """What kind of answer does the box hold when it is answered well?"""
    return next((kind for kind, pattern in SHAPES.items() if pattern.fullmatch(sound)), "text")


def of_each_kind(boxes):
    """One box for each name: the amounts of ten years in a table are one kind of box, asked by one field."""
    kinds = {}
    for box in boxes:
        kinds.setdefault(re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", box), box)
    return list(kinds.values())


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
    alone = [((key,), value) for key in of_each_kind(boxes) for value in MAY_PASS[shape(str(sound.get(key, "")))]]
    for answers in [{key: value} for (key,), value in alone] + list(together(boxes)):
        sent = encoded(sound, **{key: value.format(key=quote_plus(key)) for key, value in answers.items()})
        status = asked_and_undone(lambda sent=sent: browser.post(url, sent, content_type=FORM))
        wrong += tell(who, "POST", route, ", ".join(answers), next(iter(answers.values())), status)
    return wrong


def together(boxes):
    """Every box holds something hostile, each another value, until each value stood in some box: {box: value}."""
    size, many = len(boxes), len(IN_A_BOX)
    for turn in range(max(FEWEST, -(-many // size)) if boxes else 0):
        begin = turn * size + turn // (many // math.gcd(many, size))  # one further when all have stood everywhere
        yield {key: IN_A_BOX[(begin + place) % many] for place, key in enumerate(boxes)}


@chunks(INSIDE)
def test_no_answer_in_a_box_breaks_its_form(routes, world, cast, enter):
    wrong = of_each(routes, lambda route: answer_everything(route, world, cast, enter))
    assert not wrong, "\n".join(wrong)


def test_a_kind_of_box_is_asked_once_and_by_its_own_values():
    boxes = ["cost-2024", "cost-2025", "name", "line_0aa0b0c0-1111-4222-8333-444455556666"]
    assert of_each_kind([*boxes, "line_1bb0b0c0-1111-4222-8333-444455556666"]) == ["cost-2024", *boxes[2:]]
    shapes = {"2026-03-02": "day", "12.50": "number", "-3": "number", "": "text", "Because": "text", "2026-03": "text"}
    assert {sound: shape(sound) for sound in shapes} == shapes


@pytest.mark.parametrize("count", [1, 2, 3, 7, 10, 20, 40])
def test_each_value_stands_in_some_box_and_each_box_meets_several(count):
    boxes = [f"box-{number}" for number in range(count)]
    forms = list(together(boxes))
    assert {value for form in forms for value in form.values()} == set(IN_A_BOX)
    assert len(forms) >= FEWEST and all(set(form) == set(boxes) for form in forms)
    assert all(len({form[key] for form in forms}) >= FEWEST for key in boxes)
    assert list(together([])) == []
