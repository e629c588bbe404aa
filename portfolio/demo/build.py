"""How does an empty database become a council with forty projects?

Each project goes the way that a real one goes: proposed, decided, planned, paid for, worked on. The
same code gives the same project on every machine; only the days follow from `today`.
"""

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from budgets.models import BaselinePeriod, Budget, BudgetLine, LedgerEntry
from budgets.services import post_timesheets
from foundation.accounts.rights import Role
from portfolio.demo import governance, ledger, money, past, people, plans, risks, team, worth
from portfolio.demo.catalogue import PLOTS, PORTFOLIOS, PROGRAMMES
from portfolio.demo.plans import DAY, FINISHED, Story
from projects.models import (
    Baseline,
    BaselineTask,
    Dependency,
    GateReview,
    Project,
    ProjectTouched,
    RoleAssignment,
    Stage,
    Task,
)
from projects.services import create_project, lifecycle
from risks.models import Risk
from staffing.models import Allocation, Timesheet, TimesheetLine

PAMS = {0, 3, 5, 9, 10, 15, 20, 25, 30, 32, 35}
BEGUN = ("active", "on_hold", "closing", "closed", "cancelled")
GROWING = (Project, Task, Dependency, Baseline, BaselineTask, BaselinePeriod, Budget, BudgetLine, LedgerEntry, Stage,
           GateReview, Timesheet, TimesheetLine, Allocation, Risk)  # fmt: skip
FEW = 50
ASKS_FOR_MORE = "ERP roll-out"


@transaction.atomic
def build(today, plots=PLOTS, **size):
    """The council and its projects, anchored on a day; `plots` may be fewer, `size` another. → list of Story"""
    council = people.set_up(today, **size)
    stories = [_begin(council, number, plot, plots) for number, plot in enumerate(plots)]
    for number, story in enumerate(stories):
        if number in (2, 10):
            _analyze()
        _live(story)
    _staff(council, stories)
    for story in stories:
        _end(story)
    council.diary.settle(people.ZONE)
    return stories


def _analyze():
    """Let the database count its rows: triggers keep the plan of their first call, made for empty tables."""
    tables = [model._meta.db_table for model in GROWING]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(connection.ops.quote_name(name) for name in tables))


def _begin(council, number, plot, plots):
    """A draft project with its charter, its plan and, unless it is only an idea, its business case."""
    portfolio = council.portfolios[PROGRAMMES[plot.programme][0]]
    code = f"{portfolio.code}-{1 + sum(_above(p) == _above(plot) for p in plots[:number]):03d}"
    manager = council.managers[0] if number in PAMS else council.managers[1 + number % (len(council.managers) - 1)]
    sponsor = council.sponsors[0] if number % 3 == 0 else council.sponsors[1 + number % (len(council.sponsors) - 1)]
    start = people.months_before(council.today, -plot.start)
    start += DAY * (-start.weekday() % 7)
    council.diary.turn_to(start - 60 * DAY)
    project = create_project(
        by=council.user("paul"), on=start - 60 * DAY, portfolio=portfolio, programme=council.programmes[plot.programme],
        name=plot.name, code=code, methodology=plot.methodology, sourcing_model=plot.sourcing, kind=plot.kind,
        manager=manager, sponsor=sponsor, start=start, currency_id="EUR", calendar=council.calendar, zone=people.ZONE,
    )  # fmt: skip
    edge = council.today - plot.silent * DAY
    if plot.ended:
        edge = people.months_before(start, -plot.ended)
    return Story(council, plot, project, manager.user, sponsor.user, plans.seed(code), edge)


def _above(plot):
    return PROGRAMMES[plot.programme][0]


def _live(story):
    """From the idea to the work that is done so far."""
    state, start = story.plot.state, story.project.start
    plans.plan(story)
    governance.charter(story)
    governance.stages(story)
    if state == "draft":
        return
    story.council.diary.turn_to(start - 45 * DAY)
    worth.case(story, on=start - 45 * DAY, issued=state not in ("proposed", "rejected"))
    _move(story, "proposed", start - 50 * DAY, story.by)
    if state == "proposed":
        return
    _move(story, "rejected" if state == "rejected" else "approved", min(start - 40 * DAY, story.council.today),
          story.boss, reason="The gain is too small" if state == "rejected" else "")  # fmt: skip
    if state == "rejected":
        return
    worth.benefits(story)
    money.reserves(story)
    _agree(story) if state in BEGUN else _half_agree(story)


def _half_agree(story):
    """Approved and not begun: one waits for its budget, the other for its baseline."""
    planned, today = money.shares(story), story.council.today
    if story.plot.budget_k < 1000:
        money.budget(story, planned, on=today - 4 * DAY, until="submitted")
    else:
        money.budget(story, planned, on=today - 20 * DAY)
        plans.promise(story, today - 3 * DAY)


def _agree(story):
    """Budget and baseline are approved, the work begins and goes on to the edge."""
    start, planned = story.project.start, money.shares(story)
    money.budget(story, planned, on=start - 30 * DAY)
    money.baseline(story, on=start - 20 * DAY)
    _move(story, "active", start, story.by)
    plans.advance(story)
    governance.gates(story)
    governance.issues(story)
    risks.register(story)
    sheets_from = team.first_week(story.council) if story.plot.state == "active" and story.plot.silent == 1 else None
    ledger.post_costs(story, planned, sheets_from=sheets_from)
    if story.plot.state in ("active", "on_hold"):
        money.forecast(story, planned)
    if story.plot.name == ASKS_FOR_MORE:
        more = story.plot.budget_k * 180
        money.more_money(story, more, on=story.council.today - 6 * DAY, reason="Customising takes longer than planned")


def _staff(council, stories):
    """Allocations of all projects together, then the time sheets and their cost."""
    desk, today = team.Desk(council), council.today
    council.diary.turn_to(today)
    for story in sorted(stories, key=lambda one: one.plot.state != "active"):
        first, last = story.project.start, max(story.project.plan_finish.astimezone(plans.HERE).date(), story.edge)
        if story.plot.state == "active":
            desk.book(story, first, max(last, today + 30 * DAY))
        elif story.plot.state in (*FINISHED, "cancelled", "on_hold"):
            desk.book(story, first, story.edge, state="ended")
        elif story.plot.state == "approved":
            desk.ask(story, first, last)
    desk.write()
    team.absences(council)
    booking = [story for story in stories if story.plot.state == "active" and story.plot.silent == 1]
    lines = team.book_time(council, desk, booking)
    TimesheetLine.objects.bulk_create(lines[:FEW])
    _analyze()
    TimesheetLine.objects.bulk_create(lines[FEW:])
    team.approve_time(council)
    _analyze()
    for story in booking:
        post_timesheets(story.project, by=council.user("finn"), on=today)


def _end(story):
    """What is over is closed as far as its duties are done; what rests says until when; stakeholders may look."""
    state, edge, today = story.plot.state, story.edge, story.council.today
    past.measure(story)
    if state == "on_hold":
        _move(story, state, edge, story.boss, reason="The supplier's contract is being renewed",
              review_on=today + 20 * DAY)  # fmt: skip
    if state == "cancelled":
        money.release_reserves(story, on=edge)
        _move(story, state, edge, story.boss, reason="The provider stops the service that it was built on")
    if state in FINISHED:
        _move(story, "closing", edge + DAY, story.by)
        governance.lessons(story, on=edge + 10 * DAY)
        governance.checklist(story, on=min(edge + 20 * DAY, today), share=1.0 if state == "closed" else 0.6)
    if state == "closed":
        money.release_reserves(story, on=edge + 15 * DAY)
        _move(story, state, min(edge + 35 * DAY, today), story.boss)
    if story.project.manager == story.council.people["pam"] and state in BEGUN:
        RoleAssignment.objects.create(
            person=story.council.people["stan"], role=Role.STAKEHOLDER, project=story.project,
            days=DateRange(story.project.start, None),
        )  # fmt: skip


def _move(story, to, on, by, **more):
    story.council.diary.turn_to(on)
    story.project = lifecycle(story.project, to, by=by, on=on, **more)


def summary():
    """[(portfolio name, number of projects)] of what stands in the database."""
    return [(name, Project.objects.filter(portfolio__code=code).count()) for code, name in PORTFOLIOS.items()]


def forget_touched():
    """The facts are fresh: nobody waits."""
    ProjectTouched.objects.all().delete()
