"""Earned value is measured up to the data date, on every page the same; its own page says when that is not today."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from budgets import services
from budgets.queries import earned_value, find_figure
from projects.models import Project
from tests.factories import core, money, portfolio

SAYS = "Measured at the end of the data date"
FIRST, LATE, LAST = dt.date(2026, 3, 10), dt.date(2026, 4, 15), dt.date(2026, 6, 1)


def page(project, user, enter):
    return enter(user).get(reverse("budgets:earned", args=[project.public_id])).content.decode()


def set_to(project, **fields):
    Project.objects.filter(pk=project.pk).update(**fields)
    return Project.objects.get(pk=project.pk)


@pytest.fixture
def priced(world):
    """Work of 1,000 in March and April that began; 300 spent in March, 200 in May."""
    work = money.task(world.own, actual_start=money.at(core.DAY), percent="0.5")
    money.line(money.draft(world.own), 1000, task=work)
    money.approve(world.own.budgets.get())
    money.priced(world.own, work)
    money.entry(world.own, 300)
    money.entry(world.own, 200, day=dt.date(2026, 5, 5))
    return set_to(world.own, state="active")


@pytest.mark.parametrize(("days_ago", "said"), [(1, True), (40, True), (0, False), (None, False)])
def test_a_day_that_is_not_today_is_explained(spent, pam, enter, days_ago, said):
    day = None if days_ago is None else timezone.localdate() - dt.timedelta(days=days_ago)
    Project.objects.filter(pk=spent.pk).update(data_date=day)
    assert (SAYS in page(spent, pam, enter)) == said


def test_without_a_baseline_there_is_nothing_to_explain(world, pam, enter):
    Project.objects.filter(pk=world.own.pk).update(data_date=core.DAY)
    text = page(world.own, pam, enter)
    assert SAYS not in text and "no approved baseline" in text


@pytest.mark.parametrize("state", ["active", "on_hold"])
def test_nothing_is_measured_beyond_the_day_up_to_which_progress_is_known(priced, state):
    why = {"state_reason": "No money", "review_on": LAST} if state == "on_hold" else {}
    known = set_to(priced, data_date=FIRST, state=state, **why)
    then = earned_value(known, as_of=FIRST)
    assert list(earned_value(known, as_of=LAST)) == list(then)
    assert then.ac.value == 300 and then.ac.as_of == FIRST
    assert then.pv.value < earned_value(set_to(priced, data_date=None), as_of=LAST).pv.value


def test_an_earlier_day_is_measured_as_it_was(priced):
    known = set_to(priced, data_date=LATE)
    assert earned_value(known, as_of=FIRST).pv.as_of == FIRST


def test_of_a_project_without_a_data_date_the_day_itself_is_measured(priced):
    assert earned_value(priced, as_of=LAST).ac.value == 500


@pytest.mark.parametrize("state", ["closing", "closed", "cancelled"])
def test_where_the_work_is_over_late_invoices_still_count(priced, state):
    ended = set_to(priced, data_date=FIRST, state=state)
    assert earned_value(ended, as_of=LAST).ac.value == 500


@pytest.mark.parametrize("name", ["pv", "ev", "ac", "cpi", "spi", "spi_t", "eac"])
def test_a_drawer_opens_what_the_page_shows(priced, name):
    known = set_to(priced, data_date=FIRST)
    shown = getattr(earned_value(known, as_of=FIRST), name)
    assert find_figure(known, shown.key, as_of=LAST) == shown


@pytest.mark.parametrize("name", ["cpi", "spi_t"])
def test_the_portfolio_shows_the_index_of_the_page(priced, name):
    known = set_to(priced, data_date=FIRST)
    facts = portfolio.refreshed(known, now=money.at(LAST))
    assert getattr(facts, name) == getattr(earned_value(known, as_of=FIRST), name).value


def test_a_snapshot_stands_on_the_day_that_it_measures(priced, pam):
    known = set_to(priced, data_date=FIRST)
    kept = services.take_snapshot(known, as_of=LAST, by=pam)
    assert (kept.data_date, kept.ac) == (FIRST, 300)
    assert services.take_snapshot(known, as_of=LAST, by=pam) == kept
