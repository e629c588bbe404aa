"""Which boxes do the forms of money share?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.models import CostCategory, CostClass
from foundation.forms import Day
from foundation.organisation.models import Currency, FiscalPeriod
from projects.models import Task

AMOUNT, A_DAY, REASON = _("Amount"), _("Day"), _("Reason")


def category_field():
    rows = CostCategory.objects.filter(archived_at__isnull=True)
    return forms.ModelChoiceField(rows, to_field_name="public_id", label=_("Category"))


def class_field(**options):
    return forms.ChoiceField(choices=CostClass.choices, label=_("Class"), **options)


class PeriodChoice(forms.ModelChoiceField):
    """A period by the name of its month."""

    def label_from_instance(self, period):
        return period.month


def period_field():
    return PeriodChoice(FiscalPeriod.objects.order_by("days"), to_field_name="public_id", label=_("Period"))


def task_field(project):
    rows = Task.objects.filter(project=project).exclude(kind__in=["summary", "milestone"])
    return forms.ModelChoiceField(rows, to_field_name="public_id", required=False, label=_("Task"))


def currency_field(**options):
    return forms.ModelChoiceField(Currency.objects.all(), label=_("Currency"), **options)


def amount_field(label=AMOUNT, *, unit="", **options):
    field = forms.DecimalField(max_digits=19, decimal_places=4, label=label, **options)
    field.unit = unit
    return field


def typed(amount):
    """A stored amount as a person would type it: 90000.0000 → 90000, 12.5000 → 12.5."""
    return f"{amount.normalize():f}"


def day_field(label=A_DAY, **options):
    return Day(label=label, **options)


def reason_field(label=REASON, **options):
    return forms.CharField(label=label, max_length=500, widget=forms.Textarea(attrs={"rows": 3}), **options)
