"""How much is it, to the smallest coin, and how is it shared without losing one?

Amounts are Decimal; a float is refused, because 0.1 is not 0.1 in one. An amount is rounded
once, when it is posted, half up and away from zero (2.345 -> 2.35, -2.345 -> -2.35). Totals
are sums of rounded lines, so shares must add up exactly: largest remainder.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from fractions import Fraction

# ISO 4217, active codes of countries and unions. Funds, metals and test codes are no money here.
_TWO = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD
CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD
HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD
MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON
RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD
TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG
"""
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
MINOR_UNITS: dict[str, int] = {
    code: digits for digits, codes in ((0, _NONE), (2, _TWO), (3, _THREE)) for code in codes.split()
}

# numeric(19,4) times numeric(20,10) needs 39 digits: 28 would round before the rounding.
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
# what a column of money holds, numeric(19,4), and more than any project costs
MAX_AMOUNT = 10**15
_CODE = re.compile(r"[A-Z]{3}", re.ASCII)


class UnknownCurrency(ValueError):
    """The code is not an active ISO 4217 currency."""


def exact(value: Decimal | int | str) -> Decimal:
    """The value as a finite Decimal.

    Errors: TypeError on float, bool or another type; ValueError on text that is no number, on
    NaN and on infinity. exact("12.50") -> Decimal("12.50").
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise TypeError(f"money needs Decimal, int or str, not {type(value).__name__}")
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise ValueError(f"not a number: {value!r}") from error
    if not number.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    return number


def minor_unit(currency: str) -> int:
    """Digits after the point of a currency's smallest coin: EUR 2, JPY 0, KWD 3.

    Errors: UnknownCurrency, also for lower case ("eur"), since codes are stored as they are.
    """
    if not isinstance(currency, str) or not _CODE.fullmatch(currency):
        raise UnknownCurrency(f"not a currency code: {currency!r}")
    try:
        return MINOR_UNITS[currency]
    except KeyError as error:
        raise UnknownCurrency(f"unknown currency: {currency}") from error


def quantise(amount: Decimal | int | str, currency: str) -> Decimal:
    """The amount rounded to the currency's minor unit, half up, away from zero; never "-0.00".

    2.345 EUR -> 2.35; -2.345 EUR -> -2.35; 2.5 JPY -> 3; 1.0005 KWD -> 1.001.
    Errors: as exact and minor_unit; ValueError when the amount has more than 60 digits.
    """
    coin = Decimal(1).scaleb(-minor_unit(currency))
    try:
        rounded = exact(amount).quantize(coin, rounding=ROUND_HALF_UP, context=_WIDE)
    except InvalidOperation as error:
        raise ValueError("the amount has too many digits") from error
    return rounded if rounded else abs(rounded)


def convert(amount: Decimal | int | str, rate: Decimal | int | str, currency: str) -> Decimal:
    """The amount in another currency: amount x rate, rounded once in the target currency.

    The rate is units of `currency` for one unit of the amount's currency and is never rounded
    nor inverted (EU 1103/97 practice). 10.00 at 0.8612345678 into EUR -> 8.61.
    Errors: ValueError unless rate > 0; there is no default rate.
    """
    factor = exact(rate)
    if factor <= 0:
        raise ValueError("an exchange rate is above zero")
    return quantise(_WIDE.multiply(exact(amount), factor), currency)


def split(
    amount: Decimal | int | str,
    weights: int | Sequence[Decimal | int | str],
    currency: str,
) -> tuple[Decimal, ...]:
    """Shares of an amount, in minor units, that add up to it exactly: largest remainder.

    `weights` is a number of equal shares or a row of weights >= 0, not all 0. The amount is
    rounded to the minor unit first. Ties go by row order. The shares are found on the absolute
    amount and the sign is put back, so that a credit note mirrors its invoice:
    100/3 -> 33.34, 33.33, 33.33 and -100/3 -> -33.34, -33.33, -33.33.
    Errors: ValueError for no share, a negative weight or weights of 0 in sum.
    """
    fractions = _weights(weights)
    rounded = quantise(amount, currency)
    scale = minor_unit(currency)
    coins = int(abs(rounded).scaleb(scale, context=_WIDE))
    counts = _largest_remainder(coins, fractions)
    sign = -1 if rounded < 0 else 1
    return tuple(Decimal(sign * count).scaleb(-scale, context=_WIDE) for count in counts)


def _weights(weights: int | Sequence[Decimal | int | str]) -> list[Fraction]:
    if isinstance(weights, bool | float | str):
        raise TypeError("weights are a whole number of shares or a row of numbers")
    if isinstance(weights, int):
        weights = [1] * weights
    fractions = [Fraction(exact(weight)) for weight in weights]
    if not fractions:
        raise ValueError("an amount cannot be split into no shares")
    if min(fractions) < 0 or sum(fractions) == 0:
        raise ValueError("weights are at least 0 and not all 0")
    return fractions


def _largest_remainder(coins: int, weights: list[Fraction]) -> list[int]:
    total = sum(weights)
    quotas = [coins * weight / total for weight in weights]
    counts = [int(quota) for quota in quotas]
    left = coins - sum(counts)
    # sorted() is stable, so equal remainders keep the order of the rows
    order = sorted(range(len(quotas)), key=lambda row: counts[row] - quotas[row])
    for row in order[:left]:
        counts[row] += 1
    return counts
