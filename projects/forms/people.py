"""What is entered about portfolios, programmes, roles and accounts?"""

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Person
from foundation.accounts.rights import ROLE_LABELS, Permission, Role
from foundation.forms import OneOf, RowForm, StrictForm
from foundation.organisation.models import Currency
from projects.access import grants_of, may_in_portfolio, portfolios_visible_to
from projects.models import Portfolio, Programme
from projects.queries.team import active_people, assignable_roles

# held for the whole organisation or a portfolio; the other roles belong to one project
WIDE_ROLES = (
    Role.PORTFOLIO_MANAGER,
    Role.EXECUTIVE,
    Role.FINANCE,
    Role.RESOURCE_MANAGER,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)


def _choices(roles):
    return [(role.value, ROLE_LABELS[role]) for role in roles]


class PortfolioForm(RowForm):
    """Top portfolios are for who runs the organisation's; others hang theirs below their own."""

    name = forms.CharField(label=_("Name"), max_length=300)
    code = forms.CharField(label=_("Code"), max_length=30)
    parent = OneOf(None, label=_("Part of"), required=False, empty_label=_("nothing: a top portfolio"))
    owner = OneOf(None, label=_("Owner"), required=False, empty_label=_("nobody yet"))
    reporting_currency = forms.ModelChoiceField(Currency.objects.all(), label=_("Reporting currency"), empty_label=None)

    class Meta:
        model = Portfolio
        fields = ("name", "code", "parent", "owner", "reporting_currency")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        editable = portfolios_visible_to(user, Permission.PORTFOLIO_EDIT)
        whole = [each.pk for each in editable if may_in_portfolio(user, Permission.PORTFOLIO_EDIT, each)]
        self.fields["owner"].queryset = active_people()
        parent = self.fields["parent"]
        keeps = self.instance.parent_id
        parent.queryset = Portfolio.objects.filter(pk__in=[*whole, *filter(None, [keeps])], archived_at=None)
        is_top = self.instance.pk is not None and keeps is None
        if not is_top and Role.PORTFOLIO_MANAGER not in grants_of(user).organisation:
            parent.required, parent.empty_label = True, None


class ProgrammeForm(RowForm):
    name = forms.CharField(label=_("Name"), max_length=300)
    code = forms.CharField(label=_("Code"), max_length=30)
    owner = OneOf(None, label=_("Owner"), required=False, empty_label=_("nobody yet"))

    class Meta:
        model = Programme
        fields = ("name", "code", "owner")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = active_people()


class RoleForm(StrictForm):
    """The list offers what the giver may give; the service judges, so that a lift goes on record."""

    person = OneOf(None, label=_("Person"))
    role = forms.CharField(label=_("Role"), max_length=30)

    def __init__(self, *args, user, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = active_people()
        self.fields["role"].widget = forms.Select(choices=_choices(assignable_roles(user, project)))


class PersonForm(RowForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    unit = forms.CharField(label=_("Unit"), max_length=200, required=False)

    class Meta:
        model = Person
        fields = ("name", "unit")


class NewPersonForm(PersonForm):
    email = forms.EmailField(label=_("E-mail address"), help_text=_("This is what the person signs in with."))
    zone = forms.ChoiceField(
        label=_("Time zone"), initial="UTC", choices=lambda: [(z, z) for z in sorted(zoneinfo.available_timezones())]
    )
    field_order = ("name", "email", "unit", "zone")

    class Meta(PersonForm.Meta):
        fields = ("name", "unit")


class GrantForm(StrictForm):
    role = forms.ChoiceField(label=_("Role"), choices=_choices(WIDE_ROLES))
    portfolio = OneOf(
        Portfolio.objects.filter(archived_at=None),
        label=_("Where"),
        required=False,
        empty_label=_("the whole organisation"),
    )

    def clean(self):
        found = super().clean()
        if found.get("role") == Role.ADMINISTRATOR and found.get("portfolio"):
            self.add_error("portfolio", _("An administrator serves the whole organisation."))
        return found
