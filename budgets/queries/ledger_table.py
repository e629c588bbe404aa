"""Which entries does a reader ask for, and what stands in the columns of the ledger?"""

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.models import CostCategory, CostClass, EntryType
from budgets.queries.ledger import KINDS, ZERO, entries, ledger_address
from foundation.accounts.rights import Permission
from foundation.cells import Column, Link
from foundation.figures import MONEY, Figure, Source
from foundation.filters import AFTER, CHOICE, DATES, Filter
from foundation.organisation.models import FiscalPeriod
from foundation.tables import Table, Total, filter_query

KIND_LABELS = {
    "committed": gettext_lazy("committed, all"),
    "accrued": gettext_lazy("accrued, all"),
    "actual_cost": gettext_lazy("actual, all"),
    "cost": gettext_lazy("actual and accrued"),
}


def _kinds():
    return [*KIND_LABELS.items(), *EntryType.choices]


def _of_kind(rows, kind):
    return rows.filter(type__in=KINDS.get(kind, [kind]))


def _periods():
    return [(str(row), row.month) for row in FiscalPeriod.objects.order_by("days")]


def _of_period(rows, text):
    year, _dash, number = text.partition("-")
    return rows.filter(period__fiscal_year=year, period__number=number)


def _years():
    return [
        (year, year)
        for year in FiscalPeriod.objects.order_by("fiscal_year").values_list("fiscal_year", flat=True).distinct()
    ]


def _of_year(rows, text):
    return rows.filter(period__fiscal_year=text)


def _categories():
    return CostCategory.objects.values_list("public_id", "name")


def _document(entry):
    address = reverse("budgets:entry", args=[entry.project.public_id, entry.public_id])
    return Link(entry.document, address, sub=entry.supplier)


def _marks(entry):
    if entry.reverses_id:
        return _("reverses an entry")
    return _("reversed") if hasattr(entry, "reversed_by") else ""


def ledger_table(project):
    """The table of a project's entries."""
    return Table(
        name="ledger",
        label=_("Ledger entries"),
        columns=_columns(project),
        filters=(
            Filter("kind", _("Type"), kind=CHOICE, choices=_kinds, apply=_of_kind),
            Filter("category", _("Category"), "category__public_id", kind=CHOICE, choices=_categories),
            Filter("cost_class", _("Class"), "cost_class", kind=CHOICE, choices=CostClass.choices),
            Filter("period", _("Period"), kind=CHOICE, choices=_periods, apply=_of_period),
            Filter("year", _("Fiscal year"), kind=CHOICE, choices=_years, apply=_of_year),
            Filter("words", _("Document, order or supplier"), ("document", "order", "supplier", "text")),
            Filter("date", _("Date"), "date", kind=DATES),
            Filter("batch", _("Imported file"), "batch__file_name"),
            Filter("posted_after", _("Dated after"), "date", kind=AFTER),
        ),
        default_sort="-date",
        per_page=100,
        empty_title=_("No entries"),
        empty=_("Commitments, accruals and actuals stand here once finance posts or imports them."),
    )


def _columns(project):
    return (
        Column("document", _("Document"), _document, kind="link", sort="document", export=lambda e: e.document),
        Column("date", _("Date"), kind="date", sort="date"),
        Column("type", _("Type"), lambda e: e.get_type_display(), sort="type"),
        Column("category_name", _("Category"), "category.name", sort="category__code"),
        Column("class", _("Class"), "cost_class", sort="cost_class"),
        Column("task", _("Task"), lambda e: str(e.task) if e.task else "", css="words"),
        Column("txn_amount", _("Amount"), kind="money", unit=lambda e: e.txn_currency_id, sort="txn_amount"),
        Column(
            "amount", _("In project currency"), kind="money", unit=project.currency_id, sort="amount",
            total=Total(Sum("amount"), lambda value, query="", **_: shown_total(project, value, query)),
        ),
        Column("marks", _("Reversal"), _marks),
        Column("supplier", _("Supplier"), hidden=True),
        Column("order", _("Order"), hidden=True),
        Column("text", _("Text"), hidden=True),
        Column("period_name", _("Period"), lambda e: e.period.month, hidden=True),
    )  # fmt: skip


def shown_total(project, value, query=""):
    """The sum of the entries on the page, all pages of it; `query` holds the filters that chose them."""
    value, right = value or ZERO, Permission.LEDGER_VIEW
    address = f"{ledger_address(project)}?{query}" if query else ledger_address(project)
    leaf = Source(_("Entries shown"), value, MONEY, project.currency_id, address, permission=right)
    return Figure(
        "budgets.ledger_total", _("Total of the entries shown"), value, MONEY, project.currency_id,
        formula=_("Σ entries"), inputs=(leaf,), scope=str(project.public_id), permission=right, query=query,
    )  # fmt: skip


def asked_total(project, request):
    """The total as the page showed it for the filters of this address. BadRequest for one that is none."""
    table = ledger_table(project)
    rows = table.narrowed(entries(project), table.asked(request))
    return shown_total(project, rows.aggregate(total=Sum("amount"))["total"], filter_query(request))
