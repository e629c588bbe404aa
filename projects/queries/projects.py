"""Which projects, portfolios and programmes does this person see, as tables?"""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from foundation.accounts.rights import Permission
from foundation.figures import DATE, Figure
from foundation.tables import Column, Filter, Link, Table
from projects.access import portfolios_visible_to, visible_to
from projects.engine.lifecycles import methodologies
from projects.models import Programme, State


def address_of(project):
    """The project's first page: its overview, which the top floor draws."""
    for name in ("portfolio:overview", "projects:governance"):
        try:
            return reverse(name, args=[project.public_id])
        except NoReverseMatch:
            continue
    return ""


def listed(user):
    """The projects that the person sees, with what the list draws of each."""
    return visible_to(user).select_related("portfolio", "programme", "manager")


def _finish(project):
    """The forecast finish as a figure; its drawer is built from its key."""
    label, day = _("Forecast finish"), project.plan_finish
    made = Figure("projects.forecast_finish", label, day and day.date(), DATE, reason="" if day else "no_schedule")
    return made.within(str(project.public_id))


def _method(project):
    known = methodologies().get(project.methodology)
    return known.name if known else ""


def _choices(rows):
    return [(str(row.public_id), row.name) for row in rows]


def project_table(user):
    """Sorted, filtered and exported by its address; the filters offer only what the person sees."""
    portfolios = portfolios_visible_to(user, Permission.PROJECT_VIEW)
    programmes = Programme.objects.filter(portfolio__in=portfolios, archived_at=None)
    methods = [(code, method.name) for code, method in methodologies().items()]
    return Table(
        "projects",
        label=_("Projects"),
        columns=(
            Column("name", _("Project"), lambda p: Link(p.name, address_of(p), p.code), "link", sort="name"),
            Column("code", _("Code"), sort="code", hidden=True),
            Column("state", _("State"), lambda p: p.get_state_display(), sort="state"),
            Column("portfolio", _("Portfolio"), "portfolio.name", sort="portfolio__name"),
            Column("programme", _("Programme"), "programme.name", sort="programme__name"),
            Column("manager", _("Manager"), "manager.name", sort="manager__name"),
            Column("methodology", _("Methodology"), _method, sort="methodology"),
            Column("start", _("Start"), kind="date", sort="start"),
            Column("finish", _("Forecast finish"), _finish, "figure", sort="plan_finish"),
        ),
        filters=(
            Filter("text", _("Name or code"), ("name", "code")),
            Filter("in_state", _("State"), "state", "choice", State.choices),
            Filter("in_portfolio", _("Portfolio"), "portfolio__public_id", "choice", lambda: _choices(portfolios)),
            Filter("in_programme", _("Programme"), "programme__public_id", "choice", lambda: _choices(programmes)),
            Filter("by_method", _("Methodology"), "methodology", "choice", methods),
        ),
        default_sort="name",
        empty_title=_("No projects here"),
        empty=_("Projects that you may see stand here. Change the filter, or create the first project."),
    )


def portfolio_tree(user):
    """(portfolio, depth, programmes) of every visible portfolio, parents before their children."""
    rows = portfolios_visible_to(user, Permission.PORTFOLIO_VIEW).select_related("owner", "reporting_currency")
    rows = list(rows.order_by("name"))
    seen, below, inside = {row.pk for row in rows}, {}, {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in seen else None, []).append(row)
    for programme in Programme.objects.filter(portfolio__in=seen, archived_at=None).select_related("owner"):
        inside.setdefault(programme.portfolio_id, []).append(programme)
    return list(_walk(None, 0, below, inside))


def _walk(above, depth, below, inside):
    for row in below.get(above, ()):
        yield row, depth, inside.get(row.pk, [])
        yield from _walk(row.pk, depth + 1, below, inside)
