"""What does a person see first: his work, the portfolio, or what his role looks after?"""

import datetime as dt
from dataclasses import dataclass

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from foundation.access import signed_in
from foundation.accounts.rights import Permission, Role
from foundation.periods import month_start
from portfolio import queries
from portfolio.queries.board import board
from portfolio.queries.first_steps import first_steps
from portfolio.queries.work import my_work
from portfolio.views.table import hidden_from
from projects.access import (
    grants_of,
    may_anywhere,
    may_in_portfolio,
    require_anywhere,
    require_portfolio,
    whole_portfolios,
)

OVERSEERS = {Role.EXECUTIVE, Role.PORTFOLIO_MANAGER}
DOERS = {Role.PROJECT_MANAGER, Role.TEAM_MEMBER}


@signed_in
@require_safe
def home(request):
    """The board for who oversees a portfolio and manages nothing, else *My work*."""
    roles = grants_of(request.user).roles_anywhere()
    if roles & OVERSEERS and not roles & DOERS:
        return _board(request)
    day = timezone.localdate()
    page = my_work(request.user, as_of=day, since=_midnight(day - dt.timedelta(days=1)))
    links = [link for link in ENTRANCES if may_anywhere(request.user, link[0])]
    links += [BENEFITS] if page["has_benefits"] else []
    panels = [panel for right, panel in panels_of(day) if may_anywhere(request.user, right)]
    context = {**page, "as_of": day, "entrances": links, "roles": roles, "panels": panels}
    context["first_steps"] = [] if page["projects"] else first_steps(request.user)
    return render(request, "portfolio/home.html", context)


def panels_of(day):
    """(right, panel) of what a role looks after: another page's pieces, fetched by address."""
    return (
        (Permission.LEDGER_POST, Panel("finance", _("Finance by period"), "budgets:home", "#finance-rows",
                                       f"?group=period&year={day.year}")),
        (Permission.ALLOCATION_EDIT, Panel("staffing", _("People: booked too much, asked for"), "staffing:home",
                                           "#over, #asked")),
        (Permission.AUDIT_EXPORT, Panel("checks", _("What must agree"), "portfolio:checks", "#checks")),
        (Permission.AUDIT_EXPORT, Panel("acts", _("Latest acts"), "portfolio:audit", "#acts-rows")),
    )  # fmt: skip


@dataclass(frozen=True)
class Panel:
    """`select`: the pieces of the page `name` that are shown; `query`: what the page is asked."""

    key: str
    words: str
    name: str
    select: str
    query: str = ""

    @property
    def address(self):
        return reverse(self.name) + self.query


@require_anywhere(Permission.PORTFOLIO_VIEW)
@require_safe
def executive(request):
    return _board(request)


@require_portfolio(Permission.PORTFOLIO_VIEW)
@require_safe
def portfolio(request, portfolio):
    return _board(request, portfolio=portfolio)


def _board(request, *, portfolio=None):
    user, day = request.user, timezone.localdate()
    projects = queries.shown_to(user, portfolio=portfolio)
    may_money = Permission.BUDGET_VIEW not in hidden_from(user, projects)
    scope = f"portfolio:{portfolio.public_id}" if portfolio else "all"
    since = month_start(day)
    page = board(user, projects, as_of=day, since=_midnight(since), scope=scope, may_money=may_money)
    seen = whole_portfolios(user, Permission.PORTFOLIO_VIEW).order_by("name")
    context = {**page, "as_of": day, "since": since, "portfolio": portfolio, "portfolios": seen}
    context["first_steps"] = [] if page["basis"].count else first_steps(user)
    context["may_report"] = portfolio and may_in_portfolio(user, Permission.REPORT_CREATE, portfolio)
    context["may_import"] = may_anywhere(user, Permission.PORTFOLIO_IMPORT_VIEW)
    return render(request, "portfolio/board.html", context)


def _midnight(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


# permission, address, words, what waits there
ENTRANCES = (
    (Permission.LEDGER_POST, "budgets:home", _("Finance"), "landmark"),
    (Permission.ALLOCATION_EDIT, "staffing:home", _("Capacity and demand"), "users"),
    (Permission.TIMESHEET_OWN, "staffing:my_time", _("My time sheet"), "clock"),
    (Permission.ALLOCATION_OWN, "staffing:my_allocations", _("Where I am booked"), "calendar-days"),
    (Permission.ABSENCE_OWN, "staffing:my_absences", _("My absences"), "plane"),
    (Permission.TIMESHEET_APPROVE_LINES, "staffing:line_list", _("Hours to approve"), "clipboard-check"),
    (Permission.TIMESHEET_APPROVE, "staffing:approval_list", _("Weeks to approve"), "clipboard-check"),
    (Permission.PORTFOLIO_IMPORT_VIEW, "portfolio:import_list", _("Imports"), "file-input"),
    (Permission.AUDIT_VIEW, "portfolio:audit", _("Record of acts"), "scroll-text"),
    (Permission.SETTINGS_EDIT, "settings", _("Settings"), "settings"),
)
# for whoever has promised a benefit, whatever his role
BENEFITS = (None, "budgets:my_benefits", _("My benefits"), "target")
