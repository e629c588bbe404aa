"""What stands on the page of one's own week?"""

import uuid
from functools import cached_property

from foundation.periods import DAY
from staffing import queries
from staffing.engine.hours import hours
from staffing.forms.week import WeekForm

MOST_TASKS = 50


class Week:
    """One person's week: the sheet, its lines, and the tasks that the address or the form adds."""

    def __init__(self, person, week, asked):
        self.person, self.week = person, week
        self.sheet = queries.current_sheet(person, week)
        self.lines = queries.sheet_lines(self.sheet) if self.sheet else []
        self.added = list(_ids(asked.getlist("task")))[:MOST_TASKS]
        self.days = [week + n * DAY for n in range(7)]
        self.minutes = {(line.task_id, line.date): line.minutes for line in self.lines}

    @property
    def is_open(self):
        return self.sheet is None or self.sheet.state in ("open", "returned")

    @cached_property
    def tasks(self):
        return queries.week_tasks(self.person, self.week, self.lines, self.added if self.is_open else ())

    def form(self, data):
        return WeekForm(data, tasks=self.tasks, week=self.week, minutes=self.minutes)

    def context(self, form, text):
        """Everything that the template draws."""
        days, total = queries.sheet_figures(self.sheet, self.lines, self.person.user) if self.sheet else ([], None)
        return {
            "form": form, "sheet": self.sheet, "week": self.week, "days": self.days, "is_open": self.is_open,
            "previous": self.week - 7 * DAY, "following": self.week + 7 * DAY, "tasks": self.tasks,
            "offered": self._offered(text), "find": text, "day_figures": days, "total": total,
            "frozen": [] if self.is_open else self._frozen(),
        }  # fmt: skip

    def _offered(self, text):
        """Tasks that can be added, each with the address that does it."""
        if not self.is_open:
            return []
        known = [task.pk for task in self.tasks]
        kept = "".join(f"&task={task.public_id}" for task in self.tasks)
        found = queries.offered_tasks(self.person, self.week, text=text, exclude=known)
        return [(task, f"?week={self.week.isoformat()}{kept}&task={task.public_id}") for task in found]

    def _frozen(self):
        """(task, hours of the seven days or None) of a sheet that is not open any more."""
        typed = ((task, [self.minutes.get((task.pk, day)) for day in self.days]) for task in self.tasks)
        return [(task, [hours(minutes) if minutes else None for minutes in row]) for task, row in typed]


def _ids(texts):
    for text in texts:
        try:
            yield uuid.UUID(text)
        except ValueError:
            continue
