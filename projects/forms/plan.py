"""What may the address of the plan ask for?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.queries import PlanFilter

SHOWN = (
    ("", _("all tasks")), ("open", _("open")), ("late", _("late")), ("critical", _("critical")),
    ("milestones", _("milestones")), ("done", _("done")),
)  # fmt: skip
ZOOMS = (
    ("", _("fitting")),
    ("day", _("days")),
    ("week", _("weeks")),
    ("month", _("months")),
    ("quarter", _("quarters")),
)


class PlanFilterForm(forms.Form):
    """Filter and zoom; what makes no sense asks for nothing."""

    q = forms.CharField(
        label=_("Find"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    show = forms.ChoiceField(label=_("Show"), choices=SHOWN, required=False)
    responsible = forms.ChoiceField(label=_("Responsible"), required=False)
    zoom = forms.ChoiceField(label=_("Zoom"), choices=ZOOMS, required=False)

    def __init__(self, data, *, people):
        super().__init__(data, auto_id="filter_%s")
        self.fields["responsible"].choices = [("", _("anybody")), *((str(pk), name) for pk, name in people)]

    def asked(self, page):
        """The filter that the address means."""
        self.is_valid()
        found = self.cleaned_data
        return PlanFilter(
            text=found.get("q", "").strip(),
            show=found.get("show", ""),
            responsible=found.get("responsible", ""),
            zoom=found.get("zoom", ""),
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        )
