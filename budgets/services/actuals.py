"""How does a file of entries come into the ledger: read, shown with every bad cell, then all or nothing?

The uploaded file waits in storage under a random key until it is confirmed or given up. Reading it
again gives the same rows, so nothing is remembered between the two pages but that key.
"""

import hashlib
import re
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from budgets.models import ActualsBatch, CostCategory, CostClass, EntryType, LedgerEntry
from budgets.services.books import open_books
from budgets.services.ledger import Books, built, store
from foundation.accounts.services import record
from foundation.errors import Refused
from foundation.organisation.models import Currency
from foundation.sheets.cells import decimal_mark, parse_money, parse_text
from foundation.sheets.dates import date_order, parse_date
from foundation.sheets.escaping import unescape
from foundation.sheets.limits import SheetError
from foundation.sheets.reading import read_sheet
from projects.models import Project, Task

COLUMNS = ("date", "type", "category", "class", "task", "amount", "currency", "document", "order", "supplier", "text")
NEEDED = ("date", "category", "amount", "document")
TYPES = (EntryType.ENC, EntryType.ACCRUAL, EntryType.ACTUAL)
FOLDER = "actuals"
THREE_AFTER = re.compile(r"^[^\d]*\d{1,3}\.\d{3}[^\d]*$")


@dataclass(frozen=True)
class Problem:
    """A cell that cannot be posted, and why."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Reading:
    """What a file would post: entries (not stored) and problems; either may be empty."""

    file_name: str
    sha256: str
    rows: int
    entries: tuple = ()
    problems: tuple = ()
    unknown_columns: tuple = ()

    @property
    def good(self):
        return len(self.entries)

    @property
    def bad(self):
        return len(self.problems)

    @property
    def total(self):
        return sum((entry.amount for entry in self.entries), Decimal(0))


@dataclass
class _Lists:
    """What the cells of a file are looked up in."""

    project: Project
    by: object
    mark: str
    mark_unclear: bool
    order: str
    categories: dict = field(default_factory=dict)
    currencies: dict = field(default_factory=dict)
    tasks: dict = field(default_factory=dict)
    books: Books = field(default_factory=Books)


def keep_upload(data):
    """Store the bytes under a random key. → the key"""
    return default_storage.save(f"{FOLDER}/{get_random_string(40)}", ContentFile(data))


def kept_upload(key):
    """The bytes under the key; Refused when they are gone."""
    if not default_storage.exists(key):
        raise Refused(_("This file was imported or given up already. Choose it again."))
    with default_storage.open(key) as file:
        return file.read()


def drop_upload(key):
    """Forget the file: imported or given up."""
    default_storage.delete(key)


def read_actuals(project, data, name, *, by):
    """What the file would post to the project, with every bad cell by row and column. → Reading"""
    digest = hashlib.sha256(data).hexdigest()
    if ActualsBatch.objects.filter(project=project, sha256=digest).exists():
        raise Refused(_("This file was imported already."), field="file")
    open_books(project)
    try:
        sheet = read_sheet(data, name)
    except SheetError as error:
        raise Refused(error.message, field="file") from error
    heads = {head.strip().casefold(): place for place, head in enumerate(sheet.header)}
    if missing := [column for column in NEEDED if column not in heads]:
        raise Refused(_("The file lacks the column %(names)s.") % {"names": ", ".join(missing)}, field="file")
    if twice := [name for name in COLUMNS if f"{name} (2)" in heads]:
        raise Refused(_("The file has the column %(names)s twice.") % {"names": ", ".join(twice)}, field="file")
    rows = [row for row in sheet.rows if not row.blank]
    if not rows:
        raise Refused(_("The file has a header but no rows."), field="file")
    lists = _lists(project, by, rows, heads)
    entries, problems = [], []
    for row in rows:
        _read_row(row, heads, lists, entries, problems)
    unknown = tuple(head for head in sheet.header if head.strip().casefold() not in COLUMNS)
    return Reading(name, digest, len(rows), tuple(entries), tuple(problems), unknown)


def _lists(project, by, rows, heads):
    def column(name):
        return [row.cells[heads[name]] for row in rows]

    amounts = column("amount")
    mark = decimal_mark(amounts)
    unclear = mark == "." and decimal_mark([*amounts, "1,5"]) == ","  # one voice for the comma turns it
    lists = _Lists(project, by, mark, unclear, date_order(column("date")))
    for category in CostCategory.objects.filter(archived_at__isnull=True):
        lists.categories[category.code.casefold()] = lists.categories[category.name.casefold()] = category
    lists.currencies = Currency.objects.in_bulk()
    lists.tasks = {task.wbs_code: task for task in Task.objects.filter(project=project).exclude(kind="summary")}
    return lists


def _read_row(row, heads, lists, entries, problems):
    if row.extra:
        problems.append(
            Problem(row.number, "", _("The row has more cells than the header; put quotes round 1,234.50."))
        )
        return
    cells = {name: row.cells[place] for name, place in heads.items() if name in COLUMNS}
    fields, found = {}, []
    for name, reader in READERS.items():
        value, error = reader(cells.get(name), lists)
        fields[name] = value
        if error:
            found.append(Problem(row.number, name, error))
    if not found and (error := _doubtful(cells["amount"], fields["currency"], lists)):
        found.append(Problem(row.number, "amount", error))
    if not found:
        try:
            entries.append(_entry(fields, lists))
        except Refused as refusal:
            names = {"txn_amount": "amount", "txn_currency": "currency"}
            column = names.get(refusal.field, refusal.field or "")
            found.append(Problem(row.number, column, refusal.message))
    problems.extend(found)


def _doubtful(raw, currency, lists):
    """Why the amount may mean something else than was read, or nothing."""
    named = parse_money(raw, mark=lists.mark).currency
    if named not in (None, currency.code):
        return _("“%(cell)s” is in another currency than its row, %(code)s.") % {"cell": raw, "code": currency.code}
    if lists.mark_unclear and currency.minor_unit < 3 and isinstance(raw, str) and THREE_AFTER.match(raw):
        return _("“%(cell)s” can be read as two amounts; write it with all its decimals, 1234.00.") % {"cell": raw}
    return ""


def _entry(fields, lists):
    return built(
        lists.project, by=lists.by, type=fields["type"], date=fields["date"], category=fields["category"],
        txn_amount=fields["amount"], txn_currency=fields["currency"], document=fields["document"],
        cost_class=fields["class"], task=fields["task"], supplier=fields["supplier"], text=fields["text"],
        order=fields["order"], books=lists.books,
    )  # fmt: skip


def _text(raw, lists, *, longest=120):
    text = unescape(str(parse_text(raw).value or ""))
    if len(text) > longest:
        return "", _("This text has %(length)s characters; %(most)s fit.") % {"length": len(text), "most": longest}
    return text, ""


def _date(raw, lists):
    found = parse_date(raw, order=lists.order)
    if found.value is None:
        return None, found.error or _("A date belongs here.")
    if found.code not in (None, "serial"):
        return None, _("“%(cell)s” can be read as more than one day; write it as 2026-03-31.") % {"cell": raw}
    return found.value, ""


def _type(raw, lists):
    word = _text(raw, lists)[0].casefold() or EntryType.ACTUAL
    known = {kind.value: kind for kind in TYPES} | {str(kind.label).casefold(): kind for kind in TYPES}
    found = known.get(word)
    return found, "" if found else _("“%(cell)s” is no type; use actual, accrual or commitment.") % {"cell": word}


def _class(raw, lists):
    word = _text(raw, lists)[0].casefold()
    if word and word not in CostClass.values:
        return "", _("“%(cell)s” is neither capex nor opex.") % {"cell": word}
    return word, ""


def _category(raw, lists):
    word = _text(raw, lists, longest=200)[0]
    found = lists.categories.get(word.casefold())
    return found, "" if found else _("There is no cost category “%(cell)s”.") % {"cell": word}


def _task(raw, lists):
    word = _text(raw, lists)[0]
    found = lists.tasks.get(word)
    return found, "" if found or not word else _("The project has no task “%(cell)s”.") % {"cell": word}


def _amount(raw, lists):
    found = parse_money(raw, mark=lists.mark)
    if found.value is None:
        return None, found.error or _("An amount belongs here.")
    if found.code in ("unit_in_cell", "broken_symbol"):
        return None, _("Write the plain amount, without unit: “%(cell)s”.") % {"cell": raw}
    return found.value, ""


def _currency(raw, lists):
    code = _text(raw, lists)[0].upper() or lists.project.currency_id
    found = lists.currencies.get(code)
    return found, "" if found else _("There is no currency “%(cell)s”.") % {"cell": code}


def _document(raw, lists):
    text, error = _text(raw, lists)
    return text, error or ("" if text else _("Name the document that the amount comes from."))


READERS = {
    "date": _date,
    "type": _type,
    "category": _category,
    "class": _class,
    "task": _task,
    "amount": _amount,
    "currency": _currency,
    "document": _document,
    "order": _text,
    "supplier": lambda raw, lists: _text(raw, lists, longest=200),
    "text": lambda raw, lists: _text(raw, lists, longest=500),
}


@transaction.atomic
def import_actuals(project, data, name, *, by):
    """Post every row of the file, or none: Refused when a single cell is bad. → ActualsBatch"""
    project = Project.objects.select_for_update().get(pk=project.pk)
    reading = read_actuals(project, data, name, by=by)
    if reading.problems:
        raise Refused(_("Nothing was imported: %(count)s cells are bad.") % {"count": len(reading.problems)})
    try:
        with transaction.atomic():
            batch = ActualsBatch.objects.create(
                project=project, file_name=name[:300], sha256=reading.sha256, rows=reading.rows, created_by=by
            )
    except IntegrityError as error:
        raise Refused(_("This file was imported already."), field="file") from error
    batch.refresh_from_db()
    for entry in reading.entries:
        entry.batch = batch
    sums = store(list(reading.entries))
    shown = {str(kind): str(amount) for kind, amount in sums.items()}
    record("ledger.imported", batch, by=by, project=project, rows=reading.rows, **shown)
    return batch


def batch_entries(batch):
    """The entries that a file brought."""
    return LedgerEntry.objects.filter(batch=batch)
