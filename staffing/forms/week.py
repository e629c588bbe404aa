"""What does somebody type into his week: hours by task and day?"""

from urllib.parse import urlencode

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.forms import Day, StrictForm
from foundation.periods import DAY
from staffing.engine.hours import hours_text
from staffing.forms.fields import HoursField


class WeekForm(StrictForm):
    """One box for each task and day; `cells` are the minutes by (task pk, day) that were typed in."""

    besides = ("week", "task", "find", "submit")

    def __init__(self, data=None, *, tasks, week, minutes):
        super().__init__(data)
        self.days = [week + n * DAY for n in range(7)]
        self.tasks = tasks
        for task in tasks:
            for day in self.days:
                self.fields[self.name_of(task, day)] = self._box(task, day, minutes)

    def _box(self, task, day, minutes):
        shown = date_format(day, "D j M")
        field = HoursField(label=f"{task.name}, {shown}", initial=hours_text(minutes.get((task.pk, day), 0)))
        field.widget.attrs["aria-label"] = _("Hours of %(task)s on %(day)s") % {"task": task.name, "day": shown}
        return field

    @staticmethod
    def name_of(task, day):
        return f"h-{task.public_id.hex}-{day.isoformat()}"

    @property
    def rows(self):
        return [(task, [self[self.name_of(task, day)] for day in self.days]) for task in self.tasks]

    @property
    def cells(self):
        return {(t.pk, day): self.cleaned_data[self.name_of(t, day)] for t in self.tasks for day in self.days}

    def refuse(self, cells):
        """Put the reason into each cell that was refused."""
        names = {(task.pk, day): self.name_of(task, day) for task in self.tasks for day in self.days}
        for key, words in cells.items():
            self.add_error(names.get(key), words)


class ReturnForm(StrictForm):
    besides = ("line",)
    reason = forms.CharField(label=gettext_lazy("What is to be changed"), max_length=300)


class EntryFilter(forms.Form):
    """The questions above the list of time entries."""

    first = Day(label=gettext_lazy("From"), required=False)
    until = Day(label=gettext_lazy("Until"), required=False)
    project = forms.CharField(label=gettext_lazy("Project code"), required=False, max_length=60)
    name = forms.CharField(label=gettext_lazy("Person"), required=False, max_length=200)

    @property
    def address(self):
        """The questions again, for the links of the page."""
        asked = {key: self.data[key] for key in self.fields if self.data.get(key)}
        return urlencode(asked)
