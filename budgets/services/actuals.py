"""How does a file of entries come into the ledger: read, shown with every bad cell, then all or nothing?

The uploaded file waits in storage under a random key until it is confirmed or given up. Reading it
again gives the same rows, so nothing is remembered between the two pages but that key.
"""

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from budgets.models import ActualsBatch, CostCategory, LedgerEntry
from budgets.services.actuals_cells import READERS, doubtful
from budgets.services.actuals_columns import columns_of, entry_rows
from budgets.services.books import open_books
from budgets.services.ledger import Books, built, store
from foundation.accounts.services import record
from foundation.errors import Refused
from foundation.organisation.models import Currency
from foundation.sheets.cells import decimal_mark
from foundation.sheets.dates import date_order
from foundation.sheets.limits import SheetError
from foundation.sheets.reading import read_sheet
from projects.models import Project, Task

FOLDER = "actuals"
# two entries that agree in all of these are one, told twice; the text may tell two apart
SAME = ("date", "type", "category_id", "cost_class", "task_id", "txn_amount", "txn_currency_id", "document", "order",
        "supplier", "text")  # fmt: skip


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
    renamed: tuple = ()  # (header of the file, our column)
    remarks: tuple = ()  # what the file as a whole, or a row that is no entry, was read as

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
    seen: dict = field(default_factory=dict)


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
    heads, unknown = columns_of(sheet, project.currency_id)
    rows, remarks = entry_rows(sheet, heads)
    if not rows:
        raise Refused(_("The file has a header but no rows."), field="file")
    lists = _lists(project, by, rows, heads)
    entries, problems = [], []
    for row in rows:
        _read_row(row, heads, lists, entries, problems)
    called = {sheet.header[place].strip(): name for name, place in heads.items()}
    renamed = tuple((head, name) for head, name in called.items() if head.casefold() != name)
    return Reading(name, digest, len(rows), tuple(entries), tuple(problems), unknown, renamed, remarks)


def _lists(project, by, rows, heads):
    def column(name):
        return [row.cells[heads[name]] for row in rows]

    amounts = column("amount")
    mark = decimal_mark(amounts)
    unclear = mark == "." and decimal_mark([*amounts, "1,5"]) == ","  # one voice for the comma turns it
    lists = _Lists(project, by, mark, unclear, date_order(column("date")))
    for category in CostCategory.objects.filter(archived_at__isnull=True):
        lists.categories[category.code.casefold()] = lists.categories[category.name.casefold()] = category
    documents = {READERS["document"](raw, lists)[0] for raw in column("document")}
    posted = LedgerEntry.objects.filter(project=project, reverses=None, reversed_by=None, document__in=documents)
    lists.seen = dict.fromkeys(posted.values_list(*SAME), 0)
    lists.currencies = Currency.objects.in_bulk()
    lists.tasks = {task.wbs_code: task for task in Task.objects.filter(project=project).exclude(kind="summary")}
    return lists


def _read_row(row, heads, lists, entries, problems):
    if row.extra:
        problems.append(
            Problem(row.number, "", _("The row has more cells than the header; put quotes round 1,234.50."))
        )
        return
    cells = {name: row.cells[place] for name, place in heads.items()}
    fields, found = {}, []
    for name, reader in READERS.items():
        value, error = reader(cells.get(name), lists)
        fields[name] = value
        if error:
            found.append(Problem(row.number, name, error))
    if not found and (error := doubtful(cells["amount"], fields["currency"], lists)):
        found.append(Problem(row.number, "amount", error))
    if not found:
        try:
            entry = _entry(fields, lists)
            if error := _repeated(entry, row.number, lists):
                found.append(Problem(row.number, "document", error))
            entries.extend([] if error else [entry])
        except Refused as refusal:
            names = {"txn_amount": "amount", "txn_currency": "currency"}
            column = names.get(refusal.field, refusal.field or "")
            found.append(Problem(row.number, column, refusal.message))
    problems.extend(found)


def _repeated(entry, number, lists):
    """Why this entry would be the same once more: a row above says it, or the ledger holds it."""
    key = tuple(getattr(entry, name) for name in SAME)
    before = lists.seen.setdefault(key, number)
    if before == 0:
        return _("The ledger holds this entry already.")
    return "" if before == number else _("Row %(row)s says the same.") % {"row": before}


def _entry(fields, lists):
    return built(
        lists.project, by=lists.by, type=fields["type"], date=fields["date"], category=fields["category"],
        txn_amount=fields["amount"], txn_currency=fields["currency"], document=fields["document"],
        cost_class=fields["class"], task=fields["task"], supplier=fields["supplier"], text=fields["text"],
        order=fields["order"], books=lists.books,
    )  # fmt: skip


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
