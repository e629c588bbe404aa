"""A project on which every page has something to show: plan, money, people, risks, decisions."""

import datetime as dt
from types import SimpleNamespace

from foundation.accounts.services import notify
from projects.models import Project, Task
from tests.factories import core, governance, jobs, money, plan, portfolio, reports, risks, staffing

LONG = "Replacement of the case management system of the northern district courts including migration of records"


def planned(project):
    """A summary with three linked tasks, a milestone, all scheduled; baselined with money in March."""
    top = plan.summary(project, "Build")
    first = plan.task(project, LONG, 5, under=top, actual_start=core.MONDAY_9, percent=plan.share("0.4"))
    second = plan.task(project, "Configure", 8, under=top)
    third = plan.task(project, "Test", 4, under=top)
    live = plan.milestone(project)
    plan.link(first, second)
    plan.link(second, third, "SS", 1)
    plan.link(third, live)
    plan.scheduled(project)
    return list(Task.objects.filter(project=project, kind="task"))


def paid(project, tasks, cast):
    """An approved budget by task, an approved baseline, a draft of the next budget, entries, a forecast."""
    budget = money.draft(project, by=cast.pam)
    for task, amount in zip(tasks, (4000, 9000, 2500), strict=True):
        money.line(budget, amount, task=task)
    money.approve(budget, by=cast.finn)
    governed = plan.baseline(project, by=cast.pam, state="submitted")
    money.services.approve_baseline(governed, by=cast.sue, on=core.DAY)
    money.draft(project, 800, by=cast.finn)
    money.reserve(project)
    money.entry(project, 900, by=cast.finn)
    money.entry(project, 1500, "enc", by=cast.finn)
    money.entry(project, 300, "accrual", by=cast.finn)
    money.forecast(project, (6000, core.DAY), (4000, dt.date(2026, 4, 1)), by=cast.pam)


def staffed(project, tasks, cast):
    """Tom works here: employment, rate, allocation, an approved week and one that waits."""
    role = staffing.role("Developer")
    staffing.rate(of=role)
    staffing.worker(project, cast.tom, of=role, share="0.8")
    staffing.allocation(project, of=role, state="requested")
    staffing.approved(project, cast.tom, hours=(8, 6, 7), task=tasks[0])
    waiting = staffing.sheet(cast.tom, staffing.next_week())
    staffing.line(waiting, tasks[1], day=staffing.next_week())
    type(waiting).objects.filter(pk=waiting.pk).update(state="submitted")
    absence = staffing.absence(cast.tom, dt.date(2026, 7, 6), dt.date(2026, 7, 10))
    return SimpleNamespace(role=role, sheet=waiting, absence=absence, employment=cast.tom.person.employments.first())


def threatened(project, cast):
    """Two risks that are assessed, one with a response; an issue and what is decided at a gate."""
    threat = risks.risk(project, kind="threat", owner=cast.pam.person)
    risks.assessment(threat, basis="inherent", p="0.5")
    risks.assessment(threat)
    risks.response(threat)
    chance = risks.risk(project, kind="opportunity", event="A cheaper licence is offered")
    risks.assessment(chance, p="0.2", cost="300", impact=2)
    governance.issue(project, LONG)
    governance.lesson(project)
    governance.action(project)
    governance.closure_item(project)
    governance.held(project, by=cast.pam)


def filled(project, cast):
    """Fill the project, which is at work; returns what the addresses outside projects name."""
    type(project).objects.filter(pk=project.pk).update(state="active")
    project.refresh_from_db()
    tasks = planned(project)
    paid(project, tasks, cast)
    people = staffed(project, tasks, cast)
    threatened(project, cast)
    portfolio.refreshed(project)
    notify(list(vars(cast).values()), "The budget report is ready.", address="/reports/")
    people.job = {key: jobs.job(by=user, title="Budget report") for key, user in vars(cast).items()}
    return people


def one_decision_of_each_kind(project, cast):
    """A proposal, a gate, a budget, a baseline, a booking and a report wait; somebody else asked for each of them."""
    other = core.person("Otto Other").user
    Project.objects.filter(pk=project.pk).update(state="proposed", proposed_by=other)
    governance.held(project, "G1", by=other)
    money.services.submit_budget(money.draft(project, 10, by=other), by=other, on=core.DAY)
    plan.chain(project, 2)
    made = plan.baseline(project, by=other)
    type(made).objects.filter(pk=made.pk).update(state="submitted", submitted_at=core.MONDAY_9)
    staffing.allocation(project, state="requested")
    reports.in_signature(project, cast.pam, roles=("project_manager", "finance", "sponsor"))
    return project
