"""Which tables of a business case does a spreadsheet get?"""

from django.core.exceptions import BadRequest
from django.utils.translation import gettext_lazy as _

from budgets.queries.cases import case_result
from foundation.cells import Column

LINES = (
    ("option", _("Option"), lambda line: line.option.name, "text"),
    ("kind", _("Kind"), lambda line: line.get_kind_display(), "text"),
    ("label", _("What"), lambda line: line.label, "text"),
    ("certainty", _("Certainty"), lambda line: line.get_certainty_display(), "text"),
    ("cost_class", _("Class"), lambda line: line.get_cost_class_display(), "text"),
    ("one_off", _("One-off"), lambda line: _("yes") if line.one_off else _("no"), "text"),
    ("in_financial", _("In the financial result"), lambda line: _("yes") if line.in_financial else _("no"), "text"),
    ("in_social", _("In the social result"), lambda line: _("yes") if line.in_social else _("no"), "text"),
    ("group", _("Who bears or gains"), lambda line: line.stakeholder_group, "text"),
    ("year", _("Year"), lambda line: line.option.cba.base_year + line.year, "number"),
    ("amount", _("Amount"), lambda line: line.amount, "money"),
    ("evidence", _("Evidence"), lambda line: line.evidence, "text"),
)
_YEARS = (
    ("cost", _("Cost")),
    ("benefit", _("Benefit")),
    ("net", _("Net")),
    ("discounted", _("Present value")),
    ("cumulated", _("Cumulated")),
    ("cumulated_discounted", _("Cumulated, present value")),
)


def export_table(case, what):
    """(rows, columns) of `lines` as typed or of `years` as computed. BadRequest for anything else."""
    if what == "lines":
        return _lines(case), _columns(LINES, case.project.currency_id)
    if what == "years":
        return _year_table(case)
    raise BadRequest("not a table of a business case")


def _columns(shapes, currency):
    return tuple(
        Column(key, label, value, kind, unit=currency if kind == "money" else "") for key, label, value, kind in shapes
    )  # fmt: skip


def _lines(case):
    rows = []
    for option in case.options.all():
        option.cba = case
        for line in option.lines.all():
            line.option = option
            rows.append(line)
    return rows


def _year_table(case):
    rows = [(result.option, year) for result in case_result(case.project, case).options for year in result.years]
    head = (
        ("option", _("Option"), lambda row: row[0].name, "text"),
        ("year", _("Year"), lambda row: row[1].year, "number"),
    )
    sums = tuple((key, label, _value_of(key), "money") for key, label in _YEARS)
    return rows, _columns((*head, *sums), case.project.currency_id)


def _value_of(key):
    return lambda row: getattr(row[1], key).value
