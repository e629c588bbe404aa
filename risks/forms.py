"""What does a person type about a risk, and in which units?"""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Person
from foundation.forms import Day, StrictForm
from risks.engine.exposure import STRATEGIES, Kind
from risks.models import Risk, RiskAssessment, RiskResponse

OBJECTIVES = (("cost", _("Cost")), ("time", _("Time")), ("scope", _("Scope and quality")), ("benefits", _("Benefits")))
LEVELS = [
    ("", _("no impact")),
    (1, _("1 very low")),
    (2, _("2 low")),
    (3, _("3 medium")),
    (4, _("4 high")),
    (5, _("5 very high")),
]
DAY_MIN = 480


def _decimal(label, **options):
    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "number w-8"})
    return forms.DecimalField(label=label, widget=widget, **options)


def _day(label, **options):
    return Day(label=label, **options)


class RiskForm(StrictForm, forms.ModelForm):
    """Cause, event, effect; the owner is a person of the project."""

    class Meta:
        model = Risk
        fields = ("kind", "cause", "event", "effect", "category", "owner", "review_on", "trigger", "contingency_plan",
                  "confidentiality")  # fmt: skip
        widgets = {
            **{name: forms.Textarea(attrs={"rows": 2}) for name in ("cause", "event", "effect", "trigger")},
            "contingency_plan": forms.Textarea(attrs={"rows": 3}),
            "review_on": forms.DateInput(attrs={"type": "date"}),
        }
        help_texts = {
            "cause": _("A fact of today: “Because …”"),
            "event": _("What is uncertain: “… it could happen that …”"),
            "effect": _("What it would do to the objectives: “… so that …”"),
        }

    def __init__(self, *args, project, may_hide, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Person.objects.filter(archived_at__isnull=True)
        self.fields["review_on"].required = False
        self.project = project
        if not may_hide:
            del self.fields["confidentiality"]


class RiskEditForm(RiskForm):
    """The same words on a risk that exists, with the version that the person read."""

    row_version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, risk, data, *, project):
        """The form works on a copy, so that what it cleans is not yet the row."""
        version = {"row_version": risk.row_version}
        return cls(data, instance=Risk.objects.get(pk=risk.pk), project=project, may_hide=True, initial=version)


class AssessmentForm(StrictForm):
    """Probability in percent, impact 1-5 on each objective, and money and time where they can be named."""

    basis = forms.ChoiceField(label=_("Basis"), choices=RiskAssessment.Basis.choices, initial="current")
    probability_percent = _decimal(
        _("Probability (%)"), min_value=Decimal("0.1"), max_value=Decimal("99.9"), max_digits=4, decimal_places=1
    )
    impact_cost = forms.TypedChoiceField(label=_("Impact on cost"), choices=LEVELS, coerce=int, required=False)
    impact_time = forms.TypedChoiceField(label=_("Impact on time"), choices=LEVELS, coerce=int, required=False)
    impact_scope = forms.TypedChoiceField(
        label=_("Impact on scope and quality"), choices=LEVELS, coerce=int, required=False
    )
    impact_benefits = forms.TypedChoiceField(label=_("Impact on benefits"), choices=LEVELS, coerce=int, required=False)
    cost_impact = _decimal(_("Cost if it happens"), min_value=0, max_digits=15, decimal_places=2, required=False)
    delay_days = _decimal(_("Delay if it happens (working days)"), max_digits=6, decimal_places=1, required=False)

    def clean(self):
        data = super().clean()
        data["impacts"] = {key: data[f"impact_{key}"] for key, _label in OBJECTIVES if data.get(f"impact_{key}")}
        if not self.errors and not data["impacts"]:
            self.add_error("impact_cost", _("Judge the impact on at least one objective."))
        return data

    def values(self):
        """Arguments of `services.assess`."""
        data = self.cleaned_data
        delay = data["delay_days"]
        return {
            "basis": data["basis"],
            "probability": data["probability_percent"] / 100,
            "impacts": data["impacts"],
            "cost_impact": data["cost_impact"],
            "time_impact_min": None if delay is None else int(delay * DAY_MIN),
        }


class ResponseForm(StrictForm, forms.ModelForm):
    cost = _decimal(_("Cost"), min_value=0, max_digits=19, decimal_places=4, initial=0)

    class Meta:
        model = RiskResponse
        fields = ("strategy", "action", "cost", "actionee", "due")
        widgets = {
            "action": forms.Textarea(attrs={"rows": 2}),
            "due": forms.DateInput(attrs={"type": "date"}),
        }

    def __init__(self, *args, risk, **kwargs):
        super().__init__(*args, **kwargs)
        fitting = STRATEGIES[Kind(risk.kind)]
        self.fields["strategy"].choices = [c for c in RiskResponse.Strategy.choices if c[0] in fitting]
        self.fields["actionee"].queryset = Person.objects.filter(archived_at__isnull=True)


class ResponseMoveForm(StrictForm):
    state = forms.ChoiceField(choices=[c for c in RiskResponse.State.choices if c[0] != "planned"])
    row_version = forms.IntegerField(widget=forms.HiddenInput)


class OccurForm(StrictForm):
    actual_impact = _decimal(_("What it really cost"), min_value=0, max_digits=15, decimal_places=2, required=False)
    severity = forms.TypedChoiceField(
        label=_("Severity of the issue"),
        coerce=int,
        choices=[(1, _("minor")), (2, _("moderate")), (3, _("major")), (4, _("critical"))],
        initial=3,
    )
    occurred_on = _day(_("When it happened"))

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, initial={"occurred_on": today}, **kwargs)
        self.today = today

    def clean_occurred_on(self):
        if self.cleaned_data["occurred_on"] > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return self.cleaned_data["occurred_on"]


class ReasonForm(StrictForm):
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class DrawForm(StrictForm):
    amount = _decimal(_("Amount"), min_value=Decimal("0.01"), max_digits=15, decimal_places=2)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
