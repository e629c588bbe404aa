"""The facts of each report are those of the project, to the cent."""

import datetime as dt
from decimal import Decimal

import pytest

from foundation.errors import IllegalMove
from projects.models import Project
from reports import gathering, services
from reports.facts import canon
from reports.kinds import KINDS
from reports.papers import draw
from reports.queries.budget_facts import hours
from reports.queries.values import month_ends
from tests.factories import core, governance, money, reports, risks
from tests.refusals import sql

FEB = dt.date(2026, 2, 10)


@pytest.fixture
def project(world):
    """Budget 1,500; ordered 300, of which 100 came; paid 400 and 100; one risk of 90; an issue, a lesson."""
    project = world.own
    money.approved(project, 1000, 500)
    money.entry(project, 300, "enc", order="PO-1", supplier="Nordnetz")
    money.entry(project, 100, "enc_release", order="PO-1")
    money.entry(project, 400)
    money.entry(project, 100, order="PO-1")
    money.forecast(project, (600, dt.date(2026, 4, 10)))
    risks.assessment(risks.risk(project), p="0.3", cost="300")
    governance.issue(project, "Search is slow", severity=3)
    governance.lesson(project)
    return project


def facts(project, by, kind):
    return gathering.gather(project, kind, by=by, on=core.DAY)


def test_the_budget_report_adds_up(project, finn):
    found = facts(project, finn, "budget")
    totals = found.totals
    assert (totals.approved.value, totals.actual, totals.committed) == (1500, 500, 200)
    assert totals.available.value == totals.approved.value - totals.committed - totals.accrued - totals.actual
    assert totals.forecast.value == 1100
    assert totals.variance.value == 400
    assert sum(line.approved for line in found.lines) == totals.approved.value
    assert sum(row.actual for row in found.categories) == totals.actual
    assert [(o.number, o.open_amount, o.invoiced) for o in found.orders] == [("PO-1", 200, 100)]
    assert all(control.difference == 0 for control in found.controls)


def test_an_overspent_category_is_an_exception(project, finn):
    money.entry(project, 5000)
    kinds = {row.kind for row in facts(project, finn, "budget").exceptions}
    assert "overspent" in kinds


def test_a_project_without_money_still_has_a_report_that_says_so(world, pam):
    found = facts(world.foreign, pam, "budget")
    assert found.budget_version == 0
    assert "budget" in found.summary
    assert found.lines == ()


@pytest.mark.parametrize("kind", ["budget", "closure"])
def test_the_facts_come_back_from_their_canonical_text(project, pam, kind):
    Project.objects.filter(pk=project.pk).update(state="closing")
    project.refresh_from_db()
    found = facts(project, pam, kind)
    text = canon.to_json(found)
    assert canon.from_json(KINDS[kind].facts, text) == found
    assert canon.to_json(facts(project, pam, kind)) == text


@pytest.fixture
def closing(project):
    Project.objects.filter(pk=project.pk).update(state="closing")
    project.refresh_from_db()
    return project


def test_the_closure_report_holds_the_final_balance(closing, pam):
    found = facts(closing, pam, "closure")
    assert found.balance.total.final_budget == 1500
    assert found.balance.total.total_cost == 500
    assert found.balance.settlement == found.balance.funding_received - 500
    assert [c.order for c in found.balance.open_commitments] == ["PO-1"]
    assert sum(line.total_cost for line in found.balance.lines) == 500
    assert all(control.difference == 0 for control in found.balance.controls)
    assert [event.what for event in found.events] == ["Search is slow"]
    assert len(found.lessons) == 1
    assert found.risks.issues_open == 1
    assert {target.name for target in found.targets} >= {"Time", "Cost"}


def test_a_cent_behind_the_ledgers_back_stops_the_signatures(closing, pam):
    sql("SET session_replication_role = replica")
    sql("UPDATE budgets_ledgerentry SET amount = amount + 0.01 WHERE type = 'actual' AND txn_amount = 400")
    sql("SET session_replication_role = origin")
    found = facts(closing, pam, "closure")
    assert sum(abs(c.difference) for c in found.balance.controls) == Decimal("0.01")
    shot = reports.snapshot(closing, "closure", facts=canon.to_json(found))
    document = reports.document(closing, snapshot=shot, roles=("project_manager",))
    with pytest.raises(IllegalMove, match="reconcile"):
        services.start_signing(document, by=pam)


def test_every_gathered_report_is_drawn(closing, pam):
    for kind in ("budget", "closure"):
        found = facts(closing, pam, kind)
        shot = reports.snapshot(closing, kind, facts=canon.to_json(found))
        first = draw(kind, found, snapshot=shot)
        assert first.data == draw(kind, found, snapshot=shot).data
        assert first.pages >= 3


def test_facts_cost_the_same_number_of_questions_for_many_entries(project, pam, django_assert_max_num_queries):
    for _n in range(60):
        money.entry(project, 1)
    with django_assert_max_num_queries(75):
        facts(project, pam, "budget")


def test_minutes_become_hours_to_the_hundredth():
    assert hours(450) == Decimal("7.50")
    assert hours(1) == Decimal("0.02")


def test_a_curve_keeps_the_last_day_of_each_month():
    days = {FEB: 1, FEB.replace(day=28): 2, core.DAY: 3}
    assert list(month_ends(days)) == [FEB.replace(day=28), core.DAY]
