"""What is asked for a business case and its options?"""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.models import Cba, CbaOption
from foundation.forms import StrictForm


def _text(label, rows=4):
    return forms.CharField(label=label, max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": rows}))


class CaseForm(StrictForm):
    """Parameters and texts; with `case` its values and the version that was read."""

    base_year = forms.IntegerField(label=_("Base year"), min_value=1900, max_value=2200)
    horizon = forms.IntegerField(label=_("Years after the base year"), min_value=1, max_value=125)
    rate = forms.DecimalField(label=_("Discount rate"), min_value=-20, max_value=100, max_digits=7, decimal_places=4)
    rate_source = forms.CharField(
        label=_("Source of the rate"),
        max_length=200,
        help_text=_("Who sets it, and when: a handbook, a board's paper."),
    )
    price_basis = forms.ChoiceField(
        label=_("Prices"),
        choices=Cba.PriceBasis.choices,
        help_text=_("Constant prices want a rate without inflation, current prices one with it."),
    )
    timing = forms.ChoiceField(label=_("Cash flows at the"), choices=Cba.Timing.choices)
    need = _text(_("Strategic context and need"))
    objectives = _text(_("Objectives"))
    assumptions = _text(_("Assumptions"))
    recommendation = _text(_("Recommendation"))

    def __init__(self, *args, case=None, base_year=None, **kwargs):
        kwargs["initial"] = {"base_year": base_year, "horizon": 5} if case is None else _values(case)
        super().__init__(*args, **kwargs)
        self.fields["rate"].unit = "%"
        if case is not None:
            self.fields["row_version"] = forms.IntegerField(widget=forms.HiddenInput)

    def clean_rate(self):
        return self.cleaned_data["rate"] / Decimal(100)


def _values(case):
    names = set(CaseForm.base_fields) - {"rate"}
    return {name: getattr(case, name) for name in names} | {"rate": case.rate_percent, "row_version": case.row_version}


class OptionForm(StrictForm):
    """One option; with `option` its values and the version that was read."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=CbaOption.Kind.choices,
        initial=CbaOption.Kind.OPTION,
        help_text=_("“Do nothing” or “do minimum” is what every other option is measured against."),
    )
    description = _text(_("Description"))
    rejected_because = _text(_("Why it was rejected"), rows=3)

    def __init__(self, *args, option=None, **kwargs):
        if option is not None:
            kwargs["initial"] = {name: getattr(option, name) for name in (*self.base_fields, "row_version")}
        super().__init__(*args, **kwargs)
        if option is not None:
            self.fields["row_version"] = forms.IntegerField(widget=forms.HiddenInput)
