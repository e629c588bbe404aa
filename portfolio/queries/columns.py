"""Which stored figures does a project have, in which column, and who may see each?"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.accounts.rights import Permission
from foundation.figures import DATE, MONEY, PERCENT, RATIO, SHIFT

BUDGET, PLAN = Permission.BUDGET_VIEW, Permission.PLAN_VIEW


@dataclass(frozen=True)
class FactColumn:
    """`name`: column of ProjectFacts; its figure is stored and opened under the key `portfolio.<name>`."""

    name: str
    label: object
    kind: str
    permission: Permission
    adds_up: bool = False
    hidden: bool = False

    @property
    def key(self):
        return f"portfolio.{self.name}"

    @property
    def total_key(self):
        return f"portfolio.total_{self.name}"


def _money(name, label, permission=BUDGET, *, hidden=False):
    return FactColumn(name, label, MONEY, permission, adds_up=True, hidden=hidden)


COLUMNS = (
    FactColumn("forecast_finish", _("Finish, forecast"), DATE, PLAN),
    FactColumn("baseline_finish", _("Finish, baseline"), DATE, PLAN, hidden=True),
    FactColumn("slip_days", _("Against baseline"), SHIFT, PLAN),
    FactColumn("percent", _("Complete"), PERCENT, PLAN, hidden=True),
    _money("budget", _("Budget")),
    _money("committed", _("Committed"), hidden=True),
    _money("accrued", _("Accrued"), hidden=True),
    _money("actual", _("Actual")),
    _money("etc", _("To go"), hidden=True),
    _money("forecast", _("Forecast")),
    _money("variance", _("Variance")),
    _money("available", _("Available"), hidden=True),
    FactColumn("cpi", _("CPI"), RATIO, BUDGET),
    FactColumn("spi_t", _("SPI(t)"), RATIO, BUDGET),
    _money("exposure", _("Exposure"), Permission.RISK_VIEW),
    _money("benefit", _("Benefit"), Permission.BENEFIT_VIEW, hidden=True),
    _money("npv", _("Net present value"), Permission.CBA_VIEW, hidden=True),
)
BY_NAME = {column.name: column for column in COLUMNS}
ADDED = tuple(column for column in COLUMNS if column.adds_up)
