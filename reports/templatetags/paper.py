"""Which filters write values on paper? `{{ value|paper:"money" }}`, and sentences around amounts."""

from typing import Any

from django import template

from reports import numerals

register = template.Library()


@register.filter
def paper(value: Any, kind: str) -> str:
    """The value as `kind` of `reports.numerals`: money, whole, ratio, percent, day, slip, count ..."""
    return numerals.written(value, kind)


@register.filter
def money(value: Any, currency: str) -> str:
    """An amount with its currency in running text: 1234.5 → 'EUR 1 234.50'; a missing one as its reason."""
    return _with(currency, value, "money")


@register.filter
def money_whole(value: Any, currency: str) -> str:
    """Like `money` without cents, for estimates over many years: 1234567.8 → 'EUR 1 234 568'."""
    return _with(currency, value, "whole")


def _with(currency: str, value: Any, kind: str) -> str:
    text = numerals.written(value, kind, numerals.coin(currency))
    missing = getattr(value, "value", value) is None
    return text if missing else f"{currency}\u00a0{text}"


@register.filter
def instant(value: Any) -> str:
    """Day and minute of a signature."""
    return numerals.instant(value)


@register.filter
def negative(value: Any) -> Any:
    """The amount turned round, for sentences that say 'over' or 'missing' in words."""
    return -value
