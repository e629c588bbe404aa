"""What is stored of a project is what its apps say, with the whole tree and a reason for what is missing."""

import datetime as dt
from decimal import Decimal

import pytest

from foundation.figure_store import from_json
from foundation.organisation.models import ExchangeRate
from projects.models import Charter, Project
from tests.factories import cases, core, money, plan, portfolio, risks


def active(project, **fields):
    Project.objects.filter(pk=project.pk).update(**{"state": "active", "data_date": core.DAY, **fields})
    project.refresh_from_db()
    return project


def over_budget(project, forecast=1300):
    """Budget 1,000, nothing spent, `forecast` to go: 300 over, three times the tolerance."""
    money.approved(project, 1000)
    money.forecast(project, (forecast, core.DAY))
    return active(project)


def test_money_comes_from_budget_ledger_and_forecast(world):
    over_budget(world.own)
    facts = portfolio.refreshed(world.own)
    assert (facts.budget, facts.forecast, facts.variance) == (1000, 1300, -300)
    assert facts.rate == 1
    assert from_json(facts.figures["portfolio.variance"]).value == -300


def test_a_forecast_far_over_the_budget_is_off_track_and_its_figures_are_named(world):
    over_budget(world.own)
    facts = portfolio.refreshed(world.own)
    assert (facts.health, facts.health_rule, facts.health_rank) == ("off_track", "off_track", 3)
    assert facts.causes[0]["target"] == "cost"
    assert facts.causes[0]["figures"] == ["portfolio.variance", "portfolio.cost_tolerance"]
    assert from_json(facts.figures["portfolio.cost_tolerance"]).value == Decimal("100.00")


def test_more_than_half_of_the_tolerance_is_at_risk(world):
    over_budget(world.own, 1060)
    assert portfolio.refreshed(world.own).health == "at_risk"


def test_half_of_the_tolerance_is_on_track(world):
    over_budget(world.own, 1050)
    assert portfolio.refreshed(world.own).health == "on_track"


def test_a_finish_far_behind_the_baseline_is_a_cause_of_its_own(world):
    plan.chain(world.own, 3, 4)
    plan.baseline(world.own, state="approved")
    Charter.objects.filter(project=world.own).update(time_tolerance_days=2)
    first = world.own.tasks.first()
    first.duration_min = 20 * 480
    first.save()
    plan.scheduled(world.own)
    facts = portfolio.refreshed(active(world.own))
    assert facts.slip_days > 2
    assert facts.slip_days == (facts.forecast_finish - facts.baseline_finish).days
    assert facts.causes[0]["target"] == "time"
    assert facts.health == "off_track"


def test_exposure_beyond_the_contingency_is_a_cause(world):
    money.drawn(world.own, 200, 100)
    risks.assessment(risks.risk(world.own), p="0.5", cost="1000")
    facts = portfolio.refreshed(active(world.own))
    assert (facts.exposure, facts.open_risks) == (500, 1)
    assert [cause["target"] for cause in facts.causes] == ["risk"]


def test_what_is_missing_has_its_reason_and_no_zero(world):
    facts = portfolio.refreshed(world.own)
    assert (facts.budget, facts.cpi, facts.forecast_finish) == (None, None, None)
    assert facts.reasons["budget"] == "no_budget"
    assert facts.reasons["cpi"] == "no_baseline"
    assert facts.health == "unknown"
    assert facts.reasons["health"] == "no_data"


def test_nobody_has_reported_for_two_months_so_the_health_is_unknown_but_the_rule_is_kept(world):
    over_budget(world.own)
    facts = portfolio.refreshed(world.own, now=portfolio.NOON + dt.timedelta(days=46))
    assert (facts.health, facts.is_stale, facts.health_rule) == ("unknown", True, "off_track")


def test_one_and_a_half_periods_are_not_stale_yet(world):
    over_budget(world.own)
    facts = portfolio.refreshed(world.own, now=portfolio.NOON + dt.timedelta(days=45))
    assert (facts.health, facts.is_stale) == ("off_track", False)


def test_a_persons_word_counts_and_the_rule_stays_in_sight(world):
    over_budget(world.own)
    portfolio.override(world.own, health="at_risk")
    facts = portfolio.refreshed(world.own)
    assert (facts.health, facts.health_rule, facts.health_rank) == ("at_risk", "off_track", 2)
    assert [cause["target"] for cause in facts.causes] == ["override", "cost"]


@pytest.mark.parametrize("column", ["budget", "actual", "forecast"])
def test_a_project_known_from_a_file_only_cites_file_row_and_cell(world, column):
    portfolio.reported(world.own)
    facts = portfolio.refreshed(active(world.own, data_date=None))
    figure = from_json(facts.figures[f"portfolio.{column}"])
    assert facts.reported
    assert figure.inputs[0].label == "projects 2026.csv"
    assert "row 14" in figure.inputs[0].note
    assert figure.value == getattr(facts, column)


def test_what_a_file_reports_is_compared_by_the_same_rule(world):
    portfolio.reported(world.own)
    facts = portfolio.refreshed(active(world.own, data_date=None))
    assert (facts.variance, facts.slip_days) == (-30, 365)
    assert {cause["target"] for cause in facts.causes} == {"cost", "time"}
    assert facts.reasons["committed"] == "not_reported"


def test_a_rating_of_a_file_counts_where_nothing_can_be_compared(world):
    portfolio.reported(world.own, budget=None, forecast=None, actual=None, planned_finish=None, forecast_finish=None)
    facts = portfolio.refreshed(active(world.own, data_date=None))
    assert (facts.health, facts.health_rule, facts.reasons["health"]) == ("off_track", "unknown", "reported")
    assert facts.causes == [
        {"target": "reported", "status": "off_track", "reason": "reported", "figures": ["portfolio.rating"]}
    ]


def test_own_money_is_never_mixed_with_reported_money(world):
    portfolio.reported(world.own)
    over_budget(world.own)
    facts = portfolio.refreshed(world.own)
    assert (facts.budget, facts.forecast) == (1000, 1300)
    assert facts.forecast_finish == dt.date(2028, 1, 1)


def test_reported_amounts_in_another_currency_are_not_taken_for_ours(world):
    portfolio.reported(world.own, currency=core.currency("GBP"))
    facts = portfolio.refreshed(world.own)
    assert facts.budget is None
    assert facts.reasons["budget"] == "mixed_currencies"


def test_the_rate_is_the_closing_rate_of_the_last_month(world):
    pounds = core.currency("GBP")
    Project.objects.filter(pk=world.own.pk).update(currency=pounds)
    for day, kind, rate in ((28, "closing", "1.15"), (27, "closing", "1.1"), (28, "spot", "9")):
        ExchangeRate.objects.create(base=pounds, quote=core.currency(), date=dt.date(2026, 2, day), kind=kind,
                                    rate=Decimal(rate), source="bank")  # fmt: skip
    facts = portfolio.refreshed(world.own)
    assert (facts.rate, facts.rate_date) == (Decimal("1.15"), dt.date(2026, 2, 28))


def test_without_a_rate_there_is_none_and_none_is_guessed(world):
    Project.objects.filter(pk=world.own.pk).update(currency=core.currency("GBP"))
    facts = portfolio.refreshed(world.own)
    assert (facts.rate, facts.rate_date) == (None, None)


def test_a_business_case_in_force_gives_value_and_net_present_value(world):
    cases.issued(world.own)
    facts = portfolio.refreshed(world.own)
    assert facts.npv is not None
    assert round(from_json(facts.figures["portfolio.benefit"]).value, 4) == facts.benefit > 0


def test_a_draft_of_a_business_case_promises_nothing(world):
    cases.golden(world.own)
    facts = portfolio.refreshed(world.own)
    assert (facts.npv, facts.reasons["npv"], facts.reasons["benefit"]) == (None, "no_case", "no_case")
