"""Does a decision cover what the decider read, and nothing that was changed after he opened the page?"""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from budgets import services
from budgets.queries.cases_grid import LineRow
from budgets.queries.seen import seen
from tests.decisions import as_read
from tests.factories import cases, core, money
from tests.untouched import untouched

pytestmark = pytest.mark.django_db


def a_budget(project, by):
    made = money.draft(project, 600, by=by)
    return services.submit_budget(made, by=by, on=core.DAY)


def returned_and_raised(budget, by):
    services.reject_budget(budget, by=core.person("Rex Returner").user, reason="Too little")
    money.line(budget, 9_000)
    services.submit_budget(budget, by=by, on=core.DAY)


def a_baseline(project, by):
    money.approved(project, 1000)
    return money.baseline(project, money.task(project), by=by)


def another_budget_in_force(baseline, _by):
    """The dates are the same; what they cost is not."""
    second = services.new_budget(baseline.project, by=money.author(), reason="More")
    money.line(second, 5_000)
    money.approve(second, by=core.person("Bea Boss").user)


def a_case(project, by):
    return cases.golden(project, created_by=by)


def other_words(case, by):
    services.edit_case(case, version=case.row_version, by=by, recommendation="Buy the old search")


def other_amounts(case, by):
    option = case.options.get(name="Hire librarians")
    rows = [LineRow(kind="cost", label="Salaries", amounts={0: Decimal(400), 1: Decimal(90)})]
    services.save_lines(option, version=option.row_version, by=by, rows=rows)


def other_reasons(case, by):
    option = case.options.get(name="Hire librarians")
    services.edit_option(option, version=option.row_version, by=by, rejected_because="Nobody applied")


def a_benefit(project, by):
    made = cases.benefit(project, created_by=by, owner=core.person("Olga Owner"))
    cases.measure(made)
    return made


def another_name(benefit, by):
    services.edit_benefit(benefit, version=benefit.row_version, by=by, name="Less than promised")


def another_plan(benefit, by):
    services.plan_point(benefit.measures.get(), by=by, date=core.DAY, value=Decimal(59))


def one_measure_more(benefit, by):
    services.add_measure(benefit, by=by, **MEASURE)


MEASURE = {
    "name": "Clicks", "unit": "clicks", "direction": "down", "baseline_value": 9, "baseline_on": core.DAY,
    "target": 3, "target_on": core.DAY,
}  # fmt: skip
# how it is prepared, where it is read, where it is decided, what happens between the two
CHANGES = [
    (a_budget, "version", "version_approve", returned_and_raised),
    (a_baseline, "baseline_approve", "baseline_approve", another_budget_in_force),
    (a_case, "case_version", "case_issue", other_words),
    (a_case, "case_version", "case_issue", other_amounts),
    (a_case, "case_version", "case_issue", other_reasons),
    (a_benefit, "benefit", "benefit_approve", another_name),
    (a_benefit, "benefit", "benefit_approve", another_plan),
    (a_benefit, "benefit", "benefit_approve", one_measure_more),
]
EACH = pytest.mark.parametrize(
    ("prepare", "page", "decide", "change"), CHANGES, ids=[change.__name__ for *_rest, change in CHANGES]
)


def at(name, row):
    return reverse(f"budgets:{name}", args=[row.project.public_id, row.public_id])


def read(browser, page):
    """The print that stands in the form of the page."""
    return re.search(r'name="seen" value="([0-9a-f]{32})"', browser.get(page).text)[1]


@EACH
def test_what_changed_after_the_page_was_opened_is_not_decided(world, cast, enter, prepare, page, decide, change):
    row, browser = prepare(world.own, cast.pam), enter(cast.sue)
    row.refresh_from_db()
    print_ = read(browser, at(page, row))
    assert print_ == seen(row)
    change(row, cast.pam)
    state = type(row).objects.get(pk=row.pk).state
    with untouched():
        refused = browser.post(at(decide, row), {"seen": print_})
    assert refused.status_code == 409 and "not what you read" in refused.text
    assert type(row).objects.get(pk=row.pk).state == state
    assert browser.post(at(decide, row), {"seen": read(browser, at(page, row))}).status_code == 302


@EACH
@pytest.mark.parametrize("body", [{}, {"seen": ""}, {"seen": "0" * 32}])
def test_who_read_nothing_decides_nothing(world, cast, enter, prepare, page, decide, change, body):
    row = prepare(world.own, cast.pam)
    with untouched():
        assert enter(cast.sue).post(at(decide, row), body).status_code == 409


@EACH
def test_a_decision_takes_nothing_but_its_print(world, cast, enter, prepare, page, decide, change):
    row = prepare(world.own, cast.pam)
    with untouched():
        answer = enter(cast.sue).post(at(decide, row), {**as_read(row), "approved_by": str(cast.eve.pk)})
    assert answer.status_code == 400 and "approved_by" in answer.text


@EACH
def test_what_stands_as_it_was_read_is_decided(world, cast, enter, prepare, page, decide, change):
    row = prepare(world.own, cast.pam)
    assert enter(cast.sue).post(at(decide, row), as_read(row)).status_code == 302
    assert type(row).objects.get(pk=row.pk).approved_by == cast.sue
