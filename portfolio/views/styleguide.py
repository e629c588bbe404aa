"""What does every component look like in every state? Shown in demo and debug only."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from foundation.access import public
from foundation.figures import DATE, MONEY, PERCENT, RATIO, Figure

CONTENTS = (
    ("project", "Project header"), ("words", "Words and colours"), ("buttons", "Buttons"), ("states", "Health"),
    ("figures", "Figures"), ("tables", "Tables"), ("forms", "Forms"), ("messages", "Messages"),
    ("lists", "Lists"), ("gantt", "Gantt"),
)  # fmt: skip
SWATCHES = (
    ("paper", "the page"), ("ground", "rail, totals"), ("sunken", "tracks, hover"), ("ink", "text"),
    ("ink-2", "second voice"), ("ink-3", "third voice"), ("hairline", "rules"), ("edge", "borders of controls"),
    ("accent", "the one accent"), ("good", "on track"), ("warn", "at risk"), ("bad", "off track, needs an act"),
)  # fmt: skip
TABS = ("Overview", "Plan", "Board", "Budget", "Risks & issues", "Team", "Quality", "Documents", "Stakeholders")
MATRIX_WORDS = ("very low", "low", "medium", "high", "very high")
MATRIX_LEVELS = ("lllmm", "llmmh", "lmmhh", "mmhhe", "mhhee")
LEVELS = {"l": "low", "m": "medium", "h": "high", "e": "extreme"}
LYING = {(0, 3): 1, (1, 1): 4, (2, 2): 2, (3, 3): 1, (4, 4): 1}
LONG_NAME = "ERP roll-out in all eleven agencies, with migration of the old general ledger"
GANTT = (("Migration", "4 Jan"), ("Map accounts", "4 Jan"), ("Build the load", "25 Jan"), ("Trial run", "3 Feb"),
         ("Go live", "14 Mar"))  # fmt: skip


class LineForm(forms.Form):
    """A form with one field of each kind."""

    title = forms.CharField(max_length=40)
    amount = forms.DecimalField(
        help_text="Without tax, in the currency of the project.",
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "number w-8"}),
    )
    category = forms.ChoiceField(choices=[("", "Choose one"), ("hw", "Hardware"), ("sw", "Licences")])
    kind = forms.ChoiceField(choices=[("capex", "Investment"), ("opex", "Running cost")], widget=forms.RadioSelect)
    due = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    firm = forms.BooleanField(required=False, label="A contract is signed")


class FilterForm(forms.Form):
    q = forms.CharField(required=False, label="Find", widget=forms.TextInput(attrs={"type": "search"}))
    health = forms.ChoiceField(required=False, choices=[("", "any"), ("off", "off track"), ("risk", "at risk")])


class Example(Figure):
    """A figure that looks like all others and opens nothing."""

    @property
    def address(self):
        return "#figures"


@public
@require_safe
def styleguide(request):
    if not (settings.DEBUG or settings.PLUMBLINE_DEMO):
        raise Http404
    return render(request, "styleguide/page.html", {"table": _table(), **_states(), **_forms()})


def _forms():
    wrong = {"title": "A title that is much longer than forty characters", "amount": "12,5 k", "kind": "capex"}
    unit = LineForm(auto_id="fresh_%s")
    unit.fields["amount"].unit = "EUR"
    conflict = [
        {"label": "Finish", "theirs": "25 Jan 2027", "yours": "20 Jan 2027"},
        {"label": "Duration", "theirs": "14 days", "yours": "12 days"},
    ]
    return {"wrong_form": LineForm(wrong, auto_id="wrong_%s"), "fresh_form": unit, "conflict": conflict}


def _states():
    tabs = [{"label": t, "url": "#project", "current": t == "Plan", "count": 7 if "Risks" in t else 0} for t in TABS]
    job = {"label": "Budget report, November", "public_id": "a", "step": "drawing page 4 of 12", "left": "8 s left"}
    jobs = [
        job | {"state": "running", "percent": 35},
        job | {"public_id": "b", "state": "failed", "label": "Import", "error": "Row 12, Amount: not a number"},
        job | {"public_id": "c", "state": "done", "result_url": "#messages", "result_label": "Download the PDF"},
    ]
    return {
        **_head(),
        "crumbs": [{"label": "Projects", "url": "#project"}, {"label": "Digital services", "url": "#project"}],
        "contents": CONTENTS,
        "swatches": SWATCHES,
        "tabs": tabs,
        "jobs": jobs,
        "healths": ("on_track", "at_risk", "off_track", "unknown"),
        "matrix_words": MATRIX_WORDS,
        "matrix": _matrix(),
        "gantt": GANTT,
    }


def _head():
    """What the header of a project draws; without `public_id`, so that the frame draws none of its own."""
    return {
        "project": SimpleNamespace(code="ERP-014", name=LONG_NAME, get_state_display="in delivery"),
        "facts": SimpleNamespace(stage="build", health="off_track", is_stale=False),
        "figures": [
            Example("finish", "Finish, forecast", dt.date(2027, 6, 14), DATE),
            Example("forecast", "Forecast", Decimal("7310000"), MONEY, "EUR"),
            Example("confidence", "Confidence", Decimal("0.31"), PERCENT),
            Example("cpi", "CPI", None, RATIO, reason="no_baseline"),
        ],
    }


def _matrix():
    rows = zip(reversed(MATRIX_WORDS), reversed(MATRIX_LEVELS), strict=True)
    return [
        (word, [(LEVELS[level], LYING.get((4 - at, column), 0)) for column, level in enumerate(levels)])
        for at, (word, levels) in enumerate(rows)
    ]


def _column(key, label, unit="", align="start", sorted_=""):
    return {"key": key, "label": label, "unit": unit, "align": align, "sortable": key != "stage",
            "sort_url": f"?sort={key}", "sorted": sorted_}  # fmt: skip


def _cell(html, css=""):
    return {"html": mark_safe(html), "css": css}  # noqa: S308  the words stand in this file


def _row(number, name, health, word, finish, late, money):
    first = _cell(f'<a href="#tables">{name}</a>')
    cells = [first, _cell(f'<span class="health {health}">{word}</span>'), _cell("build"), _cell(finish, "nowrap")]
    open_ = '<a class="figure" href="#figures"><span class="figure-value">{}</span></a>'
    return {"id": f"row-{number}", "cells": [*cells, _cell(late, "number"), *(
        _cell(open_.format(m) if m else '<a class="figure null" href="#figures"><span class="figure-value">–</span> '
              '<span class="figure-reason">no cost posted</span></a>', "number") for m in money)]}  # fmt: skip


def _table():
    late = '<span class="delta worse">+{} d, late</span>'
    rows = [
        _row(1, LONG_NAME, "off_track",
             "off track", "14 Jun 2027", late.format(88), ("6.20 M", "4.11 M", "7.31 M", "−1.11 M", "0.81")),
        _row(2, "Data centre exit", "at_risk", "at risk", "14 Mar 2027", late.format(41),
             ("3.40 M", "2.05 M", "3.52 M", "−0.12 M", "0.94")),
        _row(3, "Intranet refresh", "on_track", "on track", "2 Feb 2027", "0 d",
             ("0.41 M", "0.30 M", "0.40 M", "0.01 M", "1.02")),
        _row(4, "Identity for citizens", "unknown", "unknown", "30 Sep 2027", "0 d",
             ("1.90 M", "0.00 M", "1.90 M", "0.00 M", "")),
    ]  # fmt: skip
    end = [("late", "Against baseline", "days"), ("budget", "Budget", "EUR"), ("actual", "Actual", "EUR"),
           ("eac", "Forecast", "EUR"), ("variance", "Variance", "EUR"), ("cpi", "CPI", "")]  # fmt: skip
    columns = [_column("name", "Project"), _column("health", "Health"), _column("stage", "Stage"),
               _column("finish", "Finish, forecast"),
               *(_column(k, w, u, "end", "desc" if k == "budget" else "") for k, w, u in end)]  # fmt: skip
    totals = ["total of 38", "", "", "", "", "41.20 M", "22.90 M", "43.02 M", "−1.82 M", ""]
    return SimpleNamespace(
        id="examples", label="Projects of the example portfolio", columns=columns, rows=rows,
        totals=[_cell(t, "number" if at > 3 else "") for at, t in enumerate(totals)], filters=FilterForm(),
        export_urls=[("CSV", "?export=csv"), ("XLSX", "?export=xlsx")], number=1, pages=10, count=38,
        prev_url="", next_url="?page=2", kept=[("health", "off_track")],
        groups=[("programme", "Programme", False), ("state", "State", True)],
        choices=[(column["key"], column["label"], column["key"] != "cpi") for column in columns],
    )  # fmt: skip
