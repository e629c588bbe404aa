"""What is said when a baseline is drafted or given back?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import StrictForm


class ReasonForm(StrictForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why this version, or why it comes back."),
    )  # fmt: skip
