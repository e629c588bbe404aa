"""Does everything that must agree agree: the reconciliations, the chain of acts, the causes of red?"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext_lazy as _

from foundation.accounts.queries import chain_breaks
from portfolio.models import Health, ProjectFacts
from projects.models import Project

SHOWN = 5
# what is compared, in the words of an auditor
CHECKS = {
    "recon_actuals_batch": _("Every row of an imported file of actuals stands in the ledger"),
    "recon_available": _("What is still available is the same from totals and from documents"),
    "recon_baseline_pv": _("The planned value of each approved baseline equals an approved budget"),
    "recon_budget_total": _("The lines of each budget add up to its total"),
    "recon_commitment": _("No order has released more than was committed"),
    "recon_ledger_amount": _("Each entry of the ledger equals its amount times its rate"),
    "recon_ledger_period": _("Each entry of the ledger lies in the period of its date"),
    "recon_ledger_reversal": _("Each reversal mirrors one entry"),
    "recon_portfolio_sum": _("The stored figures of projects equal what they were computed from"),
    "recon_reserve_balance": _("What is left of each reserve is what was not drawn"),
    "recon_timesheet_posted": _("Posted hours stand in the ledger exactly once"),
    "audit chain": _("The record of acts is unbroken"),
    "red projects without a cause": _("Each project that is off track names its cause"),
}


@dataclass(frozen=True)
class Finding:
    """`name` of what was checked, the number of rows that must not exist, and the first of them."""

    name: str
    rows: int
    first: tuple = ()

    @property
    def words(self):
        """The sentence that people read; a check that has none yet shows its name."""
        return str(CHECKS.get(self.name, self.name.removeprefix("recon_").replace("_", " ")))


def reconciliations():
    """One finding for each view called recon_*; a view lists what must not exist."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT viewname FROM pg_views WHERE schemaname = current_schema() AND viewname LIKE 'recon\\_%'"
            " ORDER BY viewname"
        )
        names = [name for (name,) in cursor.fetchall()]
    return [_rows_of(name) for name in names]


def _rows_of(view):
    quoted = connection.ops.quote_name(view)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {quoted}")  # noqa: S608  a name that the database gave
        rows, names = cursor.fetchall(), [column.name for column in cursor.description]
    return Finding(view, len(rows), tuple(_line(names, row) for row in _named(names, rows[:SHOWN])))


def _named(names, rows):
    """The same rows with the code of a project in the place of its number."""
    if "project_id" not in names:
        return rows
    place = names.index("project_id")
    codes = dict(Project.objects.filter(pk__in={row[place] for row in rows}).values_list("pk", "code"))
    return [(*row[:place], codes.get(row[place], row[place]), *row[place + 1 :]) for row in rows]


def _line(names, row):
    """`project ERP-014, total 1000, lines 999.99`: what differs, in the words of its columns."""
    pairs = zip(names, row, strict=True)
    return ", ".join(f"{name.removesuffix('_id').replace('_', ' ')} {_plain(value)}" for name, value in pairs)


def _plain(value):
    return f"{value.normalize():f}" if isinstance(value, Decimal) else "–" if value is None else str(value)


def chain():
    breaks = chain_breaks()
    return Finding("audit chain", len(breaks), tuple(f"{b.reason}: {b.first} to {b.last}" for b in breaks[:SHOWN]))


def red_without_cause():
    """Projects that are off track though no cause is stored, or whose cause names a figure that is not there."""
    rows = ProjectFacts.objects.filter(health=Health.OFF_TRACK).select_related("project")
    wrong = [facts for facts in rows.iterator(chunk_size=200) if not _explained(facts)]
    return Finding("red projects without a cause", len(wrong), tuple(str(f.project) for f in wrong[:SHOWN]))


def _explained(facts):
    return bool(facts.causes) and all(key in facts.figures for cause in facts.causes for key in cause["figures"])


def soundness():
    """What an auditor sees on his first page: the books and the chain of acts."""
    return [*reconciliations(), chain()]


def verify():
    """All findings; the installation is sound when none has rows."""
    return [*soundness(), red_without_cause()]
