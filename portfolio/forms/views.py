"""Under which name does a person keep a view?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import StrictForm


class SavedViewForm(StrictForm):
    name = forms.CharField(label=_("Name of this view"), max_length=80)
    query = forms.CharField(max_length=2000, required=False, widget=forms.HiddenInput)
