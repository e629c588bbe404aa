"""What does a person type about reports?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import StrictForm
from reports.kinds import PROJECT_KINDS

LARGEST = 25 * 1024 * 1024


class AskForm(StrictForm):
    kind = forms.ChoiceField(label=_("Report"), choices=[(k.value, k.label) for k in PROJECT_KINDS])


class RejectForm(StrictForm):
    reason = forms.CharField(label=_("Why not"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)


class VerifyForm(forms.Form):
    file = forms.FileField(label=_("PDF file"), allow_empty_file=True)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 25 MB; no report is."))
        return file
