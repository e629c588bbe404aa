"""Who works on the projects of the demo, for how long, and what did they book?"""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

from foundation.accounts.rights import Role
from portfolio.demo.money import SHARES, day_of
from portfolio.demo.plans import DAY, HERE, at
from projects.models import RoleAssignment, Task
from staffing.models import Absence, Allocation, Employment, Timesheet, TimesheetLine

HOUR_COST, MONTH_HOURS = 84, 145
TOM_WORKS_ON = ("DIG-001", "CORE-001", "DIG-004")


def first_week(council):
    """The Monday on which the time sheets of the council begin."""
    return council.today - DAY * council.today.weekday() - DAY * 7 * council.weeks


def demand(story):
    """How many full-time people the internal labour of the budget pays for each month."""
    labour = SHARES[story.plot.kind]["LAB"] / 100 * story.plot.budget_k * 1000 * story.plot.cost
    return labour / (story.plot.months * story.plot.pace) / (HOUR_COST * MONTH_HOURS)


class Desk:
    """Books people on projects; what one has left is kept by month, so that nobody passes 100 %."""

    def __init__(self, council):
        self.council = council
        self.used = defaultdict(lambda: defaultdict(Decimal))
        self.roles = dict(Employment.objects.values_list("person_id", "role_id"))
        self.allocations = []

    def book(self, story, first, last, *, state="confirmed"):
        """People for the project until its labour is covered, a tenth to the whole of each one's time."""
        wanted, turn = demand(story), story.chance.randrange(len(self.council.workers))
        people = self.council.workers[turn:] + self.council.workers[:turn]
        if story.project.code in TOM_WORKS_ON:
            tom = self.council.people["tom"]
            people = [tom, *(person for person in people if person != tom)]
        for person in people:
            if wanted < 0.1:
                break
            share = self._share(person, wanted, first, last, story.project.code)
            if share:
                wanted -= float(share)
                self._allocate(story, person, share, first, last, state)

    def _share(self, person, wanted, first, last, code):
        left = 1 - max((self.used[person.pk][month] for month in _months(first, last)), default=Decimal(0))
        if person == self.council.people["tom"]:
            return min(left, Decimal("0.3")) if code in TOM_WORKS_ON else Decimal(0)
        share = min(left, Decimal(str(round(wanted, 1))), Decimal("0.8"))
        return share if share >= Decimal("0.2") or share >= Decimal(str(round(wanted, 1))) else Decimal(0)

    def _allocate(self, story, person, share, first, last, state):
        for month in _months(first, last):
            self.used[person.pk][month] += share
        self.allocations.append(Allocation(
            project=story.project, person=person, role_id=self.roles[person.pk], share=share, state=state,
            days=DateRange(first, last + DAY), created_by=story.by,
            confirmed_by=self.council.user("rita"), answer="The work is done" if state == "ended" else "",
        ))  # fmt: skip

    def ask(self, story, first, last):
        """Requests that nobody has answered yet."""
        for name in ("Developer", "Tester"):
            self.allocations.append(Allocation(
                project=story.project, role=self.council.roles[name], share=Decimal("0.5"),
                days=DateRange(first, last + DAY), created_by=story.by, note="From the start on",
            ))  # fmt: skip

    def write(self):
        Allocation.objects.bulk_create(self.allocations)
        tom = self.council.people["tom"]
        RoleAssignment.objects.bulk_create(
            RoleAssignment(person=tom, role=Role.TEAM_MEMBER, project=row.project, days=row.days)
            for row in self.allocations
            if row.person == tom
        )


def _months(first, last):
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + 32 * DAY).replace(day=1)


def absences(council):
    """A week of leave for every third person in the last two months, another one to come."""
    rows, monday = [], council.today - DAY * council.today.weekday()
    for no, person in enumerate(council.workers):
        if no % 3 == 0:
            start = monday - DAY * 7 * (1 + no % 6)
            rows.append(Absence(person=person, days=DateRange(start, start + DAY * 5), kind="leave"))
        start = monday + DAY * 7 * (3 + no % 11)
        rows.append(Absence(person=person, days=DateRange(start, start + DAY * (5 + 5 * (no % 2))), kind="leave"))
    Absence.objects.bulk_create(rows)


def book_time(council, desk, stories):
    """Sheets of the last weeks: approved by project and resource manager, the newest one still waiting."""
    tasks = {story.project.pk: _running(story.project) for story in stories}
    bosses = {story.project.pk: story.by for story in stories}
    booked = defaultdict(list)
    for row in desk.allocations:
        if row.project_id in tasks and row.state == "confirmed":
            booked[row.person_id].append(row)
    start, rita = first_week(council), council.user("rita")
    sheets = Timesheet.objects.bulk_create(
        Timesheet(person_id=pk, week=start + DAY * 7 * no, created_by=rita)
        for pk in booked
        for no in range(council.weeks)
    )
    off, last = _days_off(council), start + DAY * 7 * (council.weeks - 1)
    lines = []
    for sheet in sheets:
        days = [sheet.week + DAY * no for no in range(5)]
        for day in days:
            if (sheet.person_id, day) not in off and (None, day) not in off:
                lines += _line(sheet, day, booked[sheet.person_id], tasks)
    for line in lines:
        if line.timesheet.week < last:
            line.line_state, line.line_approved_by = "approved", bosses[line.project_id]
    return lines


def approve_time(council):
    """All weeks but the newest are approved by the resource manager; the newest waits for everybody's word."""
    last = first_week(council) + DAY * 7 * (council.weeks - 1)
    old = Timesheet.objects.filter(week__lt=last)
    old.update(state="approved", submitted_at=at(last, 9), approved_by=council.user("rita"), approved_at=at(last, 12))
    Timesheet.objects.filter(week=last).update(state="submitted", submitted_at=at(last + 4 * DAY, 17))


def _line(sheet, day, booked, tasks):
    """A whole day's time on one of the projects, so that over the weeks each gets its share."""
    rows = [row for row in booked if row.days.lower <= day < row.days.upper and tasks[row.project_id]]
    if not rows:
        return
    total = sum(row.share for row in rows)
    turn, row = (day.toordinal() * 7 + sheet.person_id * 3) % 10 * total / 10, rows[-1]
    for candidate in rows:
        if turn < candidate.share:
            row = candidate
            break
        turn -= candidate.share
    running = [t for t in tasks[row.project_id] if t[1] <= day <= t[2]] or tasks[row.project_id][-1:]
    task = running[(sheet.person_id + day.toordinal() // 7) % len(running)]
    minutes = max(30, int(480 * total) // 15 * 15)
    yield TimesheetLine(timesheet=sheet, project_id=row.project_id, task_id=task[0], date=day, minutes=minutes,
                        created_by=sheet.created_by)  # fmt: skip


def _running(project):
    """[(task id, first day, last day of work)] of the packages that have begun."""
    far = dt.date(2200, 1, 1)
    rows = Task.objects.filter(~Q(actual_start=None), project=project, kind=Task.Kind.WORK_PACKAGE).order_by("outline")
    return [
        (row.pk, day_of(row.actual_start), row.actual_finish.astimezone(HERE).date() if row.actual_finish else far)
        for row in rows
    ]


def _days_off(council):
    """{(person id or None for everybody, day)} on which nobody books."""
    away = {
        (row.person_id, row.days.lower + DAY * no)
        for row in Absence.objects.all()
        for no in range((row.days.upper - row.days.lower).days)
    }
    return away | {(None, row.date) for row in council.calendar.exceptions.all()}
