"""Which rows of a table does the person want to see?

Only what a table declares can be asked for. Anything else in the address, an unknown key or a
value that is not of its kind, is a bad request: names of fields and lookups never come from outside.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.core.exceptions import BadRequest
from django.db.models import Q
from django.utils.translation import gettext as _

from foundation.periods import read_day

CONTAINS, CHOICE, DATES, AFTER, PERSON = "contains", "choice", "dates", "after", "person"
LONGEST = 200


@dataclass(frozen=True)
class Filter:
    """One question above a table.

    kind: `contains` (text in any of the paths), `choice` (one of `choices`), `dates` (from day to
        day, both included; the address holds `<key>_from` and `<key>_to`), `person` (public id;
        `choices` are (public id, name)), `after` (later than a day; asked by links, and its box stands only then).
    path: the database path or paths. choices: pairs, or a function that gives them.
    apply: function `(queryset, value)` instead of a path, for what no single path says.
    """

    key: str
    label: object
    path: str | tuple = ()
    kind: str = CONTAINS
    choices: object = ()
    apply: Callable | None = None

    def __post_init__(self):
        if self.kind not in {CONTAINS, CHOICE, DATES, AFTER, PERSON}:
            raise ValueError(f"{self.key}: no kind of filter is called {self.kind}")
        if not self.path and not self.apply:
            raise ValueError(f"{self.key}: a filter needs a path")

    @property
    def keys(self):
        return (f"{self.key}_from", f"{self.key}_to") if self.kind == DATES else (self.key,)

    @property
    def paths(self):
        return (self.path,) if isinstance(self.path, str) else tuple(self.path)

    def options(self):
        return [(str(value), label) for value, label in (self.choices() if callable(self.choices) else self.choices)]

    def narrow(self, queryset, asked):
        """The rows that fit; `asked` holds the texts of the address by key. BadRequest if one is of no sense."""
        for key in self.keys:
            if text := asked.get(key):
                value = self._read(text)
                queryset = self.apply(queryset, value) if self.apply else queryset.filter(self._where(key, value))
        return queryset

    def _read(self, text):
        if "\0" in text or len(text) > LONGEST:
            raise BadRequest(f"{self.key}: not a text to look for")
        if self.kind == CHOICE and text not in dict(self.options()):
            raise BadRequest(f"{self.key}: not one of the choices")
        try:
            if self.kind in (DATES, AFTER):
                return read_day(text)
            return uuid.UUID(text) if self.kind == PERSON else text.strip()
        except ValueError as error:
            raise BadRequest(f"{self.key}: not a {self.kind}") from error

    def _where(self, key, value):
        days = "__gte" if key.endswith("_from") else "__lte"
        lookup = {CONTAINS: "__icontains", DATES: days, AFTER: "__gt"}.get(self.kind, "")
        where = Q()
        for path in self.paths:
            where |= Q(**{f"{path}{lookup}": value})
        return where

    def fields(self):
        """The boxes of the form, by key."""
        if self.kind in (DATES, AFTER):
            box = forms.DateInput(attrs={"type": "date"})
        if self.kind == AFTER:
            return {self.key: forms.CharField(label=self.label, required=False, widget=box)}
        if self.kind == DATES:
            labels = (_("{label} from"), _("{label} to"))
            return {
                key: forms.CharField(label=label.format(label=self.label), required=False, widget=box)
                for key, label in zip(self.keys, labels, strict=True)
            }
        if self.kind == CONTAINS:
            box = forms.TextInput(attrs={"type": "search", "maxlength": LONGEST})
            return {self.key: forms.CharField(label=self.label, required=False, widget=box)}
        options = [("", _("all")), *self.options()]
        return {self.key: forms.ChoiceField(label=self.label, required=False, choices=options)}


def filter_form(filters, *, asked, kept, prefix):
    """The form above the table: the questions with what was asked, and hidden what must not get lost."""
    form = forms.Form(initial={**kept, **asked}, auto_id=f"{prefix}-%s")
    for each in filters:
        if each.kind != AFTER or each.key in asked:
            form.fields.update(each.fields())
    for key in kept:
        form.fields[key] = forms.CharField(required=False, widget=forms.HiddenInput)
    return form
