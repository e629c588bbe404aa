"""What is asked for a forecast: the estimate to complete of each category in each period to come?"""

from django.utils.translation import gettext_lazy as _

from budgets.forms.fields import amount_field, day_field, reason_field, typed
from foundation.forms import StrictForm


class ForecastForm(StrictForm):
    """rows: (category, class); periods: those to come; known: {(category, class, period): estimate}."""

    as_of = day_field(_("As of"))
    note = reason_field(_("Assumptions"), required=False)

    def __init__(self, *args, rows, periods, known, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows, self.periods = rows, periods
        for category, cost_class in rows:
            for period in periods:
                label = f"{category} {cost_class} {period.month}"
                initial = known.get((category.pk, cost_class, period.pk))
                field = amount_field(label, required=False, min_value=0, initial=initial and typed(initial))
                self.fields[_name(category, cost_class, period)] = field

    def table(self):
        """(category, class, cells) for the grid."""
        for category, cost_class in self.rows:
            yield category, cost_class, [self[_name(category, cost_class, period)] for period in self.periods]

    def lines(self):
        """(category, class, period, estimate) of every filled box."""
        for category, cost_class in self.rows:
            for period in self.periods:
                amount = self.cleaned_data.get(_name(category, cost_class, period))
                if amount:
                    yield category, cost_class, period, amount


def _name(category, cost_class, period):
    return f"etc-{category.code}-{cost_class}-{period}"
