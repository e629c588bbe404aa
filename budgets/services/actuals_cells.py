"""What does each cell of a file of entries say, and why can it not be posted?

A reader takes the raw cell and the lists of its file; it gives the value and, when there is none, a sentence.
"""

import re

from django.utils.translation import gettext as _

from budgets.models import CostClass, EntryType
from foundation.sheets.cells import parse_money, parse_text, visible
from foundation.sheets.dates import parse_date
from foundation.sheets.escaping import unescape

TYPES = (EntryType.ENC, EntryType.ACCRUAL, EntryType.ACTUAL)
THREE_AFTER = re.compile(r"^[^\d]*\d{1,3}\.\d{3}[^\d]*$")


def _text(raw, lists, *, longest=120):
    text = unescape(visible(str(parse_text(raw).value or "")).strip())
    if len(text) > longest:
        return "", _("This text has %(length)s characters; %(most)s fit.") % {"length": len(text), "most": longest}
    return text, ""


def _date(raw, lists):
    found = parse_date(raw, order=lists.order)
    if found.value is None:
        return None, found.error or _("A date belongs here.")
    if found.code not in (None, "serial"):
        return None, _("“%(cell)s” can be read as more than one day; write it as 2026-03-31.") % {"cell": raw}
    return found.value, ""


def _type(raw, lists):
    word = _text(raw, lists)[0].casefold() or EntryType.ACTUAL
    known = {kind.value: kind for kind in TYPES} | {str(kind.label).casefold(): kind for kind in TYPES}
    found = known.get(word)
    return found, "" if found else _("“%(cell)s” is no type; use actual, accrual or commitment.") % {"cell": word}


def _class(raw, lists):
    word = _text(raw, lists)[0].casefold()
    if word and word not in CostClass.values:
        return "", _("“%(cell)s” is neither capex nor opex.") % {"cell": word}
    return word, ""


def _category(raw, lists):
    word = _text(raw, lists, longest=200)[0]
    found = lists.categories.get(word.casefold())
    return found, "" if found else _("There is no cost category “%(cell)s”.") % {"cell": word}


def _task(raw, lists):
    word = _text(raw, lists)[0]
    found = lists.tasks.get(word)
    return found, "" if found or not word else _("The project has no task “%(cell)s”.") % {"cell": word}


def _amount(raw, lists):
    found = parse_money(raw, mark=lists.mark)
    if found.value is None:
        return None, found.error or _("An amount belongs here.")
    if found.code in ("unit_in_cell", "broken_symbol"):
        return None, _("Write the plain amount, without unit: “%(cell)s”.") % {"cell": raw}
    return found.value, ""


def _currency(raw, lists):
    code = _text(raw, lists)[0].upper() or lists.project.currency_id
    found = lists.currencies.get(code)
    return found, "" if found else _("There is no currency “%(cell)s”.") % {"cell": code}


def _document(raw, lists):
    text, error = _text(raw, lists)
    return text, error or ("" if text else _("Name the document that the amount comes from."))


READERS = {
    "date": _date,
    "type": _type,
    "category": _category,
    "class": _class,
    "task": _task,
    "amount": _amount,
    "currency": _currency,
    "document": _document,
    "order": _text,
    "supplier": lambda raw, lists: _text(raw, lists, longest=200),
    "text": lambda raw, lists: _text(raw, lists, longest=500),
}


def doubtful(raw, currency, lists):
    """Why the amount may mean something else than was read, or nothing."""
    named = parse_money(raw, mark=lists.mark).currency
    if named not in (None, currency.code):
        return _("“%(cell)s” is in another currency than its row, %(code)s.") % {"cell": raw, "code": currency.code}
    if lists.mark_unclear and currency.minor_unit < 3 and isinstance(raw, str) and THREE_AFTER.match(raw):
        return _("“%(cell)s” can be read as two amounts; write it with all its decimals, 1234.00.") % {"cell": raw}
    return ""
