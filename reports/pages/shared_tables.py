"""Which tables stand in more than one report?"""

from django.utils.translation import gettext as _

from reports.facts.common import ReserveLine
from reports.pages.blocks import Table, columns_of, table


def reserves(lines: tuple[ReserveLine, ...], *, currency: str) -> Table:
    """Contingency and management reserve: what was approved, drawn, released and is left, in `currency`."""
    return table(
        "reserves",
        _("Reserves"),
        [
            _("Reserve"),
            (_("Approved"), "money"),
            (_("Drawn"), "money"),
            (_("Released"), "money"),
            (_("Balance"), "money"),
        ],
        columns_of(lines, "name approved drawn released balance"),
        unit=currency,
        empty=_("No reserve is approved."),
    )
