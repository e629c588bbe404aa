"""Which marks does a screen reader need beyond those that the layout engine sets?

Works on the objects of the PDF just before it is written. Each header cell says whether it heads a
column or a row, and the lines that run at the head and foot of every page are marked as artifacts,
so that they are not read aloud between two sentences (PDF/UA, ISO 14289-1, 7.5 and 7.8). Each
attached file is named once.
"""

from collections.abc import Iterator
from typing import Any

ROW, COLUMN = "/Row", "/Column"


def mend(document: Any, pdf: Any) -> None:
    """Set scopes and artifacts in place; called with the laid out document and the PDF being made."""
    elements = [one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/StructElem"]
    for cell in elements:
        if cell["S"] == "/TH":
            cell["A"]["Scope"] = COLUMN if _object(pdf, _object(pdf, cell["P"])["P"])["S"] == "/THead" else ROW
    if "AF" in pdf.catalog:
        pdf.catalog["AF"][:] = list(dict.fromkeys(pdf.catalog["AF"]))
    read = set(_read(pdf, _object(pdf, pdf.catalog["StructTreeRoot"])["K"]))
    _mark_running_lines(pdf, [one for one in elements if one.number not in read])


def _object(pdf: Any, reference: Any) -> Any:
    """The object behind b'12 0 R'."""
    return pdf.objects[int(reference.split()[0])]


def _read(pdf: Any, kids: Any) -> Iterator[int]:
    """Numbers of all elements that hang in the tree, and so are read aloud."""
    for kid in kids:
        if isinstance(kid, bytes):
            yield int(kid.split()[0])
            yield from _read(pdf, _object(pdf, kid).get("K", ()))


def _mark_running_lines(pdf: Any, unread: list[Any]) -> None:
    """Content that no element in the tree owns becomes an artifact of pagination."""
    artifact = type(pdf.catalog)({"Type": "/Pagination"})
    owners = _object(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"]
    numbers = _object(pdf, owners)["Nums"]
    pages = [one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/Page"]
    for no, page in enumerate(pages):
        gone = {mcid for one in unread if one["Pg"] == page.reference for mcid in one["K"] if isinstance(mcid, int)}
        commands = _object(pdf, page["Contents"]).stream
        for place, command in enumerate(commands):
            if isinstance(command, dict) and command.get("MCID") in gone:
                commands[place - 1], commands[place] = "/Artifact", artifact
        owned = numbers[numbers.index(no) + 1]
        owned[:] = [b"null" if mcid in gone else owner for mcid, owner in enumerate(owned)]
