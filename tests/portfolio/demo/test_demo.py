"""The whole council: every state, every rule of the house, and nothing that does not reconcile."""

import datetime as dt
import io
from collections import Counter
from decimal import Decimal

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db.models import F, Sum

from budgets.models import Budget, Cba, LedgerEntry
from budgets.queries import closure_obstacles as money_obstacles
from budgets.queries import earned_value
from foundation.accounts.models import User
from foundation.accounts.queries import demo_accounts
from foundation.accounts.rights import Role
from portfolio.models import ProjectFacts
from projects.models import Baseline, GateReview, Issue, Lesson, Portfolio, Programme, Project, State, Task
from projects.queries import closure_obstacles, overview
from risks.models import Risk
from staffing.models import Allocation, TimesheetLine
from staffing.queries import closure_obstacles as people_obstacles
from tests.portfolio.demo.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_the_command_names_each_portfolio(demo):
    for name in ("Digital services", "Core business systems", "Infrastructure and workplace"):
        assert name in demo
    assert "Security and data protection: 8 projects" in demo


def test_a_second_start_adds_nothing():
    before, said = Project.objects.count(), io.StringIO()
    call_command("demo", stdout=said)
    assert "already" in said.getvalue()
    assert Project.objects.count() == before


def test_four_portfolios_eight_programmes_and_forty_projects():
    assert (Portfolio.objects.count(), Programme.objects.count(), Project.objects.count()) == (4, 8, 40)


def test_every_state_of_a_project_is_there():
    assert set(Project.objects.values_list("state", flat=True)) == set(State.values)


def test_projects_begin_within_three_years():
    starts = list(Project.objects.values_list("start", flat=True))
    assert min(starts) > TODAY - dt.timedelta(days=3 * 366)
    assert max(starts) < TODAY + dt.timedelta(days=366)


def test_no_reconciliation_view_has_a_row(rows):
    views = [name for (name,) in rows("SELECT viewname FROM pg_views WHERE viewname LIKE 'recon%%' ORDER BY 1")]
    assert len(views) >= 10
    assert {name: rows(f"SELECT * FROM {name}") for name in views} == {name: [] for name in views}


# ── accounts ────────────────────────────────────────────────────────────────────────────────────


def test_one_account_for_each_role_can_be_chosen():
    held = [user.person.roles.values_list("role", flat=True).distinct().get() for user in demo_accounts()]
    assert Counter(held) == Counter({role: 1 for role in Role})


def test_no_password_opens_an_account(rf):
    assert not any(user.has_usable_password() for user in User.objects.all())
    for password in ("", "!", "pam"):
        assert authenticate(rf.post("/"), username="pam@demo.example", password=password) is None


def test_the_manager_of_the_demo_has_healthy_and_troubled_projects():
    mine = Project.objects.filter(manager__user__email="pam@demo.example")
    assert mine.filter(state="active").count() >= 4
    assert set(mine.values_list("state", flat=True)) >= {"active", "approved", "proposed", "closing", "closed"}


# ── four eyes ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("model", [Budget, Baseline, Cba])
def test_what_is_approved_was_written_by_somebody_else(model):
    decided = model.objects.exclude(approved_by=None)
    assert decided.count() >= 30
    assert not decided.filter(created_by=F("approved_by")).exists()
    assert not decided.filter(created_by=None).exists()


def test_who_proposed_a_project_did_not_decide_on_it():
    decided = Project.objects.exclude(decided_by=None)
    assert decided.count() >= 35
    assert not decided.filter(proposed_by=F("decided_by")).exists()


def test_gates_are_decided_by_another_than_who_held_them():
    decided = GateReview.objects.filter(state="decided")
    assert decided.count() > 60
    assert not decided.filter(held_by=F("decided_by")).exists()


def test_some_decisions_wait():
    assert GateReview.objects.filter(state="held").exists()
    assert Budget.objects.filter(state="submitted").count() >= 2
    assert Baseline.objects.filter(state="submitted").exists()
    assert Project.objects.filter(state="proposed").count() == 3


def test_time_is_approved_by_others_and_the_newest_week_waits():
    lines = TimesheetLine.objects
    assert not lines.filter(line_approved_by=F("timesheet__person__user")).exists()
    assert lines.filter(line_state="open", timesheet__state="submitted").exists()
    assert not lines.filter(line_state="approved", posted=False).exists()


# ── people ──────────────────────────────────────────────────────────────────────────────────────


def test_nobody_is_booked_for_more_than_his_time(rows):
    over = rows("""
        SELECT d.person_id, lower(d.days), sum(a.share) FROM staffing_allocation d
        JOIN staffing_allocation a ON a.person_id = d.person_id AND a.state = 'confirmed' AND a.days @> lower(d.days)
        WHERE d.state = 'confirmed' GROUP BY d.id HAVING sum(a.share) > 1
    """)
    assert over == []
    assert Allocation.objects.filter(state="confirmed").count() > 40


def test_nobody_works_longer_than_a_day_of_eight_hours_nor_on_days_off(rows):
    longest = rows("""
        SELECT max(minutes) FROM (SELECT sum(l.minutes) AS minutes FROM staffing_timesheetline l
        JOIN staffing_timesheet s ON s.id = l.timesheet_id GROUP BY s.person_id, l.date) d
    """)
    assert longest[0][0] <= 480
    away = rows("""
        SELECT l.id FROM staffing_timesheetline l JOIN staffing_timesheet s ON s.id = l.timesheet_id
        LEFT JOIN staffing_absence a ON a.person_id = s.person_id AND a.days @> l.date
        LEFT JOIN projects_calendarexception e ON e.date = l.date
        WHERE a.id IS NOT NULL OR e.id IS NOT NULL OR extract(isodow FROM l.date) > 5
    """)
    assert away == []


def test_time_is_booked_only_by_people_of_the_project(rows):
    strangers = rows("""
        SELECT l.id FROM staffing_timesheetline l JOIN staffing_timesheet s ON s.id = l.timesheet_id
        WHERE NOT EXISTS (SELECT 1 FROM staffing_allocation a WHERE a.person_id = s.person_id
                          AND a.project_id = l.project_id AND a.days @> l.date AND a.state = 'confirmed')
    """)
    assert strangers == []


def test_eight_weeks_of_time_are_there_and_every_hour_has_its_cost():
    weeks = set(TimesheetLine.objects.values_list("timesheet__week", flat=True))
    assert len(weeks) == 8
    assert max(weeks) < TODAY
    posted = TimesheetLine.objects.filter(posted=True)
    assert posted.count() == LedgerEntry.objects.exclude(timesheet_line=None).count() > 1000


# ── money and work ──────────────────────────────────────────────────────────────────────────────


def test_every_entry_stands_in_euro_and_some_were_paid_in_dollars():
    dollars = LedgerEntry.objects.filter(txn_currency="USD")
    assert dollars.count() > 10
    assert not LedgerEntry.objects.filter(txn_currency="EUR").exclude(rate=1).exists()
    assert all(Decimal("0.8") < rate < 1 for rate in dollars.values_list("rate", flat=True))


def test_nothing_is_dated_in_the_future():
    assert not LedgerEntry.objects.filter(date__gt=TODAY).exists()
    assert not Task.objects.filter(actual_finish__date__gt=TODAY).exists()
    assert not Issue.objects.filter(raised_on__gt=TODAY).exists()


def test_no_work_is_done_after_the_data_date(rows):
    assert rows("""
        SELECT t.id FROM projects_task t JOIN projects_project p ON p.id = t.project_id
        WHERE (t.actual_finish AT TIME ZONE p.zone)::date > p.data_date
           OR (t.actual_start AT TIME ZONE p.zone)::date > p.data_date
    """) == []  # fmt: skip


def test_plans_have_ten_to_fifty_tasks_with_links():
    for project in Project.objects.all():
        leaves = project.tasks.exclude(kind="summary")
        assert 10 <= leaves.count() <= 50, project
        assert project.dependencies.count() >= leaves.count() - 1
        assert not leaves.filter(es=None).exists()


def _index(name):
    project = Project.objects.get(name=name)
    return earned_value(project, as_of=project.data_date)


def test_some_projects_are_healthy_and_some_are_in_trouble():
    healthy, troubled = _index("Service portal"), _index("ERP roll-out")
    assert healthy.cpi.value > Decimal("0.95") and healthy.spi_t.value > Decimal("0.9")
    assert troubled.cpi.value < Decimal("0.9") and troubled.spi_t.value < Decimal("0.9")
    assert overview(Project.objects.get(name="ERP roll-out"), as_of=TODAY).slip.value > 60
    assert overview(Project.objects.get(name="Storage renewal"), as_of=TODAY).slip.value <= 7


def test_the_cost_to_date_follows_the_work_done():
    for project in Project.objects.filter(state="active"):
        index = earned_value(project, as_of=project.data_date).cpi
        assert Decimal("0.6") < index.value < Decimal("1.3"), (project, index)


def test_one_project_has_been_silent_for_two_months():
    silent = Project.objects.filter(state="active", data_date__lt=TODAY - dt.timedelta(days=45))
    assert [project.name for project in silent] == ["Wide area network"]
    assert not LedgerEntry.objects.filter(project__in=silent, date__gt=silent[0].data_date).exists()


def test_what_is_closed_has_no_duty_left():
    closed = Project.objects.filter(state="closed")
    assert closed.count() == 5
    for project in closed:
        assert closure_obstacles(project) == []
        assert list(people_obstacles(project)) == []
        assert money_obstacles(project, as_of=TODAY) == []
        assert project.tasks.exclude(kind="summary").filter(percent__lt=1).count() == 0
        assert Lesson.objects.filter(project=project, state="validated").count() == 2


def test_what_is_closing_still_has_duties():
    for project in Project.objects.filter(state="closing"):
        assert closure_obstacles(project)
        assert money_obstacles(project, as_of=TODAY)


def test_a_risk_that_occurred_has_its_issue_and_its_draw_on_the_contingency():
    struck = Risk.objects.filter(state="occurred")
    assert struck.count() >= 5
    for risk in struck:
        assert risk.issue is not None
        assert risk.draws.aggregate(total=Sum("move__amount"))["total"] == risk.actual_impact


def test_open_risks_are_judged_on_three_bases():
    for risk in Risk.objects.exclude(state="closed"):
        assert set(risk.assessments.filter(is_current=True).values_list("basis", flat=True)) == {
            "inherent",
            "current",
            "residual",
        }


def test_every_project_that_was_decided_has_an_issued_business_case():
    decided = Project.objects.exclude(state__in=["draft", "proposed", "rejected"])
    assert decided.count() == Cba.objects.filter(state="issued").values("project").distinct().count() == 35


# ── stored facts ────────────────────────────────────────────────────────────────────────────────


def test_every_project_has_its_facts_and_nobody_waits(rows):
    assert ProjectFacts.objects.filter(as_of=TODAY).count() == 40
    assert rows("SELECT count(*) FROM projects_touched") == [(0,)]


def test_every_project_off_track_names_what_made_it_so():
    off_track = ProjectFacts.objects.filter(health="off_track")
    assert off_track.count() >= 4
    for facts in off_track:
        assert any(cause["status"] == "off_track" for cause in facts.causes), facts.project


def test_some_are_on_track_some_at_risk_and_the_silent_one_is_stale():
    assert ProjectFacts.objects.filter(health="on_track", project__state="active").count() >= 3
    assert ProjectFacts.objects.filter(health="at_risk").exists()
    assert [facts.project.name for facts in ProjectFacts.objects.filter(is_stale=True)] == ["Wide area network"]
