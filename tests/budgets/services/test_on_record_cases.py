"""Is the life of a business case and of a benefit told by its history, and what is refused untold?"""

import datetime as dt
from decimal import Decimal

import pytest

from budgets import services
from budgets.models import Budget, CostCategory, LedgerEntry
from foundation.accounts.models import AuditEvent, Notification
from foundation.errors import IllegalMove, Refused
from tests.factories import cases, core
from tests.records import acts, last_act, states
from tests.untouched import untouched

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("licences")]
APRIL = dt.date(2026, 4, 1)


# ── business cases ──────────────────────────────────────────────────────────────────────────────


def test_the_life_of_a_business_case_is_told_by_its_history(world, author, boss):
    case = cases.golden(world.own, created_by=author)
    services.issue_case(case, by=boss, at=core.MONDAY_9)
    assert last_act()[0] == "case.issued"
    copy = services.copy_case(case, by=author)
    services.issue_case(copy, by=boss, at=core.MONDAY_9)
    assert states(case) == ["draft", "issued", "superseded"]
    assert acts(copy) == ["case.created", "case.issued"]
    assert Notification.objects.filter(user=author).count() == 2


def test_a_new_version_holds_the_same_lines_under_other_ids(world, author):
    case = cases.issued(world.own)
    copy = services.copy_case(case, by=author)

    def held(of):
        lines = of.options.values_list("seq", "name", "preferred", "lines__label", "lines__year", "lines__amount")
        return sorted(map(str, lines))

    assert held(copy) == held(case)
    assert copy.version == case.version + 1
    assert not {o.public_id for o in copy.options.all()} & {o.public_id for o in case.options.all()}


@pytest.mark.parametrize("state", ["issued", "superseded"])
def test_what_was_issued_is_not_touched_by_any_verb(world, author, boss, state):
    case = cases.issued(world.own)
    if state == "superseded":
        services.issue_case(services.copy_case(case, by=author), by=boss, at=core.MONDAY_9)
        case.refresh_from_db()
    option = cases.preferred(case)
    acts_of_edit = (
        lambda: services.edit_case(case, version=case.row_version, by=author, need="Other"),
        lambda: services.issue_case(case, by=boss, at=core.MONDAY_9),
        lambda: services.delete_case(case, by=author),
        lambda: services.add_option(case, by=author, name="Wait", kind="option"),
        lambda: services.edit_option(option, version=option.row_version, by=author, name="Wait"),
        lambda: services.prefer_option(option, by=author),
        lambda: services.delete_option(option, by=author),
        lambda: services.save_lines(option, version=option.row_version, by=author, rows=[]),
    )
    with untouched():
        for act in acts_of_edit:
            with pytest.raises(IllegalMove, match="Only a draft is edited"):
                act()


def test_a_deleted_draft_and_option_are_remembered_by_the_log(world, author):
    case = cases.golden(world.own)
    services.delete_option(case.options.last(), by=author)
    assert last_act()[0] == "case.option_deleted"
    services.delete_case(case, by=author)
    assert last_act() == ("case.deleted", author, world.own.public_id, {"version": 1})


# ── benefits ────────────────────────────────────────────────────────────────────────────────────


def test_the_life_of_a_benefit_is_told_by_its_history(world, author, boss):
    owner = core.person("Olga Owner")
    benefit = services.add_benefit(world.own, by=author, name="Time saved", category="quantified", owner=owner)
    measure = services.add_measure(
        benefit, by=author, name="Minutes", unit="min", direction="down", baseline_value=Decimal(60),
        baseline_on=core.DAY, target=Decimal(30), target_on=APRIL,
    )  # fmt: skip
    services.plan_point(measure, by=author, date=core.DAY, value=Decimal(50))
    services.approve_benefit(benefit, by=boss, at=core.MONDAY_9)
    services.move_benefit(benefit, "realising", by=author)
    services.realise_point(measure, by=owner.user, date=core.DAY, value=Decimal(45), today=APRIL)
    services.move_benefit(benefit, "missed", by=author, reason="Half of the staff left")
    assert states(benefit) == ["planned", "approved", "realising", "missed"]
    said = AuditEvent.objects.filter(act__startswith="benefit.").order_by("pk").values_list("act", flat=True)
    assert list(said) == [
        "benefit.added", "benefit.measure_added", "benefit.point_entered", "benefit.approved", "benefit.moved",
        "benefit.point_entered", "benefit.moved",
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["realised", "missed", "dropped"])
def test_an_ended_benefit_is_not_edited_nor_agreed_anew(world, author, end):
    benefit = cases.approved_benefit(world.own)
    measure = cases.measure(benefit)
    services.move_benefit(benefit, "realising", by=author)
    services.move_benefit(benefit, end, by=author, reason="It ended")
    benefit.refresh_from_db()
    with untouched():
        for act in (
            lambda: services.edit_benefit(benefit, version=benefit.row_version, by=author, name="Else"),
            lambda: services.edit_measure(measure, version=measure.row_version, by=author, name="Else"),
            lambda: services.delete_measure(measure, by=author),
            lambda: services.plan_point(measure, by=author, date=core.DAY, value=Decimal(1)),
            lambda: services.move_benefit(benefit, "realising", by=author),
        ):
            with pytest.raises(IllegalMove):
                act()


# ── what all projects share ─────────────────────────────────────────────────────────────────────


def test_rates_and_categories_are_on_record_without_a_project(world, author):
    dollars = core.currency("USD")
    rate = {"base": dollars, "quote": core.currency("EUR"), "date": core.DAY, "kind": "spot", "source": "ECB"}
    services.add_rate(by=author, rate=Decimal("0.9"), **rate)
    said = {"base": "USD", "quote": "EUR", "date": "2026-03-02"}
    assert last_act() == ("exchange_rate.added", author, None, said)
    made = services.add_category(by=author, code="LEG", name="Legal", cost_class="opex")
    assert last_act() == ("category.added", author, None, {"code": "LEG"})
    assert states(made, "name") == ["Legal"]


def test_a_refused_rate_or_category_leaves_nothing(world, author):
    services.default_categories()
    euros = core.currency("EUR")
    with untouched():
        with pytest.raises(Refused):
            services.add_rate(
                by=author, base=euros, quote=euros, date=core.DAY, kind="spot", rate=Decimal(1), source="x"
            )
        with pytest.raises(Refused):
            services.add_category(by=author, code="con", name="Contractors again", cost_class="opex")
    assert CostCategory.objects.filter(code__iexact="con").count() == 1
    assert not Budget.objects.exists() and not LedgerEntry.objects.exists()
