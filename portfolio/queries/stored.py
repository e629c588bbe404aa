"""How does a column of the stored facts become a figure that opens?"""

from functools import cache, lru_cache

from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import get_language

from foundation.figure_store import from_json
from foundation.figures import MONEY, SHIFT, Figure
from portfolio.models import ProjectFacts
from portfolio.queries.columns import BY_NAME, COLUMNS
from projects.models import ProjectTouched

_SAMPLE = "00000000-0000-0000-0000-000000000000"


@cache
def _frame():
    """What stands before the project and after the key in the address of a figure: resolved once."""
    before, _sample, after = reverse("figures:open", args=[_SAMPLE, "KEY"]).partition(_SAMPLE)
    return before, after.partition("KEY")[0], after.partition("KEY")[2]


class StoredFigure(Figure):
    """A figure of a table row: without its tree, which its address opens. A page holds hundreds of them."""

    @property
    def address(self):
        before, between, after = _frame()
        return f"{before}{self.scope}{between}{self.key}{after}"


@lru_cache(maxsize=200)
def _label(name, _language):
    """The words of a column in the language that is active: the same in each of a page's rows."""
    return str(BY_NAME[name].label)


def facts_of(project):
    """The stored row that was joined to the project, or None while it is computed for the first time."""
    try:
        return project.facts
    except ProjectFacts.DoesNotExist:
        return None


def facts_now(project):
    """The stored row, and as `updating` whether a change waits; asked once for a page and its header. None: no row."""
    if not hasattr(project, "facts_now"):
        waits = ProjectTouched.objects.filter(project_id=project.pk)
        project.facts_now = ProjectFacts.objects.filter(project=project).annotate(updating=Exists(waits)).first()
    return project.facts_now


def figure_of(project, name):
    """The figure of one column: `figure_of(project, "budget")`; needs the facts joined, no query."""
    column, facts = BY_NAME[name], facts_of(project)
    value = getattr(facts, name) if facts else None
    reason = ""
    if value is None:
        reason = facts.reasons.get(name, "no_data") if facts else "being_computed"
    unit = {MONEY: project.currency_id, SHIFT: "d"}.get(column.kind, "")
    return StoredFigure(
        column.key, _label(name, get_language()), value, column.kind, unit, reason, scope=str(project.public_id),
        permission=column.permission,
    )  # fmt: skip


def find_figure(project, key, *, as_of):
    """The figure of a column by its key `portfolio.<name>`, with the tree that the last refresh wrote.

    None for a key that is no column's; before the first refresh the reason `being_computed`.
    """
    name = key.removeprefix("portfolio.")
    if name not in BY_NAME:
        return None
    facts = facts_of(project)
    row = facts.figures.get(key) if facts else None
    return from_json(row).within(str(project.public_id), facts.as_of) if row else figure_of(project, name)


def is_updating(project):
    """Is a change of the project still waiting to reach its stored facts?"""
    return ProjectTouched.objects.filter(project_id=project.pk).exists()


__all__ = ["COLUMNS", "StoredFigure", "facts_now", "facts_of", "figure_of", "find_figure", "is_updating"]
