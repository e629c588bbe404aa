"""How do the facts of a report become its PDF? One door for the four reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.accounts.rights import ROLE_LABELS, Role
from reports import drawing, pdf
from reports.facts import canon
from reports.pages import budget, closure, cost_benefit, portfolio_status
from reports.pages.blocks import Page
from reports.pdf import Attached, Drawn

PAGES = {
    "closure": closure.page,
    "cost_benefit": cost_benefit.page,
    "budget": budget.page,
    "portfolio_status": portfolio_status.page,
}


class Stamp(Protocol):
    """What is needed of a snapshot: the hash of its facts and the version of the template."""

    sha256: str
    template_version: int


@dataclass(frozen=True)
class Signed:
    """One line of the signature block; `name` and `at` are empty while nobody signed."""

    role: str
    meaning: str
    name: str = ""
    at: datetime | None = None


def draw(
    kind: str,
    facts: Any,
    *,
    snapshot: Stamp,
    signatures: Sequence[Any] = (),
    issued_at: datetime | None = None,
    slots: Sequence[Any] = (),
    page_size: str = "A4",
    language: str = "en",
) -> Drawn:
    """The PDF of a report; a draft carries a watermark until `issued_at` is given.

    kind: key of PAGES. signatures: rows with slot, name, at (issued); slots: rows with role and meaning
    that nobody has signed yet (draft). The same arguments give the same bytes.
    Errors: ValueError when the facts are not those that the snapshot's hash stands for; those of `pdf.draw`.
    """
    stored = _stored(facts, snapshot)
    with override(language):
        page = PAGES[kind](facts)
        attachments = _attachments(page, stored)
        signed = [*map(_signed, signatures), *(Signed(_role(slot), slot.meaning) for slot in slots)]
        watermark = "" if issued_at else _("DRAFT")
    return pdf.draw(
        page.template,
        {**_context(facts, page), "snapshot": snapshot, "issued_at": issued_at, "signed": signed},
        **_about(facts.head, issued_at),
        language=language,
        attachments=attachments,
        parts={figure.source: _picture(figure.spec) for figure in page.figures.values()},
        page_size=page_size,
        watermark=watermark,
    )


def _stored(facts: Any, snapshot: Stamp) -> str:
    """The facts as they were hashed."""
    stored = canon.to_json(facts)
    if canon.sha256_of(stored) != snapshot.sha256:
        raise ValueError("these are not the facts of the snapshot")
    return stored


def _about(head: Any, issued_at: datetime | None) -> dict[str, Any]:
    """What the file says about itself."""
    return {
        "title": f"{head.title} · {head.subject_code} {head.subject_name}",
        "author": head.prepared_by,
        "created": issued_at or datetime.combine(head.prepared_on, time(), tzinfo=UTC),
    }


def _context(facts: Any, page: Page) -> dict[str, Any]:
    """What every template of a report reads."""
    return {
        "facts": facts,
        "head": facts.head,
        "currency": facts.head.currency,
        "page": page,
        "tables": page.tables,
        "figures": page.figures,
    }


def _picture(spec: Any) -> bytes:
    return drawing.svg(spec, titled=False).encode()


def _signed(signature: Any) -> Signed:
    return Signed(_role(signature), signature.slot.meaning, signature.name, signature.at)


def _role(row: Any) -> str:
    return str(ROLE_LABELS[Role(row.role)])


def _attachments(page: Page, stored: str) -> list[Attached]:
    """The facts byte for byte as they were hashed, and the long tables for a spreadsheet."""
    found = [Attached("facts.json", stored.encode(), _("All facts of this report; the hash in the footer is theirs"))]
    found += [
        Attached(table.filename, table.csv(), str(table.caption))
        for table in page.tables.values()
        if table.attached and table.rows
    ]
    return found
