"""A number is written as the language of its reader writes it: the same marks as Django's own, made faster."""

from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.formats import number_format

from foundation.figures import MONEY, RATIO, show

LANGUAGES = ["en", "en-gb", "de", "de-ch", "fr", "es", "it", "nl", "pl", "pt-br", "sv", "hi"]
VALUES = ["0", "0.005", "-0.004", "999.99", "1000", "1234.5", "-9876543.215", "123456789012.34", "1E+9"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", VALUES)
def test_every_language_has_its_own_marks(language, text):
    with translation.override(language):
        value = Decimal(text)
        exact = show(value, RATIO).replace("\u2212", "-")
        assert exact == number_format(_cents(value), decimal_pos=2, force_grouping=True)


def _cents(value):
    return value.quantize(Decimal("0.01"), "ROUND_HALF_UP")


def test_two_readers_of_two_languages_do_not_get_each_others_marks():
    for _again in range(2):
        with translation.override("en"):
            assert show(Decimal("1234567.5"), MONEY, "EUR") == "1,234,567.50\u00a0EUR"
        with translation.override("de"):
            assert show(Decimal("1234567.5"), MONEY, "EUR") == "1.234.567,50\u00a0EUR"


def test_half_a_cent_is_rounded_up_in_every_language():
    for language in LANGUAGES:
        with translation.override(language):
            assert show(Decimal("2.005"), RATIO)[-1] == "1"


def test_a_minus_is_a_minus_sign_and_not_a_hyphen():
    with translation.override("de"):
        assert show(Decimal("-1234.5"), MONEY) == "\u22121.234,50"
