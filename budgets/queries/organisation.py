"""What stands in the list of exchange rates?"""

from django.utils.translation import gettext as _

from foundation.cells import Column
from foundation.filters import CHOICE, DATES, Filter
from foundation.organisation.models import Currency, ExchangeRate
from foundation.tables import Table


def rate_table():
    """The table of all exchange rates, newest first."""
    return Table(
        name="rates",
        label=_("Exchange rates"),
        columns=(
            Column("pair", _("Currencies"), lambda r: f"{r.base_id} → {r.quote_id}", sort=("base_id", "quote_id")),
            Column("date", _("Date"), kind="date", sort="date"),
            Column("kind", _("Kind"), lambda r: r.get_kind_display(), sort="kind"),
            Column("rate", _("Rate"), kind="number", sort="rate"),
            Column("source", _("Source")),
        ),
        filters=(
            Filter("base", _("Base"), "base_id", kind=CHOICE, choices=_codes),
            Filter("rate_kind", _("Kind"), "kind", kind=CHOICE, choices=ExchangeRate.Kind.choices),
            Filter("day", _("Date"), "date", kind=DATES),
        ),
        default_sort="-date",
        empty_title=_("No exchange rates"),
        empty=_("A posting in another currency needs the rate of its day, at most 40 days old."),
    )


def _codes():
    return [(code, code) for code in Currency.objects.values_list("code", flat=True)]
