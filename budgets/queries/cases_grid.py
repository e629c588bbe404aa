"""Which costs and benefits does an option have, year by year?"""

from dataclasses import dataclass, field
from decimal import Decimal

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

    @property
    def shared(self):
        return {name: getattr(self, name) for name in SHARED}


def line_rows(option):
    """The lines of an option as rows of its grid, costs first, each by its name. One query."""
    rows = {}
    for line in option.lines.all():
        key = tuple(getattr(line, name) for name in SHARED)
        rows.setdefault(key, {})[line.year] = line.amount
    order = sorted(rows, key=lambda key: (key[0] != "cost", key[1].casefold(), key))
    return [LineRow(**dict(zip(SHARED, key, strict=True)), amounts=rows[key]) for key in order]
