"""What is asked for a budget, its lines and its reserves?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from budgets.engine.splitting import Profile
from budgets.forms.fields import (
    amount_field,
    category_field,
    class_field,
    day_field,
    period_field,
    reason_field,
    task_field,
    typed,
)
from budgets.models import Reserve, ReserveMove
from foundation.forms import StrictForm

PROFILES = ((Profile.WORK.value, _("by working time")), (Profile.EVEN.value, _("the same in each period")))


class BudgetForm(StrictForm):
    reason = reason_field(_("Why this version"), required=False)
    funding_source = forms.CharField(label=_("Funding source"), max_length=300, required=False)


class LineForm(StrictForm):
    """One line; with `line` its values, and the version that was read."""

    def __init__(self, *args, project, line=None, **kwargs):
        if line is not None:
            kwargs["initial"] = {
                "category": line.category.public_id,
                "cost_class": line.cost_class,
                "task": line.task.public_id if line.task else None,
                "period": line.period.public_id,
                "amount": typed(line.amount),
                "note": line.note,
                "row_version": line.row_version,
            }
        super().__init__(*args, **kwargs)
        self.fields |= {
            "category": category_field(),
            "cost_class": class_field(),
            "task": task_field(project),
            "period": period_field(),
            "amount": amount_field(unit=project.currency_id, min_value=0),
            "note": forms.CharField(label=_("Note"), max_length=300, required=False),
        }
        if line is not None:
            self.fields["row_version"] = forms.IntegerField(widget=forms.HiddenInput)


class SpreadForm(StrictForm):
    """One amount over many periods."""

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= {
            "category": category_field(),
            "cost_class": class_field(),
            "task": task_field(project),
            "amount": amount_field(unit=project.currency_id, min_value=0),
            "first": day_field(_("First day")),
            "last": day_field(_("Last day")),
            "profile": forms.ChoiceField(choices=PROFILES, label=_("Spread")),
            "note": forms.CharField(label=_("Note"), max_length=300, required=False),
        }


class ReturnForm(StrictForm):
    reason = reason_field(_("Why it is returned"))


class FundingForm(StrictForm):
    amount = amount_field(_("Funding received so far"), min_value=0)


class ReserveForm(StrictForm):
    kind = forms.ChoiceField(choices=Reserve.Kind.choices, label=_("Reserve"))
    amount = amount_field(_("Held back in all"), min_value=0)


class MoveForm(StrictForm):
    kind = forms.ChoiceField(choices=ReserveMove.Kind.choices, label=_("What happens"))
    amount = amount_field(min_value=0)
    on = day_field()
    reason = reason_field(_("What for"))
