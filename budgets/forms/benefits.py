"""What is asked for a benefit, its measures and its values?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.forms.fields import day_field
from budgets.models import Benefit, BenefitMeasure
from foundation.accounts.models import Person
from foundation.forms import StrictForm


def _value(label, **options):
    return forms.DecimalField(label=label, max_digits=19, decimal_places=4, **options)


class BenefitForm(StrictForm):
    """One benefit; with `benefit` its values and the version that was read."""

    name = forms.CharField(label=_("Name"), max_length=300)
    description = forms.CharField(
        label=_("Description"), max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    category = forms.ChoiceField(label=_("Category"), choices=Benefit.Category.choices)
    is_disbenefit = forms.BooleanField(
        label=_("It is a disadvantage that comes with the change"), required=False
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        Person.objects.none(),
        to_field_name="public_id",
        required=False,
        label=_("Owner"),
        help_text=_("Somebody of the business, who stays after the project is closed. Needed for approval."),
    )
    beneficiary = forms.CharField(label=_("Who gains"), max_length=200, required=False)

    def __init__(self, *args, benefit=None, **kwargs):
        if benefit is not None:
            kwargs["initial"] = {name: getattr(benefit, name) for name in (*self.base_fields, "row_version")}
            kwargs["initial"]["owner"] = benefit.owner.public_id if benefit.owner else None
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Person.objects.order_by("name")
        if benefit is not None:
            self.fields["row_version"] = forms.IntegerField(widget=forms.HiddenInput)


class MeasureForm(StrictForm):
    """How it is observed; with `measure` its values and the version that was read."""

    name = forms.CharField(label=_("Measure"), max_length=200)
    unit = forms.CharField(label=_("Unit"), max_length=40)
    direction = forms.ChoiceField(label=_("Direction"), choices=BenefitMeasure.Direction.choices)
    baseline_value = _value(_("Baseline"))
    baseline_on = day_field(_("Baseline measured on"))
    target = _value(_("Target"))
    target_on = day_field(_("Target reached by"))
    source = forms.CharField(label=_("Where the values come from"), max_length=200, required=False)

    def __init__(self, *args, measure=None, **kwargs):
        if measure is not None:
            kwargs["initial"] = {name: getattr(measure, name) for name in (*self.base_fields, "row_version")}
            kwargs["initial"] |= {n: f"{getattr(measure, n).normalize():f}" for n in ("baseline_value", "target")}
        super().__init__(*args, **kwargs)
        if measure is not None:
            self.fields["row_version"] = forms.IntegerField(widget=forms.HiddenInput)


class PointForm(StrictForm):
    """A value of a measure on a day."""

    date = day_field(_("Day"))
    value = _value(_("Value"))

    def __init__(self, *args, unit="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["value"].unit = unit


class MoveForm(StrictForm):
    """What becomes of the benefit."""

    to = forms.ChoiceField(label=_("What became of it"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when it is missed or dropped."),
    )

    def __init__(self, *args, moves, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(state.value, state.label) for state in moves]
