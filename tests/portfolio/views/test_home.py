"""The first page answers what each person comes to ask."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from budgets.services import submit_budget
from projects.models import GateReview, Project, Stage
from tests.factories import core, money, plan, portfolio, risks


@pytest.fixture
def busy(world, cast):
    Project.objects.filter(pk=world.own.pk).update(manager=cast.pam.person, sponsor=cast.sue.person, state="active")
    portfolio.facts(world.own, health="off_track", health_rank=3, budget=Decimal(1000), forecast=Decimal(1300),
                    variance=Decimal(-300), exposure=Decimal(50), benefit=Decimal(4000), etc=Decimal(200),
                    causes=[{"target": "cost", "status": "off_track", "reason": "beyond_tolerance",
                             "figures": []}])  # fmt: skip
    world.own.refresh_from_db()
    return world


def home(user, enter, **kwargs):
    return enter(user, **kwargs).get("/").content.decode()


@pytest.mark.parametrize("who", ["pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe"])
@pytest.mark.parametrize("htmx", [False, True])
def test_everybody_has_a_first_page(busy, cast, enter, who, htmx):
    assert enter(getattr(cast, who), htmx=htmx).get("/").status_code == 200


def test_the_manager_sees_his_projects_with_finish_and_money(busy, pam, enter):
    page = home(pam, enter)
    assert "My work" in page
    assert "Intranet refresh" in page and "off track" in page
    assert "300.00" in page
    assert "Payroll move" not in page


def test_the_team_member_sees_his_tasks_and_no_money(busy, cast, enter):
    soon = timezone.now() + dt.timedelta(days=3)
    plan.task(busy.own, "Wire the office", responsible=cast.tom.person, es=timezone.now(), ef=soon)
    plan.task(busy.own, "Somebody else's", responsible=cast.pam.person, es=timezone.now(), ef=soon)
    page = home(cast.tom, enter)
    assert "Wire the office" in page
    assert "Somebody else" not in page
    assert "300.00" not in page


def test_a_late_milestone_says_so(busy, pam, enter):
    plan.milestone(busy.own, "Go live", es=core.MONDAY_9, ef=core.MONDAY_9)
    page = home(pam, enter)
    assert "Go live" in page and "late" in page


def test_a_risk_past_its_review_is_shown_to_its_manager_only(busy, cast, enter):
    risks.risk(busy.own, event="The vendor is bought", review_on=core.DAY)
    assert "The vendor is bought" in home(cast.pam, enter)
    assert "The vendor is bought" not in home(cast.tom, enter)


def test_a_confidential_risk_is_not_told_on_the_first_page(busy, pam, enter):
    risks.risk(busy.own, event="A secret", review_on=core.DAY, confidentiality="confidential")
    assert "A secret" not in home(pam, enter)


# ── decisions ───────────────────────────────────────────────────────────────────────────────────


def gate_held(project, by):
    stage = Stage.objects.create(project=project, seq=1, name="Build")
    return GateReview.objects.create(project=project, stage=stage, name="Gate 3", state="held", held_by=by)


def submitted(budget):
    submit_budget(budget, by=budget.created_by, on=core.DAY)


def test_a_held_gate_waits_for_the_sponsor_and_not_for_who_holds_it(busy, cast, enter):
    gate_held(busy.own, cast.pam)
    assert "Gate 3" in home(cast.sue, enter)
    assert "Gate 3" not in home(cast.pam, enter)


def test_a_submitted_budget_waits_for_finance(busy, cast, enter):
    submitted(money.draft(busy.own, 1000))
    assert "Approve the budget, version 1" in home(cast.finn, enter)
    assert "Approve the budget" not in home(cast.pam, enter)


def test_nobody_decides_on_what_he_wrote_himself(busy, cast, enter):
    submitted(money.draft(busy.own, 1000, by=cast.finn))
    assert "Approve the budget" not in home(cast.finn, enter)


def test_a_proposal_waits_for_who_decides_on_that_project(busy, cast, enter):
    Project.objects.filter(pk=busy.own.pk).update(state="proposed", proposed_by=cast.pam)
    Project.objects.filter(pk=busy.foreign.pk).update(state="proposed")
    page = home(cast.sue, enter)
    assert page.count("Approve or reject the project") == 1


def test_hours_of_the_team_wait_for_the_project_manager(busy, pam, enter, django_assert_max_num_queries):
    browser = enter(pam)
    with django_assert_max_num_queries(20):
        browser.get("/")


# ── the board ───────────────────────────────────────────────────────────────────────────────────


def test_the_executive_sees_value_cost_and_trouble_on_one_screen(busy, eve, enter):
    page = home(eve, enter)
    assert "Total: Budget" in page
    assert "Off track" in page and "Cost" in page
    assert "Value against risk" in page
    assert "The figures as a table" in page


def test_the_variance_of_the_board_says_in_a_word_what_its_sign_means(busy, eve, enter):
    assert "over budget" in home(eve, enter)
    busy.own.facts.variance = Decimal(300)
    busy.own.facts.save()
    assert "within budget" in home(eve, enter)


def test_what_changed_this_month_is_told_with_who(busy, cast, enter):
    Project.objects.filter(pk=busy.own.pk).update(state="draft")
    enter(cast.pam).post(f"/projects/{busy.own.public_id}/move/proposed/", {"reason": ""})
    page = home(cast.eve, enter)
    assert "is now proposed" in page
    assert "Pam Porter" in page


@pytest.mark.parametrize(("who", "status"), [("eve", 200), ("paul", 200), ("pam", 200), ("finn", 200), ("rita", 200),
                                             ("ada", 200), ("tom", 403), ("adam", 403), ("zoe", 403)])  # fmt: skip
def test_who_may_open_the_board(busy, cast, enter, who, status):
    assert enter(getattr(cast, who)).get("/portfolio/home/").status_code == status


@pytest.mark.parametrize(("who", "status"), [("eve", 200), ("paul", 200), ("finn", 200), ("pam", 403), ("tom", 404),
                                             ("zoe", 404)])  # fmt: skip
def test_who_may_open_a_portfolio(busy, cast, enter, who, status):
    assert enter(getattr(cast, who)).get(f"/portfolio/{busy.portfolio.public_id}/").status_code == status


@pytest.mark.parametrize(("who", "offered"), [("finn", True), ("pam", False)])
def test_only_portfolios_that_open_are_offered(busy, cast, enter, who, offered):
    core.role(cast.pam, "project_manager", project=busy.far)
    page = enter(getattr(cast, who)).get("/portfolio/home/").content.decode()
    assert (f"/portfolio/{busy.far_portfolio.public_id}/" in page) is offered


def test_another_portfolio_does_not_exist_for_its_stranger(busy, eve, enter):
    assert enter(eve).get(f"/portfolio/{busy.far_portfolio.public_id}/").status_code == 404


def test_a_board_without_the_right_to_money_shows_none(busy, rita, enter):
    page = enter(rita).get("/portfolio/home/").content.decode()
    assert "Total: Budget" not in page and "300.00" not in page


def test_an_empty_portfolio_offers_the_first_step(world, eve, enter):
    Project.objects.all().update(archived_at=timezone.now())
    assert "No project here yet" in home(eve, enter)


def test_the_board_over_a_thousand_projects_costs_the_same_queries(world, eve, enter, django_assert_max_num_queries):
    browser = enter(eve)
    portfolio.many(world.portfolio, 10, health="off_track")
    with django_assert_max_num_queries(20) as few:
        browser.get("/")
    portfolio.many(world.portfolio, 990, health="off_track")
    with django_assert_max_num_queries(len(few)):
        browser.get("/")
