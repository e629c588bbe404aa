"""How is a task typed in? Words become minutes, days become instants of the project's zone."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Person
from foundation.forms import Day, StrictForm
from projects.engine.plan_text import TextError, duration_text, read_duration
from projects.models import RoleAssignment, Task
from projects.models.plan import NEEDS_DATE

_FROM_START = ("SNET", "SNLT", "MSO")


class DurationField(forms.CharField):
    """`3d`, `4h`, `2w` in the hours of the project's calendar; gives working minutes."""

    def __init__(self, *, hours, **kwargs):
        self.hours = hours
        super().__init__(**kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_duration(text, self.hours)
        except TextError as error:
            sentences = {
                "duration": _("Write a duration such as 3d, 4h or 2w."),
                "duration_range": _("This duration is too long."),
            }
            raise forms.ValidationError(sentences[error.code]) from error


class PercentField(forms.DecimalField):
    """0 to 100; gives the share."""

    def __init__(self, **kwargs):
        super().__init__(min_value=0, max_value=100, max_digits=7, decimal_places=4, localize=False, **kwargs)

    def clean(self, value):
        text = str(value).replace("%", "").replace(",", ".").strip() if value is not None else value
        shown = super().clean(text)
        return None if shown is None else (Decimal(shown) / 100).quantize(Decimal("0.000001"))


def team(project):
    """Who may be responsible: people with a role on the project, its programme or portfolio, and who is it now."""
    held = RoleAssignment.objects.filter(project=project).values("person")
    now = Task.objects.filter(project=project, responsible__isnull=False).values("responsible")
    return Person.objects.filter(archived_at=None).filter(pk__in=held.union(now).values("person")).order_by("name")


class TaskForm(StrictForm):
    """All that a planner decides about one task. `values()` are the values of the row."""

    name = forms.CharField(label=_("Name"), max_length=500)
    kind = forms.ChoiceField(label=_("Kind"), choices=Task.Kind.choices, initial=Task.Kind.TASK)
    duration = forms.CharField(label=_("Duration"))
    predecessors = forms.CharField(
        label=_("Predecessors"), required=False, max_length=2000,
        help_text=_("Numbers of the tasks that it waits for, with type and lag: 3FS+2d, 5SS."),
    )  # fmt: skip
    responsible = forms.ModelChoiceField(
        label=_("Responsible"), queryset=Person.objects.none(), required=False, to_field_name="public_id"
    )
    constraint_type = forms.ChoiceField(
        label=_("Constraint"), choices=Task.ConstraintType.choices, initial="ASAP", required=False
    )
    constraint_date = Day(label=_("Constraint date"), required=False)
    deadline = Day(label=_("Deadline"), required=False, help_text=_("A target: it moves no date, but shows as late."))
    description = forms.CharField(
        label=_("Description"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    row_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, project, clock, hours, task=None, **kwargs):
        self.project, self.clock, self.task = project, clock, task
        super().__init__(*args, initial=self._initial(task, clock, hours), **kwargs)
        self.fields["duration"] = DurationField(
            label=_("Duration"), hours=hours, required=False, max_length=30, initial="1d",
            help_text=_("In working time: 3d, 4h, 2w."),
        )  # fmt: skip
        self.fields["responsible"].queryset = team(project)

    @staticmethod
    def _initial(task, clock, hours):
        if task is None:
            return {}
        early = task.constraint_type in _FROM_START
        shown = {
            name: getattr(task, name) for name in ("name", "kind", "description", "constraint_type", "row_version")
        }
        return shown | {
            "duration": duration_text(task.duration_min, hours),
            "responsible": task.responsible.public_id if task.responsible else None,
            "constraint_date": (clock.start_day if early else clock.finish_day)(task.constraint_date),
            "deadline": clock.finish_day(task.deadline),
        }

    def clean(self):
        data = super().clean()
        kind, day = data.get("constraint_type") or "ASAP", data.get("constraint_date")
        data["constraint_type"] = kind
        if kind in NEEDS_DATE and day is None and "constraint_date" not in self.errors:
            self.add_error("constraint_date", _("This constraint needs a date."))
        if kind not in NEEDS_DATE:
            data["constraint_date"] = None
        return data

    def values(self):
        """The columns of the row, ready for a service."""
        data, clock = self.cleaned_data, self.clock
        early = data["constraint_type"] in _FROM_START
        values = {name: data[name] for name in ("name", "kind", "description", "responsible", "constraint_type")}
        values["constraint_date"] = (clock.from_start if early else clock.to_end)(data["constraint_date"])
        values["deadline"] = clock.to_end(data["deadline"])
        if data["duration"] is not None:
            values["duration_min"] = data["duration"]
        return values


class CellForm(StrictForm):
    """One cell of the table: the field that was edited, and nothing else."""

    EDITED = ("name", "duration", "predecessors", "responsible", "percent")
    field = forms.ChoiceField(choices=[(name, name) for name in EDITED])
    row_version = forms.IntegerField()

    def __init__(self, data, *, project, hours, only=None):
        super().__init__(data)
        kinds = {
            "name": lambda: forms.CharField(max_length=500),
            "duration": lambda: DurationField(hours=hours, max_length=30),
            "predecessors": lambda: forms.CharField(required=False, max_length=2000),
            "responsible": lambda: forms.ModelChoiceField(team(project), required=False, to_field_name="public_id"),
            "percent": PercentField,
        }
        if only:
            self.fields["field"].choices = [(only, only)]
        self.edited = data.get("field")
        if self.edited in kinds:
            self.fields[self.edited] = kinds[self.edited]()

    @property
    def value(self):
        return self.cleaned_data[self.edited]


class ProgressForm(StrictForm):
    """How far a task is, as its team reports it."""

    percent = PercentField(label=_("Complete"), required=False)
    actual_start = Day(label=_("Actual start"), required=False)
    actual_finish = Day(label=_("Actual finish"), required=False)
    remaining = forms.CharField(label=_("Work left"), required=False)
    row_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, task, clock, hours, **kwargs):
        left = task.remaining_min if task.actual_start and not task.actual_finish else None
        initial = {
            "percent": f"{(task.percent * 100).normalize():f}",
            "actual_start": clock.start_day(task.actual_start),
            "actual_finish": clock.finish_day(task.actual_finish),
            "remaining": "" if left is None else duration_text(left, hours),
            "row_version": task.row_version,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["percent"].unit = "%"
        self.fields["remaining"] = DurationField(
            label=_("Work left"), hours=hours, required=False, max_length=30, help_text=_("In working time: 3d, 4h.")
        )

    def reported(self):
        """Only what the person changed: the rest follows from it."""
        names = {"percent": "percent", "actual_start": "actual_start", "actual_finish": "actual_finish",
                 "remaining": "remaining_min"}  # fmt: skip
        return {names[name]: self.cleaned_data[name] for name in self.changed_data if name in names}


class DataDateForm(StrictForm):
    data_date = Day(label=_("Data date"), help_text=_("Progress is complete up to the end of this day."))
    reason = forms.CharField(label=_("Reason, when it moves back"), required=False, max_length=1000)
