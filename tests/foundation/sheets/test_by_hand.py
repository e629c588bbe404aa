"""Files as programs and people write them: does every known value come back, or a name for why it does not?"""

import csv
import datetime as dt
import io
import struct
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.sheets import table
from foundation.sheets.cells import decimal_mark, parse_integer, parse_money, parse_share
from foundation.sheets.dates import date_order, parse_date
from foundation.sheets.escaping import escape, unescape
from foundation.sheets.limits import SheetError, check_cell, check_row_number, check_width
from foundation.sheets.reading import read_sheet

D = Decimal
cents = st.integers(-(10**11), 10**11).map(lambda n: D(n) / 100)
days = st.dates(dt.date(1970, 1, 1), dt.date(2068, 12, 31))
SPACES = (" ", "\u00a0", "\u202f", "\u2009", "'")


def grouped(amount, thousands, mark):
    """1234567.8 written with these marks, two decimals."""
    return f"{amount:,.2f}".replace(",", "T").replace(".", mark).replace("T", thousands)


def refused(data, name="f.csv"):
    with pytest.raises(SheetError) as caught:
        read_sheet(data, name)
    return caught.value.code


# ── amounts in every hand ───────────────────────────────────────────────────────────────────────


@given(cents, st.sampled_from([(",", "."), (".", ","), *((space, mark) for space in SPACES for mark in ".,")]))
def test_an_amount_comes_back_from_every_way_to_write_it(amount, marks):
    parsed = parse_money(grouped(amount, *marks), mark=marks[1])
    assert (parsed.value, parsed.error, parsed.code) == (amount, None, None)


@given(cents, st.sampled_from(["£{}", "{} €", "CHF {}", "USD {}", "{} SEK", "US$ {}", "$ {}"]))
def test_a_currency_beside_an_amount_changes_nothing_but_itself(amount, pattern):
    parsed = parse_money(pattern.format(grouped(amount, ",", ".")))
    assert parsed.value == amount
    assert parsed.currency in {"GBP", "EUR", "CHF", "USD", "SEK"}


@given(cents)
def test_an_amount_in_brackets_is_the_amount_below_nothing(amount):
    text = grouped(abs(amount), ",", ".")
    for pattern in ("({})", "-{}", "{}-", "− {}", "– {}", "(£{})", "-$ {}"):
        assert parse_money(pattern.format(text)).value == -abs(amount), pattern


@given(st.integers(0, 999), st.sampled_from([("k", 3), ("thousand", 3), ("m", 6), ("Mio.", 6), ("bn", 9), ("Mrd", 9)]))
def test_a_unit_in_the_cell_multiplies_once(number, unit):
    word, digits = unit
    for text in (f"{number}{word}", f"{number} {word}", f"£{number} ({word})"):
        assert parse_money(text, unit=D(1000)).value == number * 10**digits, text


@given(st.lists(cents.filter(lambda amount: abs(amount) >= 1000), min_size=1, max_size=8))
def test_a_column_shows_its_mark_by_itself(amounts):
    assert decimal_mark([grouped(amount, ".", ",") for amount in amounts]) == ","
    assert decimal_mark([grouped(amount, ",", ".") for amount in amounts]) == "."


@settings(max_examples=40)
@given(st.text(max_size=40))
def test_no_text_is_a_crash_and_every_refusal_has_a_name(text):
    for parsed in (parse_money(text), parse_integer(text), parse_share(text), parse_date(text)):
        assert parsed.value is None or parsed.error is None
        assert bool(parsed.error or parsed.note) <= bool(parsed.code)
        if parsed.error:
            assert parsed.error.endswith(".")


@given(st.integers(-(10**9), 10**9), st.integers(0, 100))
def test_whole_numbers_and_percentages_come_back(number, percent):
    assert parse_integer(f"{number:,}").value == number
    assert parse_integer(f"{number}.5").code == "not_whole"
    assert parse_share(f"{percent} %").value == D(percent) / 100
    assert parse_share(str(percent), points=True).value == D(percent) / 100


# ── days in every hand ──────────────────────────────────────────────────────────────────────────


@given(days)
def test_a_day_comes_back_from_every_way_to_write_it(day):
    for pattern in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%d %B %Y", "%d-%b-%y", "%B %d, %Y", "%a, %d %b %Y",
                    "%Y-%m-%dT%H:%M:%SZ", "%d.%m.%y"):  # fmt: skip
        assert parse_date(day.strftime(pattern)).value == day, pattern
    for order, pattern in (("dmy", "%d/%m/%Y"), ("mdy", "%m/%d/%Y"), ("dmy", "%d-%m-%y"), ("mdy", "%m-%d-%Y")):
        assert parse_date(day.strftime(pattern), order=order).value == day, pattern
    assert parse_date(D((day - dt.date(1899, 12, 30)).days)).value in (day, None if day.year < 1928 else day)


@given(st.lists(days, min_size=1, max_size=12))
def test_a_column_of_days_shows_its_order_when_one_of_them_is_past_the_twelfth(found):
    told = any(day.day > 12 for day in found)
    assert date_order([day.strftime("%d/%m/%Y") for day in found]) == ("dmy" if told else "unclear")
    assert date_order([day.strftime("%m/%d/%Y") for day in found]) == ("mdy" if told else "unclear")
    assert date_order([day.strftime("%d.%m.%Y") for day in found]) == "dmy"


@given(days)
def test_a_month_alone_takes_its_edge(day):
    first, last = parse_date(day.strftime("%B %Y"), edge="start"), parse_date(day.strftime("%m/%Y"), edge="finish")
    assert first.value == day.replace(day=1)
    assert (last.value + dt.timedelta(1)).day == 1
    assert {first.code, last.code} == {"month_only"}


# ── tables in every hand ────────────────────────────────────────────────────────────────────────

words = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\ufeff", exclude_categories=("Cc", "Cs")), max_size=12
)
bodies = st.lists(st.tuples(words, words.map(lambda word: word.replace(" ", "\n"))), min_size=1, max_size=5)


def told(sheet):
    return [tuple(cell or "" for cell in row.cells) for row in sheet.rows]


@settings(max_examples=40)
@given(bodies, st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]), st.booleans())
def test_a_table_comes_back_whatever_program_wrote_it(body, mark, encoding, windows):
    """Quoted line breaks, quotes, formulas and other alphabets; a text that starts a formula went out escaped."""
    rows = [*((escape(name), escape(note)) for name, note in body), ("last", "x")]
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=mark, quoting=csv.QUOTE_ALL, lineterminator="\r\n" if windows else "\n")
    writer.writerows([("Name", "Remark"), *rows])
    sheet = read_sheet(out.getvalue().encode(encoding), "f.csv")
    assert sheet.header == ("Name", "Remark")
    assert told(sheet) == [*body, ("last", "x")]
    assert [row.number for row in sheet.rows] == list(range(2, len(rows) + 2))


@settings(max_examples=15)
@given(bodies)
def test_a_workbook_says_the_same_as_a_text_file(body):
    book = openpyxl.Workbook()
    book.active.append(("Name", "Remark"))
    for name, note in [*body, ("last", "x")]:
        book.active.append((escape(name), escape(note)))
    out = io.BytesIO()
    book.save(out)
    assert told(read_sheet(out.getvalue(), "f.xlsx")) == [*body, ("last", "x")]


@given(st.text(max_size=20))
def test_the_escape_of_a_text_is_undone_and_never_starts_a_formula(text):
    assert unescape(escape(text)) == text
    assert escape(text)[:1] not in set("=+-@\t\r\n\0＝＋－＠") or not text


def test_bytes_that_are_not_of_the_encoding_of_their_mark_are_shown_and_named():
    sheet = read_sheet(b"\xef\xbb\xbfName,Cost\nCaf\xff,1\n", "f.csv")
    assert sheet.rows[0].cells == ("Caf\ufffd", "1")
    assert [remark.code for remark in sheet.warnings] == ["broken_text"]


def test_merged_cells_give_their_value_once_and_the_covered_ones_are_empty():
    book = openpyxl.Workbook()
    page = book.active
    for row in (("Name", "Owner", "Cost"), ("A", "Tax", 1), ("B", None, 2), ("C", "Pay", 3)):
        page.append(row)
    page.merge_cells("B2:B3")
    out = io.BytesIO()
    book.save(out)
    cells = [row.cells for row in read_sheet(out.getvalue(), "f.xlsx").rows]
    assert cells == [("A", "Tax", D(1)), ("B", None, D(2)), ("C", "Pay", D(3))]


# ── limits and broken archives ──────────────────────────────────────────────────────────────────


def test_every_limit_is_the_last_that_passes():
    check_row_number(50_000)
    check_width(300, 1)
    check_cell("x" * 100_000, 1, 1)
    for act, code in (
        (lambda: check_row_number(50_001), "too_many_rows"),
        (lambda: check_width(301, 7), "too_many_columns"),
        (lambda: check_cell("x" * 100_001, 7, 3), "cell_too_long"),
    ):
        with pytest.raises(SheetError) as caught:
            act()
        assert caught.value.code == code


def test_too_many_cells_are_refused_before_they_fill_the_memory(monkeypatch):
    monkeypatch.setattr(table, "MAX_CELLS", 7)
    assert read_sheet(b"a,b\n1,2\n3,4\n", "f.csv").row_total == 2
    assert refused(b"a,b\n1,2\n3,4\n5,6\n") == "too_many_cells"


def packed(change=None, **more):
    """A workbook of one cell, its directory changed by hand."""
    book = openpyxl.Workbook()
    book.active.append(("Name",))
    out = io.BytesIO()
    book.save(out)
    if more:
        with zipfile.ZipFile(out, "a") as archive:
            for name, content in more.items():
                archive.writestr(name.replace("__", "/"), content)
    return change(out.getvalue()) if change else out.getvalue()


def with_flag(data):
    """Every entry says that it is encrypted."""
    raw = bytearray(data)
    place = raw.find(b"PK\x01\x02")
    while place >= 0:
        raw[place + 8] |= 1
        place = raw.find(b"PK\x01\x02", place + 4)
    return bytes(raw)


def with_many(data):
    """The end record claims 60,000 entries."""
    place = data.rfind(b"PK\x05\x06")
    return data[: place + 10] + struct.pack("<H", 60_000) + data[place + 12 :]


def with_noise(data):
    """The packed bytes of the first part are noise."""
    start = 30 + sum(struct.unpack("<HH", data[26:30]))
    return data[:start] + b"\xff\x00" * 20 + data[start + 40 :]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (with_flag, "protected"),
        (with_many, "too_many_parts"),
        (with_noise, "broken_workbook"),
        (lambda data: data.replace(b"PK\x05\x06", b"PK\x05\x07"), "broken_workbook"),
        (lambda data: data.replace(b"PK\x01\x02", b"PK\x01\x03"), "broken_workbook"),
        (lambda data: data[:-25], "broken_workbook"),
        (lambda data: b"PK\x03\x04" + b"\0" * 400, "broken_workbook"),
    ],
)
def test_an_archive_that_lies_about_itself_is_refused_by_name(change, code):
    assert refused(packed(change), "f.xlsx") == code


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_workbook_with_the_same_part_twice_is_refused():
    assert refused(packed(xl__workbook=b"x", **{"xl/workbook.xml": b"<x/>"}), "f.xlsx") == "broken_workbook"
