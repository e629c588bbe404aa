"""How does a person read an event: who, what, which field, from which words to which?"""

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.apps import apps
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.figures import MONEY, show
from portfolio.queries.history import META, NOISE, events

HIDDEN = {*NOISE, *META}
NAMES = ("name", "title", "event", "text", "purpose", "number", "wbs_code")
VERBS = {"insert": gettext_lazy("created"), "update": gettext_lazy("changed"), "delete": gettext_lazy("deleted")}
NOTHING = "–"
_MONEY_TEXT = re.compile(r"-?\d+\.\d{2,4}")


@dataclass(frozen=True)
class Changed:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One line of a history: `who` did `verb` to `what`; `fields` say from which words to which."""

    at: object
    who: str
    verb: str
    what: str
    fields: tuple
    cursor: str


def history(user, project, *, after=None, limit=50):
    """The lines of one page, newest first: one query of events and one per table that they point to."""
    found = events(user, project, after=after, limit=limit)
    words = _Words(found)
    return [words.line(event) for event in found]


class _Words:
    def __init__(self, found):
        self.related = _related(found)

    def line(self, event):
        who = event.who or _("the system")
        if event.source == "act":
            return Line(event.at, who, "", _act(event.label), tuple(self._details(event)), event.cursor)
        model = _models()[event.source]
        what = f"{model._meta.verbose_name} {_name(event.data)}".strip()
        return Line(
            event.at, who, str(VERBS.get(event.label, event.label)), what, tuple(self._fields(model, event)),
            event.cursor,
        )  # fmt: skip

    def _fields(self, model, event):
        if event.label != "update" or event.before is None:
            return
        for key, after in event.data.items():
            before = event.before.get(key)
            if key in HIDDEN or before == after:
                continue
            field = _field(model, key)
            label = str(field.verbose_name) if field else key.replace("_", " ")
            yield Changed(label, self._word(field, before), self._word(field, after))

    def _word(self, field, value):
        if value in (None, ""):
            return NOTHING
        if isinstance(field, models.ForeignKey):
            return self.related.get((field.related_model, value), str(value))
        choices = dict(getattr(field, "flatchoices", ()) or ())
        if isinstance(value, str | int) and value in choices:
            return str(choices[value])
        return _plain(field, value)

    def _details(self, event):
        for key, value in event.data["details"].items():
            yield Changed(key.replace("_", " "), "", _amount(value))


@cache
def _models():
    return {model._meta.label: model for model in apps.get_models()}


def _act(code):
    return code.replace(".", ": ").replace("_", " ")


def _amount(value):
    """A value of an act; amounts stand there as text with four decimals."""
    text = str(value)
    return show(Decimal(text), MONEY) if _MONEY_TEXT.fullmatch(text) else text


def _name(data):
    return next((str(data[name]) for name in NAMES if data.get(name)), "")


def _field(model, key):
    for field in model._meta.concrete_fields:
        if key in (field.attname, field.name):
            return field
    return None


def _plain(field, value):
    if isinstance(value, list):
        return "; ".join(_plain(None, each) for each in value) or NOTHING
    if isinstance(value, dict):
        return ", ".join(_plain(None, each) for each in value.values() if each not in (None, ""))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateTimeField):
        return date_format(parse_datetime(value), "j M Y, H:i")
    if isinstance(field, models.DateField):
        return date_format(parse_date(value), "j M Y")
    if isinstance(field, models.DecimalField):
        return show(Decimal(str(value)), MONEY if field.decimal_places == 4 else "count")
    return show(value, "count") if isinstance(value, int) else str(value)


def _related(found):
    """{(model, pk): words} of the rows that changed fields point to."""
    wanted = defaultdict(set)
    for event in found:
        if event.source == "act" or event.before is None:
            continue
        model = _models()[event.source]
        for key, after in event.data.items():
            field = _field(model, key)
            if key not in HIDDEN and isinstance(field, models.ForeignKey) and event.before.get(key) != after:
                wanted[field.related_model] |= {pk for pk in (after, event.before.get(key)) if pk}
    rows = {model: model._default_manager.in_bulk(pks) for model, pks in wanted.items()}
    return {(model, pk): str(row) for model, found in rows.items() for pk, row in found.items()}
