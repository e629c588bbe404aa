"""What is asked for an exchange rate and a cost category?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.forms.fields import class_field, currency_field, day_field
from budgets.models import CostCategory
from foundation.forms import StrictForm
from foundation.organisation.models import ExchangeRate


class RateForm(StrictForm):
    rate = forms.DecimalField(
        max_digits=20, decimal_places=10, min_value=0, label=_("Rate"), help_text=_("Quoted units for one base unit")
    )
    date = day_field()
    kind = forms.ChoiceField(choices=ExchangeRate.Kind.choices, label=_("Kind"))
    source = forms.CharField(label=_("Source"), max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"base": currency_field(), "quote": currency_field(), **self.fields}
        self.fields["base"].label, self.fields["quote"].label = _("Base"), _("Quoted")


class CategoryForm(StrictForm):
    code = forms.CharField(label=_("Code"), max_length=30)
    name = forms.CharField(label=_("Name"), max_length=200)
    cost_class = class_field()
    is_labour = forms.BooleanField(label=_("Labour from time sheets goes here"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = CostCategory.objects.filter(archived_at__isnull=True)
        parent = forms.ModelChoiceField(rows, to_field_name="public_id", required=False, label=_("Below"))
        self.fields["parent"] = parent
