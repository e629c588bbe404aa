"""A baseline is a copy of the plan that another person approves, and then never changes."""

import datetime as dt

import pytest

from foundation.accounts.models import AuditEvent
from foundation.errors import IllegalMove
from projects import services
from projects.models import Baseline, CalendarException
from tests.factories import core, plan

ON = core.DAY


@pytest.fixture
def drafted(world, cast):
    plan.chain(world.own, 1, 2)
    return services.draft_baseline(world.own, by=cast.pam, on=ON, reason="First plan")


def test_a_draft_copies_the_dates_of_all_tasks(drafted):
    rows = list(drafted.tasks.order_by("wbs_code"))
    assert [(r.name, r.duration_min) for r in rows] == [("A", 480), ("B", 960)]
    assert (drafted.version, drafted.start, drafted.finish) == (1, rows[0].start, rows[1].finish)


def test_one_version_at_a_time_waits_for_its_decision(world, pam, drafted):
    with pytest.raises(IllegalMove, match="not decided"):
        services.draft_baseline(world.own, by=pam, on=ON, reason="Again")


def test_submitting_takes_the_plan_as_it_is_now(world, pam, drafted):
    plan.task(world.own, "C", 5)
    baseline = services.submit_baseline(drafted, by=pam, on=ON)
    assert (baseline.state, baseline.tasks.count(), baseline.finish.day) == ("submitted", 3, 6)
    with pytest.raises(IllegalMove, match="submitted"):
        services.submit_baseline(drafted, by=pam, on=ON)


def test_an_empty_plan_is_not_submitted(world, pam):
    draft = services.draft_baseline(world.own, by=pam, on=ON, reason="Empty")
    with pytest.raises(IllegalMove, match="nothing to submit"):
        services.submit_baseline(draft, by=pam, on=ON)


def test_it_comes_back_with_a_reason_and_may_be_thrown_away(cast, drafted):
    services.submit_baseline(drafted, by=cast.pam, on=ON)
    with pytest.raises(IllegalMove, match="why"):
        services.return_baseline(drafted, by=cast.sue, on=ON, reason=" ")
    back = services.return_baseline(drafted, by=cast.sue, on=ON, reason="Too long")
    assert (back.state, "Too long" in back.reason) == ("draft", True)
    services.delete_baseline(drafted, by=cast.pam)
    assert not Baseline.objects.exists()


def test_another_person_approves_and_the_old_one_steps_back(world, cast, drafted):
    services.submit_baseline(drafted, by=cast.pam, on=ON)
    with pytest.raises(IllegalMove, match="does not approve"):
        services.freeze_baseline(drafted, by=cast.pam, on=ON)
    first = services.freeze_baseline(drafted, by=cast.sue, on=ON)
    second = services.draft_baseline(world.own, by=cast.pam, on=ON, reason="More scope")
    services.submit_baseline(second, by=cast.pam, on=ON)
    services.freeze_baseline(second, by=cast.sue, on=ON + dt.timedelta(days=1))
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.version, second.approved_by) == ("superseded", "approved", 2, cast.sue)
    acts = AuditEvent.objects.filter(act__startswith="baseline.").order_by("pk").values_list("act", flat=True)
    assert list(acts)[-2:] == ["baseline.superseded", "baseline.approved"]


def test_who_submitted_it_for_the_author_does_not_approve_it(cast, drafted):
    """The sponsor stood in for the manager once: his name is under the plan, so another decides."""
    services.submit_baseline(drafted, by=cast.sue, on=ON)
    with pytest.raises(IllegalMove, match="does not approve"):
        services.freeze_baseline(drafted, by=cast.sue, on=ON)
    services.return_baseline(drafted, by=cast.sue, on=ON, reason="Too long")
    services.submit_baseline(drafted, by=cast.pam, on=ON)
    assert services.freeze_baseline(drafted, by=cast.sue, on=ON).submitted_by == cast.pam


def test_an_approved_baseline_is_not_decided_again(cast, drafted):
    services.submit_baseline(drafted, by=cast.pam, on=ON)
    services.freeze_baseline(drafted, by=cast.sue, on=ON)
    for step in (
        lambda: services.freeze_baseline(drafted, by=cast.sue, on=ON),
        lambda: services.return_baseline(drafted, by=cast.sue, on=ON, reason="No"),
        lambda: services.delete_baseline(drafted, by=cast.pam),
    ):
        with pytest.raises(IllegalMove, match="approved"):
            step()


def test_public_holidays_fill_a_calendar_once_and_keep_what_people_wrote(world):
    calendar = world.own.calendar
    calendar.country = "DE"
    CalendarException.objects.create(
        calendar=calendar, date=dt.date(2026, 5, 1), name="We work", intervals=[[480, 720]]
    )
    added = services.fill_holidays(calendar, first_year=2026, last_year=2027)
    assert added > 10
    assert calendar.exceptions.get(date=dt.date(2026, 5, 1)).name == "We work"
    assert calendar.exceptions.get(date=dt.date(2026, 12, 25)).intervals == []
    assert services.fill_holidays(calendar, first_year=2026, last_year=2027) == 0


def test_a_calendar_without_a_country_gets_no_holidays(world):
    assert services.fill_holidays(world.own.calendar, first_year=2026, last_year=2026) == 0
