"""What waits for a person, what happened since, what he finds: only what he may see, in words, in few queries."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from foundation.accounts.rights import Role
from foundation.accounts.services import record
from portfolio.queries.acts import TOLD, acts_since
from portfolio.queries.board import board, health_counts, troubled
from portfolio.queries.decisions import Waitlist, waiting
from portfolio.queries.palette import found
from portfolio.queries.scope import shown_to
from portfolio.queries.work import due_milestones, my_projects, my_tasks, my_work, past_review
from projects.models import Project, Task
from tests.factories import core, governance, plan, portfolio, risks
from tests.factories.filled import one_decision_of_each_kind

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
TOMORROW = core.DAY + dt.timedelta(days=1)


def at(day, hour=17):
    return dt.datetime.combine(day, dt.time(hour), tzinfo=dt.UTC)


# acts


@pytest.mark.parametrize("act", TOLD)
def test_every_act_is_told_in_words_with_who_and_when(world, pam, act):
    record(act, world.own, by=pam, project=world.own, to="active")
    (told,) = acts_since(Project.objects.filter(pk=world.own.pk), LONG_AGO)
    assert (told.project, told.who) == (world.own, "Pam Porter")
    assert "{" not in told.words
    assert told.words


def test_acts_before_the_day_and_of_other_projects_are_not_told(world, pam):
    record("project.created", world.own, by=pam, project=world.own)
    record("project.created", world.foreign, by=pam, project=world.foreign)
    mine = Project.objects.filter(pk=world.own.pk)
    assert len(acts_since(mine, LONG_AGO)) == 1
    assert acts_since(mine, timezone.now() + dt.timedelta(minutes=1)) == []


def test_an_act_of_a_job_has_nobody_and_an_unknown_act_is_not_told(world):
    record("forecast.saved", world.own, by=None, project=world.own)
    record("something.else", world.own, by=None, project=world.own)
    assert [told.who for told in acts_since(Project.objects.all(), LONG_AGO)] == [""]


def test_the_newest_acts_come_first_and_are_limited(world, pam):
    for _no in range(30):
        record("issue.raised", world.own, by=pam, project=world.own)
    told = acts_since(Project.objects.all(), LONG_AGO, limit=5)
    assert len(told) == 5
    assert [each.at for each in told] == sorted((each.at for each in told), reverse=True)


@pytest.mark.parametrize("number", [0, 1, 40])
def test_telling_costs_one_query_however_much_there_is_to_tell(world, pam, number, django_assert_num_queries):
    for _no in range(number):
        record("issue.raised", world.own, by=pam, project=world.own)
    with django_assert_num_queries(1):
        told = acts_since(Project.objects.all(), LONG_AGO)
    assert [(line.project.name, line.project.code) for line in told] == [("Intranet refresh", "OWN-001")] * min(
        20, number
    )


# decisions


@pytest.fixture
def decisions(world, cast):
    """One of each kind, asked for by somebody else."""
    return one_decision_of_each_kind(world.own, cast)


EXPECTED = {
    "sue": {"Approve or reject the project", "Decide the gate “G1”", "Approve the baseline, version 1"},
    "rita": {"Find somebody for the role"},
    "finn": {"Check the money of baseline 1", "Approve the budget, version 1"},
    "tom": set(),
    "stan": set(),
    "ada": set(),
    "adam": set(),
    "zoe": set(),
}


@pytest.mark.parametrize("who", EXPECTED)
def test_each_is_asked_for_his_own_decisions(decisions, cast, who):
    asked = {each.asked for each in waiting(getattr(cast, who)).rows}
    for words in EXPECTED[who]:
        assert any(one.startswith(words) for one in asked), (words, asked)
    if not EXPECTED[who]:
        assert asked == set()


def test_every_decision_names_its_project_and_leads_to_its_page(decisions, cast, enter):
    for who in ("sue", "finn", "rita", "pam"):
        user = getattr(cast, who)
        for each in waiting(user).rows:
            assert each.project == decisions
            assert enter(user).get(each.address).status_code == 200, each.asked
            assert each.act


def test_decisions_can_be_asked_for_some_projects_only(decisions, world, cast):
    found = waiting(cast.sue, projects=Project.objects.filter(pk=world.far.pk))
    assert (found.rows, found.count) == ([], 0)


def test_the_most_urgent_decision_comes_first(world, cast):
    late, soon = governance.held(world.own, "Late", by=cast.tom), governance.held(world.own, "Soon", by=cast.tom)
    type(late).objects.filter(pk=late.pk).update(planned_on=dt.date(2026, 9, 1))
    type(soon).objects.filter(pk=soon.pk).update(planned_on=dt.date(2026, 3, 9))
    assert [each.due for each in waiting(cast.sue).rows] == [dt.date(2026, 3, 9), dt.date(2026, 9, 1)]


@pytest.mark.parametrize("number", [1, 15])
def test_decisions_cost_the_same_for_many(world, cast, number, django_assert_max_num_queries):
    for no in range(number):
        governance.held(world.own, f"G{no}", by=cast.tom)
    cast.sue.__dict__.pop("_grants", None)
    with django_assert_max_num_queries(14):
        found = waiting(cast.sue)
    assert (len(found.rows), found.count) == (min(number, 10), number)


# my work


def test_a_task_is_mine_while_it_is_open_and_due(world, tom):
    def make(name, day, **fields):
        task = plan.task(world.own, name, responsible=tom.person)
        Task.objects.filter(pk=task.pk).update(es=at(day, 8), ef=at(day), **fields)

    make("late", core.DAY - dt.timedelta(days=9))
    make("soon", core.DAY + dt.timedelta(days=9))
    make("far", core.DAY + dt.timedelta(days=90))
    make("done", core.DAY, actual_start=at(core.DAY, 8), actual_finish=at(core.DAY), percent=1)
    make("cancelled", core.DAY, cancelled_on=core.DAY)
    found_ = my_tasks(tom, core.DAY)
    assert [(row["task"].name, row["late"]) for row in found_] == [("late", True), ("soon", False)]


def test_a_deadline_that_the_plan_passes_is_late_before_its_day(world, tom):
    task = plan.task(world.own, "Move", responsible=tom.person)
    Task.objects.filter(pk=task.pk).update(es=at(TOMORROW, 8), ef=at(TOMORROW), deadline=at(core.DAY))
    assert my_tasks(tom, core.DAY)[0]["late"]


def test_the_task_of_a_project_that_i_may_no_longer_see_is_not_mine(world, tom):
    task = plan.task(world.far, "Elsewhere", responsible=tom.person)
    Task.objects.filter(pk=task.pk).update(es=at(core.DAY, 8), ef=at(core.DAY))
    assert my_tasks(tom, core.DAY) == []


def test_milestones_of_my_projects_are_told_until_they_are_reached(world, pam):
    stone = plan.milestone(world.own, "Go live")
    Task.objects.filter(pk=stone.pk).update(es=at(core.DAY), ef=at(core.DAY))
    assert [row["task"].name for row in due_milestones(my_projects(pam), core.DAY)] == ["Go live"]
    Task.objects.filter(pk=stone.pk).update(actual_start=at(core.DAY), actual_finish=at(core.DAY), percent=1)
    assert due_milestones(my_projects(pam), core.DAY) == []


@pytest.mark.parametrize("state", ["closed", "cancelled", "rejected"])
def test_an_ended_project_is_no_work_any_more(world, pam, state):
    assert list(my_projects(pam)) == [world.own]
    Project.objects.filter(pk=world.own.pk).update(state=state, finished_on=core.DAY)
    assert list(my_projects(pam)) == []


@pytest.mark.parametrize(
    ("review", "told"), [(core.DAY - dt.timedelta(days=1), True), (core.DAY, False), (TOMORROW, False), (None, False)]
)
def test_a_risk_is_past_its_review_the_day_after(world, pam, review, told):
    Project.objects.filter(pk=world.own.pk).update(manager=pam.person)
    risks.risk(world.own, review_on=review)
    assert bool(past_review(pam, core.DAY)) == told


def test_who_has_no_role_has_no_work(world, zoe):
    page = my_work(zoe, as_of=core.DAY, since=LONG_AGO)
    assert (page["waiting"].count, page["tasks"], page["projects"], page["changes"]) == (0, [], [], [])


# the board


def test_the_counts_of_health_are_those_of_the_projects(world, eve):
    portfolio.many(world.portfolio, 3, health="off_track")
    portfolio.many(world.portfolio, 2, health="on_track")
    counts = {code: figure.value for code, figure in health_counts(shown_to(eve), scope="all", as_of=core.DAY)}
    assert counts == {"on_track": 2, "at_risk": 0, "off_track": 3, "unknown": 0}


def test_the_largest_overrun_stands_first_and_money_only_for_who_may_see_it(world, eve):
    for amount in (-10, -500, -90):
        portfolio.many(world.portfolio, 1, health="off_track", variance=Decimal(amount))
    rows = troubled(shown_to(eve))
    assert [row["figures"][0].value for row in rows] == [-500, -90, -10]
    assert all(
        figure.key != "budgets.variance"
        for row in troubled(shown_to(eve), may_money=False)
        for figure in row["figures"]
    )


def test_a_board_of_nothing_has_no_drawing_and_no_trouble(world, eve):
    page = board(eve, shown_to(eve).none(), as_of=core.DAY, since=LONG_AGO)
    assert (page["troubled"], page["changes"], page["waiting"]) == ([], [], Waitlist([], 0))
    assert not page["bubbles"]
    assert page["sums"] and all(figure.value is change.value is None for _label, figure, change in page["sums"])


def test_a_project_without_risk_or_value_is_not_in_the_drawing(world, eve):
    portfolio.many(world.portfolio, 2, exposure=None, benefit=Decimal(5))
    portfolio.many(world.portfolio, 1, exposure=Decimal(5), benefit=None)
    Project.objects.update(state="active")
    assert not board(eve, shown_to(eve), as_of=core.DAY, since=LONG_AGO)["bubbles"]


# the palette


@pytest.mark.parametrize("text", ["", " ", "x", "\0", "\0\0x"])
def test_less_than_two_letters_find_nothing(world, paul, text):
    assert found(paul, text) == []


@pytest.mark.parametrize("text", ["%%", "__", "\\\\", "';--", "a" * 5000, "🚀🚀", "مشروع"])
def test_signs_of_the_database_are_letters_like_others(world, paul, text):
    assert all(entry["label"] for group in found(paul, text) for entry in group["entries"])


def test_at_most_six_of_a_kind_are_offered(world, paul):
    for no in range(9):
        core.project(world.portfolio, f"Harbour {no}")
    (group,) = [group for group in found(paul, "harbour") if group["label"] == "Projects"]
    assert len(group["entries"]) == 6


@pytest.mark.parametrize("who", ["pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe"])
def test_nobody_finds_what_he_may_not_open(world, cast, enter, who):
    plan.task(world.far, "Intranet far away")
    risks.risk(world.far, event="Intranet burns")
    user = getattr(cast, who)
    for group in found(user, "intranet"):
        for entry in group["entries"]:
            assert enter(user).get(entry["url"]).status_code == 200, entry


def test_a_role_in_another_portfolio_finds_its_projects_only(world):
    someone = core.person("Frida Far")
    core.role(someone, Role.PORTFOLIO_MANAGER, portfolio=world.far_portfolio)
    names = {entry["label"] for group in found(someone.user, "re") for entry in group["entries"]}
    assert "Intranet refresh" not in names
