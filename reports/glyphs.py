"""Which letters can the typeface of the paper not draw, and what stands in their place?

IBM Plex Sans has Latin, Greek and Cyrillic. A letter of another script would be an empty box, or would be drawn by
whatever font the machine happens to have, and the same report would be other bytes elsewhere. So each run of such
letters stands as its numbers in Unicode, `王小` as [U+738B U+5C0F], and a note says so.
"""

import re
import unicodedata
from functools import cache

from django.utils.html import format_html
from django.utils.translation import gettext as _

from reports.drawing import FONTS

TYPEFACE = "IBMPlexSans[wdth,wght].ttf"
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_UNSEEN = ("C", "Z")  # controls, joiners, marks of direction, spaces: nothing to draw


@cache
def drawable() -> frozenset[int]:
    """The numbers of all characters that the typeface of the paper has."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / TYPEFACE, lazy=True) as font:
        return frozenset(font.getBestCmap())


def lacking(text: str) -> str:
    """The characters of `text` that cannot be drawn, each once, in the order of their numbers."""
    beyond = {each for run in _BEYOND_ASCII.findall(text) for each in run}
    return "".join(
        sorted(each for each in beyond if ord(each) not in drawable() and unicodedata.category(each)[0] not in _UNSEEN)
    )


def numbered(text: str) -> str:
    """The text with each run of letters that cannot be drawn as their numbers in brackets."""
    if not (missing := lacking(text)):
        return text
    runs = re.compile(f"[{re.escape(missing)}]+")
    return runs.sub(lambda run: f"[{' '.join(f'U+{ord(each):04X}' for each in run[0])}]", text)


def with_note(html: str) -> str:
    """The page as it can be drawn; where letters were put into numbers, a note at its end says so."""
    if not (missing := lacking(html)):
        return html
    scripts = ", ".join(sorted({unicodedata.name(each, "UNKNOWN").split()[0].title() for each in missing}))
    words = _(
        "The typeface of this paper lacks some letters ({scripts}). They stand as their Unicode numbers in brackets; "
        "the attached data hold them as they were written."
    ).format(scripts=scripts)
    head, found, tail = numbered(html).rpartition("</body>")
    note = format_html('<p class="table-note glyphs">{}</p>', words)
    return f"{head}{note}{found}{tail}" if found else f"{tail}{note}"
