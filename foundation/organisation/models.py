"""Which currencies, exchange rates and fiscal periods does the organisation use?"""

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from foundation.history import tracked
from foundation.models import Row
from foundation.periods import DAY


class Currency(models.Model):
    """An ISO 4217 currency with the number of its decimals (JPY 0, EUR 2, KWD 3)."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    minor_unit = models.PositiveSmallIntegerField(_("decimals"), default=2)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^[A-Z]{3}$"), name="currency_code_is_iso"),
            models.CheckConstraint(condition=models.Q(minor_unit__lte=4), name="currency_minor_unit_0_4"),
        ]

    def __str__(self):
        return self.code


@tracked()
class Organisation(Row):
    """The one organisation that this installation serves."""

    name = models.CharField(_("name"), max_length=200)
    zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    first_fiscal_month = models.PositiveSmallIntegerField(_("first month of the fiscal year"), default=1)
    reporting_currency = models.ForeignKey(Currency, models.RESTRICT, verbose_name=_("reporting currency"))
    standard_week_min = models.PositiveIntegerField(_("full-time week (minutes)"), default=2400)
    one_row = models.BooleanField(default=True, editable=False, unique=True)

    class Meta(Row.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=models.Q(one_row=True), name="organisation_one_row"),
            models.CheckConstraint(
                condition=models.Q(first_fiscal_month__range=(1, 12)), name="organisation_month_1_12"
            ),
        ]

    def __str__(self):
        return self.name


class ExchangeRate(Row):
    """One unit of `base` costs `rate` units of `quote` on `date`; never inverted, never guessed."""

    class Kind(models.TextChoices):
        SPOT = "spot", _("spot")
        MONTH_AVG = "month_avg", _("monthly average")
        BUDGET = "budget", _("budget")
        CLOSING = "closing", _("closing")

    base = models.ForeignKey(Currency, models.RESTRICT, related_name="+")
    quote = models.ForeignKey(Currency, models.RESTRICT, related_name="+")
    date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=10)
    source = models.CharField(_("source"), max_length=200)

    class Meta(Row.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=models.Q(rate__gt=0), name="exchange_rate_positive"),
            models.CheckConstraint(condition=~models.Q(base=models.F("quote")), name="exchange_rate_two_currencies"),
            models.UniqueConstraint(fields=["base", "quote", "date", "kind"], name="exchange_rate_once"),
        ]


class FiscalPeriod(Row):
    """A month of the organisation's books; postings go only into an open one."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSING = "closing", _("closing")
        CLOSED = "closed", _("closed")

    days = DateRangeField(_("days"))
    fiscal_year = models.PositiveSmallIntegerField(_("fiscal year"))
    number = models.PositiveSmallIntegerField(_("period"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)

    class Meta(Row.Meta):
        abstract = False
        ordering = ["days"]
        constraints = [
            ExclusionConstraint(name="fiscal_period_no_overlap", expressions=[("days", RangeOperators.OVERLAPS)]),
            models.UniqueConstraint(fields=["fiscal_year", "number"], name="fiscal_period_once"),
            models.CheckConstraint(condition=models.Q(days__isempty=False), name="fiscal_period_has_days"),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "closing", "closed"]), name="fiscal_period_state"
            ),
        ]
        triggers = [
            *Row.Meta.triggers,
            pgtrigger.Trigger(
                name="no_gap",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                timing=pgtrigger.Deferred,
                func="""
                    IF EXISTS (SELECT 1 FROM (SELECT upper(days) AS ends, lead(lower(days)) OVER (ORDER BY days) AS next
                               FROM organisation_fiscalperiod) p WHERE p.next IS NOT NULL AND p.next <> p.ends) THEN
                        RAISE EXCEPTION 'fiscal periods leave a gap' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.fiscal_year}-{self.number:02d}"

    @property
    def last_day(self):
        return self.days.upper - DAY

    @property
    def month(self):
        """Its month as people say it, whichever number the books give it: Aug 2027."""
        return date_format(self.days.lower, "M Y")
