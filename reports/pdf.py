"""How do templates become a PDF that archives keep and screen readers read?

The only file that knows WeasyPrint, which is imported when something is drawn: without its system
libraries the site runs and only drawing fails, with the line that brings them. The result is
PDF/A-3a (archive, with the data attached) and PDF/UA-1 (accessible) in one file; the same input
gives the same bytes. Nothing is fetched: fonts, style, logo and charts come out of a cupboard with
an address scheme of its own, every other address is refused.
"""

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import ModuleType
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from foundation.errors import Refused
from reports import glyphs, tagging
from reports.drawing import FONTS

APT_LINE = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
SCHEME = "plumbline:"
SIZES = {"A4": "A4", "Letter": "letter"}
MOST_ROWS = 3_000  # a row of seven cells takes about 9 ms: half a minute
MOST_CHARACTERS = 5_000_000
FONT_FILES = {
    f"{SCHEME}font/upright.ttf": "IBMPlexSans[wdth,wght].ttf",
    f"{SCHEME}font/italic.ttf": "IBMPlexSans-Italic[wdth,wght].ttf",
}
#: says that the file keeps the rules of PDF/UA too, and describes that word, as archives demand
PDFUA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
#: health as a shape beside its word: drawn, because the typeface has no such glyphs
SHAPES = {
    "on_track": '<circle cx="5" cy="5" r="4.4" fill="#177245"/>',
    "at_risk": '<path d="M5 0L10 5L5 10L0 5Z" fill="#945400"/>',
    "off_track": '<path d="M5 0.6L10 9.4L0 9.4Z" fill="#b42318"/>',
    "unknown": '<circle cx="5" cy="5" r="3.8" fill="none" stroke="#5f6a7c" stroke-width="1.4"/>',
}
SHAPE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="10" height="10">{}</svg>'
WATERMARK = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 600" width="600" height="600">
<text x="300" y="320" text-anchor="middle" font-family="IBM Plex Sans" font-size="110" font-weight="600"
 letter-spacing="12" fill="#eef0f3" transform="rotate(-45 300 300)">{word}</text></svg>"""


class PdfUnavailable(Refused):
    """The system libraries that draw PDFs are missing."""


class PdfTooLarge(Refused):
    """More than a reader reads: the long tables belong into the attached files."""


class MissingPart(ValueError):
    """A template asked the cupboard for something that is not in it."""


@dataclass(frozen=True)
class Attached:
    """A file inside the PDF: the data behind the pages."""

    name: str
    data: bytes
    description: str


@dataclass(frozen=True)
class Drawn:
    """The PDF and how many pages it has."""

    data: bytes
    pages: int


class Cupboard:
    """What a drawing may use, by address; it stands where WeasyPrint expects something that fetches."""

    _fail_on_errors = False

    def __init__(self, weasyprint: ModuleType, parts: Mapping[str, bytes]) -> None:
        self._response = weasyprint.urls.URLFetcherResponse
        self._parts = parts
        self.missing: list[str] = []

    def __call__(self, url: str) -> Any:
        if url in self._parts:
            return self._response(url, self._parts[url], {"Content-Type": _type(url)})
        if url.startswith(SCHEME):
            self.missing.append(url)
        raise ValueError(f"not in the cupboard: {url[:200]}")


def draw(template: str, context: Mapping[str, Any], *, language: str = "en", **how: Any) -> Drawn:
    """The template with its context as a PDF in that language; `how` as in `draw_html`."""
    with override(language):
        html = render_to_string(template, {**context, "language": language})
    return draw_html(html, language=language, **how)


def draw_html(
    html: str,
    *,
    title: str,
    author: str,
    created: datetime,
    language: str = "en",
    attachments: Sequence[Attached] = (),
    parts: Mapping[str, bytes] | None = None,
    page_size: str = "A4",
    watermark: str = "",
) -> Drawn:
    """HTML as PDF. `parts` are pictures by address (plumbline:...), `watermark` a word behind the text.

    Errors: PdfUnavailable, PdfTooLarge, MissingPart; ValueError for an unknown page size or an instant
    without zone.
    """
    if created.tzinfo is None:
        raise ValueError(f"an instant needs a zone: {created}")
    refuse_large(html)
    html, pictures = glyphs.with_note(html), {address: _legible(data) for address, data in (parts or {}).items()}
    weasyprint = _weasyprint()
    cupboard = Cupboard(weasyprint, {**_own_parts(), **_mark(watermark), **pictures})
    document = _laid_out(weasyprint, html, cupboard, _sheet(page_size, watermark))
    _describe(document, title=title, author=author, created=created, language=language)
    document.metadata.attachments = [_attachment(weasyprint, one, created) for one in sorted(attachments, key=_by_name)]
    identifier = hashlib.sha256(f"{title}\n{created.isoformat()}\n{html}".encode()).digest()[:16]
    data = document.write_pdf(pdf_variant="pdf/a-3a", pdf_identifier=identifier, finisher=tagging.mend)
    return Drawn(data, len(document.pages))


def can_draw() -> bool:
    """Load what draws; False where the system libraries are missing."""
    try:
        return bool(_weasyprint() and _own_parts())
    except PdfUnavailable:
        return False


def refuse_large(html: str) -> None:
    """PdfTooLarge when there are more rows or characters than can be drawn while somebody waits."""
    rows = html.count("<tr")
    if rows > MOST_ROWS or len(html) > MOST_CHARACTERS:
        raise PdfTooLarge(
            _(
                "This report is too large to draw: %(rows)s table rows, at most %(most)s. "
                "Choose a shorter period or fewer projects, or export the table as CSV or XLSX."
            )
            % {"rows": rows, "most": MOST_ROWS}
        )


@cache
def _weasyprint() -> ModuleType:
    # the subsets of the typeface carry the day on which they were made; with this well-known switch of
    # reproducible builds it is always the same day, and so the same report is the same bytes
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    try:
        import weasyprint
    except OSError as error:
        raise PdfUnavailable(
            _("PDFs cannot be drawn here: a system library is missing. Install it with: %(line)s") % {"line": APT_LINE}
        ) from error
    return weasyprint


@cache
def _own_parts() -> dict[str, bytes]:
    """The typeface, the style sheet of paper and the shapes of health."""
    parts = {address: (FONTS / name).read_bytes() for address, name in FONT_FILES.items()}
    parts[f"{SCHEME}paper.css"] = (settings.BASE_DIR / "static" / "css" / "paper.css").read_bytes()
    return parts | {f"{SCHEME}shape/{name}.svg": SHAPE.format(drawn).encode() for name, drawn in SHAPES.items()}


def _legible(picture: bytes) -> bytes:
    """A drawn picture (SVG) with letters that the typeface has; any other bytes as they are."""
    return glyphs.numbered(picture.decode()).encode() if picture.lstrip().startswith(b"<") else picture


def _mark(word: str) -> dict[str, bytes]:
    return {f"{SCHEME}watermark.svg": WATERMARK.format(word=escape(word)).encode()} if word else {}


def _sheet(page_size: str, watermark: str) -> str:
    """What depends on the paper: its size, upright and turned, and the word behind the text."""
    if page_size not in SIZES:
        raise ValueError(f"unknown page size: {page_size!r}")
    size = SIZES[page_size]
    behind = f"background: url({SCHEME}watermark.svg) center / 75% no-repeat;" if watermark else ""
    return f"@page {{ size: {size}; {behind} }} @page wide {{ size: {size} landscape; }}"


def _laid_out(weasyprint: ModuleType, html: str, cupboard: Cupboard, sheet: str) -> Any:
    fonts = weasyprint.text.fonts.FontConfiguration()
    own = {"url_fetcher": cupboard, "font_config": fonts}
    sheets = [weasyprint.CSS(url=f"{SCHEME}paper.css", **own), weasyprint.CSS(string=sheet, **own)]
    try:
        document = weasyprint.HTML(string=html, url_fetcher=cupboard).render(
            font_config=fonts, stylesheets=sheets, pdf_variant="pdf/a-3a"
        )
    except weasyprint.urls.URLFetchingError as error:
        raise MissingPart(str(error)) from error
    if cupboard.missing:
        raise MissingPart(", ".join(cupboard.missing))
    return document


def _describe(document: Any, *, title: str, author: str, created: datetime, language: str) -> None:
    """Only what we say about the file counts, nothing that stands in the HTML."""
    about = document.metadata
    about.title, about.authors, about.lang = title, [author], language
    about.description, about.keywords, about.custom = None, [], {}
    about.generator = "Plumbline"
    about.created = about.modified = created.isoformat(timespec="seconds")
    plain = about.generate_rdf_metadata
    about.generate_rdf_metadata = lambda *which: plain(*which).replace(b"</rdf:RDF>", PDFUA + b"</rdf:RDF>")


def _attachment(weasyprint: ModuleType, one: Attached, created: datetime) -> Any:
    return weasyprint.Attachment(
        string=one.data,
        name=one.name,
        description=one.description,
        relationship="Data",
        created=created,
        modified=created,
    )


def _by_name(one: Attached) -> str:
    """A list of names in a PDF has to be sorted."""
    return one.name


def _type(url: str) -> str:
    ending = url.rsplit(".", 1)[-1]
    return {"css": "text/css", "svg": "image/svg+xml", "ttf": "font/ttf", "png": "image/png"}[ending]
