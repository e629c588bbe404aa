"""The cast: who plays in every test, on which projects.

`world.own` is the project on which the people work, `world.foreign` hangs in the same portfolio
but belongs to others, `world.far` in another portfolio.
"""

import gc
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import Client
from django.utils.crypto import get_random_string
from hypothesis import settings

from foundation.accounts.rights import Role
from tests import stage
from tests.factories import core

# the same examples on every machine, and no failure because the machine is busy
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")

pytest_plugins = ["tests.browser.chromium"]  # one Chromium for the tests in browser/ and journeys/

CAST = {
    "pam": ("Pam Porter", Role.PROJECT_MANAGER, "project"),
    "paul": ("Paul Pereira", Role.PORTFOLIO_MANAGER, "portfolio"),
    "sue": ("Sue Sanders", Role.SPONSOR, "project"),
    "eve": ("Eve Ekström", Role.EXECUTIVE, "portfolio"),
    "finn": ("Finn Fischer", Role.FINANCE, None),
    "rita": ("Rita Romano", Role.RESOURCE_MANAGER, None),
    "tom": ("Tom Tanaka", Role.TEAM_MEMBER, "project"),
    "stan": ("Stan Steiner", Role.STAKEHOLDER, "project"),
    "ada": ("Ada Adeyemi", Role.AUDITOR, None),
    "adam": ("Adam Arslan", Role.ADMINISTRATOR, None),
    "zoe": ("Zoe Zimmer", None, None),
}


@pytest.fixture
def world(db):
    """Organisation, two portfolios, three projects."""
    return stage.put_up("world", _make_world, stage.OF_WORLD, again=not stage.any_row(stage.ALONE))


def _make_world():
    core.organisation()
    core.periods()
    near, far = core.portfolio("Digital services"), core.portfolio("Infrastructure")
    return SimpleNamespace(
        portfolio=near,
        far_portfolio=far,
        own=core.project(near, "Intranet refresh", code="OWN-001"),
        foreign=core.project(near, "Payroll move", code="FOR-001"),
        far=core.project(far, "Data centre exit", code="FAR-001"),
    )


@pytest.fixture
def cast(world):
    """All eleven users with their roles: `cast.pam`, `cast.zoe` ..."""
    scene = f"cast of {world.own.pk}, {world.portfolio.pk}"  # their roles name these two
    return stage.put_up(scene, lambda: _make_cast(world), stage.OF_CAST, again=True)


def _make_cast(world):
    users = core.users(name for name, _role, _scope in CAST.values())
    where = {"project": {"project": world.own}, "portfolio": {"portfolio": world.portfolio}, None: {}}
    held = zip(users, CAST.values(), strict=True)
    core.roles((user, role, where[scope]) for user, (_name, role, scope) in held if role)
    return SimpleNamespace(**dict(zip(CAST, users, strict=True)))


@pytest.fixture
def enter():
    """`enter(user)` is a browser in which the user is signed in; `enter(user, htmx=True)` asks for pieces."""

    def sign_in(user, *, htmx=False, **kwargs):
        headers = {"HX-Request": "true"} if htmx else {}
        client = Client(headers=headers, **kwargs)
        client.cookies[django_settings.SESSION_COOKIE_NAME] = session_of(user)
        return client

    return sign_in


def session_of(user):
    """The key of a session of the user, without the acts of signing in: tests enter some twenty thousand times."""
    store = SessionStore()
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    store[BACKEND_SESSION_KEY] = "foundation.accounts.backends.PersonBackend"
    kept = {"session_data": store.encode(store._session), "expire_date": store.get_expiry_date()}
    return Session.objects.create(session_key=get_random_string(32, VALID_KEY_CHARS), **kept).session_key


def _one(key):
    @pytest.fixture(name=key)
    def member(cast):
        return getattr(cast, key)

    return member


pam, paul, sue, eve, finn = (_one(key) for key in ("pam", "paul", "sue", "eve", "finn"))
rita, tom, stan, ada, adam, zoe = (_one(key) for key in ("rita", "tom", "stan", "ada", "adam", "zoe"))


@pytest.fixture(autouse=True)
def _test_settings(settings, tmp_path):
    """Plain static addresses, an eager worker, files of its own: what tests need and production does not."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SECURE_SSL_REDIRECT = False
    settings.CELERY_TASK_ALWAYS_EAGER = True


@pytest.fixture(autouse=True, scope="session")
def _what_is_loaded_stays():
    """Classes and functions live to the end: the collector need not walk over them with every page drawn."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True, scope="session")
def _frozen_tables_can_be_emptied():
    """After a test that really commits: frozen tables refuse TRUNCATE, and DELETE of few rows is ten times faster."""

    def without_triggers(self, style, tables, **options):
        names = (self.quote_name(table) for table in tables)
        return [
            "SET session_replication_role = replica;",
            *(f"DELETE FROM {name};" for name in names),
            "SET session_replication_role = DEFAULT;",
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", without_triggers)
        yield
