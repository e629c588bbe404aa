"""What does a person say when a project changes its state or its health?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import Day, StrictForm
from portfolio.models import Health, HealthOverride

KNOWN = [choice for choice in Health.choices if choice[0] != Health.UNKNOWN]


class MoveForm(StrictForm):
    """Reason and review date, where the step asks for them."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)
    review_on = Day(label=_("Look at it again on"), required=False)

    def __init__(self, *args, move, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = move.needs_reason
        self.fields["review_on"].required = move.needs_review
        if not move.needs_review:
            del self.fields["review_on"]


class OverrideForm(StrictForm, forms.ModelForm):
    """Another health than the rule says; never without a reason."""

    health = forms.ChoiceField(label=_("Health"), choices=KNOWN, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000,
        help_text=_("It stands beside the health by the rule, with your name."),
    )  # fmt: skip

    class Meta:
        model = HealthOverride
        fields = ("health", "reason")
