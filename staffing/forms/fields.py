"""Which boxes do the forms of staffing have in common?"""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.errors import Refused
from foundation.forms import Day
from staffing.engine.hours import minutes_of


def day_field(label, **options):
    return Day(label=label, **options)


def chosen(rows, label, **options):
    """A select over rows, by public id."""
    return forms.ModelChoiceField(rows, label=label, to_field_name="public_id", **options)


class ShareField(forms.DecimalField):
    """A share typed in as percent: "50" is 0.5."""

    unit = "%"

    def __init__(self, **options):
        box = forms.TextInput(attrs={"inputmode": "decimal", "class": "number w-6"})
        super().__init__(max_value=100, min_value=Decimal("0.01"), decimal_places=2, widget=box, **options)

    def clean(self, value):
        percent = super().clean(value)
        return None if percent is None else percent / 100

    def prepare_value(self, value):
        return f"{value * 100:f}".rstrip("0").rstrip(".") if isinstance(value, Decimal) else value


class HoursField(forms.CharField):
    """Hours as people type them, as minutes; an empty box is 0."""

    def __init__(self, **options):
        box = forms.TextInput(attrs={"inputmode": "decimal", "class": "number w-2", "autocomplete": "off"})
        super().__init__(required=False, max_length=6, widget=box, **options)

    def clean(self, value):
        try:
            return minutes_of(super().clean(value))
        except ValueError:
            raise forms.ValidationError(_("Hours, such as 7.5 or 7:30")) from None


def done(form, act, *subjects, **fixed):
    """Is the form valid, and was `act(*subjects, **fixed, **cleaned data)` done? The result, else None.

    A refusal becomes an error of the form, next to its field.
    """
    if not form.is_valid():
        return None
    try:
        return act(*subjects, **fixed, **form.cleaned_data)
    except Refused as refusal:
        if refusal.status != Refused.status:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None
