"""What does a person say to start a project?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.accounts.rights import Permission, Role
from foundation.forms import Day, OneOf, Paragraph, StrictForm
from foundation.organisation.models import Currency
from projects.access import may_in_portfolio, portfolios_visible_to
from projects.engine.lifecycles import methodologies, sourcing_models
from projects.models import Calendar, Programme, RoleAssignment
from projects.queries.team import active_people


def method_choices():
    return [(m.code, f"{m.name} · {m.cadence}" if m.cadence else m.name) for m in methodologies().values()]


def sourcing_choices():
    return [("", _("no particular model")), *((m.code, m.name) for m in sourcing_models().values())]


class ProjectForm(StrictForm):
    """Only portfolios where the person may create. Who runs no portfolio names himself as manager
    and, as sponsor, somebody who sponsors there already: creating must lift nobody's role."""

    name = forms.CharField(label=_("Name"), max_length=500)
    portfolio = OneOf(None, label=_("Portfolio"))
    programme = OneOf(None, label=_("Programme"), required=False, empty_label=_("none"))
    code = forms.CharField(
        label=_("Code"), max_length=60, required=False, help_text=_("Leave it empty and the next free one is taken.")
    )
    purpose = Paragraph(label=_("Purpose"), required=False, help_text=_("Why it is worth doing, in a sentence or two."))
    methodology = forms.ChoiceField(label=_("Methodology"), choices=method_choices)
    sourcing_model = forms.ChoiceField(label=_("Sourcing model"), choices=sourcing_choices, required=False)
    manager = OneOf(None, label=_("Project manager"), required=False, empty_label=_("not named yet"))
    sponsor = OneOf(None, label=_("Sponsor"), required=False, empty_label=_("not named yet"))
    start = Day(label=_("Planned start"))
    must_finish = Day(label=_("Must finish on or before"), required=False)
    currency = forms.ModelChoiceField(Currency.objects.all(), label=_("Currency of the budget"), empty_label=None)
    calendar = OneOf(Calendar.objects.all(), label=_("Working calendar"), empty_label=None)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        portfolios = portfolios_visible_to(user, Permission.PROJECT_CREATE)
        self.fields["portfolio"].queryset = portfolios
        programmes = Programme.objects.filter(portfolio__in=portfolios, archived_at=None)
        self.fields["programme"].queryset = programmes.select_related("portfolio")
        people = active_people()
        self.fields["manager"].queryset = self.fields["sponsor"].queryset = people
        if not any(may_in_portfolio(user, Permission.PROJECT_CREATE, each) for each in portfolios):
            self._name_himself(user, people)

    def _name_himself(self, user, people):
        manager = self.fields["manager"]
        manager.queryset, manager.required, manager.empty_label = people.filter(user=user), True, None

    def clean(self):
        found = super().clean()
        portfolio, start, finish = found.get("portfolio"), found.get("start"), found.get("must_finish")
        if start and finish and finish < start:
            self.add_error("must_finish", _("It must not finish before it starts."))
        if portfolio and not may_in_portfolio(self.user, Permission.PROJECT_CREATE, portfolio):
            self._lift_nobody(portfolio, found.get("manager"), found.get("sponsor"))
        return found

    def _lift_nobody(self, portfolio, manager, sponsor):
        if manager is None or manager.user_id != self.user.pk:
            self.add_error("manager", _("In this portfolio you create projects that you manage yourself."))
        sponsors = RoleAssignment.objects.filter(person=sponsor, role=Role.SPONSOR, project__portfolio=portfolio)
        if sponsor and not sponsors.exists():
            self.add_error("sponsor", _("The portfolio manager names a new sponsor; leave this open."))


class ChoiceOfMethod(forms.Form):
    """What the preview of stages and gates is asked for."""

    methodology = forms.ChoiceField(label=_("Methodology"), choices=method_choices)
    sourcing_model = forms.ChoiceField(label=_("Sourcing model"), choices=sourcing_choices, required=False)
