"""The rules that Postgres keeps for stored facts, overrides and imports; each is tried."""

import pytest

from portfolio.models import HealthOverride, ProjectFacts
from tests.factories import portfolio
from tests.refusals import refused_by

pytestmark = pytest.mark.django_db


def test_a_health_nobody_knows_is_refused(world):
    with refused_by("facts_health_known"):
        ProjectFacts.objects.filter(pk=portfolio.facts(world.own).pk).update(health="purple")


def test_an_override_without_a_reason_is_refused(world):
    with refused_by("override_has_reason"):
        HealthOverride.objects.filter(pk=portfolio.override(world.own).pk).update(reason="")


def test_two_overrides_at_a_time_are_refused(world):
    portfolio.override(world.own)
    with refused_by("override_one_at_a_time"):
        portfolio.override(world.own)
