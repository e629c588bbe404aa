"""A council built once for a module, and thrown away with its transaction."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from portfolio.demo import build
from portfolio.demo.catalogue import PLOTS

TODAY = dt.date(2026, 3, 2)
# a healthy project, one in trouble, a proposal, one on hold, one closed, a resting idea, one cancelled, one approved
FEW = ("Service portal", "Mobile app for permits", "Translation of the portal", "Scan centre", "Accessible forms",
       "Printing follows you", "Telephony over data", "Archive interface", "Asset register")  # fmt: skip


def pytest_collection_modifyitems(items):
    """The tests of a module that share a council stay with one worker, which builds it once."""
    for item in items:
        if Path(__file__).parent in item.path.parents and {"demo", "few", "said"} & set(item.fixturenames):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="module")
def thrown_away(django_db_setup, django_db_blocker):
    """The database may be used until the end of the module; then nothing of it is left.

    The tests are marked `django_db` all the same: without the mark there is no test database at all.
    """
    assert connection.settings_dict["NAME"].startswith("test_")
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def _settle():
    """Check now what a commit would check, so that not each test checks it again."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture(scope="module")
def demo(thrown_away):
    """What the command says when it fills an empty site."""
    said = io.StringIO()
    call_command("demo", on=TODAY, stdout=said)
    _settle()
    return said.getvalue()


@pytest.fixture(scope="module")
def few(thrown_away):
    """{name: Story} of nine projects."""
    stories = build.build(TODAY, [plot for plot in PLOTS if plot.name in FEW])
    _settle()
    return {story.plot.name: story for story in stories}


@pytest.fixture
def rows():
    """Ask the database in its own words: `rows("SELECT …")` → list of tuples."""

    def ask(sql, *params):
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    return ask
