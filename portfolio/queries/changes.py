"""How does a person read an event: who, what, which field, from which words to which?"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.apps import apps
from django.db import models
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.accounts.models import User
from foundation.figures import COUNT, MONEY, PERCENT, show
from portfolio.queries.act_words import act_words, detail_lines
from portfolio.queries.history import META, NOISE, events
from portfolio.queries.row_words import holes, row_words

HIDDEN = {*NOISE, *META}
VERBS = {"insert": gettext_lazy("added"), "update": gettext_lazy("changed"), "delete": gettext_lazy("deleted")}
NOTHING = "–"
PLACES = {4: MONEY, 6: PERCENT}  # what a field with so many digits behind the point holds


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
    """The lines of one page, newest first: one query of events and one of the names that they point to."""
    found = events(user, project, after=after, limit=limit)
    words = _Words(found)
    return [words.line(event) for event in found]


class _Words:
    def __init__(self, found):
        self.related = _related(found)

    def line(self, event):
        who = event.who or _("the system")
        if event.source == "act":
            details = event.data["details"]
            told = tuple(Changed(label, "", words) for label, words in detail_lines(event.label, details))
            return Line(event.at, who, "", act_words(event.label, details), told, event.cursor)
        model = _models()[event.source]
        what = row_words(model, lambda name: self._named(model, name, event.data))
        return Line(
            event.at, who, str(VERBS.get(event.label, event.label)), what, tuple(self._fields(model, event)),
            event.cursor,
        )  # fmt: skip

    def _named(self, model, name, data):
        field = model._meta.get_field(name)
        return self._word(field, data.get(field.attname))

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
            return self.related.get((field.related_model, str(value)), _("what was deleted since"))
        choices = dict(getattr(field, "flatchoices", ()) or ())
        if isinstance(value, str | int) and value in choices:
            return str(choices[value])
        return _plain(field, value)


@cache
def _models():
    return {model._meta.label: model for model in apps.get_models()}


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
        return show(Decimal(str(value)), PLACES.get(field.decimal_places, COUNT))
    return show(value, "count") if isinstance(value, int) else str(value)


def _related(found):
    """{(model, pk as text): words} of the rows that changed fields and the words of a row point to."""
    wanted = defaultdict(set)
    for event in found:
        if event.source != "act":
            for field, pk in _pointers(_models()[event.source], event):
                wanted[field.related_model].add(pk)
    return _called(wanted)


def _pointers(model, event):
    """(foreign key, pk) of an event that its line must put into words."""
    named, before = holes(model._meta.label), event.before
    for key, after in event.data.items():
        field = _field(model, key)
        if not isinstance(field, models.ForeignKey):
            continue
        changed = before is not None and key not in HIDDEN and before.get(key) != after
        for pk in (after, before.get(key) if changed else None):
            if pk and (changed or field.name in named):
                yield field, pk


def _called(wanted):
    """{(model, pk as text): what the row calls itself}, in one query however many kinds of rows there are."""
    parts = [_part(model, pks) for model, pks in wanted.items()]
    rows = parts[0].union(*parts[1:], all=True) if parts else ()
    return {(_models()[label], pk): str(_models()[label](**row)) for label, pk, row in rows}


def _part(model, pks):
    """The rows with their own columns, of which their words are made; a person by his name, never by his address."""
    if model is User:
        columns = {"email": Coalesce("person__name", "email")}
    else:
        columns = {field.attname: models.F(field.attname) for field in model._meta.concrete_fields}
    rows = model._default_manager.filter(pk__in=pks).order_by()
    told = {"of_model": models.Value(model._meta.label), "pk_text": Cast("pk", models.TextField())}
    return rows.annotate(**told, own_row=JSONObject(**columns)).values_list("of_model", "pk_text", "own_row")
