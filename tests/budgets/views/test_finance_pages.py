"""What does finance see over all projects, and what does it keep for all of them?"""

import datetime as dt

import pytest
from django.urls import reverse

from foundation.organisation.models import ExchangeRate, FiscalPeriod
from tests.factories import core, money

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("group", ["project", "category", "class"])
def test_finance_sees_the_same_total_however_it_is_grouped(spent, finn, enter, group):
    found = enter(finn).get(reverse("budgets:home"), {"group": group}).context["found"]
    totals = {figure.key: figure.value for figure in found.totals}
    assert totals["budgets.total_budget"] == 1000
    assert totals["budgets.total_available"] == 1000 - 300 - 400
    assert sum(row.cells[0].value or 0 for row in found.rows) == 1000


def test_a_project_without_a_closing_rate_is_left_out_and_named(spent, world, finn, enter):
    dollars = core.project(world.portfolio, "Overseas", code="USD-1", currency=core.currency("USD"))
    money.entry(dollars, 50, txn_currency=dollars.currency)
    found = enter(finn).get(reverse("budgets:home")).context["found"]
    assert found.left_out == (dollars,)
    last_month = dt.date.today().replace(day=1) - dt.timedelta(days=1)
    ExchangeRate.objects.create(
        base=dollars.currency, quote=core.currency(), date=last_month, kind="closing", rate="0.5", source="test"
    )
    found = enter(finn).get(reverse("budgets:home")).context["found"]
    assert found.left_out == ()
    assert next(t for t in found.totals if t.key == "budgets.total_actual").value == 425


def test_a_reader_adds_up_only_what_he_may_see(spent, world, pam, finn, enter):
    money.entry(world.far, 10_000)
    for user, total in ((pam, 400), (finn, 10_400)):
        found = enter(user).get(reverse("budgets:home")).context["found"]
        assert next(t for t in found.totals if t.key == "budgets.total_actual").value == total


def test_each_total_opens_its_projects(spent, finn, tom, enter):
    for group in ("project", "category"):
        found = enter(finn).get(reverse("budgets:home"), {"group": group, "year": "2026"}).context["found"]
        shown = [*found.totals, *(cell for row in found.rows if group != "project" for cell in row.cells)]
        for figure in shown:
            assert enter(finn).get(figure.address).status_code == 200, figure.key
    assert enter(finn).get(reverse("budgets:total", args=["budgets.total_luck"])).status_code == 404
    assert enter(tom).get(reverse("budgets:total", args=["budgets.total_budget"])).status_code == 403


def test_the_finance_table_goes_home_as_it_is_shown(spent, finn, pam, enter):
    answer = enter(finn).get(reverse("budgets:home"), {"export": "csv", "group": "category"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 3 and lines[2].startswith("Licences,1000")
    assert enter(pam).get(reverse("budgets:home"), {"export": "csv"}).status_code == 403
    assert enter(finn).get(reverse("budgets:home"), {"group": "moon"}).status_code == 400


def test_as_many_queries_for_many_projects_as_for_few(spent, world, finn, enter, django_assert_max_num_queries):
    for number in range(30):
        money.entry(core.project(world.portfolio, f"P{number}"), 5)
    browser = enter(finn)
    with django_assert_max_num_queries(14):
        assert browser.get(reverse("budgets:home")).status_code == 200


def test_finance_closes_periods_and_adds_rates_and_categories(world, finn, pam, enter):
    core.currency("USD")
    period, browser = money.period(), enter(finn)
    move = reverse("budgets:period_move", args=[period.public_id])
    assert browser.post(move, {"to": "closing"}).status_code == 302
    assert FiscalPeriod.objects.get(pk=period.pk).state == "closing"
    assert browser.post(move, {"to": "moon"}).status_code == 409
    assert enter(pam).post(move, {"to": "closed"}).status_code == 403
    rate = {"base": "USD", "quote": "EUR", "date": "2026-03-02", "kind": "spot", "rate": "0.9", "source": "ECB"}
    assert browser.post(reverse("budgets:rate_add"), rate).status_code == 302
    assert browser.post(reverse("budgets:rate_add"), rate).status_code == 422
    category = {"code": "NEW", "name": "New", "cost_class": "opex"}
    assert browser.post(reverse("budgets:category_add"), category).status_code == 302
    assert enter(pam).post(reverse("budgets:category_add"), category).status_code == 403
