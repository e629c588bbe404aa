"""How are the yearly costs and benefits of an option written, all of them at once?

The whole grid of an option is one act: every cell is right, or nothing is written.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from budgets.models import CbaLine, CbaOption
from budgets.queries.cases_grid import SHARED, LineRow
from budgets.services.cases import draft_case, write
from foundation.accounts.services import record
from foundation.errors import Conflict, Refused
from foundation.money import quantise


@dataclass(frozen=True)
class Fault:
    """What is wrong in a row of the grid (counted from 0): in the amount of a year, or in the row itself."""

    row: int
    year: int | None
    message: str


class LinesRefused(Refused):
    """The grid holds mistakes; each has its cell."""

    def __init__(self, faults):
        super().__init__(_("Some cells are not right; nothing was saved."))
        self.faults = tuple(faults)


@transaction.atomic
def save_lines(option, *, version, by, rows):
    """Make the lines of the option exactly `rows` (LineRow); amounts rounded to the smallest coin.

    Conflict with each differing cell if the option changed since `version`; LinesRefused names
    every wrong cell.
    """
    case = draft_case(option.cba)
    fresh = CbaOption.objects.select_for_update().get(pk=option.pk)
    stored = {_key(line): line for line in fresh.lines.all()}
    if faults := list(_faults(rows, case)):
        raise LinesRefused(faults)
    wanted = _wanted(rows, fresh, case.project.currency_id)
    if fresh.row_version != version:
        raise Conflict(_("Somebody else changed this meanwhile."), fields=_differences(stored, wanted, case))
    if _write(stored, wanted, by):
        fresh.updated_by = by
        write(fresh)  # the next reader of the grid sees a new version
        record("case.lines_saved", fresh, by=by, project=case.project, case=str(case.public_id), lines=len(wanted))
    return fresh


def _key(line):
    return line.kind, line.label, line.certainty, line.year


def _wanted(rows, option, currency):
    """The lines that shall stand, by kind, label, certainty and year."""
    lines = (
        CbaLine(option=option, year=year, amount=quantise(amount, currency), **row.shared)
        for row in rows
        for year, amount in row.amounts.items()
    )
    return {_key(line): line for line in lines}


def _faults(rows: list[LineRow], case):
    seen, estimates = set(), defaultdict(dict)
    for number, row in enumerate(rows):
        if not row.amounts:
            yield Fault(number, None, _("Enter an amount in at least one year, or take the row out."))
        for year, amount in row.amounts.items():
            key = row.kind, row.label, row.certainty, year
            if not 0 <= year <= case.horizon:
                yield Fault(number, year, _("This year lies outside the horizon."))
            if amount < 0:
                yield Fault(number, year, _("An amount is 0 or more; cost or benefit says which way it goes."))
            if key in seen:
                yield Fault(number, year, _("Another row holds this item for this year already."))
            seen.add(key)
            estimates[row.kind, row.label, year][row.certainty] = number
    yield from _without_base(estimates)


def _without_base(estimates):
    for (_kind, _label, year), rows in estimates.items():
        if {"low", "high"} <= set(rows) and "base" not in rows:
            yield Fault(rows["low"], year, _("A low and a high estimate need a base estimate as well."))


def _write(stored, wanted, by):
    """Delete, change and add only what differs; True if anything did."""
    gone = [line.pk for key, line in stored.items() if key not in wanted]
    new = [line for key, line in wanted.items() if key not in stored]
    changed = [(stored[key], line) for key, line in wanted.items() if key in stored and _differs(stored[key], line)]
    CbaLine.objects.filter(pk__in=gone).delete()
    for line in new:
        line.created_by = by
    CbaLine.objects.bulk_create(new)
    for old, line in changed:
        for name in ("amount", *SHARED):
            setattr(old, name, getattr(line, name))
        old.updated_by = by
        old.save(update_fields=["amount", *SHARED, "updated_by"])
    return bool(gone or new or changed)


def _differs(old, new):
    return any(getattr(old, name) != getattr(new, name) for name in ("amount", *SHARED))


def _differences(stored, wanted, case):
    """(item and year, stored amount, sent amount) where they differ; nothing stands as a dash."""
    for key in sorted({*stored, *wanted}):
        theirs, mine = (found[key].amount if key in found else None for found in (stored, wanted))
        if theirs != mine:
            _kind, label, _certainty, year = key
            words = _("%(item)s, %(year)s") % {"item": label, "year": case.base_year + year}
            yield words, *("–" if amount is None else f"{amount:f}" for amount in (theirs, mine))
