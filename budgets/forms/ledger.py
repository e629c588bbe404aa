"""What is asked for an entry, a reversal and a file of entries?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.forms.fields import (
    amount_field,
    category_field,
    class_field,
    currency_field,
    day_field,
    reason_field,
    task_field,
)
from budgets.models import EntryType
from foundation.forms import StrictForm

# exchange differences come from the books of the organisation, requisitions from its orders
POSTED_BY_HAND = [(kind.value, kind.label) for kind in EntryType if kind is not EntryType.FX]


class EntryForm(StrictForm):
    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= {
            "type": forms.ChoiceField(choices=POSTED_BY_HAND, label=_("Type"), initial=EntryType.ACTUAL),
            "date": day_field(),
            "category": category_field(),
            "cost_class": class_field(),
            "task": task_field(project),
            "txn_amount": amount_field(help_text=_("A release or a reversal takes its minus by itself.")),
            "txn_currency": currency_field(initial=project.currency_id),
            "document": forms.CharField(label=_("Document"), max_length=120),
            "order": forms.CharField(label=_("Order"), max_length=120, required=False),
            "supplier": forms.CharField(label=_("Supplier"), max_length=200, required=False),
            "text": forms.CharField(label=_("Text"), max_length=500, required=False),
            "paid_on": day_field(_("Paid on"), required=False),
        }


class ReverseForm(StrictForm):
    on = day_field(_("Day of the reversal"))
    reason = reason_field()


class UploadForm(StrictForm):
    file = forms.FileField(label=_("File of entries"), help_text=_("CSV, XLSX or ODS, up to 25 MB"))
