"""Approved time: hours by project and month, the entries behind them, and both as files."""

import uuid

from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from foundation.accounts.rights import Permission
from foundation.exports import file_of
from foundation.periods import months
from projects.access import may_anywhere, require_anywhere
from staffing import queries
from staffing.forms.week import EntryFilter
from staffing.views.time_columns import ENTRY_COLUMNS, report_columns

PER_PAGE = 50


def _year(request):
    text = request.GET.get("year") or str(timezone.localdate().year)
    if not (text.isascii() and text.isdigit() and 1990 <= int(text) <= 2200):
        raise BadRequest("not a year")
    return int(text)


def _may_export(request):
    return may_anywhere(request.user, Permission.TIMESHEET_EXPORT)


def _file(request, rows, columns, name):
    """The rows as a file, for who may take them home."""
    if not _may_export(request):
        raise PermissionDenied
    return file_of(rows, columns, form=request.GET["export"], filename=name)


@require_anywhere(Permission.TIMESHEET_VIEW)
def time_report(request):
    """Hours by project and month of a year, from one aggregate: `?year=2026&page=2`."""
    year = _year(request)
    found = queries.time_report(request.user, year)
    projects = queries.report_projects(found)
    if "export" in request.GET:
        return _file(request, list(queries.report_rows(found, year, projects)), report_columns(year), f"time-{year}")
    page = Paginator(projects, PER_PAGE).get_page(request.GET.get("page"))
    totals, whole = queries.report_totals(found, year)
    context = {"page": page, "rows": list(queries.report_rows(found, year, page)), "totals": totals, "whole": whole}
    context |= {"year": str(year), "months": months(queries.year_of(year)), "can_export": _may_export(request)}
    return render(request, "staffing/time_report.html", context)


def _after(request, rows):
    """Where the page begins: behind the entry that the address names."""
    text = request.GET.get("after")
    try:
        return queries.mark_of(uuid.UUID(text), rows) if text else None
    except ValueError:
        raise BadRequest("not an entry") from None


@require_anywhere(Permission.TIMESHEET_VIEW)
def entry_list(request):
    """Approved time entries, newest first, fifty at a time."""
    form = EntryFilter(request.GET)
    if not form.is_valid():
        return render(request, "staffing/entries.html", {"form": form}, status=422)
    rows = queries.entries(request.user, **form.cleaned_data)
    if "export" in request.GET:
        return _file(request, rows, ENTRY_COLUMNS, "time-entries")
    context = {"form": form, "page": queries.page_after(rows, _after(request, rows))}
    context |= {"kept": form.address, "can_export": _may_export(request)}
    return render(request, "staffing/entries.html", context)
