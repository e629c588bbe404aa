"""Does the chain of seals tell when somebody has touched the record of acts?"""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from foundation.accounts import sealing
from foundation.accounts.models import AuditEvent, AuditSeal
from foundation.accounts.services import record
from foundation.accounts.tasks import seal as seal_task
from tests.factories import core

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def person(db):
    return core.person("Ada Adeyemi")


def events(person, number=3):
    for each in range(number):
        record("rights.changed", person, by=person.user, number=each, note="Ünï")
    return list(AuditEvent.objects.order_by("id"))


def forge(sql, *values):
    """What somebody with the keys of the database can do: triggers off, rows changed."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, values)
        cursor.execute("SET session_replication_role = DEFAULT")


def reasons():
    return [each.reason for each in sealing.verify_chain()]


def test_no_events_are_no_seal(db):
    assert sealing.seal(NOW) == 0
    assert sealing.verify_chain() == []


def test_the_events_of_a_minute_are_sealed_together(person):
    made = events(person)
    assert sealing.seal(NOW) == 1
    seal = AuditSeal.objects.get()
    assert (seal.first, seal.last, seal.sealed_at) == (1, made[-1].id, NOW)
    assert len(seal.sha256) == 64
    assert sealing.verify_chain() == []


def test_sealing_again_seals_only_what_came_since(person):
    events(person)
    sealing.seal(NOW)
    assert sealing.seal(NOW) == 0
    first = AuditSeal.objects.get()
    events(person)
    assert sealing.seal(NOW + dt.timedelta(minutes=1)) == 1
    second = AuditSeal.objects.order_by("id").last()
    assert second.first == first.last + 1
    assert second.sha256 != first.sha256
    assert sealing.verify_chain() == []


def test_many_events_become_several_seals(person, monkeypatch):
    monkeypatch.setattr(sealing, "MOST_EVENTS", 2)
    events(person, 5)
    assert sealing.seal(NOW) == 3
    assert sealing.verify_chain() == []


def test_the_seal_does_not_depend_on_the_zone_of_who_seals(person):
    events(person)
    sealing.seal(NOW.astimezone(dt.timezone(dt.timedelta(hours=5))))
    with timezone.override("America/New_York"):
        assert sealing.verify_chain() == []


@pytest.mark.parametrize(
    "change",
    [
        "act = 'nothing.happened'",
        "actor_id = NULL",
        "at = at - interval '1 microsecond'",
        "object_id = gen_random_uuid()",
        "object_type = 'other'",
        "project_id = gen_random_uuid()",
        "public_id = gen_random_uuid()",
        """details = '{"number": 99}'""",
    ],
)
def test_a_changed_event_breaks_its_seal(person, change):
    made = events(person)
    sealing.seal(NOW)
    forge(f"UPDATE accounts_auditevent SET {change} WHERE id = %s", made[1].id)
    seal = AuditSeal.objects.get()
    assert sealing.verify_chain() == [sealing.Break(seal.id, seal.first, seal.last, "changed")]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_removed_event_breaks_its_seal(person, place):
    made = events(person)
    sealing.seal(NOW)
    forge("DELETE FROM accounts_auditevent WHERE id = %s", made[place].id)
    assert reasons() == ["changed"]


def test_an_event_slipped_in_later_breaks_the_seal(person):
    made = events(person)
    forge("DELETE FROM accounts_auditevent WHERE id = %s", made[1].id)  # a number that a rollback left free
    sealing.seal(NOW)
    assert sealing.verify_chain() == []
    made[1].pk = made[1].id
    AuditEvent.objects.bulk_create([made[1]])
    assert reasons() == ["changed"]


def test_an_event_sealed_anew_breaks_the_seals_that_follow(person):
    made = events(person)
    sealing.seal(NOW)
    events(person)
    sealing.seal(NOW)
    first = AuditSeal.objects.order_by("id").first()
    forge("UPDATE accounts_auditevent SET act = 'nothing.happened' WHERE id = %s", made[1].id)
    forged = sealing._hash(sealing.NOTHING_BEFORE, first.first, first.last, first.sealed_at)
    forge("UPDATE accounts_auditseal SET sha256 = %s WHERE id = %s", forged, first.id)
    assert [(each.seal, each.reason) for each in sealing.verify_chain()] == [(first.id + 1, "changed")]


def test_a_removed_seal_leaves_a_gap(person):
    for _ in range(3):
        events(person)
        sealing.seal(NOW)
    middle = AuditSeal.objects.order_by("id")[1]
    forge("DELETE FROM accounts_auditseal WHERE id = %s", middle.id)
    assert reasons() == ["gap", "changed"]


def test_a_seal_with_another_instant_is_not_the_same_seal(person):
    events(person)
    sealing.seal(NOW)
    forge("UPDATE accounts_auditseal SET sealed_at = sealed_at - interval '1 day'")
    assert reasons() == ["changed"]


@pytest.mark.parametrize("table", ["accounts_auditevent", "accounts_auditseal"])
@pytest.mark.parametrize("act", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_ordinary_way_is_barred_by_the_database(person, table, act):
    events(person)
    sealing.seal(NOW)
    refused = pytest.raises(IntegrityError, match="never changed or deleted")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(act.format(table))


def test_the_task_of_the_clock_seals(person):
    events(person)
    seal_task.delay()
    assert AuditSeal.objects.count() == 1


def test_the_clock_knows_the_task(settings):
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert seal_task.name in names


def beside(act):
    """Do it in another thread, on its own connection, and wait until it says that it is on its way."""
    ready, go_on = threading.Event(), threading.Event()

    def run():
        try:
            with transaction.atomic():
                act()
                ready.set()
                go_on.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(10)
    return thread, go_on


@pytest.mark.django_db(transaction=True)
def test_only_one_sealer_is_at_it():
    events(core.person("Ada"))
    other, go_on = beside(sealing._is_leader)
    assert sealing.seal(NOW) is None
    go_on.set()
    other.join()
    assert sealing.seal(NOW) == 1


@pytest.mark.django_db(transaction=True)
def test_an_event_with_a_lower_number_that_commits_later_is_waited_for(monkeypatch):
    """Number 5 is given, number 6 is given and committed, then number 5 is committed."""
    person = core.person("Ada")
    monkeypatch.setattr(sealing, "LOOKS", 3)
    slow, go_on = beside(lambda: record("slow.act", person, by=None))
    record("quick.act", person, by=None)
    assert sealing.seal(NOW) == 0
    go_on.set()
    slow.join()
    assert sealing.seal(NOW) == 1
    assert sealing.verify_chain() == []
    assert AuditSeal.objects.get().last == AuditEvent.objects.latest("id").id
