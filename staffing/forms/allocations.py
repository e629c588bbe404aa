"""What is asked when somebody is wanted, proposed, declined or released?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.forms import StrictForm
from foundation.periods import DAY
from staffing.forms.fields import ShareField, chosen, day_field
from staffing.models import ProjectRole
from staffing.queries.people import employed_people


class RequestForm(StrictForm):
    role = chosen(ProjectRole.objects.none(), _("Role"))
    person = chosen(ProjectRole.objects.none(), _("Person"), required=False, empty_label=_("whoever fits"))
    first = day_field(_("From"))
    last = day_field(_("Until"))
    share = ShareField(label=_("Share of capacity"), help_text=_("100 is the person's whole capacity."))
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = ProjectRole.objects.filter(archived_at__isnull=True)
        self.fields["person"].queryset = employed_people()


class ProposeForm(StrictForm):
    row_version = forms.IntegerField(widget=forms.HiddenInput)
    person = chosen(ProjectRole.objects.none(), _("Person"))
    first = day_field(_("From"))
    last = day_field(_("Until"))
    share = ShareField(label=_("Share of capacity"))

    def __init__(self, *args, allocation, **kwargs):
        kwargs.setdefault("initial", {
            "row_version": allocation.row_version, "person": allocation.person and allocation.person.public_id,
            "first": allocation.days.lower, "last": allocation.days.upper - DAY, "share": allocation.share,
        })  # fmt: skip
        super().__init__(*args, prefix="propose", **kwargs)
        self.fields["person"].queryset = employed_people()


class ConfirmForm(StrictForm):
    """Nothing to fill in: it carries the refusal when the person would be booked too much."""


class DeclineForm(StrictForm):
    reason = forms.CharField(label=_("Why not"), max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="decline", **kwargs)


class ExceptionForm(StrictForm):
    reason = forms.CharField(label=_("Why more than 100 % is right"), max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="allow", **kwargs)


class EndForm(StrictForm):
    last = day_field(_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="end", **kwargs)
