"""Drawn sample reports, each drawn once for all tests, and what can be read out of a PDF."""

import zlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from types import SimpleNamespace

from pypdf import PdfReader
from pypdf.generic import NullObject

from reports import papers
from reports.facts import canon
from tests.reports.samples.budget import BUDGET
from tests.reports.samples.closure import CLOSURE
from tests.reports.samples.cost_benefit import COST_BENEFIT
from tests.reports.samples.portfolio import PORTFOLIO

FACTS = {"closure": CLOSURE, "cost_benefit": COST_BENEFIT, "budget": BUDGET, "portfolio_status": PORTFOLIO}
ISSUED = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Snapshot:
    sha256: str
    template_version: int = 3


def snapshot_of(facts):
    return Snapshot(canon.sha256(facts))


def signature(role, meaning, name, at=ISSUED):
    return SimpleNamespace(role=role, slot=SimpleNamespace(meaning=meaning), name=name, at=at)


SIGNATURES = (
    signature("project_manager", "prepared this report", "Pam Porter"),
    signature("finance", "certifies the final balance", "Finn Fischer"),
)


def draw(kind, facts=None, **how):
    facts = facts or FACTS[kind]
    return papers.draw(kind, facts, snapshot=snapshot_of(facts), **how)


@cache
def issued(kind):
    """The issued PDF of a sample report."""
    return draw(kind, signatures=SIGNATURES, issued_at=ISSUED)


@cache
def reader(drawn):
    return PdfReader(BytesIO(drawn.data))


def emptied(facts):
    """The same facts with every list empty."""
    return replace(facts, **{name: () for name, value in vars(facts).items() if isinstance(value, tuple)})


@cache
def words(drawn):
    """The text of all pages with plain spaces; reading a PDF takes as long as drawing one, so each is read once."""
    text = "\n".join(page.extract_text() for page in reader(drawn).pages)
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").replace("\u200b", "").split())


def everything(data):
    """All bytes of a PDF, with each compressed stream unpacked."""
    found, place = [data], 0
    while (start := data.find(b"stream\n", place)) >= 0:
        place = start + 7
        try:
            found.append(zlib.decompressobj().decompress(data[place:]))
        except zlib.error:
            continue
    return b"\n".join(found)


def elements(drawn):
    """Every structure element of the tag tree, in reading order."""
    root = reader(drawn).trailer["/Root"]["/StructTreeRoot"]

    def walk(node):
        node = node.get_object()
        if isinstance(node, list):
            for kid in node:
                yield from walk(kid)
        elif isinstance(node, dict) and "/S" in node:
            yield node
            yield from walk(node.get("/K", []))

    return list(walk(root["/K"]))


def owners(drawn, page):
    """The structure element of each marked piece of a page, None where nobody reads it."""
    numbers = reader(drawn).trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    owned = numbers[list(numbers[::2]).index(page["/StructParents"]) * 2 + 1]
    return [None if one.get_object() is None or isinstance(one.get_object(), NullObject) else one for one in owned]
