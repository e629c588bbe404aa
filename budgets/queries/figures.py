"""Which figure of money stands behind a key, wherever it was shown?"""

from budgets.queries.balance import balance
from budgets.queries.baselines import baseline_money
from budgets.queries.cases_find import find_case_figure
from budgets.queries.earned_value import SHAPES, earned_value
from budgets.queries.monthly import monthly
from budgets.queries.planned_money import baseline_preview
from budgets.queries.position import COLUMNS, category_rows, position
from budgets.queries.versions import comparison, reserves_of, version_page

_BALANCE = ("total_cost", "final_budget", "final_variance", "reconciliation")


def find_figure(project, key, *, as_of):
    """The figure of this key, computed again for the day; None for a key that is not ours. → Figure | None"""
    name, _colon, row = key.removeprefix("budgets.").partition(":")
    if name in COLUMNS and row.isdecimal():
        return position(project, as_of=as_of, fiscal_year=int(row)).find(key)
    if name in COLUMNS:
        return _in_rows(project, key, as_of) if row else position(project, as_of=as_of).find(key)
    if name in SHAPES:
        return earned_value(project, as_of=as_of).find(key)
    if name in _BALANCE:
        return balance(project, as_of=as_of).find(key)
    if name.startswith("month_"):
        months = monthly(project, as_of=as_of)
        cells = (cell for m in months for cell in (m.budget, m.actual, m.to_go, m.forecast))
        return next((cell for cell in cells if cell.key == key), None)
    return _of_versions(project, key, name, row) or find_case_figure(project, key, as_of=as_of)


def _of_versions(project, key, name, row):
    """Totals and changes of budget versions, reserves, baselines; a draft's too."""
    if name == "version_total":
        found = project.budgets.filter(version=row).first() if row.isdecimal() else None
        return version_page(found)["total"] if found else None
    if name == "version_change":
        old, _dash, new = row.partition(".")[0].partition("-")
        known = set(map(str, project.budgets.values_list("version", flat=True)))
        found = comparison(project, old, new) if {old, new} <= known else {"differences": []}
        rows = [*found["differences"], *filter(None, [found.get("total")])]
        return next((row["change"] for row in rows if row["change"].key == key), None)
    if name == "reserve_left":
        return next((found["left"] for found in reserves_of(project) if found["left"].key == key), None)
    if name in ("baseline_bac", "baseline_task"):
        version = row.partition(".")[0]
        found = project.baselines.filter(version=version).first() if version.isdecimal() else None
        return _of_baseline(found, key) if found else None
    return None


def _of_baseline(baseline, key):
    """As it was frozen, or as it would be: whoever approves it looks at the money before."""
    table = baseline_preview(baseline) if baseline.state in ("draft", "submitted") else baseline_money(baseline)
    return table["bac"].find(key) if "bac" in table else None


def _in_rows(project, key, as_of):
    found = (row.position.find(key) for row in category_rows(project, as_of=as_of))
    return next((figure for figure in found if figure is not None), None)
