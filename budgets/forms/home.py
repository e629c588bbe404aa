"""What may be asked of the finance home?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.organisation.models import FiscalPeriod

GROUPS = (("project", _("project")), ("category", _("category")), ("class", _("capex / opex")), ("period", _("period")))


class AskedForm(forms.Form):
    group = forms.ChoiceField(label=_("By"), choices=GROUPS, required=False)
    portfolio = forms.ChoiceField(label=_("Portfolio"), required=False)
    year = forms.ChoiceField(label=_("Fiscal year"), required=False)
    page = forms.IntegerField(min_value=1, max_value=100_000, required=False, widget=forms.HiddenInput)

    def __init__(self, data, *, portfolios):
        super().__init__(data, auto_id="finance-%s")
        rows = [(str(row.public_id), row.name) for row in portfolios.order_by("name")]
        self.fields["portfolio"].choices = [("", _("all")), *rows]
        years = FiscalPeriod.objects.order_by("fiscal_year").values_list("fiscal_year", flat=True).distinct()
        self.fields["year"].choices = [("", _("all")), *((str(year), str(year)) for year in years)]
