"""The sample facts made odd in one way: every amount larger, every name longer, every ratio missing ..."""

from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Union, get_args, get_origin, get_type_hints

from django.template.loader import render_to_string

from reports import papers as door
from reports.facts import canon
from reports.facts.common import Head, Ratio
from tests.reports.papers import ISSUED, snapshot_of

#: words that are codes: another text in them is no fact
CODES = {
    "status",
    "health",
    "previous_health",
    "trend",
    "timing",
    "price_basis",
    "kind",
    "closure",
    "currency",
    "reason",
}


@cache
def _hints(kind):
    return get_type_hints(kind)


def walk(value, change, hint=None, name=""):
    """The facts with `change(value, hint, name)` in place of every leaf that is not a dataclass or a tuple."""
    if isinstance(value, Ratio):
        return change(value, Ratio, name)
    if is_dataclass(value):
        hints = _hints(type(value))
        made = {f.name: walk(getattr(value, f.name), change, hints[f.name], f.name) for f in fields(value)}
        return replace(value, **made)
    if isinstance(value, tuple):
        inner = get_args(hint)[0] if get_args(hint) else None
        return tuple(walk(one, change, inner, name) for one in value)
    return change(value, hint, name)


def scaled(facts, factor):
    """Every amount times a factor; what is no money (hours, shares) too: nothing may break."""

    def change(value, _hint, name):
        if isinstance(value, Ratio):
            return value if value.value is None else Ratio(value.value * factor)
        return value * factor if isinstance(value, Decimal) and name != "rate" else value

    return walk(facts, change)


def worded(facts, text):
    """Every free text is `text`; codes and the currency stay."""

    def change(value, hint, name):
        return text if hint is str and name not in CODES and value else value

    return replace(walk(facts, change), head=replace(facts.head, subject_name=text, organisation=text))


def missing(facts):
    """Every ratio has a reason instead of a value, every value that may be missing is."""

    def change(value, hint, _name):
        if isinstance(value, Ratio):
            return Ratio(None, "no_data")
        optional = get_origin(hint) in (Union, UnionType) and type(None) in get_args(hint)
        return None if optional else value

    return walk(facts, change)


def _lists(facts, change):
    """Each list of rows changed, but no list of amounts by year, which has its own length."""
    found = {}
    for field in fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            found[field.name] = change(value)
        elif is_dataclass(value) and not isinstance(value, (Head, Ratio)):
            found[field.name] = _lists(value, change)
    return replace(facts, **found)


def single(facts):
    """One row in every table."""
    return _lists(facts, lambda rows: rows[:1])


def repeated(facts, times):
    """So many times the rows of every table."""
    return _lists(facts, lambda rows: rows * times)


def page(kind, facts):
    return door.PAGES[kind](facts)


def html(kind, facts):
    """The pages before they are laid out."""
    made = page(kind, facts)
    context = {**door._context(facts, made), "snapshot": snapshot_of(facts), "issued_at": ISSUED, "signed": []}
    return render_to_string(made.template, {**context, "language": "en"})


def comes_back(facts):
    return canon.from_json(type(facts), canon.to_json(facts)) == facts
