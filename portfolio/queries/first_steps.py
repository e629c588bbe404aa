"""What is to be done first on a site that holds no project yet, and which of it can this person do?"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.accounts.rights import Permission
from projects.access import may_anywhere
from projects.models import Project


@dataclass(frozen=True)
class Step:
    """One act: `name` is the address where it is done."""

    permission: Permission
    name: str
    words: object
    why: object


STEPS = (
    Step(Permission.SETTINGS_EDIT, "settings", _("Describe the organisation"),
         _("Its name, time zone, first fiscal month and reporting currency: periods and totals follow them.")),
    Step(Permission.USERS_EDIT, "projects:people", _("Enter people and give them roles"),
         _("Begin with a portfolio manager, who creates the first portfolio, and a project manager.")),
    Step(Permission.PORTFOLIO_EDIT, "projects:portfolio_list", _("Create a portfolio"),
         _("Projects hang in portfolios; each adds up in a currency of its own.")),
    Step(Permission.PORTFOLIO_IMPORT, "portfolio:import_choose", _("Import the list of projects that you have"),
         _("A CSV or XLSX file with one line for each project; nothing is written unasked, and all can be undone.")),
    Step(Permission.PROJECT_CREATE, "projects:create", _("Create a project"),
         _("A code, a name and a start are enough; plan, budget and risks follow on its pages.")),
)  # fmt: skip


def first_steps(user):
    """The steps in their order that the person may take; none as soon as the site holds a project. → list of Step"""
    steps = [step for step in STEPS if may_anywhere(user, step.permission)]
    return steps if steps and not Project.objects.exists() else []
