"""Which settings of the organisation may an administrator change?"""

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import StrictForm
from foundation.organisation.models import Organisation


class OrganisationForm(StrictForm, forms.ModelForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Organisation
        fields = ("name", "zone", "first_fiscal_month", "reporting_currency", "standard_week_min")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["row_version"].initial = self.instance.row_version
        self.fields["zone"].help_text = _("A name such as Europe/Berlin; periods and facts follow its days.")
        self.fields["standard_week_min"].min_value = 1

    def clean_zone(self):
        zone = self.cleaned_data["zone"]
        if zone not in zoneinfo.available_timezones():
            raise forms.ValidationError(_("No time zone is called that."))
        return zone
