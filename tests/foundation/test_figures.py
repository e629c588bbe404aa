"""A number knows its formula, its inputs and, if it has none, why."""

import datetime as dt
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.urls import clear_script_prefix, reverse, set_script_prefix
from django.utils import translation

from foundation.accounts.rights import Permission
from foundation.figure_store import from_json, to_json
from foundation.figures import Figure, Source, entered_html, figure_html, show, since_html
from foundation.reasons import REASONS, reason_text

HERE = "11111111-1111-4111-8111-111111111111"
ACTUAL = Figure("budgets.actual", "Actual", Decimal("250.50"), "money", "EUR", scope=HERE, inputs=(
    Source("Invoice 12", Decimal("250.50"), "money", "EUR", "/ledger/", Permission.LEDGER_VIEW),
))  # fmt: skip
CPI = Figure(
    "budgets.cpi",
    "CPI",
    Decimal("0.8"),
    "ratio",
    formula="EV / AC",
    inputs=(ACTUAL,),
    as_of=dt.date(2026, 3, 2),
    scope=HERE,
)
NONE = Figure("budgets.spi", "SPI", None, "ratio", reason="not_due", scope=HERE)


def test_a_figure_has_a_value_or_a_reason():
    with pytest.raises(ValueError, match="value or a reason"):
        Figure("x.y", "X", None)
    with pytest.raises(ValueError, match="value or a reason"):
        Figure("x.y", "X", Decimal(1), reason="no_data")


@pytest.mark.parametrize("key", ["budgets.cpi", "task.float:7 b", "a.b:50%", "x.ä:é", "q.why?", "h.a#b", "c.d&e=f+g~h"])
def test_every_key_makes_the_address_that_the_router_would_write(key):
    figure = Figure(key, "X", Decimal(1), scope=HERE)
    assert figure.address == reverse("figures:open", args=[HERE, key])


def test_addresses_follow_the_folder_that_the_site_lives_in():
    figure = Figure("budgets.cpi", "X", Decimal(1), scope=HERE)
    assert figure.address == f"/figures/{HERE}/budgets.cpi/"
    set_script_prefix("/plans/")
    try:
        assert figure.address == f"/plans/figures/{HERE}/budgets.cpi/"
    finally:
        clear_script_prefix()


def test_a_label_cannot_break_out_of_its_figure():
    evil = Figure("x.y", '"><script>alert(1)</script>', Decimal(1), unit="<b>", scope=HERE)
    html = figure_html(evil, unit=True)
    assert "<script" not in html and "<b>" not in html
    assert "&quot;&gt;&lt;script&gt;" in html and "&lt;b&gt;" in html


def test_the_same_day_is_said_in_the_language_of_each_reader():
    day = dt.date(2026, 3, 2)
    assert show(day, "date") == "2 Mar 2026"
    with translation.override("de"):
        assert show(day, "date") != "2 Mar 2026"
    assert show(day, "date") == "2 Mar 2026"


def test_a_figure_opens_at_its_address():
    html = figure_html(CPI)
    assert "/figures/11111111-1111-4111-8111-111111111111/budgets.cpi/" in html
    assert ">0.80<" in html


def test_a_figure_without_a_value_says_why():
    html = figure_html(NONE)
    assert "nothing is due yet" in html
    assert ">0" not in html


def test_the_scope_reaches_every_input():
    loose = Figure("a.b", "A", 1, inputs=(Figure("a.c", "C", 2),))
    assert loose.within(HERE).inputs[0].scope == HERE


def test_an_input_is_found_at_any_depth():
    assert CPI.find("budgets.actual") is ACTUAL
    assert CPI.find("budgets.nothing") is None


@pytest.mark.parametrize("figure", [CPI, NONE, ACTUAL])
def test_a_stored_figure_comes_back_unchanged(figure):
    assert from_json(to_json(figure)) == figure


def test_dates_and_instants_survive_storage():
    for value in (dt.date(2026, 1, 2), dt.datetime(2026, 1, 2, 3, 4, tzinfo=dt.UTC), 7, True, "text"):
        assert from_json(to_json(Figure("a.b", "A", value))).value == value


def test_a_float_is_refused_by_the_store():
    with pytest.raises(TypeError):
        to_json(Figure("a.b", "A", 0.1))


@pytest.mark.parametrize(
    ("value", "kind", "unit", "compact", "text"),
    [
        (Decimal("-1234.5"), "money", "EUR", False, "\u22121,234.50\u00a0EUR"),
        (Decimal("6200000"), "money", "EUR", True, "6.20\u00a0M\u00a0EUR"),
        (Decimal("45600"), "money", "", True, "45.6\u00a0k"),
        (Decimal("9999.99"), "money", "", True, "9,999.99"),
        (Decimal("0.3125"), "percent", "", False, "31.3\u00a0%"),
        (Decimal("0.8"), "ratio", "", False, "0.80"),
        (dt.date(2026, 3, 14), "date", "", False, "14 Mar 2026"),
        (dt.datetime(2026, 3, 14, 9, tzinfo=dt.UTC), "date", "", False, "14 Mar 2026"),
        (12000, "count", "", False, "12,000"),
        (Decimal("3.500"), "count", "", False, "3.5"),
        (Decimal("0.000"), "count", "", False, "0"),
        ("as written", "text", "", False, "as written"),
        (None, "money", "EUR", False, ""),
    ],
)
def test_numbers_are_shown_as_a_reader_expects(value, kind, unit, compact, text):
    assert show(value, kind, unit, compact=compact) == text


def test_entered_numbers_are_no_links_and_missing_ones_say_so():
    assert "<a" not in entered_html(Decimal(5), "EUR", "money")
    assert "5.00" in entered_html(Decimal(5), "EUR", "money")
    assert "not entered" in entered_html(None)
    assert "2 Mar 2026" in entered_html(dt.date(2026, 3, 2))


def test_a_hostile_label_stays_text():
    hostile = Figure("a.b", '"><script>alert(1)</script>', Decimal(1), scope=HERE)
    assert "<script>" not in figure_html(hostile)
    assert "<b>" not in entered_html("<b>1</b>", kind="text")


def test_templates_print_both_kinds():
    text = Template("{% figure f %} {% entered e 'EUR' 'money' %}").render(Context({"f": CPI, "e": Decimal(3)}))
    assert "figure-value" in text
    assert "entered" in text


def test_every_reason_has_words():
    assert all(str(words) for words in REASONS.values())
    assert reason_text("made_up_code") == "made up code"


@pytest.mark.parametrize(("days", "shown"), [(90, "+90\u00a0d"), (0, "0\u00a0d"), (-3, "\u22123\u00a0d")])
def test_days_against_a_plan_say_whether_they_are_later_or_earlier(days, shown):
    assert show(days, "shift", "d") == shown


@pytest.mark.parametrize(
    ("day", "words"),
    [(2, "since today"), (3, "since today"), (1, "for 1 day"), (-10, "for 12 days")],
)
def test_how_long_something_waits_is_told_in_days_with_the_exact_day_behind_it(day, words):
    """A day that lies ahead (another time zone) is today."""
    today, since = dt.date(2026, 3, 2), dt.date(2026, 3, 1) + dt.timedelta(days=day - 1)
    html = since_html(since, today)
    assert f">{words}<" in html and f'title="{show(since, "date")}"' in html


@pytest.mark.parametrize("key", ["portfolio.variance", "portfolio.total_variance", "budgets.variance:LIC-opex"])
def test_a_variance_below_zero_says_that_it_is_over_budget(key):
    def drawn(value, **how):
        return figure_html(Figure(key, "Variance", value, "money", "EUR", scope=HERE), **how)

    assert '<span class="figure-word">over</span>' in drawn(Decimal("-0.01")) and "\u22120.01" in drawn(
        Decimal("-0.01")
    )
    assert "figure-word" not in drawn(Decimal(0)) + drawn(Decimal(5))
    assert "figure-word" not in drawn(Decimal(-5), word=False), "the page says it in words of its own"


@pytest.mark.parametrize(("name", "word"), [("vac", "over"), ("cv", "over"), ("sv", "behind"), ("sv_t", "behind")])
def test_variances_of_earned_value_say_in_which_direction(name, word):
    def drawn(value):
        return figure_html(Figure(f"budgets.{name}", "Any", value, "money", "EUR", scope=HERE), unit=True)

    assert f'<span class="figure-word">{word}</span></a>' in drawn(Decimal(-1))
    assert "figure-word" not in drawn(Decimal(1))


@pytest.mark.parametrize("key", ["budgets.cpi", "portfolio.available", "task.float:variance", "plan.slip_days"])
def test_other_figures_below_zero_are_not_over_budget(key):
    assert "figure-word" not in figure_html(Figure(key, "Any", Decimal(-5), "money", "EUR", scope=HERE))


def test_more_than_a_thousand_days_are_grouped_and_an_unknown_day_says_nothing():
    assert ">for 1,096 days<" in since_html(dt.date(2023, 3, 2), dt.date(2026, 3, 2))
    assert since_html(None, dt.date(2026, 3, 2)) == ""
    drawn = Template("{% load figures %}{% entered day until=today %}")
    assert "for 2 days" in drawn.render(Context({"day": dt.date(2026, 3, 1), "today": dt.date(2026, 3, 3)}))
