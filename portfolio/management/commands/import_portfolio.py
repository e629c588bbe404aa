"""How does a portfolio file come in from the command line, with a summary that a program can read?

`manage.py import_portfolio FILE [--portfolio CODE] [--mapping M.json] [--as-of DAY] [--dry-run] --json`

Where there is only one portfolio it need not be named. A file that is refused as a whole ends with
status 1 and, with --json, with {"state": "refused", "problem": ...}.

M.json: {"fields": {"name": "Project title", "planned_cost": 7}, "currency": "GBP", "unit": 1000000};
a field names its column by header or by number from 0. Without it the guess is taken.
"""

import json
from datetime import date
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from foundation.errors import Refused
from portfolio.engine.mapping import REPEATED
from portfolio.importing import files, taking
from portfolio.models import ImportBatch
from projects.models import Portfolio


class Command(BaseCommand):
    help = "Import a portfolio from a CSV, XLSX or ODS file."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--portfolio", help="code of the portfolio; needed where there are several")
        parser.add_argument("--mapping", type=Path, help="JSON with fields, currency, unit")
        parser.add_argument("--as-of", type=date.fromisoformat, help="day that the file speaks of")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--mode", choices=ImportBatch.Mode.values, default=ImportBatch.Mode.GOOD)
        parser.add_argument("--json", action="store_true", help="print the summary as JSON")

    def handle(self, *, file, portfolio, mapping, dry_run, mode, **options):
        into = _portfolio(portfolio)
        wishes = _json(mapping) if mapping else {}
        try:
            summary = self._take(file, into, wishes, dry_run=dry_run, mode=mode, as_of=options["as_of"])
        except Refused as refusal:
            if options["json"]:
                self._print({"file": file.name, "state": "refused", "problem": refusal.message}, as_json=True)
            raise CommandError(refusal.message) from refusal
        self._print(summary, as_json=options["json"])

    def _take(self, file, into, wishes, *, dry_run, mode, as_of):
        content = _bytes(file)
        key = None
        try:
            with transaction.atomic():
                batch = files.keep_file(portfolio=into, name=file.name, content=content, by=None, as_of=as_of)
                key = batch.file_key
                batch = _import(batch, wishes, dry_run=dry_run, mode=mode)
                summary = _summary(batch, dry_run)
                transaction.set_rollback(dry_run)
        except Refused:
            dry_run = True  # nothing was written, so the file goes too
            raise
        finally:
            if dry_run and key:
                default_storage.delete(key)
        return summary

    def _print(self, summary, *, as_json):
        if as_json:
            self.stdout.write(json.dumps(summary, ensure_ascii=False, indent=1))
            return
        for name in ("state", "rows", "created", "updated", "unchanged", "rejected"):
            self.stdout.write(f"{name}: {summary[name]}")
        for note in summary["notes"]:
            place = f"row {note['row']} {note['column']}".strip() if note["row"] else "file"
            self.stdout.write(f"{note['level']}: {place}: {note['message']}")


def _portfolio(code):
    """The portfolio of this code; without a code the only one that there is."""
    rows = Portfolio.objects.filter(archived_at__isnull=True)
    if code is not None:
        rows = rows.filter(code__iexact=code)
    found = list(rows[:2])
    if len(found) == 1:
        return found[0]
    if code is not None:
        raise CommandError(f"No portfolio has the code {code}.")
    codes = ", ".join(rows.order_by("code").values_list("code", flat=True)) or "there is none yet"
    raise CommandError(f"Say with --portfolio into which one the file comes: {codes}.")


def _bytes(path):
    try:
        files.check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


def _json(path):
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise CommandError(f"{path}: {error}") from error
    if not _well_formed(found):
        raise CommandError(f'{path}: expected {{"fields": {{"name": "header"}}, "currency": "EUR", "unit": 1000}}')
    return found


def _well_formed(found):
    """A field names its column by header or number; the currency is a word, the unit a number."""
    if not isinstance(found, dict) or not isinstance(found.get("fields") or {}, dict):
        return False
    columns = (found.get("fields") or {}).values()
    named = all(isinstance(column, str | int) and not isinstance(column, bool) for column in columns)
    return (
        named and isinstance(found.get("currency") or "", str) and isinstance(found.get("unit") or 1, str | int | float)
    )


def _import(batch, wishes, *, dry_run, mode):
    today = timezone.localdate()
    batch = files.read_file(batch, today=today)
    if batch.state == ImportBatch.State.REFUSED:
        raise Refused(batch.problem)
    currency = wishes.get("currency") or files.likely_currency(batch)
    fields = _fields(batch, wishes.get("fields"))
    unit = wishes.get("unit")
    taking.confirm_columns(batch, by=None, fields=fields, currency=currency, as_of=batch.as_of, unit=unit)
    batch = taking.check_file(batch, by=None)
    return batch if dry_run else taking.import_rows(batch, by=None, on=today, mode=mode)


def _fields(batch, wished):
    uses = batch.mapping["columns"]
    if wished is None:
        return {use["field"]: use["column"] for use in uses if use["field"] not in REPEATED}
    places = {use["header"]: use["column"] for use in uses}
    unknown = [column for column in wished.values() if column not in places and not isinstance(column, int)]
    if unknown:
        raise Refused(f"The file has no column {unknown[0]!r}.")
    return {field: places.get(column, column) for field, column in wished.items()}


def _summary(batch, dry_run):
    notes = batch.notes.values("row", "column", "raw", "level", "code", "message")
    return {
        "file": batch.file_name,
        "sha256": batch.sha256,
        "portfolio": batch.portfolio.code,
        "state": "dry_run" if dry_run else batch.state,
        "as_of": batch.as_of.isoformat(),
        **{name: getattr(batch, name) for name in ("rows", "created", "updated", "unchanged", "rejected")},
        "refusals": batch.result["refusals"],
        "aggregates": batch.result["totals"],
        "notes": list(notes),
    }
