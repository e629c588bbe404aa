"""Nine projects of the demo looked at one by one."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from budgets.models import BaselinePeriod, Benefit, BudgetLine, CbaOption, LedgerEntry, Reserve
from foundation.accounts.rights import Role
from portfolio.demo import build, money, team
from portfolio.demo.catalogue import PLOTS
from projects.models import BaselineTask, Charter, ClosureItem, GateReview, Issue, RoleAssignment, Stage, Task
from risks.models import Risk, RiskAssessment
from staffing.models import Allocation, TimesheetLine
from tests.portfolio.demo.conftest import FEW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few")]
HEALTHY, TROUBLED, PROPOSED, HELD, CLOSED, IDEA, CANCELLED, APPROVED, CLOSING = FEW


def numbers(project):
    """Lengths, dates and money of a plan, without anything that a database makes up."""
    tasks = project.tasks.order_by("outline").values_list("wbs_code", "name", "duration_min", "es", "ef", "percent")
    lines = BudgetLine.objects.filter(budget__project=project)
    money_rows = lines.order_by("task__wbs_code", "category__code", "period__days", "amount")
    return list(tasks), list(money_rows.values_list("task__wbs_code", "category__code", "period__days", "amount"))


def test_the_same_code_and_day_give_the_same_project(few):
    """Its rows are thrown away, and it is made again among the same plots."""
    story = few[TROUBLED]
    first, plots = numbers(story.project), [plot for plot in PLOTS if plot.name in FEW]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # its money keeps its code
        type(story.project).objects.filter(pk=story.project.pk).update(code="OLD-001")
        cursor.execute("SET LOCAL session_replication_role = origin")
        again = build._begin(story.council, plots.index(story.plot), story.plot, plots)
        build._live(again)
        assert again.project.code == story.project.code
        assert numbers(again.project) == first
        transaction.set_rollback(True)


def test_a_plan_runs_from_stage_to_stage_through_milestones(few):
    project = few[HEALTHY].project
    for stage in project.tasks.filter(kind="summary"):
        *packages, end = stage.children.order_by("position")
        assert end.kind == "milestone" and end.duration_min == 0
        assert end.predecessors.count() == len(packages)
    assert project.dependencies.filter(type="SS").exists()


def test_stages_and_gates_carry_the_days_of_the_plan(few):
    stages = Stage.objects.filter(project=few[HEALTHY].project)
    assert stages.exists()
    for stage in stages:
        assert stage.planned_start <= stage.planned_finish
    assert not GateReview.objects.filter(project=few[HEALTHY].project, planned_on=None).exists()


def test_a_slow_project_finishes_its_tasks_later_than_its_baseline(few):
    late = Task.objects.filter(project=few[TROUBLED].project, percent=1, kind="work_package")
    baseline = dict(BaselineTask.objects.filter(baseline__state="approved").values_list("task_id", "finish"))
    slips = [task.actual_finish - baseline[task.pk] for task in late]
    assert len(slips) > 3
    assert max(slips) > dt.timedelta(days=20)


def test_the_money_of_the_plan_is_the_budget_to_the_cent(few):
    for name in (HEALTHY, TROUBLED, HELD, CLOSED):
        story = few[name]
        approved = story.project.budgets.get(state="approved")
        assert approved.total == story.plot.budget_k * 1000
        planned = BaselinePeriod.objects.filter(baseline__project=story.project).aggregate(total=Sum("pv"))
        assert planned["total"] == approved.total


def test_an_approved_project_waits_for_its_budget(few):
    project = few[APPROVED].project
    assert project.state == "approved"
    assert project.budgets.get().state == "submitted"
    assert Allocation.objects.filter(project=project, state="requested", person=None).count() == 2


def test_an_idea_has_a_plan_and_no_case(few):
    project = few[IDEA].project
    assert project.state == "draft" and project.tasks.exists()
    assert not project.cases.exists() and not project.budgets.exists()


def test_a_proposal_has_a_case_that_nobody_issued(few):
    project = few[PROPOSED].project
    assert project.cases.get().state == "draft"
    assert project.proposed_by == few[PROPOSED].by and project.decided_by is None


def test_what_rests_says_why_and_until_when(few):
    project = few[HELD].project
    assert project.state == "on_hold"
    assert project.state_reason and project.review_on > TODAY


def test_what_was_cancelled_keeps_its_unfinished_work_and_no_order(few):
    story = few[CANCELLED]
    assert story.project.tasks.filter(percent__lt=1).exists()
    assert story.project.finished_on == story.edge < TODAY
    open_orders = story.project.ledger.filter(type__in=["enc", "enc_release"]).aggregate(total=Sum("amount"))
    assert open_orders["total"] == 0


def test_reserves_are_held_while_work_goes_on_and_released_at_the_end(few):
    assert Reserve.objects.filter(project=few[HEALTHY].project, balance__gt=0).count() == 2
    for name in (CLOSED, CANCELLED):
        assert not Reserve.objects.filter(project=few[name].project, balance__gt=0).exists()


def test_the_checklist_of_a_closed_project_is_done_and_of_a_closing_one_nearly(few):
    assert not ClosureItem.objects.filter(project=few[CLOSED].project, state="open").exists()
    half = ClosureItem.objects.filter(project=few[CLOSING].project)
    assert 0 < half.filter(state="open").count() < half.count()


def test_open_orders_of_running_work_are_what_is_not_invoiced_yet(few):
    sums = few[HEALTHY].project.ledger.filter(type__in=["enc", "enc_release"]).values("order").order_by("order")
    left = {row["order"]: row["total"] for row in sums.annotate(total=Sum("amount"))}
    assert all(amount >= 0 for amount in left.values())
    assert any(amount > 0 for amount in left.values())


def test_accruals_are_mirrored_when_the_invoice_comes(few):
    mirrors = LedgerEntry.objects.filter(project=few[HEALTHY].project, type="accrual_reversal")
    assert mirrors.exists()
    for mirror in mirrors:
        assert mirror.amount == -mirror.reverses.amount
        assert mirror.date > mirror.reverses.date


def test_labour_comes_from_the_payroll_before_the_sheets_and_from_the_sheets_after(few):
    labour = LedgerEntry.objects.filter(project=few[HEALTHY].project, category__code="LAB")
    start = team.first_week(few[HEALTHY].council)
    assert not labour.filter(timesheet_line=None, date__gte=start).exists()
    assert not labour.exclude(timesheet_line=None).filter(date__lt=start).exists()
    assert labour.exclude(timesheet_line=None).exists()


def test_the_forecast_of_a_troubled_project_passes_its_budget(few):
    story = few[TROUBLED]
    to_go = story.project.forecasts.get().lines.aggregate(total=Sum("etc"))["total"]
    cost = story.project.ledger.filter(type__in=["actual", "accrual", "accrual_reversal"])
    assert cost.aggregate(total=Sum("amount"))["total"] + to_go > story.plot.budget_k * 1000 * Decimal("1.1")


def test_tolerances_grow_with_the_length_of_the_project(few):
    short, long = (Charter.objects.get(project=few[name].project) for name in (IDEA, HEALTHY))
    assert 14 <= short.time_tolerance_days < long.time_tolerance_days


def test_a_case_weighs_three_options_and_one_is_preferred(few):
    options = CbaOption.objects.filter(cba__project=few[HEALTHY].project).order_by("seq")
    assert [option.kind for option in options] == ["do_nothing", "option", "option"]
    assert [option.preferred for option in options] == [False, False, True]
    assert options[1].rejected_because and not options[0].lines.exists()


def test_benefits_have_owner_measure_and_points_and_a_closed_project_has_results(few):
    for name in (HEALTHY, CLOSED):
        for benefit in Benefit.objects.filter(project=few[name].project):
            assert benefit.owner is not None and benefit.approved_by != benefit.created_by
            points = list(benefit.measures.get().points.all())
            assert len(points) == 4
            assert any(point.realised is not None for point in points) == (name == CLOSED)


def test_trouble_shows_in_risks_and_issues(few):
    assert Risk.objects.filter(project=few[TROUBLED].project, state="occurred").count() == 1
    assert not Risk.objects.filter(project=few[HEALTHY].project, state="occurred").exists()
    assert Issue.objects.filter(project=few[TROUBLED].project, state="open").exists()
    assert not Risk.objects.filter(project=few[CLOSED].project).exclude(state="closed").exists()


def test_judgements_place_a_risk_in_the_matrix(few):
    for row in RiskAssessment.objects.filter(risk__project=few[TROUBLED].project):
        assert row.impact_index == max(row.impacts.values())
        assert 0 < row.probability < 1


def test_the_team_member_works_on_projects_of_the_manager(few):
    tom = few[HEALTHY].council.people["tom"]
    roles = RoleAssignment.objects.filter(person=tom, role=Role.TEAM_MEMBER)
    assert few[HEALTHY].project in {role.project for role in roles}
    assert TimesheetLine.objects.filter(timesheet__person=tom).exists()


def test_a_stakeholder_may_look_at_the_managers_projects(few):
    stan = few[HEALTHY].council.people["stan"]
    seen = {role.project for role in RoleAssignment.objects.filter(person=stan)}
    assert few[HEALTHY].project in seen and few[IDEA].project not in seen


def test_an_amount_spreads_over_the_periods_to_the_last_cent(few):
    council = few[HEALTHY].council
    parts = money.by_period(council, Decimal("1000.01"), dt.date(2026, 1, 20), dt.date(2026, 3, 4))
    assert [day for _period, day, _amount in parts] == [dt.date(2026, 1, 31), dt.date(2026, 2, 28), dt.date(2026, 3, 4)]
    assert sum(amount for _period, _day, amount in parts) == Decimal("1000.01")


def test_the_queue_of_stored_facts_can_be_emptied(rows):
    assert rows("SELECT count(*) FROM projects_touched") != [(0,)]
    build.forget_touched()
    assert rows("SELECT count(*) FROM projects_touched") == [(0,)]
