"""Does an installation that would hurt its people refuse to start?"""

from types import SimpleNamespace

import pytest
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from foundation.startup import UnsafeStart, refuse_demo_in_public, refuse_unmigrated, refuse_unsafe

GOOD_KEY = "pJ0vXq3rT8wLz5nB1cYd6fGh2kMs9aEu4iOoRtVxWyZ7QbNc-_KjH"


def settings(**changes):
    return SimpleNamespace(
        **{"DEBUG": False, "SECRET_KEY": GOOD_KEY, "ALLOWED_HOSTS": ["plumbline.example"], "PLUMBLINE_DEMO": False}
        | changes
    )


def test_a_sound_installation_starts():
    refuse_unsafe(settings())


def test_debug_is_refused():
    with pytest.raises(UnsafeStart, match="DEBUG is on"):
        refuse_unsafe(settings(DEBUG=True))


@pytest.mark.parametrize(
    "key",
    ["", "short", "x" * 80, "ab" * 40, f"django-insecure-{GOOD_KEY}", f"Change-Me-{GOOD_KEY}", f"default{GOOD_KEY}"],
)
def test_a_short_simple_or_known_secret_is_refused_with_the_line_that_makes_one(key):
    with pytest.raises(UnsafeStart, match=r"secrets\.token_urlsafe"):
        refuse_unsafe(settings(SECRET_KEY=key))


def test_the_refusal_does_not_print_the_secret():
    with pytest.raises(UnsafeStart) as refusal:
        refuse_unsafe(settings(SECRET_KEY="hunter2hunter2"))
    assert "hunter2" not in str(refusal.value)


def test_any_host_allowed_is_refused():
    with pytest.raises(UnsafeStart, match="ALLOWED_HOSTS"):
        refuse_unsafe(settings(ALLOWED_HOSTS=["plumbline.example", "*"]))


@pytest.mark.parametrize(
    "bind", ["127.0.0.1:8000", "127.8.8.8:80", "[::1]:8000", "localhost:8000", "unix:/tmp/s", "fd://3"]
)
def test_the_demo_may_listen_on_this_machine(bind):
    refuse_demo_in_public(settings(PLUMBLINE_DEMO=True), [bind])


@pytest.mark.parametrize("bind", ["0.0.0.0:8000", ":8000", "[::]:8000", "192.0.2.7:80", "demo.example:80", "8000"])
def test_the_demo_refuses_to_listen_where_others_reach_it(bind):
    with pytest.raises(UnsafeStart, match="reached from elsewhere"):
        refuse_demo_in_public(settings(PLUMBLINE_DEMO=True), ["127.0.0.1:8000", bind])


def test_a_real_installation_may_listen_anywhere():
    refuse_demo_in_public(settings(), ["0.0.0.0:8000"])


@pytest.mark.django_db
def test_a_migrated_database_is_accepted():
    refuse_unmigrated(connections["default"])


@pytest.mark.django_db
def test_one_missing_migration_is_enough_to_refuse():
    recorder = MigrationRecorder(connections["default"])
    recorder.record_unapplied("sessions", "0001_initial")
    with pytest.raises(UnsafeStart, match=r"1 migrations are not applied \(sessions.0001_initial"):
        refuse_unmigrated(connections["default"])


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_named(tmp_path):
    nowhere = connections["default"].copy("default")
    nowhere.settings_dict = nowhere.settings_dict | {"HOST": str(tmp_path)}
    with pytest.raises(UnsafeStart, match="does not answer"):
        refuse_unmigrated(nowhere)
