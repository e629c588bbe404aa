"""Periods are called by their month, and their list begins where the books are: today, not in five years."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.organisation.models import FiscalPeriod
from tests.factories import core, money
from tests.lists import csv_rows

CODE = re.compile(r">\s*20\d\d-\d\d\s*<")


def heads(part):
    return re.findall(r'<th scope="row">(\w{3} \d{4}) <span class="sub">(\d{4}-\d\d)</span></th>', part)


@pytest.fixture
def page(world, finn, enter):
    text = enter(finn).get(reverse("budgets:periods")).content.decode()
    begun, _, ahead = text.partition("<details")
    return begun, ahead


def test_the_running_month_stands_first_and_the_past_below_it(page):
    begun, _ahead = page
    today = timezone.localdate()
    found = heads(begun)
    past = FiscalPeriod.objects.filter(days__startswith__lte=today).order_by("-days")
    assert found == [(row.month, str(row)) for row in past]
    assert today in (first := past[0]).days and found[0][0] == first.month


def test_months_that_lie_ahead_stand_behind_a_click_the_next_one_first(page):
    _begun, ahead = page
    rows = FiscalPeriod.objects.filter(days__startswith__gt=timezone.localdate()).order_by("days")
    assert heads(ahead) == [(row.month, str(row)) for row in rows]
    assert f'<span class="count">{len(rows)}</span>' in ahead and "<details open" not in ahead


def test_books_that_begin_later_stand_open(world, finn, enter):
    FiscalPeriod.objects.filter(days__startswith__lte=timezone.localdate()).delete()
    text = enter(finn).get(reverse("budgets:periods")).content.decode()
    assert '<details class="disclosure" open>' in text and text.count("<table") == 1


def test_no_periods_at_all_are_explained(world, finn, enter):
    FiscalPeriod.objects.all().delete()
    assert "No periods" in enter(finn).get(reverse("budgets:periods")).content.decode()


def test_a_period_ahead_can_be_moved_as_one_that_runs(page, finn, enter):
    _begun, ahead = page
    move = re.search(r'action="([^"]+)">.*?name="to" value="closing"', ahead, re.DOTALL)[1]
    assert enter(finn).post(move, {"to": "closing"}).status_code == 302
    assert FiscalPeriod.objects.filter(state="closing").count() == 1


def test_the_ledger_asks_for_months_in_words_and_keeps_its_addresses(spent, finn, enter):
    place = reverse("budgets:ledger", args=[spent.public_id])
    text = enter(finn).get(place).content.decode()
    assert '<option value="2026-03">Mar 2026</option>' in text
    assert enter(finn).get(place, {"period": "2026-03"}).status_code == 200
    head, rows = csv_rows(enter(finn).get(place, {"export": "csv", "period": "2026-03", "columns": "period_name"}))
    assert rows and {row[head.index("Period")] for row in rows} == {"Mar 2026"}


def test_finance_names_its_rows_by_month_in_their_order(world, finn, enter):
    money.approved(world.own, 600)
    for day in (core.DAY, core.DAY.replace(month=4), core.DAY.replace(month=8)):
        money.entry(world.own, 10, day=day)
    answer = enter(finn).get(reverse("budgets:home"), {"group": "period"})
    assert [row.name for row in answer.context["found"].rows] == ["Mar 2026", "Apr 2026", "Aug 2026"]
    assert not CODE.search(answer.content.decode())


def test_forms_and_versions_say_the_month(spent, pam, enter):
    version = spent.budgets.get()
    pages = [reverse("budgets:version", args=[spent.public_id, version.public_id]),
             reverse("budgets:forecast_add", args=[spent.public_id])]  # fmt: skip
    for place in pages:
        text = enter(pam).get(place).content.decode()
        assert not CODE.search(text), place
    assert "Mar 2026" in enter(pam).get(pages[0]).content.decode()
