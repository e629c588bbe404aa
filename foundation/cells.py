"""What stands in one cell of a table: on the screen, in a file?

Cells are drawn in Python and not by a template, because a page has a thousand of them.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from operator import attrgetter

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import figures
from foundation.figures import Figure, entered_html, figure_html
from foundation.reasons import reason_text

ENTERED = {
    "number": figures.COUNT,
    "money": figures.MONEY,
    "percent": figures.PERCENT,
    "date": figures.DATE,
    "days": figures.DAYS,
}
KINDS = {"text", "figure", "health", "link", *ENTERED}
TO_THE_RIGHT = {"number", "money", "percent", "days", "figure"}
HEALTH_WORDS = {
    "on_track": gettext_lazy("on track"),
    "at_risk": gettext_lazy("at risk"),
    "off_track": gettext_lazy("off track"),
    "unknown": gettext_lazy("unknown"),
}


@dataclass(frozen=True)
class Health:
    """A shape and a word: code in {on_track, at_risk, off_track, unknown}, `why` in words, stale or not."""

    code: str | None = None
    stale: bool = False
    why: str = ""

    @property
    def words(self):
        word = str(HEALTH_WORDS[self.code or "unknown"])
        return f"{word} · {_('stale')}" if self.stale else word

    def html(self):
        css = f"health {self.code or 'unknown'}{' stale' if self.stale else ''}"
        title = format_html(' title="{}"', self.why) if self.why else ""
        return format_html('<span class="{}"{}>{}</span>', css, title, self.words)


@dataclass(frozen=True)
class Link:
    """Words that open an address, with a smaller line below if there is something to add."""

    text: object
    address: str = ""
    sub: object = ""

    def html(self):
        sub = format_html('<span class="sub">{}</span>', self.sub) if self.sub else ""
        if not self.address:
            return format_html("{}{}", self.text, sub)
        return format_html('<a href="{}">{}</a>{}', self.address, self.text, sub)


@dataclass(frozen=True)
class Column:
    """One column of a table.

    value: path of attributes (`"owner.name"`; default: the key) or a function of the row. A
        Figure is drawn as a figure whatever the kind; `link` wants a Link or (text, address),
        `health` a Health or its code; the other kinds are numbers and dates that somebody typed in.
    unit: words for the head (`"EUR"`), or a function of the row where each row has its own.
    sort: path or paths for the database; without them the column cannot be sorted.
    export: function of the row when a file shall hold something else than the cell.
    total: Total or a function `(queryset, **context)` that returns the cell of the footer.
    filter: a Filter that stands above the table.
    hidden: shown only when the person chooses it.
    """

    key: str
    label: object
    value: str | Callable | None = None
    kind: str = "text"
    unit: str | Callable = ""
    sort: str | tuple = ()
    align: str = ""
    css: str = ""
    export: Callable | None = None
    total: object = None
    filter: object = None
    hidden: bool = False

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"{self.key}: no kind of column is called {self.kind}")

    @property
    def paths(self):
        return (self.sort,) if isinstance(self.sort, str) else tuple(self.sort)

    @property
    def head_unit(self):
        return "" if callable(self.unit) else self.unit

    @cached_property
    def side(self):
        return self.align or ("end" if self.kind in TO_THE_RIGHT else "start")

    @cached_property
    def classes(self):
        return " ".join(filter(None, ("number" if self.side == "end" else "", self.css)))

    @cached_property
    def get(self):
        """Function of the row that gives the value; a path stops at the first missing link."""
        if callable(self.value):
            return self.value
        path = self.value or self.key
        return _follow(path) if "." in path else attrgetter(path)

    def unit_of(self, row):
        return self.unit(row) if callable(self.unit) else ""

    def html(self, row):
        return draw(self.get(row), self.kind, self.unit_of(row))

    def plain(self, row):
        """The value for a file: Decimal, int, date or text; None is an empty cell."""
        return plain(self.export(row) if self.export else self.get(row), self.kind)


def _follow(path):
    names = path.split(".")

    def get(row):
        for name in names:
            if row is None:
                return None
            row = getattr(row, name)
        return row

    return get


def draw(value, kind="text", unit="") -> SafeString:
    """One value as safe HTML."""
    if isinstance(value, Figure):
        return figure_html(value)
    if kind == "figure":
        raise TypeError("a computed cell is a Figure; without a value it names its reason")
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = value.astimezone(timezone.get_current_timezone())
    if kind in ENTERED:
        return entered_html(value, unit, ENTERED[kind])
    value = _shaped(value, kind)
    if isinstance(value, Health | Link):
        return value.html()
    return conditional_escape("" if value is None else value)


def plain(value, kind="text"):
    """The same value for a file: never rounded, reasons and states in words, no markup."""
    value = _shaped(value, kind)
    if isinstance(value, Figure):
        return reason_text(value.reason) if value.value is None else value.value
    if isinstance(value, Health):
        return value.words
    if isinstance(value, Link):
        return str(value.text)
    if value is None or isinstance(value, int | Decimal | dt.date) and not isinstance(value, bool):
        return value
    return str(value) if isinstance(value, str | Promise) or kind not in ENTERED else value


def _shaped(value, kind):
    if isinstance(value, Figure):
        return value
    if kind == "health" and not isinstance(value, Health):
        return Health(value)
    if kind == "link" and isinstance(value, tuple):
        return Link(*value)
    return value
