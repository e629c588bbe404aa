"""Who promises a benefit, who accepts the promise, and who says what was measured?"""

import datetime as dt

import pytest

from budgets import services
from budgets.models import BenefitPoint
from foundation.accounts.models import AuditEvent, Notification
from foundation.errors import Conflict, IllegalMove, Refused
from tests.factories import cases, core

pytestmark = pytest.mark.django_db
MEASURE = {
    "name": "Minutes", "unit": "min", "direction": "down", "baseline_value": 60, "baseline_on": core.DAY,
    "target": 30, "target_on": core.DAY + dt.timedelta(days=300), "source": "",
}  # fmt: skip


@pytest.fixture
def author():
    return core.person("Pam Porter").user


@pytest.fixture
def sponsor():
    return core.person("Sue Sanders").user


@pytest.fixture
def owner():
    return core.person("Olga Owner")


@pytest.fixture
def planned(author, owner):
    made = cases.benefit(core.project(), created_by=author, owner=owner)
    cases.measure(made)
    return made


@pytest.fixture
def approved(planned, sponsor):
    return services.approve_benefit(planned, by=sponsor, at=core.MONDAY_9)


def acts():
    return list(AuditEvent.objects.order_by("pk").values_list("act", flat=True))


def test_a_benefit_is_written_down(author):
    made = services.add_benefit(core.project(), by=author, name="Less paper", category="cashable")
    assert (made.state, made.created_by, acts()) == ("planned", author, ["benefit.added"])


def test_the_sponsor_approves_and_the_owner_is_told(approved, sponsor, owner):
    assert (approved.state, approved.approved_by) == ("approved", sponsor)
    assert Notification.objects.filter(user=owner.user).count() == 1
    assert acts() == ["benefit.approved"]


def test_the_author_does_not_approve_it(planned, author):
    with pytest.raises(IllegalMove):
        services.approve_benefit(planned, by=author, at=core.MONDAY_9)


def _by_words(benefit, helper):
    services.edit_benefit(benefit, version=1, by=helper, name="Time saved twice")


def _by_target(benefit, helper):
    measure = benefit.measures.get()
    values = {name: getattr(measure, name) for name in ("name", "direction", "baseline_value", "baseline_on")}
    services.edit_measure(measure, version=1, by=helper, target=measure.target, target_on=measure.target_on, **values)


def _by_taking_out(benefit, helper):
    services.delete_measure(cases.measure(benefit, name="Complaints"), by=helper)


def _by_plan(benefit, helper):
    services.plan_point(benefit.measures.get(), by=helper, date=core.DAY, value=7)


@pytest.mark.parametrize("write", [_by_words, _by_target, _by_taking_out, _by_plan])
def test_who_wrote_in_it_does_not_approve_it_though_another_wrote_after_him(planned, author, sponsor, write):
    write(planned, sponsor)
    planned.refresh_from_db()
    services.edit_benefit(planned, version=planned.row_version, by=author, description="Read again")
    with pytest.raises(IllegalMove, match="Whoever wrote"):
        services.approve_benefit(planned, by=sponsor, at=core.MONDAY_9)
    assert services.approve_benefit(planned, by=core.person("Bea").user, at=core.MONDAY_9).state == "approved"


def test_without_an_owner_or_a_measure_nothing_is_approved(sponsor):
    with pytest.raises(IllegalMove) as caught:
        services.approve_benefit(cases.benefit(core.project()), by=sponsor, at=core.MONDAY_9)
    assert caught.value.obstacles == ("It has no owner.", "It has no measure.")


def test_what_cannot_be_counted_needs_no_measure(sponsor, owner):
    made = cases.benefit(core.project(), category="qualitative", owner=owner)
    assert services.approve_benefit(made, by=sponsor, at=core.MONDAY_9).state == "approved"


def test_a_benefit_is_approved_once(approved, sponsor):
    with pytest.raises(IllegalMove):
        services.approve_benefit(approved, by=sponsor, at=core.MONDAY_9)


@pytest.mark.parametrize("end", ["realised", "missed", "dropped"])
def test_it_is_realised_missed_or_dropped_and_then_over(approved, author, end):
    services.move_benefit(approved, "realising", by=author)
    assert services.move_benefit(approved, end, by=author, reason="The law changed").state == end
    with pytest.raises(IllegalMove):
        services.move_benefit(approved, "realising", by=author)
    with pytest.raises(IllegalMove):
        services.edit_benefit(approved, version=approved.row_version, by=author, beneficiary="x")


@pytest.mark.parametrize("to", ["realising", "realised", "missed", "approved"])
def test_a_planned_benefit_is_approved_first(planned, author, to):
    with pytest.raises(IllegalMove):
        services.move_benefit(planned, to, by=author, reason="x")


@pytest.mark.parametrize("to", ["missed", "dropped"])
def test_missing_or_dropping_it_wants_a_reason(approved, author, to):
    services.move_benefit(approved, "realising", by=author)
    with pytest.raises(Refused) as caught:
        services.move_benefit(approved, to, by=author, reason=" ")
    assert caught.value.field == "reason"


def test_what_was_approved_keeps_its_words_and_an_owner(approved, author):
    version = approved.row_version
    for values in ({"name": "Another"}, {"category": "cashable"}, {"owner": None}):
        with pytest.raises(Refused) as caught:
            services.edit_benefit(approved, version=version, by=author, **values)
        assert caught.value.field in values
    heir = core.person("Hans Heir")
    assert services.edit_benefit(approved, version=version, by=author, owner=heir).owner == heir


def test_two_people_do_not_overwrite_each_other(planned, author):
    read = planned.row_version
    services.edit_benefit(planned, version=read, by=author, name="First")
    with pytest.raises(Conflict):
        services.edit_benefit(planned, version=read, by=author, name="Second")


# ── measures and points ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"target": 61}, "target"),
        ({"direction": "up", "target": 59}, "target"),
        ({"target_on": core.DAY - dt.timedelta(days=1)}, "target_on"),
        ({"name": "Minutes per search"}, "name"),
    ],
)
def test_a_measure_that_says_nothing_is_refused_at_its_field(planned, author, wrong, field):
    with pytest.raises(Refused) as caught:
        services.add_measure(planned, by=author, **{**MEASURE, **wrong})
    assert caught.value.field == field


def test_measures_change_while_planned_and_never_after(planned, author, sponsor):
    made = services.add_measure(planned, by=author, **MEASURE)
    made = services.edit_measure(made, version=made.row_version, by=author, **{**MEASURE, "target": 20})
    services.approve_benefit(planned, by=sponsor, at=core.MONDAY_9)
    for act in (
        lambda: services.add_measure(planned, by=author, **{**MEASURE, "name": "Other"}),
        lambda: services.edit_measure(made, version=made.row_version, by=author, **MEASURE),
        lambda: services.delete_measure(made, by=author),
        lambda: services.plan_point(made, by=author, date=core.DAY, value=1),
    ):
        with pytest.raises(IllegalMove):
            act()


def test_a_measure_goes_with_its_points(planned, author):
    measure = planned.measures.get()
    services.plan_point(measure, by=author, date=core.DAY, value=50)
    services.delete_measure(measure, by=author)
    assert not BenefitPoint.objects.exists()


def test_plan_and_measurement_of_a_day_share_one_point(planned, author, sponsor):
    measure = planned.measures.get()
    services.plan_point(measure, by=author, date=core.DAY, value=50)
    services.approve_benefit(planned, by=sponsor, at=core.MONDAY_9)
    services.realise_point(measure, by=author, date=core.DAY, value=55, today=core.DAY)
    services.realise_point(measure, by=author, date=core.DAY, value=54, today=core.DAY)
    point = BenefitPoint.objects.get()
    assert (point.planned, point.realised) == (50, 54)


def test_nothing_is_measured_before_the_promise_in_the_future_or_before_the_baseline(planned, author, sponsor):
    measure = planned.measures.get()
    with pytest.raises(IllegalMove):
        services.realise_point(measure, by=author, date=core.DAY, value=55, today=core.DAY)
    services.approve_benefit(planned, by=sponsor, at=core.MONDAY_9)
    for day in (core.DAY + dt.timedelta(days=1), core.DAY - dt.timedelta(days=1)):
        with pytest.raises(Refused) as caught:
            services.realise_point(measure, by=author, date=day, value=55, today=core.DAY)
        assert caught.value.field == "date"
