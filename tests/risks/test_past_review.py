"""A risk whose day of review went by says so in the register, on its page and in the filter; never by colour alone."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from risks.models import Risk
from risks.queries import overdue, with_review
from tests.factories import risks
from tests.lists import csv_rows

PAST = re.compile(r'<span class="badge bad">past</span>')


@pytest.fixture
def day():
    return timezone.localdate()


@pytest.fixture
def three(world, day):
    """One past its review, one due today, one without a review."""
    days = (day - dt.timedelta(days=1), day, None)
    return [risks.risk(world.own, event=f"Event {n}", review_on=each) for n, each in enumerate(days)]


def rows_of(page):
    return {found[1]: found[0] for found in re.finditer(r'<tr id="risk-.*?(Event \d).*?</tr>', page, re.DOTALL)}


def places(world):
    return [reverse("risks:register", args=[world.own.public_id]), reverse("risks:home")]


def test_only_the_one_past_its_day_is_marked(three, world, pam, enter):
    for place in places(world):
        rows = rows_of(enter(pam).get(place).content.decode())
        assert {name: bool(PAST.search(row)) for name, row in rows.items()} == {
            "Event 0": True, "Event 1": False, "Event 2": False,
        }, place  # fmt: skip
        assert "not entered" in rows["Event 2"]


def test_a_risk_that_is_over_is_not_reviewed_any_more(world, day):
    made = risks.risk(world.own, review_on=day - dt.timedelta(days=9))
    Risk.objects.filter(pk=made.pk).update(state="closed", close_reason="gone")
    assert not with_review(Risk.objects.all(), on=day).get().review_late
    assert not overdue(Risk.objects.all(), on=day).exists()


def test_the_list_of_those_past_their_day_is_the_mark(three, day):
    marked = [risk.pk for risk in with_review(Risk.objects.all(), on=day) if risk.review_late]
    assert marked == [risk.pk for risk in overdue(Risk.objects.all(), on=day)] == [three[0].pk]


def test_the_filter_leaves_those_past_their_day(three, world, pam, enter):
    for place in places(world):
        page = enter(pam).get(place, {"review": "past"})
        assert set(rows_of(page.content.decode())) == {"Event 0"}, place
        assert enter(pam).get(place, {"review": "never"}).status_code == 400


def test_a_file_holds_the_day_and_nothing_else(three, world, pam, enter):
    head, rows = csv_rows(enter(pam).get(places(world)[0], {"export": "csv", "sort": "risk"}))
    at = head.index("Next review")
    assert {row[at] for row in rows} == {three[0].review_on.isoformat(), three[1].review_on.isoformat(), ""}


def test_its_own_page_says_it_too(three, pam, enter):
    def page(risk):
        return enter(pam).get(reverse("risks:risk", args=[risk.project.public_id, risk.public_id])).content.decode()

    assert [bool(PAST.search(page(risk))) for risk in three] == [True, False, False]
    Risk.objects.filter(pk=three[0].pk).update(state="closed", close_reason="gone")
    assert not PAST.search(page(three[0]))


def test_a_hundred_cost_the_questions_of_three(three, world, pam, enter, django_assert_max_num_queries):
    browser, place = enter(pam), places(world)[0]
    with django_assert_max_num_queries(25) as few:
        browser.get(place)
    for n in range(40):
        risks.risk(world.own, event=f"Event {n + 10}", review_on=dt.date(2026, 1, 1))
    with django_assert_max_num_queries(len(few)):
        browser.get(place)
