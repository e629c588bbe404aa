"""Does a cell show what it holds, on the screen and in a file?"""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from foundation import cells, figures
from foundation.cells import Column, Health, Link, draw, plain
from foundation.figures import Figure


@pytest.fixture
def figure(monkeypatch):
    """A figure whose drawer stands at a plain address, whatever the site map says."""
    figures._folder.cache_clear()
    monkeypatch.setattr(figures, "reverse", lambda name, args, **_more: f"/figures/{args[0]}/{args[1]}/")
    yield lambda value, **more: Figure("budget.available", "Available", value, kind="money", unit="EUR", **more)
    figures._folder.cache_clear()


def row(**values):
    return SimpleNamespace(**values)


def test_text_is_escaped():
    assert draw("<b>Payroll & co</b>") == "&lt;b&gt;Payroll &amp; co&lt;/b&gt;"


def test_missing_text_is_an_empty_cell():
    assert draw(None) == ""
    assert plain(None) is None


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("number", 1_234, "1,234"),
        ("money", Decimal("-1110.5"), "−1,110.50"),
        ("percent", Decimal("0.125"), "12.5"),
        ("date", dt.date(2026, 3, 2), "2 Mar 2026"),
        ("days", 12, "12"),
    ],
)
def test_what_was_typed_in_is_drawn_as_entered(kind, value, shown):
    html = draw(value, kind)
    assert 'class="entered"' in html
    assert shown in html


@pytest.mark.parametrize("kind", sorted(cells.ENTERED))
def test_what_nobody_typed_in_is_never_zero(kind):
    assert "not entered" in draw(None, kind)


def test_an_instant_is_the_day_of_the_reader():
    late = dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC)
    with timezone.override("Europe/Berlin"):
        assert "3 Mar 2026" in draw(late, "date")


def test_a_computed_value_opens_its_formula(figure):
    html = draw(figure(Decimal(70), scope="p"), "figure")
    assert 'href="/figures/p/budget.available/"' in html
    assert "70" in html


def test_a_figure_is_a_figure_in_any_column(figure):
    assert draw(figure(Decimal(70)), "money") == draw(figure(Decimal(70)), "figure")


def test_a_figure_without_value_says_why(figure):
    missing = figure(None, reason="no_budget")
    assert "no approved budget" in draw(missing, "figure")
    assert plain(missing, "figure") == "no approved budget"


@pytest.mark.parametrize("value", [None, 3, Decimal("1.5")])
def test_a_computed_column_never_hides_where_a_number_comes_from(value):
    with pytest.raises(TypeError):
        draw(value, "figure")


def test_a_file_holds_the_unrounded_value(figure):
    assert plain(figure(Decimal("1234567.8912")), "figure") == Decimal("1234567.8912")
    assert plain(dt.date(2026, 3, 2), "date") == dt.date(2026, 3, 2)
    assert plain(-7, "number") == -7


@pytest.mark.parametrize(
    ("code", "word"),
    [("on_track", "on track"), ("at_risk", "at risk"), ("off_track", "off track"), (None, "unknown")],
)
def test_health_is_a_shape_and_a_word(code, word):
    assert draw(code, "health") == f'<span class="health {code or "unknown"}">{word}</span>'
    assert plain(code, "health") == word


def test_stale_health_says_so_and_why():
    health = Health("off_track", stale=True, why='no report for "six" weeks')
    assert draw(health, "health") == (
        '<span class="health off_track stale" title="no report for &quot;six&quot; weeks">off track · stale</span>'
    )
    assert plain(health, "health") == "off track · stale"


def test_a_link_escapes_words_and_address():
    html = draw(('Payroll "A"', '/projects/1/?a="b"'), "link")
    assert html == '<a href="/projects/1/?a=&quot;b&quot;">Payroll &quot;A&quot;</a>'
    assert plain(("Payroll", "/projects/1/"), "link") == "Payroll"


def test_a_link_may_carry_a_line_below_or_no_address():
    assert draw(Link("Payroll", "/p/", "P-1 <x>"), "link").endswith('<span class="sub">P-1 &lt;x&gt;</span>')
    assert draw(Link("Payroll"), "link") == "Payroll"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("name", "Payroll"), ("owner.name", "Pam"), (lambda row: row.name.upper(), "PAYROLL"), (None, "Payroll")],
)
def test_a_value_is_a_path_or_a_function(value, expected):
    column = Column("name", "Name", value=value)
    assert column.plain(row(name="Payroll", owner=row(name="Pam"))) == expected


def test_a_path_stops_where_nothing_is():
    assert Column("owner", "Owner", value="owner.person.name").plain(row(owner=None)) is None


def test_a_path_with_a_mistake_is_not_silent():
    with pytest.raises(AttributeError):
        Column("owner", "Owner", value="owner.nme").plain(row(owner=row(name="Pam")))


def test_a_file_may_hold_something_else_than_the_cell():
    column = Column("name", "Name", export=lambda row: row.code)
    assert column.plain(row(name="Payroll", code="P-1")) == "P-1"
    assert column.html(row(name="Payroll", code="P-1")) == "Payroll"


def test_each_row_may_have_its_own_unit():
    column = Column("amount", "Amount", kind="money", unit=lambda row: row.currency)
    assert "JPY" in column.html(row(amount=Decimal(5), currency="JPY"))
    assert column.head_unit == ""


def test_numbers_stand_at_the_end_and_words_at_the_start():
    assert (Column("a", "A", kind="money").side, Column("a", "A").side) == ("end", "start")
    assert Column("a", "A", kind="money", css="wide").classes == "number wide"
    assert Column("a", "A", kind="figure", align="start").classes == ""


def test_an_unknown_kind_is_a_mistake_of_the_programmer():
    with pytest.raises(ValueError):
        Column("a", "A", kind="colour")


def test_translated_words_and_truth_values_become_text():
    assert plain(gettext_lazy("on track")) == "on track"
    assert plain(True) == "True"
