"""What does the part `_table.html` draw: heads with their links, rows, totals, filters, pages?"""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from urllib.parse import urlencode

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from foundation.cells import draw
from foundation.exports import FORMATS
from foundation.filters import filter_form


@dataclass(frozen=True)
class Asked:
    """What the address asks for, checked against what the table declares."""

    texts: dict
    sort: str
    columns: tuple
    number: int
    group: object = None
    seek: object = None

    def address(self, **changes):
        """The same state with changes; a value of None leaves the key out."""
        state = {key: text for key, text in {**self.texts, **changes}.items() if text}
        return f"?{urlencode(state)}"


@dataclass(frozen=True)
class Page:
    """What `parts/_table.html` draws."""

    table: object
    asked: Asked
    shown: list
    footer: dict = field(default_factory=dict)
    count: int | None = None
    number: int = 1
    pages: int = 1
    may_export: bool = True

    @property
    def id(self):
        return self.table.name

    @property
    def label(self):
        return self.table.label

    @property
    def empty_title(self):
        if self.narrowed:
            return _("Nothing fits these filters")
        return self.table.empty_title or _("Nothing to show")

    @property
    def empty(self):
        return _("Take a filter away, or ask for something else.") if self.narrowed else self.table.empty

    @property
    def narrowed(self):
        """Does the address ask for some of the rows only?"""
        return any(self.asked.texts.get(key) for each in self.table.all_filters for key in each.keys)

    @cached_property
    def columns(self):
        return [self._head(column) for column in self.asked.columns]

    def _head(self, column):
        key, sort = column.key, self.asked.sort
        sorted_ = {key: "asc", f"-{key}": "desc"}.get(sort, "")
        return {
            "key": key,
            "label": column.label,
            "unit": column.head_unit,
            "align": column.side,
            "css": column.classes,
            "sortable": bool(column.paths),
            "sort_url": self.asked.address(sort=f"-{key}" if sorted_ == "asc" else key) if column.paths else "",
            "sorted": sorted_,
        }

    @cached_property
    def rows(self):
        columns = self.asked.columns
        return [
            {
                "id": self._id(row),
                "css": self.table.row_class(row) if self.table.row_class else "",
                "cells": [{"html": column.html(row), "css": column.classes} for column in columns],
            }
            for row in self.shown
        ]

    def _id(self, row):
        if self.table.row_id:
            return self.table.row_id(row)
        public_id = getattr(row, "public_id", None)
        return f"{self.table.name}-{public_id}" if public_id else ""

    @cached_property
    def body(self):
        """All rows as one piece of safe HTML; the first cell of a row is its heading."""
        return mark_safe("\n".join(self._lines()))  # noqa: S308  each part is escaped

    def _lines(self):
        """The rows, each group under its words."""
        group, words = self.asked.group, None
        for shown, row in zip(self.shown, self.rows, strict=True):
            if group and (found := str(group.value(shown) or _("without"))) != words:
                words = found
                yield format_html(
                    '<tr><th scope="rowgroup" colspan="{}"><strong>{}</strong></th></tr>', len(row["cells"]), words
                )
            yield _row_html(row)

    @cached_property
    def totals(self):
        if not self.footer:
            return []
        name = format_html("{}", _("Total of {count}").format(count=self.count))
        cells = [
            {"html": draw(self.footer.get(column.key), "text"), "css": column.classes} for column in self.asked.columns
        ]
        return [{"html": name, "css": self.asked.columns[0].css}, *cells[1:]]

    @cached_property
    def filters(self):
        filters = self.table.all_filters
        if not filters:
            return None
        keys = {key for each in filters for key in each.keys}
        texts = self.asked.texts
        kept = {key: texts[key] for key in ("sort", "columns", "group", *self.table.parameters) if texts.get(key)}
        asked = {key: texts[key] for key in keys if key in texts}
        return filter_form(filters, asked=asked, kept=kept, prefix=self.table.name)

    @property
    def groups(self):
        """By what the rows can stand together, as (key, label, chosen)."""
        return [(group.key, group.label, group is self.asked.group) for group in self.table.groups]

    @property
    def kept(self):
        """What the choice of columns and groups must not lose: (key, text)."""
        return [(key, text) for key, text in self.asked.texts.items() if text and key not in ("columns", "group")]

    @property
    def state(self):
        """The whole state as a query string, without the page: what a saved view keeps."""
        return self.asked.address().removeprefix("?")

    @property
    def choices(self):
        """All columns as (key, label, shown), for who wants to choose."""
        return [(column.key, column.label, column in self.asked.columns) for column in self.table.columns]

    @property
    def export_urls(self):
        if not self.may_export:
            return []
        return [(form.upper(), self.asked.address(export=form)) for form in FORMATS]

    @property
    def prev_url(self):
        return self.asked.address(page=self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self):
        return self.asked.address(page=self.number + 1) if self.number < self.pages else ""


@dataclass(frozen=True)
class EndlessPage(Page):
    """A page of a list that nobody counts: the ids of the rows beyond which its neighbours begin."""

    newer: object = None
    older: object = None

    @property
    def prev_url(self):
        return self.asked.address(after=self.newer) if self.newer else ""

    @property
    def next_url(self):
        return self.asked.address(before=self.older) if self.older else ""

    @property
    def first_url(self):
        """Back to the newest row."""
        return self.asked.address() if self.asked.seek else ""


def _attributes(**values):
    return format_html_join("", ' {}="{}"', ((key, value) for key, value in values.items() if value))


def _row_html(row):
    first, *others = row["cells"]
    attributes = _attributes(**{"id": row["id"], "class": row["css"]})
    parts = [f'<tr{attributes}><th scope="row"{_class(first["css"])}>{first["html"]}</th>']
    parts.extend(f"<td{_class(cell['css'])}>{cell['html']}</td>" for cell in others)
    return "".join([*parts, "</tr>"])


@lru_cache(maxsize=500)
def _class(css):
    return f' class="{conditional_escape(css)}"' if css else ""
