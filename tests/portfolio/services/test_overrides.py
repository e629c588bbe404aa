"""A person's word stands beside the rule, is recorded, and can be taken back once."""

import pytest

from foundation.accounts.models import AuditEvent
from foundation.errors import IllegalMove
from portfolio import services
from portfolio.models import HealthOverride
from tests.factories import core, portfolio


def test_the_word_counts_from_the_day_it_was_given_and_is_on_record(world, pam):
    made = services.override_health(world.own, by=pam, on=core.DAY, health="at_risk", reason="The vendor is late")
    assert (made.from_day, made.created_by, made.ended_on) == (core.DAY, pam, None)
    event = AuditEvent.objects.get(act="health.overridden")
    assert (event.project_id, event.details) == (world.own.public_id, {"health": "at_risk"})


def test_a_new_word_ends_the_old_one(world, pam):
    old = portfolio.override(world.own)
    services.override_health(world.own, by=pam, on=core.DAY, health="off_track", reason="Worse")
    old.refresh_from_db()
    assert old.ended_on == core.DAY
    assert HealthOverride.objects.get(ended_on=None).health == "off_track"


def test_the_rule_counts_again_after_the_end(world, pam):
    made = portfolio.override(world.own)
    services.end_override(made, by=pam, on=core.DAY)
    assert AuditEvent.objects.filter(act="health.override_ended").count() == 1
    with pytest.raises(IllegalMove):
        services.end_override(made, by=pam, on=core.DAY)
