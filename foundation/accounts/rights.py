"""Who may do what? The one table of rights, as the domain reference 5.1 gives it.

A role is held in a scope (project, programme, portfolio or organisation); the scope says *where*,
this table says *what*. Everything that is not listed is refused.
"""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    PROJECT_MANAGER = "project_manager"
    PORTFOLIO_MANAGER = "portfolio_manager"
    SPONSOR = "sponsor"
    EXECUTIVE = "executive"
    FINANCE = "finance"
    RESOURCE_MANAGER = "resource_manager"
    TEAM_MEMBER = "team_member"
    STAKEHOLDER = "stakeholder"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_LABELS = {
    Role.PROJECT_MANAGER: _("Project manager"),
    Role.PORTFOLIO_MANAGER: _("Portfolio manager"),
    Role.SPONSOR: _("Sponsor"),
    Role.EXECUTIVE: _("Executive"),
    Role.FINANCE: _("Finance"),
    Role.RESOURCE_MANAGER: _("Resource manager"),
    Role.TEAM_MEMBER: _("Team member"),
    Role.STAKEHOLDER: _("Stakeholder"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMINISTRATOR: _("Administrator"),
}

_CODES = {
    "pm": Role.PROJECT_MANAGER,
    "pam": Role.PORTFOLIO_MANAGER,
    "sp": Role.SPONSOR,
    "ex": Role.EXECUTIVE,
    "fi": Role.FINANCE,
    "rm": Role.RESOURCE_MANAGER,
    "tm": Role.TEAM_MEMBER,
    "sh": Role.STAKEHOLDER,
    "au": Role.AUDITOR,
    "ad": Role.ADMINISTRATOR,
}

# permission: its holders
_TABLE = {
    # portfolio
    "portfolio.view": "pm pam sp ex fi rm au",
    "portfolio.edit": "pam",
    "portfolio.export": "pam",
    "portfolio.import": "pam",
    "portfolio.import_view": "pam fi au",
    "health.override": "pm pam",
    # project and charter
    "project.view": "pm pam sp ex fi rm tm sh au",
    "project.create": "pm pam",
    "project.edit": "pm pam",
    "project.decide": "sp ex",
    "project.archive": "ad",
    "project.history": "pm pam sp ex fi au",
    "team.assign": "pm pam",
    # plan
    "milestone.view": "pm pam sp ex fi rm tm sh au",
    "plan.view": "pm pam sp ex fi rm tm au",
    "plan.edit": "pm",
    "progress.own": "pm tm",
    "baseline.view": "pm pam sp ex fi rm tm au",
    "baseline.submit": "pm",
    "baseline.approve": "sp",
    "baseline.approve_money": "fi",
    "gate.hold": "pm",
    "gate.decide": "sp ex",
    "lesson.edit": "pm tm",
    "closure.edit": "pm",
    # money
    "budget.view": "pm pam sp ex fi au",
    "budget.edit": "pm fi",
    "budget.approve": "sp ex fi",
    "forecast.edit": "pm",
    "ledger.view": "pm pam sp ex fi au",
    "ledger.post": "fi",
    "ledger.export": "fi",
    "rate.view": "pm pam sp ex fi rm au",
    "rate.edit": "fi",
    "person_rate.view": "fi",
    "person_rate.edit": "fi",
    "period.close": "fi",
    "exchange_rate.edit": "fi",
    "cba.view": "pm pam sp ex fi au",
    "cba.edit": "pm pam",
    "cba.approve": "sp ex fi",
    "cba.export": "fi",
    "benefit.view": "pm pam sp ex fi au",
    "benefit.edit": "pm",
    "benefit.approve": "sp",
    # risks and issues
    "risk.view": "pm pam sp ex fi tm au",
    "risk.create": "pm tm",
    "risk.edit": "pm",
    "risk.approve": "pm sp ex",
    "risk.confidential": "sp ex",
    "issue.view": "pm pam sp ex fi tm au",
    "issue.create": "pm tm sh",
    "issue.edit": "pm",
    # people
    "people.view": "pm pam rm fi au",
    "people.edit": "rm",
    "allocation.view": "pm pam sp ex fi rm au",
    "allocation.own": "tm",
    "allocation.request": "pm",
    "allocation.edit": "rm",
    "absence.view": "pm rm",
    "absence.edit": "rm",
    "absence.own": "tm",
    "timesheet.own": "tm",
    "timesheet.approve_lines": "pm",
    "timesheet.approve": "rm",
    "timesheet.view": "fi au",
    "timesheet.export": "fi",
    # reports
    "report.view": "pm pam sp ex fi rm tm au",
    "report.view_money": "pm pam sp ex fi rm au",
    "report.create": "pm pam fi",
    "report.sign": "pm sp fi",
    "report.export": "pm pam sp ex fi au",
    # the installation
    "users.edit": "ad",
    "settings.edit": "ad",
    "audit.view": "au ad",
    "audit.export": "au",
}

Permission = StrEnum("Permission", {name.replace(".", "_").upper(): name for name in _TABLE})

RIGHTS: dict[Role, frozenset[Permission]] = {
    role: frozenset(Permission(name) for name, holders in _TABLE.items() if code in holders.split())
    for code, role in _CODES.items()
}


def roles_with(permission):
    """The roles that hold `permission` somewhere: `roles_with(Permission.LEDGER_POST) == {Role.FINANCE}`."""
    return {role for role, held in RIGHTS.items() if permission in held}
