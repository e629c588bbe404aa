"""Is an uploaded file kept safe and read without harm, whatever it is?"""

import datetime as dt
import hashlib

import pytest
from django.core.files.storage import default_storage

from foundation.errors import Refused
from foundation.sheets.limits import MAX_FILE_BYTES
from portfolio.importing import files
from portfolio.models import ImportBatch
from tests.factories import core, imports

pytestmark = pytest.mark.django_db


def test_the_file_lies_under_a_random_key_and_its_hash_is_known(world):
    one = imports.uploaded(world.portfolio, name="../../etc/passwd.csv")
    two = imports.uploaded(world.portfolio)
    assert one.sha256 == hashlib.sha256(imports.table()).hexdigest() == two.sha256
    assert one.file_key != two.file_key
    assert one.file_key.startswith("imports/") and "passwd" not in one.file_key
    assert default_storage.open(one.file_key).read() == imports.table()


@pytest.mark.parametrize("size", [0, MAX_FILE_BYTES + 1])
def test_empty_and_huge_files_are_refused_before_they_are_stored(world, size):
    with pytest.raises(Refused) as refused:
        files.keep_file(portfolio=world.portfolio, name="x.csv", content=bytes(size), by=None)
    assert refused.value.field == "file"
    assert imports.stored_files() == 0


def test_a_batch_that_cannot_be_written_leaves_no_file(world, cast):
    with pytest.raises(ValueError):
        files.keep_file(portfolio=world.portfolio, name="x.csv", content=b"a", by=cast.paul.person)
    assert imports.stored_files() == 0


def test_an_archived_portfolio_takes_no_file(world):
    world.portfolio.archived_at = core.MONDAY_9
    with pytest.raises(Refused):
        imports.uploaded(world.portfolio)


def test_reading_guesses_the_columns_and_keeps_samples(world):
    batch = imports.read(world.portfolio)
    assert batch.state == ImportBatch.State.READ
    assert imports.guessed(batch)["fields"] == {
        "external_code": 0,
        "name": 1,
        "owner_organisation": 2,
        "rating": 3,
        "start": 4,
        "planned_finish": 5,
        "planned_cost": 6,
        "forecast_cost": 7,
    }
    assert batch.samples[1] == ["Web shop", "Payroll", "Old archive"]
    assert (batch.rows, batch.as_of) == (3, core.DAY)


def test_the_day_of_the_report_is_what_the_person_says(world):
    assert imports.read(world.portfolio, as_of=dt.date(2025, 12, 31)).as_of == dt.date(2025, 12, 31)


def test_the_same_file_keeps_its_day_when_it_comes_again(world):
    imports.done(world.portfolio, as_of=dt.date(2025, 12, 31))
    assert imports.read(world.portfolio).as_of == dt.date(2025, 12, 31)
    assert imports.read(world.far_portfolio).as_of == core.DAY
    assert imports.read(world.portfolio, imports.table() + b"\n").as_of == core.DAY


HOSTILE = {
    "picture": b"\x89PNG\r\n" + bytes(100),
    "not a workbook": b"PK\x03\x04 no archive at all",
    "too many columns": b",".join(b"c%d" % n for n in range(5_000)) + b"\n1\n",
    "giant cell": b"Project name,Budget\n" + b"x" * 200_000 + b",1\n",
    "nothing but blanks": b"\n \n\t\n",
    "only a header": b"Project name,Budget\n\n",
    "web page": b"<html><table><tr><td>Project name</td></tr></table></html>",
    "XML file": b'\xef\xbb\xbf<?xml version="1.0"?><Project><Name>Bridge</Name></Project>',
    "open quotation mark": b'Project name,Budget\n"Bridge,1\nTunnel,2\nLane,3\n',
    "old workbook": b"\xd0\xcf\x11\xe0" + bytes(600),
}


@pytest.mark.attack
@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(world, content):
    batch = imports.read(world.portfolio, content)
    assert batch.state == ImportBatch.State.REFUSED
    assert batch.problem.endswith(".")


@pytest.mark.attack
def test_a_million_rows_are_refused_quickly(world):
    batch = imports.read(world.portfolio, b"Project name,Budget\n" + b"a,1\n" * 1_000_000)
    assert batch.state == ImportBatch.State.REFUSED
    assert "50,000 rows" in batch.problem


@pytest.mark.attack
def test_nul_and_mixed_encodings_come_in_as_text(world):
    lines = b"Project name,Department,Budget\nCaf\xe9 \x00shop,Sales,1\nStra\xc3\x9fe,Sales,2\n"
    batch = imports.done(world.portfolio, lines)
    names = set(batch.projects.values_list("project__name", flat=True))
    assert names == {"Café shop", "Straße"}
