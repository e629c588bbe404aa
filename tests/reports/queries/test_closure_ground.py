"""What a closure report says about targets, benefits, people, risks and changes, and what it leaves open."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from budgets.models import Budget
from foundation.organisation.models import ExchangeRate
from projects.models import Baseline, Project, Task
from reports import gathering
from risks.models import Risk
from tests.factories import cases, core, governance, money, plan, risks, staffing

D = Decimal
LATER = dt.date(2026, 9, 1)


@pytest.fixture
def project(world):
    Project.objects.filter(pk=world.own.pk).update(state="closing")
    world.own.refresh_from_db()
    return world.own


def facts(project, by, on=core.DAY):
    return gathering.gather(project, "closure", by=by, on=on)


def target(project, by, name, on=core.DAY):
    return next(row for row in facts(project, by, on).targets if row.name == name)


def at(day, hour=16):
    return dt.datetime.combine(day, dt.time(hour), tzinfo=dt.UTC)


def finish(task, day):
    started = task.es or at(core.DAY, 8)
    Task.objects.filter(pk=task.pk).update(actual_start=min(started, at(day)), actual_finish=at(day), percent=1)


# targets


def test_the_seven_targets_are_always_there_in_their_order(project, pam):
    names = [row.name for row in facts(project, pam).targets]
    assert names == ["Time", "Cost", "Quality", "Scope", "Benefits", "Risk", "Sustainability"]


def test_a_project_without_any_plan_knows_no_result_and_says_why(project, pam):
    found = facts(project, pam).targets
    assert {row.status for row in found} == {"unknown"}
    assert all(row.reason for row in found)


@pytest.mark.parametrize(
    ("days", "status"), [(-3, "met"), (0, "met"), (1, "within"), (5, "within"), (6, "missed"), (400, "missed")]
)
def test_time_is_met_within_or_missed_by_its_tolerance(project, pam, days, status):
    project.charter.time_tolerance_days = 5
    project.charter.save()
    (task,) = plan.chain(project, 10)
    made = plan.baseline(project, state="approved")
    day = timezone.localtime(made.finish).date() + dt.timedelta(days=days)
    finish(task, day)
    found = target(project, pam, "Time")
    assert found.status == status
    assert found.tolerance == "5 d"
    assert bool(found.reason) == (days > 0)


@pytest.mark.parametrize(
    ("cost", "status"), [(900, "met"), (1000, "met"), (1001, "within"), (1100, "within"), (1101, "missed")]
)
def test_cost_is_measured_against_the_latest_budget_and_its_tolerance(project, pam, cost, status):
    project.charter.cost_tolerance = D("0.1")
    project.charter.save()
    money.approved(project, 1000)
    money.entry(project, cost)
    found = target(project, pam, "Cost")
    assert (found.status, found.latest_approved) == (status, "1\u202f000 EUR")


def test_cost_names_the_first_and_the_latest_budget(project, pam):
    money.approved(project, 1000)
    money.approved(project, 1500)
    versions = list(Budget.objects.filter(project=project).order_by("version").values_list("total", flat=True))
    found = target(project, pam, "Cost")
    assert found.first_approved.startswith(f"{versions[0]:,.0f}".replace(",", "\u202f"))
    assert found.latest_approved.startswith(f"{versions[-1]:,.0f}".replace(",", "\u202f"))


def test_scope_counts_the_milestones_that_were_reached(project, pam):
    task = plan.task(project, days=2)
    one, two = plan.milestone(project, "Design accepted"), plan.milestone(project, "Go live")
    plan.link(task, one), plan.link(task, two)
    plan.scheduled(project)
    plan.baseline(project, state="approved")
    finish(task, core.DAY)
    finish(one, core.DAY)
    found = target(project, pam, "Scope")
    assert (found.latest_approved, found.achieved) == ("2 milestones", "1 milestones")
    assert found.status == "missed"
    finish(two, core.DAY)
    assert target(project, pam, "Scope").status == "met"


@pytest.mark.parametrize(("state", "status"), [("monitoring", "missed"), ("closed", "met"), ("occurred", "met")])
def test_a_risk_that_is_left_open_misses_the_target(project, pam, state, status):
    row = risks.risk(project)
    more = {"close_reason": "Over"} if state == "closed" else {}
    if state == "occurred":
        more = {"issue": governance.issue(project), "occurred_on": core.DAY}
    Risk.objects.filter(pk=row.pk).update(state=state, **more)
    assert target(project, pam, "Risk").status == status


def test_a_confidential_risk_is_not_even_counted(project, pam):
    risks.risk(project, confidentiality="confidential")
    assert target(project, pam, "Risk").reason == "no risk was recorded"


# benefits


def test_a_benefit_is_a_level_with_its_unit_and_never_a_sum_of_levels(project, pam):
    measure = cases.measure(cases.approved_benefit(project))
    for day, planned, realised in ((core.DAY, 50, 55), (LATER, 40, None)):
        cases.point(measure, day, planned=planned, realised=realised)
    (line,) = facts(project, pam).case.benefits
    assert (line.unit, line.baseline, line.planned, line.realised, line.target) == ("min", 60, 50, 55, 30)
    assert line.reached.value == D(5) / 30


def test_a_benefit_that_nobody_measured_has_no_level_and_a_reason(project, pam):
    cases.measure(cases.approved_benefit(project))
    (line,) = facts(project, pam).case.benefits
    assert (line.planned, line.realised, line.reached.value) == (None, None, None)
    assert line.reached.reason == "not_measured"


def test_two_measures_of_a_benefit_are_two_lines(project, pam):
    benefit = cases.approved_benefit(project)
    cases.measure(benefit)
    cases.measure(benefit, name="Searches a day", unit="searches", direction="up", baseline_value=10, target=40)
    lines = facts(project, pam).case.benefits
    assert [line.unit for line in lines] == ["min", "searches"]
    assert all(line.name.startswith("Time saved in search: ") for line in lines)


def test_a_dropped_benefit_is_no_longer_reported(project, pam):
    benefit = cases.approved_benefit(project)
    cases.measure(benefit)
    type(benefit).objects.filter(pk=benefit.pk).update(state="dropped", state_reason="No longer wanted")
    assert facts(project, pam).case.benefits == ()


def test_days_of_measuring_after_closure_are_the_reviews(project, pam):
    measure = cases.measure(cases.approved_benefit(project, owner=core.person("Olga Owner")))
    for day in (core.DAY, LATER, dt.date(2027, 3, 1)):
        cases.point(measure, day, planned=40)
    reviews = facts(project, pam).reviews
    assert [(row.day, row.owner) for row in reviews] == [(LATER, "Olga Owner"), (dt.date(2027, 3, 1), "Olga Owner")]


@pytest.mark.parametrize(
    ("realised", "later", "status"), [(30, None, "met"), (45, LATER, "unknown"), (45, None, "missed")]
)
def test_benefits_are_met_missed_or_still_to_come(project, pam, realised, later, status):
    measure = cases.measure(cases.approved_benefit(project))
    cases.point(measure, core.DAY, planned=40, realised=realised)
    if later:
        cases.point(measure, later, planned=30)
    assert target(project, pam, "Benefits").status == status


# people, handover, what is left


def test_hours_that_nobody_recorded_are_not_0(project, pam):
    staffing.worker(project)
    (row,) = facts(project, pam).team
    assert row.actual_hours is None
    assert row.ratio.reason == "not_measured"


def test_hours_are_added_up_by_role_and_name_nobody(project, pam):
    someone = staffing.worker(project)
    staffing.approved(project, someone, hours=(8, 6))
    found = facts(project, pam)
    (row,) = found.team
    assert row.actual_hours == 14
    assert someone.name not in str(found.team)


def test_every_duty_of_the_checklist_stands_in_the_handover(project, pam):
    governance.closure_item(project, "Archive the records")
    (row,) = facts(project, pam).handover
    assert (row.what, row.done, row.accepted_by) == ("Archive the records", False, "")


def test_an_open_issue_lives_on_with_its_owner(project, pam):
    issue = governance.issue(project, "Printer list is old", owner=core.person("Ivo Issue"))
    action = governance.action(project, "Watch the load")
    found = facts(project, pam).follow_ons
    assert [(row.reference, row.kind) for row in found] == [("F1", "action"), (f"#{issue.number}", "issue")]
    assert found[0].owner == action.owner.name
    assert found[1].owner == "Ivo Issue"


def test_a_small_issue_is_no_event_out_of_the_ordinary(project, pam):
    governance.issue(project, "Small", severity=1)
    governance.issue(project, "Serious", severity=4)
    assert [event.what for event in facts(project, pam).events] == ["Serious"]


# plan and money over time


def test_a_second_baseline_and_a_second_budget_are_changes(project, pam):
    plan.chain(project, 5)
    plan.baseline(project, state="approved")
    Baseline.objects.filter(project=project).update(state="superseded")
    plan.baseline(project, state="approved")
    money.approved(project, 1000)
    money.approved(project, 1200)
    found = facts(project, pam)
    assert sorted(change.reference for change in found.changes) == ["B2", "P2"]
    total = found.balance.total
    assert total.original_budget + sum(change.cost for change in found.changes) == total.final_budget


def test_the_curve_ends_with_what_was_posted(project, pam):
    money.approved(project, 1000)
    money.entry(project, 300)
    money.entry(project, 200, day=dt.date(2026, 3, 20))
    assert [point.actual for point in facts(project, pam).balance.curve] == [300]
    assert facts(project, pam, dt.date(2026, 3, 31)).balance.curve[-1].actual == 500


def test_without_a_snapshot_finished_work_is_earned_at_its_budget(project, pam):
    task = money.task(project)
    budget = money.draft(project)
    money.line(budget, 800, task=task)
    money.approve(budget)
    money.priced(project, task)
    finish(task, dt.date(2026, 3, 27))
    curve = facts(project, pam, dt.date(2026, 4, 30)).balance.curve
    assert [point.earned for point in curve if point.day < dt.date(2026, 3, 27)] in ([], [None])
    assert curve[-1].earned == 800


def test_amounts_in_another_currency_without_a_budget_rate_say_so(project, pam, finn):
    core.currency("USD")
    from_bank(D("0.90"), "spot")
    money.entry(project, 100, txn_currency=core.currency("USD"))
    (line,) = facts(project, pam).balance.foreign
    assert (line.currency, line.amount, line.ledger_amount) == ("USD", 100, 90)
    assert line.fx_variance.reason == "no_budget_rate"


def test_amounts_in_another_currency_are_held_against_the_budget_rate(project, pam):
    core.currency("USD")
    from_bank(D("0.90"), "spot")
    from_bank(D("0.80"), "budget")
    money.entry(project, 100, txn_currency=core.currency("USD"))
    (line,) = facts(project, pam).balance.foreign
    assert line.fx_variance.value == 10


def from_bank(rate, kind):
    ExchangeRate.objects.create(
        base_id="USD", quote_id="EUR", date=core.DAY, kind=kind, rate=rate, source="central bank"
    )
