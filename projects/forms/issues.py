"""What do people enter about issues, the closure checklist and follow-on actions?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import Day, OneOf, Paragraph, RowForm, StrictForm
from projects.models import ClosureItem, FollowOnAction, Issue
from projects.queries.team import active_people

OPEN = [(value, label) for value, label in Issue.State.choices if value != Issue.State.CLOSED]


class IssueForm(RowForm):
    """A new issue; who may only report one gives no owner."""

    title = forms.CharField(label=_("Title"), max_length=300, help_text=_("What has happened, in one line."))
    description = Paragraph(label=_("Description"), required=False)
    type = forms.ChoiceField(label=_("Type"), choices=Issue.Type.choices, initial=Issue.Type.PROBLEM)
    severity = forms.TypedChoiceField(
        label=_("Severity"), choices=Issue.Severity.choices, initial=Issue.Severity.MODERATE, coerce=int
    )
    owner = OneOf(None, label=_("Owner"), required=False, empty_label=_("nobody yet"))
    due = Day(label=_("Due"), required=False)

    class Meta:
        model = Issue
        fields = ("title", "description", "type", "severity", "owner", "due")

    def __init__(self, *args, may_assign=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_people()
        if not may_assign:
            del self.fields["owner"], self.fields["due"]


class IssueEditForm(IssueForm):
    state = forms.ChoiceField(label=_("State"), choices=OPEN)

    class Meta(IssueForm.Meta):
        fields = (*IssueForm.Meta.fields, "state")


class CloseForm(StrictForm):
    resolution = Paragraph(label=_("Resolution"), help_text=_("How it was resolved, or why it needs nothing more."))


class ActionForm(RowForm):
    text = Paragraph(label=_("Action"))
    owner = OneOf(None, label=_("Owner"))
    due = Day(label=_("Due"))

    class Meta:
        model = FollowOnAction
        fields = ("text", "owner", "due")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_people()


class SettleForm(StrictForm):
    state = forms.ChoiceField(label=_("State"), choices=ClosureItem.State.choices, widget=forms.RadioSelect)
    note = Paragraph(label=_("Evidence, or the reason why it does not apply"), required=False)
