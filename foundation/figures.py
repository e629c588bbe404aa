"""Where does a number come from? A value that knows its formula, its inputs and, if it has none, why.

Every computed number on a page is a Figure and opens at `/figures/...`; every number that somebody
typed in is entered. A Figure without a value carries a reason code, never 0 or a blank.
"""

import datetime as dt
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from html import escape
from urllib.parse import quote

from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.formats import date_format, get_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.reasons import reason_text

MONEY, RATIO, PERCENT, COUNT, DATE, MINUTES, DAYS, SHIFT, TEXT = (
    "money",
    "ratio",
    "percent",
    "count",
    "date",
    "minutes",
    "days",
    "shift",
    "text",
)


@dataclass(frozen=True)
class Source:
    """A leaf: what was typed in or counted, and the address where it stands."""

    label: str
    value: object
    kind: str = COUNT
    unit: str = ""
    address: str = ""
    permission: Permission | None = None
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """One computed value.

    key: stable name in the address of its drawer, `budget.available` or `task.float:<public id>`.
    kind: money (unit = currency code), ratio, percent (fraction 0..1), count, date, minutes, days,
    shift (days later or, below zero, earlier).
    scope: public id of the project, or `portfolio:<public id>` or `all` for totals.
    inputs: Figures (open in turn) and Sources (leaves).
    """

    key: str
    label: str
    value: object
    kind: str = COUNT
    unit: str = ""
    reason: str = ""
    formula: str = ""
    inputs: tuple = ()
    scope: str = ""
    as_of: dt.date | None = None
    permission: Permission | None = None
    source: str = ""
    query: str = field(default="", compare=False)

    def __post_init__(self):
        if (self.value is None) != bool(self.reason):
            raise ValueError(f"{self.key}: a figure has a value or a reason, never both or neither")

    @property
    def address(self):
        found = _folder(self.scope or "all", get_urlconf(), get_script_prefix()) + quote(self.key, safe=_PLAIN) + "/"
        return f"{found}?{self.query}" if self.query else found

    def within(self, scope, as_of=None):
        """The same figure, and all its inputs, as part of `scope`."""
        inputs = tuple(i.within(scope, as_of) if isinstance(i, Figure) else i for i in self.inputs)
        made = object.__new__(type(self))  # without `replace`, which checks again what is checked: pages have hundreds
        made.__dict__.update(self.__dict__, scope=self.scope or scope, as_of=self.as_of or as_of, inputs=inputs)
        return made

    def find(self, key):
        """This figure or the computed input with that key, at any depth; None if there is none."""
        if self.key == key:
            return self
        for part in self.inputs:
            found = part.find(key) if isinstance(part, Figure) else None
            if found is not None:
                return found
        return None


_PLAIN = "!$&'()*+,;=~:@"  # what an address may hold as it is, between two strokes


@lru_cache(maxsize=2_000)
def _folder(scope, urlconf, prefix):
    """Where the figures of a scope lie. A page has hundreds of them, and asking for each address anew is slow."""
    return reverse("figures:open", args=[scope, "key"], urlconf=urlconf).removesuffix("key/")


def show(value, kind, unit="", *, compact=False):
    """One value as a reader of the active locale sees it: minus sign, unit, no rounding of money."""
    return _shown(value, kind, unit, compact, get_language())


def _shown(value, kind, unit, compact, language):
    """The same; whoever draws hundreds asks once for the language that is active."""
    if value is None:
        return ""
    if kind == DATE:
        return _day(value.date() if isinstance(value, dt.datetime) else value, language)
    if kind == TEXT or not isinstance(value, int | Decimal):
        return str(value)
    text = _number(value, kind, compact, language)
    return f"{text}\u00a0{unit}" if unit else text


@lru_cache(maxsize=4_000)
def _day(day, language):
    """A day in the words of the language that is active; the same days stand in every row of a page."""
    return date_format(day, "j M Y")


_WIDE = Context(prec=400)  # a ratio to a cent of the next century has more digits than money ever has


def _rounded(value, places, language):
    """Half up, as money is rounded; the locale only groups and marks the decimals."""
    exact = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, context=_WIDE)
    marks = _marks(language)
    if marks is None:
        return number_format(exact, decimal_pos=places, force_grouping=True)
    return f"{exact if exact else exact.copy_abs():,f}".translate(marks)


@lru_cache(maxsize=100)
def _marks(language):
    """What stands for the comma and the point of `1,234.50`; None for a language that groups by other than three.

    The language that is active is asked once and not for each of the hundreds of numbers of a page.
    """
    if get_format("NUMBER_GROUPING") != 3:
        return None
    return str.maketrans({",": get_format("THOUSAND_SEPARATOR"), ".": get_format("DECIMAL_SEPARATOR")})


@lru_cache(maxsize=10_000)
def _number(value, kind, compact, language):
    """A number in the signs of the language that is active; a page that is read again holds the same ones."""
    if kind == PERCENT:
        text = f"{_rounded(value * 100, 1, language)}\u00a0%"
    elif kind == MONEY and compact and abs(value) >= 1_000_000:
        text = f"{_rounded(value / Decimal(1_000_000), 2, language)}\u00a0M"
    elif kind == MONEY and compact and abs(value) >= 10_000:
        text = f"{_rounded(value / Decimal(1_000), 1, language)}\u00a0k"
    elif kind in (MONEY, RATIO):
        text = _rounded(value, 2, language)
    else:
        places = max(0, -Decimal(value).normalize().as_tuple().exponent)
        text = _rounded(value, places, language)
        text = f"+{text}" if kind == SHIFT and value > 0 else text
    return text.replace("-", "\u2212", 1)


_ABSENT = (
    '<a class="figure null" href="{}" title="{}">'
    '<span class="figure-value" aria-hidden="true">\u2013</span> <span class="figure-reason">{}</span></a>'
)


OVER, BEHIND = gettext_lazy("over"), gettext_lazy("behind")
BELOW_ZERO = {  # name of a variance → its word: budget − what it comes to, earned − cost, earned − planned
    "variance": OVER, "total_variance": OVER, "final_variance": OVER, "vac": OVER, "cv": OVER,
    "sv": BEHIND, "sv_t": BEHIND,
}  # fmt: skip


def _word(key):
    """What a minus sign means where it is read by people who do not know from what is subtracted what."""
    word = BELOW_ZERO.get(key.partition(":")[0].rpartition(".")[2])
    return f' <span class="figure-word">{escape(word)}</span>' if word else ""


def figure_html(figure, *, compact=True, unit=False, word=True):
    """The figure as a link that opens its drawer; without a value, its reason in words.

    In a table the unit of money stands in the column's header; elsewhere ask for it by `unit=True`. A variance below
    zero says in a word that it is over budget or behind, unless the page says so itself (`word=False`).
    """
    if figure.value is None:
        return format_html(_ABSENT, figure.address, figure.label, reason_text(figure.reason))
    value, kind, language = figure.value, figure.kind, get_language()
    short = _shown(value, kind, "", compact, language)
    full = short if kind != MONEY and not figure.unit else _shown(value, kind, figure.unit, False, language)
    negative = " negative" if isinstance(value, int | Decimal) and value < 0 else ""
    over = _word(figure.key) if negative and word else ""
    shown_unit = figure.unit if unit or kind != MONEY else ""
    unit_html = f' <span class="figure-unit">{escape(shown_unit)}</span>' if shown_unit else ""
    # one string instead of format_html, which takes half of the time of a page with hundreds of figures
    return SafeString(
        f'<a class="figure{negative}" href="{escape(figure.address)}" title="{escape(f"{figure.label}: {full}")}">'
        f'<span class="figure-value">{escape(short)}</span>{unit_html}{over}</a>'
    )


def entered_html(value, unit="", kind=COUNT):
    """A number, date or amount that somebody typed in; nothing entered shows as such, never as 0."""
    if value is None or value == "":
        return format_html('<span class="entered none">{}</span>', _("not entered"))
    if isinstance(value, dt.date):
        kind = DATE
    return format_html('<span class="entered">{}</span>', show(value, kind, unit))


def since_html(day, today):
    """For how long something has waited, in days; the exact day is its tooltip. Nothing where nobody knows."""
    if day is None:
        return ""
    days = max((today - day).days, 0)
    words = ngettext("for %(days)s day", "for %(days)s days", days) % {"days": show(days, COUNT)}
    return format_html(
        '<span class="entered nowrap" title="{}">{}</span>', show(day, DATE), words if days else _("since today")
    )
