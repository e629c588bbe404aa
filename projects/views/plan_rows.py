"""How do the rows of the plan reach the template? Flat, with all words ready.

A page of a hundred rows is drawn in one loop; what Python can do once is not done by a filter there.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from foundation.accounts.rights import Permission
from foundation.figures import entered_html, figure_html
from projects.access import may

_NOBODY = UUID(int=0)
_FAULT = '<span class="cell-error" role="alert">{}</span>'
_EDITED = 'class="{}" tabindex="0" data-field="{}" data-type="{}" data-value="{}"{}{}{}'


@lru_cache
def _plain(css):
    return format_html('class="{}"', css)


@dataclass(frozen=True)
class Cell:
    """One cell: a figure or an entered value; with `field` it can be edited where it stands."""

    figure: object = None
    text: str = ""
    entered: bool = False
    css: str = ""
    field: str = ""
    kind: str = "text"
    value: str = ""
    required: bool = False
    fault: str = ""

    @property
    def attributes(self):
        """Its class, what the module that edits needs to know, and the whole name, which its column may cut."""
        title = format_html(' title="{}"', self.text) if self.css.startswith("task-name") else ""
        if not self.field:
            return format_html('class="{}"{}', self.css, title) if title else _plain(self.css)
        options = mark_safe(' data-options="#people"') if self.kind == "select" else ""
        required = mark_safe(" data-required") if self.required else ""
        return format_html(_EDITED, self.css, self.field, self.kind, self.value, options, required, title)

    @property
    def html(self):
        """The whole cell, put together here: a page has eight hundred, and tags of a template take thrice as long."""
        if self.figure:
            return SafeString(f"<td {self.attributes}>{figure_html(self.figure, unit=True)}</td>")
        text = entered_html(self.text) if self.entered else escape(self.text)
        fault = format_html(_FAULT, self.fault) if self.fault else ""
        return SafeString(f"<td {self.attributes}>{text}{fault}</td>")


@dataclass(frozen=True)
class Line:
    """One row of the table."""

    id: str
    css: str
    level: int
    code: str
    label: str
    address: str
    save_url: str
    version: int
    cells: tuple
    out_of_band: bool = False

    @property
    def html(self):
        """The row. One that is swapped out of band stands in a template element, where a row may stand alone."""
        saves = f' data-save-url="{escape(self.save_url)}" data-version="{self.version}"' if self.save_url else ""
        out = ' hx-swap-oob="true"' if self.out_of_band else ""
        name = f'<a href="{self.address}" title="{escape(self.label)}">{escape(self.code)}</a>'
        head = (
            f'<tr id="{self.id}" class="{self.css}"{saves}{out}><th scope="row" class="level-{self.level}">{name}</th>'
        )
        row = "".join((head, *(cell.html for cell in self.cells), "</tr>"))
        return SafeString(f"<template>{row}</template>" if self.out_of_band else row)


@dataclass(frozen=True)
class Editing:
    """What this reader may change."""

    all: bool
    own: bool
    user_id: int

    def save_name(self, row):
        """The address that takes an edit of this row, or none."""
        mine = self.own and row.task.responsible is not None and row.task.responsible.user_id == self.user_id
        return "task_cell" if self.all else "task_progress_cell" if mine and not row.is_summary else ""


def editing(user, project):
    return Editing(may(user, Permission.PLAN_EDIT, project), may(user, Permission.PROGRESS_OWN, project), user.pk)


def lines(project, rows, rights, query=""):
    """The rows as the template draws them; `query` keeps filter, page and zoom in the addresses that save."""
    names = ("task", "task_cell", "task_progress_cell")
    addresses = {name: reverse(f"projects:{name}", args=[project.public_id, _NOBODY]) for name in names}
    return [_line(row, rights.save_name(row), addresses, query) for row in rows]


def _line(row, save, addresses, query):
    task = row.task
    own = str(task.public_id)
    place = addresses[save].replace(str(_NOBODY), own) if save else ""
    return Line(
        id=f"task-{own}", css=row.css, level=row.level, code=task.wbs_code, label=task.name,
        address=addresses["task"].replace(str(_NOBODY), own),
        save_url=f"{place}?{query}" if place and query else place,
        version=task.row_version, cells=tuple(_cells(row, save)),
    )  # fmt: skip


def _cells(row, save):
    task, planner, leaf = row.task, save == "task_cell", not row.is_summary
    yield Cell(text=task.name, css="task-name", **_edit(planner, "name", task.name, required=True))
    length = leaf and task.kind != task.Kind.MILESTONE
    yield Cell(text=row.duration, entered=leaf, css="number",
               **_edit(planner and length, "duration", row.duration, required=True))  # fmt: skip
    yield Cell(figure=row.start, css="nowrap")
    yield Cell(figure=row.finish, css="nowrap")
    yield Cell(figure=row.float, css="number")
    if row.percent:
        yield Cell(figure=row.percent, css="number")
    else:
        yield Cell(text=row.percent_text, entered=True, css="number",
                   **_edit(bool(save) and not task.cancelled_on, "percent", row.percent_text, "number"))  # fmt: skip
    yield Cell(text=row.predecessors, css="nowrap", **_edit(planner and leaf, "predecessors", row.predecessors))
    person = task.responsible
    chosen = str(person.public_id) if person else ""
    yield Cell(text=person.name if person else "", css="nowrap", **_edit(planner, "responsible", chosen, "select"))


def _edit(may_edit, field, value, kind="text", *, required=False):
    return {"field": field, "value": value, "kind": kind, "required": required} if may_edit else {}


def with_fault(line, field, fault, *, conflict=False, typed=None):
    """The line with what is wrong next to its cell; a refused value stays as it was typed."""
    return replace(line, cells=tuple(_faulty(cell, fault, conflict, typed) if cell.field == field else cell
                                     for cell in line.cells))  # fmt: skip


def _faulty(cell, fault, conflict, typed):
    css = f"{cell.css} {'is-conflict' if conflict else 'is-invalid'}"
    keep = conflict or typed is None or cell.kind == "select"
    return replace(cell, fault=fault, css=css, text=cell.text if keep else typed, value=cell.value if keep else typed)
