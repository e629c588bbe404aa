"""Do the acts of the demo stand on the days of its story, in their order, with bells that were read long ago?"""

import datetime as dt
import zoneinfo

import pytest
from django.utils import timezone

from foundation.accounts.models import AuditEvent, Notification
from foundation.accounts.services import notify, record
from portfolio.demo.days import Diary
from portfolio.demo.people import ZONE
from tests.portfolio.demo.conftest import TODAY
from tests.refusals import refused_by, sql

pytestmark = pytest.mark.django_db
BERLIN = zoneinfo.ZoneInfo(ZONE)
DAYS = {act: dt.date(2025, month, 3) for act, month in (("first", 2), ("second", 5), ("third", 5))}


def days_of(acts):
    return [(event.act, event.at.astimezone(BERLIN).date()) for event in acts]


@pytest.fixture
def told(world, cast):
    """Told out of order: the second act, the first, the third, and one of today."""
    diary = Diary(timezone.localdate())
    record("before", world.own, by=cast.pam, project=world.own)
    for act in ("second", "first", "third"):
        diary.turn_to(DAYS[act])
        record(act, world.own, by=cast.pam, project=world.own, was=act)
        notify([cast.pam], act)
    diary.turn_to(timezone.localdate() + dt.timedelta(days=9))
    record("now", world.own, by=cast.pam)
    notify([cast.pam], "now")
    return diary


def test_each_act_stands_on_its_day_and_numbers_follow_the_days(told):
    told.settle(ZONE)
    events = list(AuditEvent.objects.order_by("id"))
    assert [event.act for event in events] == ["first", "second", "third", "before", "now"]
    assert days_of(events[:3]) == list(DAYS.items())
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert events[0].at.astimezone(BERLIN).hour == 10


def test_an_act_loses_nothing_but_its_hour(told, world, cast):
    fields = ("public_id", "actor", "act", "object_type", "object_id", "project_id", "details")
    before = set(map(str, AuditEvent.objects.values_list(*fields)))
    told.settle(ZONE)
    assert set(map(str, AuditEvent.objects.values_list(*fields))) == before
    assert len(before) == 5


def test_an_act_of_today_and_one_that_is_still_to_come_keep_their_instant(told):
    kept = dict(AuditEvent.objects.filter(act__in=("before", "now")).values_list("act", "at"))
    told.settle(ZONE)
    assert dict(AuditEvent.objects.filter(act__in=("before", "now")).values_list("act", "at")) == kept


def test_what_rang_long_ago_is_read_and_what_rings_today_is_not(told):
    told.settle(ZONE)
    bells = {bell.text: bell for bell in Notification.objects.all()}
    assert {text for text, bell in bells.items() if bell.read_at} == set(DAYS)
    assert bells["first"].created_at.astimezone(BERLIN).date() == DAYS["first"]
    assert bells["first"].read_at - bells["first"].created_at == dt.timedelta(days=10)


def test_the_record_refuses_every_change_again_afterwards(told):
    told.settle(ZONE)
    with refused_by("append_only"):
        sql("UPDATE accounts_auditevent SET act = 'other'")
    assert sql("SHOW session_replication_role") == [("origin",)]


def test_a_diary_of_nothing_changes_nothing(world, cast):
    record("alone", world.own, by=cast.pam)
    before = AuditEvent.objects.get().at
    Diary(timezone.localdate()).settle(ZONE)
    assert AuditEvent.objects.get().at == before


def test_the_projects_of_the_demo_have_a_past(few, rows):
    """Each project was proposed before it was approved, and approved before it began."""
    moves = rows(
        "SELECT p.code, e.details->>'to', min((e.at AT TIME ZONE %s)::date), min(p.start) FROM accounts_auditevent e "
        "JOIN projects_project p ON p.public_id = e.project_id WHERE act = 'project.moved' GROUP BY 1, 2",
        ZONE,
    )
    by_code = {}
    for code, was, day, start in moves:
        by_code.setdefault(code, {"start": start})[was] = day
    begun = [days for days in by_code.values() if "active" in days]
    assert len(begun) >= 5
    for days in begun:
        assert days["proposed"] < days["approved"] < days["active"] == days["start"]


def test_every_decided_budget_stands_in_the_record_on_the_day_of_its_approval(few, rows):
    found = rows(
        "SELECT b.approved_at::date - (e.at AT TIME ZONE %s)::date FROM accounts_auditevent e "
        "JOIN budgets_budget b ON b.public_id = e.object_id WHERE e.act = 'budget.approved'",
        ZONE,
    )
    assert found and {apart for (apart,) in found} == {0}


def test_only_what_is_of_today_rings(few):
    fresh = Notification.objects.filter(read_at=None)
    long_ago = TODAY - dt.timedelta(days=40)
    assert not fresh.filter(created_at__date__lt=long_ago).exists()
