"""What a team reports is completed where one value says another, and refused where it cannot be true."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from foundation.errors import Conflict, Refused
from projects import services
from projects.models import Project, Task
from tests.factories import plan

MON, TUE, WED = (dt.date(2026, 3, day) for day in (2, 3, 4))


def at(day, hour):
    return dt.datetime(2026, 3, day, hour, tzinfo=dt.UTC)


@pytest.fixture
def task(world, cast):
    made = plan.task(world.own, "Interview", 2, responsible=cast.tom.person)
    plan.scheduled(world.own)
    made.refresh_from_db()
    return made


def report(task, by, on, **values):
    task.refresh_from_db()
    services.report_progress(task, by=by, on=on, version=task.row_version, **values)
    task.refresh_from_db()
    return task


def test_progress_means_begun_as_planned_and_leaves_the_rest(task, tom):
    report(task, tom, TUE, percent=plan.share("0.25"))
    assert (task.actual_start, task.remaining_min, task.actual_finish) == (at(2, 8), 720, None)


def test_work_planned_for_later_began_today_when_it_shows_progress(world, task, tom):
    Project.objects.filter(pk=world.own.pk).update(start=dt.date(2026, 3, 16))
    plan.scheduled(world.own)
    report(task, tom, TUE, percent=plan.share("0.25"))
    assert task.actual_start == at(3, 8)


def test_complete_means_finished_at_the_latest_today(task, tom):
    report(task, tom, MON, percent=plan.share(1))
    assert (task.actual_finish, task.remaining_min, task.ef) == (at(2, 17), 0, at(2, 17))


def test_complete_means_finished_as_planned_when_that_is_past(task, tom):
    report(task, tom, dt.date(2026, 3, 20), percent=plan.share(1))
    assert task.actual_finish == at(3, 17)


def test_a_finish_day_means_complete_and_a_lower_share_takes_it_back(task, tom):
    report(task, tom, WED, actual_start=TUE, actual_finish=WED)
    assert (task.percent, task.actual_start, task.actual_finish) == (1, at(3, 8), at(4, 17))
    report(task, tom, WED, percent=plan.share("0.5"))
    assert (task.percent, task.actual_finish, task.remaining_min) == (plan.share("0.5"), None, 480)


def test_remaining_work_says_the_share(task, tom):
    report(task, tom, TUE, remaining_min=240)
    assert task.percent == plan.share("0.75")


def test_the_data_date_follows_the_last_actual_day_and_pushes_what_has_not_begun(world, task, tom):
    other = plan.task(world.own, "Other")
    report(task, tom, WED, actual_start=WED, percent=plan.share("0.5"))
    world.own.refresh_from_db()
    assert world.own.data_date == WED
    assert Task.objects.get(pk=other.pk).es == at(5, 8)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"actual_start": WED}, "actual_start"),
        ({"actual_start": TUE, "actual_finish": MON}, "actual_finish"),
        ({"percent": plan.share("1.5")}, "percent"),
        ({"percent": plan.share("-0.1")}, "percent"),
        ({"percent": plan.share("0.5"), "actual_finish": TUE}, "percent"),
    ],
)
def test_reports_that_cannot_be_true_are_refused_next_to_the_field(task, tom, values, field):
    with pytest.raises(Refused) as caught:
        report(task, tom, TUE, **values)
    assert caught.value.field == field


def test_only_the_responsible_person_and_the_manager_report(world, cast, task):
    report(task, cast.pam, TUE, percent=plan.share("0.1"))
    Task.objects.filter(pk=task.pk).update(responsible=None)
    task = Task.objects.get(pk=task.pk)
    with pytest.raises(PermissionDenied):
        services.report_progress(task, by=cast.tom, on=TUE, version=task.row_version, percent=plan.share("0.2"))


def test_summaries_and_cancelled_work_take_no_report(world, cast, task):
    plan.task(world.own, "Below", under=task)
    with pytest.raises(Refused, match="comes from the tasks below"):
        report(task, cast.pam, TUE, percent=plan.share("0.1"))
    Task.objects.filter(pk=task.pk).update(cancelled_on=MON)
    with pytest.raises(Refused, match="is cancelled"):
        report(task, cast.pam, TUE, percent=plan.share("0.1"))


def test_two_reports_at_once_show_both_values(task, tom):
    with pytest.raises(Conflict):
        services.report_progress(task, by=tom, on=TUE, version=task.row_version + 5, percent=plan.share("0.1"))


def test_the_data_date_never_lies_ahead_and_goes_back_only_with_a_reason(world, pam, task):
    services.set_data_date(world.own, TUE, by=pam, on=WED)
    with pytest.raises(Refused, match="future"):
        services.set_data_date(world.own, WED, by=pam, on=TUE)
    with pytest.raises(Refused, match="why") as caught:
        services.set_data_date(world.own, MON, by=pam, on=WED)
    assert caught.value.field == "reason"
    services.set_data_date(world.own, MON, by=pam, on=WED, reason="Reported too early")
    assert Project.objects.get(pk=world.own.pk).data_date == MON
