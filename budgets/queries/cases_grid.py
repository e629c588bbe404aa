"""Which costs and benefits does an option have, year by year?"""

from dataclasses import dataclass, field
from decimal import Decimal

from budgets.models import CbaLine, CostClass

# what all years of one row of the grid have in common, in the order in which a reader expects it
SHARED = (
    "kind",
    "label",
    "certainty",
    "cost_class",
    "one_off",
    "in_financial",
    "in_social",
    "stakeholder_group",
    "evidence",
)


@dataclass(frozen=True)
class LineRow:
    """One item of an option: what it is, and its amount by year index. An absent year holds no line."""

    kind: str
    label: str
    certainty: str = "base"
    cost_class: str = ""
    one_off: bool = False
    in_financial: bool = True
    in_social: bool = True
    stakeholder_group: str = ""
    evidence: str = ""
    amounts: dict[int, Decimal] = field(default_factory=dict)
    base_year: int = 0

    @property
    def shared(self):
        return {name: getattr(self, name) for name in SHARED}

    @property
    def by_year(self):
        """(calendar year, amount), in order."""
        return [(self.base_year + year, self.amounts[year]) for year in sorted(self.amounts)]

    @property
    def kind_word(self):
        return CbaLine.Kind(self.kind).label

    @property
    def certainty_word(self):
        return CbaLine.Certainty(self.certainty).label

    @property
    def class_word(self):
        return CostClass(self.cost_class).label if self.cost_class else ""


def line_rows(option):
    """The lines of an option as rows of its grid, costs first, each by its name. One query."""
    rows = {}
    for line in option.lines.all():
        key = tuple(getattr(line, name) for name in SHARED)
        rows.setdefault(key, {})[line.year] = line.amount
    order = sorted(rows, key=lambda key: (key[0] != "cost", key[1].casefold(), key))
    return [
        LineRow(**dict(zip(SHARED, key, strict=True)), amounts=rows[key], base_year=option.cba.base_year)
        for key in order
    ]
