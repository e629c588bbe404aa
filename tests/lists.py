"""Does a list keep what every list promises: its order, its pages, its file of exactly what is shown?"""

import csv
import io
import re

import openpyxl

AS_OF = re.compile(r"^As of \d{4}-\d{2}-\d{2}$")


def body(answer):
    """The bytes of a file that goes out."""
    return b"".join(answer.streaming_content)


def csv_rows(answer):
    """(head, rows) of a CSV file, without its byte order mark and its line with the day."""
    found = [row for row in csv.reader(io.StringIO(body(answer).decode("utf-8-sig"))) if row]
    if len(found[0]) == 1 and AS_OF.match(found[0][0]):
        found = found[1:]
    return found[0], found[1:]


def xlsx_rows(answer):
    """(head, rows) of a workbook, every cell as text."""
    sheet = openpyxl.load_workbook(io.BytesIO(body(answer))).active
    found = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    found = [row for row in found if any(row)]
    if AS_OF.match(found[0][0]):
        found = found[1:]
    return found[0], found[1:]


def broken_promises(browser, address, *, exports=True):
    """What a list of many rows does not keep, in sentences; the list at the address has several pages."""
    table = browser.get(address).context["table"]
    if table.pages < 2:
        yield f"the list has one page of {table.count} rows: too few to ask"
    yield from _orders(browser, address, table)
    yield from _pages(browser, address, table)
    yield from _strange_questions(browser, address)
    if exports:
        yield from _files(browser, address, table)


def _asked(browser, address, **question):
    return browser.get(address, {key: value for key, value in question.items() if value is not None})


def _keys(table):
    return [row.pk for row in table.shown]


def _orders(browser, address, table):
    for key in table.table.sortable:
        found = _all(browser, address, sort=f"-{key}")
        if len(found) != table.count or len(set(found)) != table.count:
            yield f"sorted by {key}: {len(found)} rows shown of {table.count}"


def _all(browser, address, **question):
    """The keys of the rows of all pages in their order."""
    first = _asked(browser, address, **question).context["table"]
    found = _keys(first)
    for number in range(2, first.pages + 1):
        found += _keys(_asked(browser, address, page=number, **question).context["table"])
    return found


def _pages(browser, address, table):
    found = _all(browser, address)
    if len(found) != len(set(found)) or len(found) != table.count:
        yield f"{table.count} rows, but the pages show {len(found)}, {len(set(found))} different"
    beyond = _asked(browser, address, page=99_999).context["table"]
    if beyond.number != table.pages:
        yield f"a page beyond the last is page {beyond.number} and not {table.pages}"


def _strange_questions(browser, address):
    strange = [
        "sort=nothing",
        "sort=project__owner__password",
        "page=0",
        "page=-1",
        "page=x",
        "page=1.5",
        "columns=nope",
    ]
    for question in [*strange, "nonsense=1", "export=pdf", "export=../../etc/passwd"]:
        status = browser.get(f"{address}?{question}").status_code
        if status not in (400, 403):
            yield f"?{question} gives {status}"


def _files(browser, address, table):
    """Both files hold every row of the list in its order, and the same words."""
    for sort in (f"-{next(iter(table.table.sortable))}",):
        head, rows = csv_rows(_asked(browser, address, export="csv", sort=sort))
        if len(rows) != table.count:
            yield f"the CSV sorted by {sort} has {len(rows)} rows of {table.count}"
        _head, cells = xlsx_rows(_asked(browser, address, export="xlsx", sort=sort))
        if [row[0] for row in cells] != [row[0].removeprefix("'") for row in rows]:
            yield f"the workbook sorted by {sort} has other rows than the CSV"
        first = _asked(browser, address, sort=sort).context["table"]
        named = [str(first.asked.columns[0].plain(row)) for row in first.shown]
        if named != [row[0].removeprefix("'") for row in rows[: len(named)]]:
            yield f"the CSV sorted by {sort} begins otherwise than the page"
        if len(head) < len(first.columns):
            yield f"the file has {len(head)} columns, the page {len(first.columns)}"
