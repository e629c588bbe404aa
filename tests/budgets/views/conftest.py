"""A project whose money has happened."""

import datetime as dt

import pytest

from tests.factories import money


@pytest.fixture
def spent(world):
    """A project with a budget, entries, a forecast, a reserve and a baseline."""
    money.approved(world.own, 600, 400)
    money.entry(world.own, 400, supplier="Acme")
    money.entry(world.own, 300, "enc", order="PO-1")
    money.forecast(world.own, (200, dt.date(2026, 12, 1)))
    money.reserve(world.own)
    money.priced(world.own, money.task(world.own))
    return world.own
