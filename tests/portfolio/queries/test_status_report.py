"""The status report of a portfolio says what the stored figures say, and names what is missing."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.queries.status_report import status_facts
from projects.models import Project, ProjectTouched
from reports.facts import canon
from reports.facts.portfolio_status import PortfolioStatusFacts
from reports.papers import draw
from tests.factories import cases, core, governance, money, portfolio, reports, risks, staffing

D = Decimal


@pytest.fixture
def own(world, cast):
    """Active, off track: budget 1,000, forecast 1,300; foreign is approved and has nothing yet."""
    Project.objects.filter(pk=world.own.pk).update(state="active", manager=cast.pam.person, sponsor=cast.sue.person)
    Project.objects.filter(pk=world.foreign.pk).update(state="approved")
    portfolio.facts(
        world.own, health="off_track", budget=D(1000), forecast=D(1300), variance=D(-300), actual=D(400),
        exposure=D(50), benefit=D(4000), etc=D(200), cpi=D("0.81"), spi_t=D("0.9"), stage="Build", slip_days=12,
        forecast_finish=dt.date(2026, 9, 1), baseline_finish=dt.date(2026, 8, 20),
    )  # fmt: skip
    world.own.refresh_from_db()
    return world.own


def told(world, by, on=core.DAY):
    return status_facts(world.portfolio, by=by, on=on)


def line_of(facts, code):
    return next(line for line in facts.projects if line.code == code)


def test_each_project_stands_with_health_money_and_finish(world, own, paul):
    line = line_of(told(world, paul), "OWN-001")
    assert (line.owner, line.stage, line.health) == ("Pam Porter", "Build", "off_track")
    assert (line.budget.value, line.eac.value, line.variance.value) == (1000, 1300, -300)
    assert (line.cpi.value, line.finish_forecast, line.slip_days) == (D("0.81"), dt.date(2026, 9, 1), 12)


def test_a_project_without_figures_has_reasons_and_is_named(world, own, paul):
    facts = told(world, paul)
    line = line_of(facts, "FOR-001")
    assert line.budget.value is None and line.budget.reason == "being_computed"
    assert line.health == "unknown"
    assert "FOR-001" in {row.project for row in facts.data_quality}
    assert facts.totals.projects == 1


def test_ideas_and_ended_projects_are_no_lines(world, own, paul):
    Project.objects.filter(pk=world.foreign.pk).update(state="closed", finished_on=core.DAY)
    facts = told(world, paul)
    assert [line.code for line in facts.projects] == ["OWN-001"]
    assert [(row.kind, row.project) for row in facts.changes] == [("closed", "FOR-001")]


def test_what_is_proposed_stands_with_what_is_due(world, own, paul):
    Project.objects.filter(pk=world.foreign.pk).update(state="proposed", start=core.DAY + dt.timedelta(days=20))
    assert [(g.project, g.state) for g in told(world, paul).gates] == [("FOR-001", "proposed")]


def test_the_far_portfolio_is_not_told(world, own, paul):
    portfolio.facts(world.far, budget=D(9), forecast=D(9))
    text = canon.to_json(told(world, paul))
    assert "FAR-001" not in text


def test_totals_are_the_sums_of_the_lines_that_have_both_amounts(world, own, paul):
    Project.objects.filter(pk=world.foreign.pk).update(state="active")
    portfolio.facts(world.foreign, budget=D(500), forecast=None, reasons={"forecast": "no_forecast"})
    totals = told(world, paul).totals
    assert (totals.projects, totals.budget.value, totals.forecast.value) == (1, 1000, 1300)
    assert (totals.variance.value, totals.actual.value, totals.benefit.value) == (-300, 400, 4000)
    assert totals.on_budget.reason == "no_simulation"


def test_a_project_without_a_rate_is_left_out_and_named(world, own, paul):
    dollars = core.currency("USD")
    Project.objects.filter(pk=world.foreign.pk).update(state="active", currency=dollars)
    portfolio.facts(world.foreign, budget=D(500), forecast=D(500), rate=None)
    facts = told(world, paul)
    assert line_of(facts, "FOR-001").budget.reason == "no_exchange_rate"
    assert facts.totals.budget.value == 1000
    assert "no exchange rate" in next(row.what for row in facts.data_quality if row.project == "FOR-001")


def test_amounts_are_in_the_currency_of_the_portfolio(world, own, paul):
    portfolio.facts(world.foreign, budget=D(200), forecast=D(100), rate=D("0.5"))
    line = line_of(told(world, paul), "FOR-001")
    assert (line.budget.value, line.eac.value, line.variance.value) == (100, 50, 50)


def test_money_by_category_adds_up_to_the_totals(world, own, paul):
    money.approved(own, 600, 400)
    money.entry(own, 400)
    money.forecast(own, (900, dt.date(2026, 4, 10)))
    facts = told(world, paul)
    assert sum(row.budget for row in facts.by_category) == facts.totals.budget.value == 1000
    assert sum(row.forecast for row in facts.by_category) == facts.totals.forecast.value == 1300
    assert sum(row.available for row in facts.by_category) == 600


def test_the_largest_threats_come_first_with_what_is_done(world, own, paul):
    small, large = risks.risk(own, event="A delay"), risks.risk(own, event="The vendor fails")
    risks.assessment(small, p="0.1", cost="100")
    risks.assessment(large, p="0.5", cost="1000")
    risks.response(large, action="Find a second vendor")
    found = told(world, paul).risks
    assert [row.title for row in found] == ["The vendor fails", "A delay"]
    assert (found[0].exposure, found[0].response, found[1].response) == (500, "Find a second vendor", "")


def test_a_confidential_risk_is_never_told(world, own, paul):
    secret = risks.risk(own, event="A secret", confidentiality="confidential")
    risks.assessment(secret, p="0.5", cost="1000")
    assert "A secret" not in canon.to_json(told(world, paul))


def test_an_opportunity_is_no_risk_of_the_list(world, own, paul):
    chance = risks.risk(own, event="Prices fall", kind="opportunity")
    risks.assessment(chance, p="0.5", cost="1000")
    assert told(world, paul).risks == ()


def test_a_held_gate_is_a_decision_of_the_sponsor(world, own, cast):
    governance.held(own, by=cast.pam)
    (decision,) = told(world, cast.paul).decisions
    assert "G1" in decision.what and decision.decided_by == "Sue Sanders"
    assert any("waits for its decision" in gate.state for gate in told(world, cast.paul).gates) or decision.due is None


def test_a_submitted_budget_is_a_decision(world, own, cast):
    from budgets.services import submit_budget

    submit_budget(money.draft(own, 1000, by=cast.pam), by=cast.pam, on=core.DAY)
    assert [row.what for row in told(world, cast.paul).decisions] == ["Approve the budget, version 1"]


def test_benefits_stand_in_their_own_unit(world, own, paul):
    measure = cases.measure(cases.benefit(own))
    cases.point(measure, planned=50, realised=45)
    cases.point(measure, core.DAY + dt.timedelta(days=400), planned=30)
    (line,) = told(world, paul).benefits
    assert (line.planned, line.realised, line.unit) == (50, 45, measure.unit)
    assert line.reached.value is not None


def test_capacity_and_demand_are_hours_of_a_quarter(world, own, paul):
    staffing.worker(own, share="1")
    rows = told(world, paul).capacity
    assert {row.quarter for row in rows} == {"2026 Q1", "2026 Q2"}
    assert all(row.demand == row.capacity > 0 for row in rows)


def test_a_figure_that_is_being_computed_says_so(world, own, paul):
    ProjectTouched.objects.all().delete()
    ProjectTouched.objects.create(project_id=own.pk)
    quality = {row.project: row.what for row in told(world, paul).data_quality}
    assert "still being computed" in quality["OWN-001"]


def test_the_headlines_name_who_drives_the_overrun(world, own, paul):
    health, cost = told(world, paul).headlines
    assert "1 are off track" in health
    assert "300" in cost and "OWN-001" in cost


# ── against the report before ───────────────────────────────────────────────────────────────────


@pytest.fixture
def earlier(world, own, paul):
    """A report of the week before, when the project was at risk."""
    own.facts.health = "at_risk"
    own.facts.save()
    day = core.DAY - dt.timedelta(days=7)
    text = canon.to_json(told(world, paul, on=day))
    shot = reports.snapshot(world.portfolio, "portfolio_status", facts=text)

    own.facts.health = "off_track"
    own.facts.save()
    return shot


def test_the_first_report_knows_no_trend(world, own, paul):
    facts = told(world, paul)
    assert facts.previous_on is None
    assert line_of(facts, "OWN-001").trend == "new"


def test_a_health_that_fell_since_the_last_report_is_worse(world, own, earlier, paul):
    facts = told(world, paul, on=core.DAY + dt.timedelta(days=1))
    assert facts.previous_on == core.DAY - dt.timedelta(days=7)
    assert line_of(facts, "OWN-001").trend == "worse"
    assert ("worse", "OWN-001", "from at risk to off track") in {(c.kind, c.project, c.words) for c in facts.changes}


def test_asked_twice_on_a_day_the_facts_and_their_hash_are_the_same(world, own, earlier, paul):
    assert canon.sha256(told(world, paul)) == canon.sha256(told(world, paul))


# ── on paper ────────────────────────────────────────────────────────────────────────────────────


def test_the_facts_come_back_from_their_text_and_give_the_same_bytes(world, own, paul):
    facts = told(world, paul)
    text = canon.to_json(facts)
    again = canon.from_json(PortfolioStatusFacts, text)
    assert again == facts
    shot = reports.snapshot(world.portfolio, "portfolio_status", facts=text)
    assert draw("portfolio_status", facts, snapshot=shot).data == draw("portfolio_status", again, snapshot=shot).data


def test_an_empty_portfolio_has_a_report_that_says_so(world, paul):
    Project.objects.update(archived_at=reports.NOON)
    facts = told(world, paul)
    assert facts.projects == ()
    assert facts.totals.budget.reason == "no_data"
    assert "No project" in facts.headlines[0]


def test_a_thousand_projects_cost_the_same_questions(world, own, paul):
    def asked():
        with CaptureQueriesContext(connection) as found:
            told(world, paul)
        return len(found)

    portfolio.many(world.portfolio, 10)
    Project.objects.filter(code__startswith="M-").update(state="active")
    asked()  # what is read once for a process
    few = asked()
    portfolio.many(world.portfolio, 990)
    Project.objects.filter(code__startswith="M-").update(state="active")
    assert asked() == few
