"""Small builders of portfolio files and of imports at any step."""

import csv
import io
import os
from pathlib import Path

from django.core.files.storage import default_storage

from portfolio.importing import files, taking
from portfolio.models import ImportBatch
from tests.factories import core

_NAMES = "Project ID,Project name,Department,Status,Start date,End date,Budget,Forecast cost,Comments"
HEADER = tuple(_NAMES.split(","))
LINES = (
    ("A-1", "Web shop", "Sales", "Green", "2025-01-10", "2026-09-30", "1200000.50", "1250000", "Goes well"),
    ("A-2", "Payroll", "People", "Amber", "2026-06-01", "2027-01-31", "300000", "300000", ""),
    ("A-3", "Old archive", "People", "Red", "2024-01-10", "2025-06-30", "80000", "95000", "Late"),
)
DATA = Path(os.environ.get("PLUMBLINE_DATA", Path(__file__).resolve().parents[2].parent / "shared" / "data"))


def table(*lines, header=HEADER):
    """The bytes of a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows([header, *(lines or LINES)])
    return out.getvalue().encode()


def uploaded(in_portfolio, content=None, *, by=None, name="projects.csv", as_of=None):
    return files.keep_file(portfolio=in_portfolio, name=name, content=content or table(), by=by, as_of=as_of)


def read(in_portfolio, content=None, *, today=core.DAY, **fields):
    return files.read_file(uploaded(in_portfolio, content, **fields), today=today)


def guessed(batch):
    """What was guessed, as `confirm_columns` wants it."""
    uses = batch.mapping["columns"]
    fields = {use["field"]: use["column"] for use in uses if use["field"] not in ("narrative", "other")}
    return {"fields": fields, "currency": batch.mapping["currency"] or "EUR", "as_of": batch.as_of}


def checked(in_portfolio, content=None, *, by=None, **fields):
    batch = read(in_portfolio, content, by=by, **fields)
    taking.confirm_columns(batch, by=by, **guessed(batch))
    return taking.check_file(batch, by=by)


def done(in_portfolio, content=None, *, by=None, on=core.DAY, mode="good", **fields):
    return taking.import_rows(checked(in_portfolio, content, by=by, **fields), by=by, on=on, mode=mode)


def stored_files():
    """How many files lie in the storage."""
    return len(default_storage.listdir("imports")[1]) if default_storage.exists("imports") else 0


SAMPLES = {ImportBatch: lambda project: checked(project.portfolio)}
POST = {
    "portfolio:import_run": {"mode": "good"},
    "portfolio:import_undo": {},
}
