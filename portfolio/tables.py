"""What does the portfolio table show, to whom, and by what can it be sorted and filtered?"""

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.filters import Filter
from foundation.tables import Column, Group, Health, Link, Table, Total
from portfolio.models import Health as HealthCode
from portfolio.queries import COLUMNS, facts_of, figure_of, total_figure, total_of
from projects.access import portfolios_visible_to, visible_to
from projects.models import State

NAME = "projects"


def _project(project):
    return Link(project.name, reverse("portfolio:overview", args=[project.public_id]), project.code)


def _health(project):
    facts = facts_of(project)
    return Health(facts.health, facts.is_stale) if facts else Health()


def _stage(project):
    facts = facts_of(project)
    return facts.stage if facts else ""


LEFT = (
    Column("project", _("Project"), _project, "link", sort=("name", "code"), css="clamped"),
    Column("health", _("Health"), _health, "health", sort=("-facts__health_rank", "code")),
    Column("state", _("State"), lambda p: p.get_state_display(), sort="state"),
    Column("stage", _("Stage"), _stage, sort="facts__stage", css="short", hidden=True),
    Column("portfolio", _("Portfolio"), "portfolio.name", sort="portfolio__name", hidden=True, css="short"),
    Column("programme", _("Programme"), "programme.name", sort="programme__name", hidden=True, css="short"),
    Column("manager", _("Manager"), "manager.name", sort="manager__name", hidden=True, css="short"),
)


GROUPS = (
    Group("portfolio", _("Portfolio"), "portfolio__name", lambda p: p.portfolio.name),
    Group("programme", _("Programme"), "programme__name", lambda p: p.programme.name if p.programme else ""),
    Group("state", _("State"), "state", lambda p: p.get_state_display()),
)


def project_table(user, ground, *, hides=(), scope="all"):
    """The table for one reader: `hides` are the permissions that he lacks on some of the rows."""
    figures = [_column(column, ground, scope) for column in COLUMNS if column.permission not in hides]
    currency = Column("currency", _("Currency"), "currency_id", sort="currency", hidden=bool(ground.own))
    at = next((n for n, column in enumerate(COLUMNS) if column.adds_up), 0)
    figures.insert(min(at, len(figures)), currency)
    return Table(
        NAME, (*LEFT, *figures), filters=_filters(user), default_sort="health", label=_("Projects"),
        groups=GROUPS, row_id=lambda p: f"project-{p.public_id}", empty_title=_("No project here"),
        empty=_("Projects of your portfolios stand here with health, dates and money. Take a filter away, "
                "import a portfolio or create a project."),
    )  # fmt: skip


def _column(column, ground, scope):
    unit = ground.own if column.adds_up else ""
    total = None
    if column.adds_up:
        total = Total(total_of(ground, column.name), partial(_total, column.name, ground, scope))
    return Column(
        column.name, column.label, lambda p, name=column.name: figure_of(p, name), "figure", unit,
        sort=f"facts__{column.name}", total=total, hidden=column.hidden,
    )  # fmt: skip


def _total(name, ground, scope, value, *, query="", as_of=None):
    return total_figure(name, value, ground, scope=scope, query=query, as_of=as_of)


def _filters(user):
    return (
        Filter("q", _("Name or code"), ("name", "code")),
        Filter("portfolio", _("Portfolio"), "portfolio__public_id", "person", partial(_portfolios, user)),
        Filter("programme", _("Programme"), "programme__public_id", "person", partial(_programmes, user)),
        Filter("health", _("Health"), "facts__health", "choice", HealthCode.choices),
        Filter("state", _("State"), "state", "choice", State.choices),
        Filter("manager", _("Manager"), "manager__public_id", "person", partial(_managers, user)),
    )


def _portfolios(user):
    return portfolios_visible_to(user).order_by("name").values_list("public_id", "name")


def _programmes(user):
    return _named(visible_to(user).exclude(programme=None), "programme")


def _managers(user):
    return _named(visible_to(user).exclude(manager=None), "manager")


def _named(projects, relation):
    rows = projects.order_by(f"{relation}__name").values_list(f"{relation}__public_id", f"{relation}__name")
    return rows.distinct()
