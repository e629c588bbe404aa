"""Which rows, in which order, on which page, with which columns: and how do they get out as a file?

A list declares its table once. Its whole state stands in the address, so that it can be kept, sent
and gone back to. The page is one count (with the totals) and one query of the rows, however many.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Count, F
from django.shortcuts import render

from foundation.cells import Column, Health, Link
from foundation.exports import file_of
from foundation.filters import Filter
from foundation.keyset import KEYS, piece, seek_of
from foundation.table_page import Asked, EndlessPage, Page

__all__ = ["Column", "Filter", "Group", "Health", "Link", "Page", "Table", "Total", "filter_query", "respond"]

OWN_KEYS = ("sort", "page", "columns", "export")
_PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True)
class Total:
    """A sum that the database makes in the query that counts the rows.

    of: an aggregate, `Sum("amount")`; figure: function `(value, **context)` that gives the cell.
    """

    of: object
    figure: Callable


@dataclass(frozen=True)
class Group:
    """Rows with the same value stand together under its words. path: what the database sorts by; value: of the row."""

    key: str
    label: object
    path: str
    value: Callable


@dataclass(frozen=True)
class Table:
    """A list that people sort, filter, page and take home.

    name: id in the page. label: what a screen reader calls it. default_sort: key of a column,
    with a minus for descending. row_id, row_class: functions of the row. prepare: function
    `(rows, **context)` that gives the rows to draw, for what one query fetches for all of them.
    parameters: other keys that the page's address may hold; they are kept in every link.
    groups: by what the rows can be put together (`?group=`); with them the page offers a choice of columns too.
    endless: a list that only grows, by number and newest first, whose pages follow each other without a count.
    """

    name: str
    columns: tuple
    filters: tuple = ()
    default_sort: str = ""
    per_page: int = 50
    row_id: Callable | None = None
    row_class: Callable | None = None
    prepare: Callable | None = None
    label: object = ""
    empty_title: object = ""
    empty: object = ""
    parameters: tuple = ()
    groups: tuple = ()
    endless: bool = False

    def __post_init__(self):
        keys = [column.key for column in self.columns]
        taken = [*keys, *(key for each in self.all_filters for key in each.keys)]
        if len(keys) != len(set(keys)) or set(taken) & set(OWN_KEYS):
            raise ValueError(f"{self.name}: a key is used twice or is one of {OWN_KEYS}")
        if self.endless and (self.sortable or self.groups or any(column.total for column in self.columns)):
            raise ValueError(f"{self.name}: an endless list has one order and no totals")
        if self.default_sort and self.default_sort.lstrip("-") not in self.sortable:
            raise ValueError(f"{self.name}: cannot sort by {self.default_sort}")

    @property
    def all_filters(self):
        return (*self.filters, *(column.filter for column in self.columns if column.filter))

    @property
    def sortable(self):
        return {column.key: column for column in self.columns if column.paths}

    def without(self, *keys):
        """The same table for somebody who may not see these columns: nor sort, filter or export by them."""
        left = tuple(column for column in self.columns if column.key not in keys)
        sort = self.default_sort if self.default_sort.lstrip("-") not in keys else ""
        return replace(self, columns=left, default_sort=sort)

    def asked(self, request):
        """The state in the address. BadRequest for every key and value that the table does not know."""
        known = {
            *OWN_KEYS,
            *(("group",) if self.groups else ()),
            *(KEYS if self.endless else ()),
            *self.parameters,
            *(key for each in self.all_filters for key in each.keys),
        }
        texts = {key: request.GET[key] for key in request.GET}
        texts["columns"] = ",".join(filter(None, request.GET.getlist("columns")))
        if unknown := set(texts) - known:
            raise BadRequest(f"not a question of this list: {', '.join(sorted(unknown))[:200]}")
        sort = texts.get("sort") or self.default_sort
        if sort and sort.removeprefix("-") not in self.sortable:
            raise BadRequest("cannot sort by that")
        number = texts.pop("page", "") or "1"
        if not _PAGE_NUMBER.fullmatch(number):
            raise BadRequest("not a page")
        texts.pop("export", None)
        seek = seek_of({key: texts.pop(key, "") for key in KEYS}) if self.endless else None
        return Asked(
            texts, sort, self._chosen(texts.get("columns")), int(number), self._group(texts.get("group")), seek
        )

    def _group(self, key):
        found = next((group for group in self.groups if group.key == key), None)
        if key and found is None:
            raise BadRequest("cannot group by that")
        return found

    def _chosen(self, text):
        if not text:
            return tuple(column for column in self.columns if not column.hidden)
        keys = text.split(",")
        if unknown := set(keys) - {column.key for column in self.columns}:
            raise BadRequest(f"not a column: {', '.join(sorted(unknown))[:200]}")
        first = self.columns[0]  # the heading of the row always stays
        return tuple(column for column in self.columns if column.key in keys or column is first)

    def narrowed(self, queryset, asked):
        for each in self.all_filters:
            queryset = each.narrow(queryset, asked.texts)
        return queryset

    def ordered(self, queryset, asked):
        """Sorted by the database, groups first, missing values last in both directions, ties by age."""
        if self.endless:
            return queryset.order_by("-pk")
        order = [F(asked.group.path).asc(nulls_last=True)] if asked.group else []
        if not asked.sort:
            return queryset.order_by(*order, "pk") if order else queryset
        down = asked.sort.startswith("-")
        for path in self.sortable[asked.sort.removeprefix("-")].paths:
            field, falls = F(path.removeprefix("-")), down != path.startswith("-")
            order.append(field.desc(nulls_last=True) if falls else field.asc(nulls_last=True))
        return queryset.order_by(*order, "-pk" if down else "pk")

    def page(self, request, queryset, *, may_export=True, **context):
        """The page that the address asks for; `context` goes to `prepare` and to the totals."""
        asked = self.asked(request)
        rows = self.narrowed(queryset, asked)
        if self.endless:
            part = piece(rows, asked.seek, self.per_page)
            shown = self.prepare(part.shown, **context) if self.prepare else part.shown
            return EndlessPage(self, asked, shown, may_export=may_export, newer=part.newer, older=part.older)
        count, totals = self._count(rows, asked, context)
        pages = max(-(-count // self.per_page), 1)
        number = min(asked.number, pages)
        start = (number - 1) * self.per_page
        shown = list(self.ordered(rows, asked)[start : start + self.per_page])
        if self.prepare:
            shown = self.prepare(shown, **context)
        return Page(self, asked, shown, totals, count, number, pages, may_export)

    def _count(self, rows, asked, context):
        """How many, and the totals of the columns shown, in one query."""
        sums = {column.key: column.total for column in asked.columns if isinstance(column.total, Total)}
        if not sums:
            found, count = {}, rows.count()
        else:
            wanted = {f"total_{key}": total.of for key, total in sums.items()}
            found = rows.aggregate(count_of_rows=Count("pk"), **wanted)
            count = found["count_of_rows"]
        if not count:
            return 0, {}
        totals = {key: total.figure(found[f"total_{key}"], **context) for key, total in sums.items()}
        for column in asked.columns:
            if column.total is not None and column.key not in sums:
                totals[column.key] = column.total(rows, **context)
        return count, totals

    def export(self, request, queryset, form, filename, *, as_of=None, **context):
        """A file of exactly what is shown, all pages: same filter, order and columns."""
        asked = self.asked(request)
        rows = self.ordered(self.narrowed(queryset, asked), asked)
        prepare = (lambda part: self.prepare(part, **context)) if self.prepare else None
        return file_of(rows, asked.columns, form=form, filename=filename, as_of=as_of, prepare=prepare)


def filter_query(request):
    """The filters of the address, without sort, page, columns and groups: what a total must be opened with."""
    asked = request.GET.copy()
    for key in (*OWN_KEYS, "group"):
        asked.pop(key, None)
    return asked.urlencode()


def respond(request, table, queryset, template, context=None, *, filename="", as_of=None, may_export=True, **for_rows):
    """The page with `table` in its context, or the file when the address says `export=csv` or `xlsx`.

    `for_rows` goes to `prepare` and to the totals. Without `may_export` the links are not there
    and the address of the file is refused.
    """
    form = request.GET.get("export")
    if form:
        if not may_export:
            raise PermissionDenied
        return table.export(request, queryset, form, filename or table.name, as_of=as_of, **for_rows)
    page = table.page(request, queryset, may_export=may_export, **for_rows)
    return render(request, template, {**(context or {}), "table": page})
