"""A project at work: Tom is employed and booked, somebody else is asked for, rates are known."""

from types import SimpleNamespace

import pytest
from django.utils import timezone

from foundation.periods import week_start
from tests.factories import core, plan, staffing

CANARY = "7777.1234"


@pytest.fixture
def scene(world, cast):
    """`scene.week` is the Monday of today, since pages look at the clock."""
    role = staffing.role("Developer")
    tom = cast.tom.person
    staffing.employment(tom, of=role)
    staffing.rate("80", of=role)
    staffing.rate(CANARY, person=tom)
    return SimpleNamespace(
        role=role,
        tom=tom,
        today=timezone.localdate(),
        week=week_start(timezone.localdate()),
        booked=staffing.allocation(world.own, tom, of=role, share="0.6"),
        asked=staffing.allocation(world.own, of=role, share="0.5", state="requested", created_by=cast.pam),
        hidden=staffing.allocation(world.far, core.person("Far Away"), of=role, share="0.3"),
        task=plan.task(world.own, "Build the search"),
        other=plan.task(world.far, "Move the racks"),
    )
