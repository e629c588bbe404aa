"""What do people enter about charter, settings, stages, gates and lessons?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import Day, OneOf, Paragraph, RowForm, StrictForm
from foundation.organisation.models import Currency
from projects.models import Calendar, Charter, GateReview, Lesson, Programme, Project, Stage, State
from projects.queries.team import active_people


class CharterForm(RowForm):
    purpose = Paragraph(label=_("Purpose"), required=False, help_text=_("Why the project exists and for whom."))
    goals = Paragraph(label=_("Goals"), required=False, help_text=_("Specific, measurable, with a date."))
    scope = Paragraph(label=_("In scope"), required=False)
    exclusions = Paragraph(label=_("Out of scope"), required=False)
    assumptions = Paragraph(label=_("Assumptions and constraints"), required=False)
    success = Paragraph(label=_("How success is measured"), required=False)
    cost_tolerance = forms.DecimalField(
        label=_("Cost tolerance"),
        min_value=0,
        max_value=1,
        decimal_places=6,
        help_text=_("Share of the budget, 0.1 is a tenth. Beyond it the sponsor must hear of it."),
    )
    time_tolerance_days = forms.IntegerField(label=_("Time tolerance (calendar days)"), min_value=0, max_value=3650)

    class Meta:
        model = Charter
        fields = (
            "purpose goals scope exclusions assumptions success cost_tolerance time_tolerance_days".split()  # noqa: SIM905
        )


class SettingsForm(RowForm):
    name = forms.CharField(label=_("Name"), max_length=500)
    code = forms.CharField(label=_("Code"), max_length=60)
    programme = OneOf(None, label=_("Programme"), required=False, empty_label=_("none"))
    currency = forms.ModelChoiceField(Currency.objects.all(), label=_("Currency of the budget"), empty_label=None)
    calendar = OneOf(Calendar.objects.all(), label=_("Working calendar"), empty_label=None)
    start = Day(label=_("Planned start"))
    must_finish = Day(label=_("Must finish on or before"), required=False)
    classification = forms.ChoiceField(label=_("Classification"), choices=Project.Classification.choices)
    reporting_days = forms.IntegerField(label=_("Reporting period (days)"), min_value=1, max_value=366)

    class Meta:
        model = Project
        fields = ("name", "code", "programme", "currency", "calendar", "start", "must_finish")
        fields += ("classification", "reporting_days")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        programmes = Programme.objects.filter(portfolio=self.instance.portfolio_id, archived_at=None)
        self.fields["programme"].queryset = programmes
        if self.instance.state != State.DRAFT:
            del self.fields["code"], self.fields["currency"]

    def clean(self):
        found = super().clean()
        if found.get("start") and found.get("must_finish") and found["must_finish"] < found["start"]:
            self.add_error("must_finish", _("It must not finish before it starts."))
        return found


class StageForm(RowForm):
    planned_start = Day(label=_("Planned start"), required=False)
    planned_finish = Day(label=_("Planned finish"), required=False)
    actual_start = Day(label=_("Actual start"), required=False)
    actual_finish = Day(label=_("Actual finish"), required=False)

    class Meta:
        model = Stage
        fields = ("planned_start", "planned_finish", "actual_start", "actual_finish")

    def clean(self):
        found = super().clean()
        for kind in ("planned", "actual"):
            start, finish = found.get(f"{kind}_start"), found.get(f"{kind}_finish")
            if finish and start and finish < start:
                self.add_error(f"{kind}_finish", _("It must not finish before it starts."))
        if found.get("actual_finish") and not found.get("actual_start"):
            self.add_error("actual_start", _("What is finished has started."))
        return found


MET = [("yes", _("met")), ("no", _("not met"))]


class JudgeForm(StrictForm):
    """Each criterion of a gate: met or not, and a note."""

    def __init__(self, *args, gate, **kwargs):
        super().__init__(*args, **kwargs)
        self.count = len(gate.criteria)
        for place, each in enumerate(gate.criteria):
            known = {True: "yes", False: "no"}.get(each["met"])
            self.fields[f"met_{place}"] = forms.ChoiceField(
                label=each["text"], choices=MET, widget=forms.RadioSelect, initial=known
            )
            self.fields[f"note_{place}"] = forms.CharField(
                label=_("Note or evidence"), required=False, max_length=2000, initial=each["note"]
            )

    @property
    def values(self):
        said = self.cleaned_data
        return {"judged": [(said[f"met_{n}"] == "yes", said[f"note_{n}"]) for n in range(self.count)]}


class DecideForm(StrictForm):
    decision = forms.ChoiceField(label=_("Decision"), choices=GateReview.Decision.choices, widget=forms.RadioSelect)
    conditions = Paragraph(
        label=_("Conditions or reason"), required=False, help_text=_("Needed when you proceed with conditions.")
    )


class LessonForm(RowForm):
    event = Paragraph(label=_("What happened"))
    effect = Paragraph(label=_("Effect"))
    cause = Paragraph(label=_("Cause"), required=False)
    recommendation = Paragraph(label=_("Recommendation"), help_text=_("What the next project should do."))
    applies_to = forms.CharField(label=_("Where it applies"), max_length=300, required=False)
    owner = OneOf(None, label=_("Owner"), required=False, empty_label=_("nobody"))

    class Meta:
        model = Lesson
        fields = ("event", "effect", "cause", "recommendation", "applies_to", "owner")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_people()
