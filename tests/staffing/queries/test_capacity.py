"""Where do people suffice, and where not?"""

import datetime as dt
from decimal import Decimal

import pytest

from foundation.accounts.rights import Role
from foundation.periods import month_of
from staffing import queries
from tests.factories import core, staffing

pytestmark = pytest.mark.django_db
MARCH = dt.date(2026, 3, 1)  # 22 working days of 8 hours
MONTH = month_of(MARCH)
ALL_MARCH = staffing.days(MARCH, dt.date(2026, 3, 31))


@pytest.fixture
def developer():
    return staffing.role("Developer")


def rows(user, months=1):
    return {row.role.name: row for row in queries.Staffing(user, MARCH, months).rows()}


def values(row):
    return tuple(figure.value for (figure, *_later) in (row.capacity, row.demand, row.free))


def test_capacity_is_calendar_less_absence_times_the_share_of_a_week(world, rita, developer):
    ann = core.person("Ann")
    staffing.employment(ann, of=developer, fte="0.5")
    staffing.absence(ann, dt.date(2026, 3, 2), dt.date(2026, 3, 3))
    assert values(rows(rita)["Developer"]) == (80, 0, 80)


def test_demand_is_what_requests_and_bookings_take(world, rita, developer):
    ann = core.person("Ann")
    staffing.employment(ann, of=developer, fte="0.5")
    staffing.allocation(world.own, ann, of=developer, share="0.5", days=ALL_MARCH)
    staffing.allocation(world.own, of=developer, share="0.5", days=ALL_MARCH, state="requested")
    for state in ("ended", "declined"):
        staffing.allocation(world.own, ann, of=developer, share="0.1", days=ALL_MARCH, state=state)
    assert values(rows(rita)["Developer"]) == (88, 44 + 88, 88 - 132)


def test_a_role_that_nobody_has_shows_what_is_missing(world, rita):
    staffing.allocation(world.own, of=staffing.role("Architect"), share="1", days=ALL_MARCH, state="requested")
    assert values(rows(rita)["Architect"]) == (0, 176, -176)


def test_a_booking_reaches_only_into_its_own_months(world, rita, developer):
    staffing.allocation(
        world.own, of=developer, share="1", days=staffing.days(MARCH, dt.date(2026, 4, 1)), state="requested"
    )
    assert [figure.value for figure in rows(rita, 3)["Developer"].demand] == [176, 8, 0]


def test_the_demand_of_projects_that_one_does_not_see_stays_hidden(world, rita, pam, paul, developer):
    for project in (world.own, world.foreign, world.far):
        staffing.allocation(project, of=developer, share="0.5", days=ALL_MARCH, state="requested")
    demand = {name: rows(user)["Developer"].demand[0] for name, user in (("rita", rita), ("pam", pam), ("paul", paul))}
    assert {name: figure.value for name, figure in demand.items()} == {"rita": 264, "pam": 88, "paul": 176}
    assert "FAR-001" not in str(demand["paul"].inputs)


def test_each_figure_is_found_again_by_its_key(world, rita, developer):
    ann = core.person("Ann")
    staffing.employment(ann, of=developer)
    staffing.allocation(world.own, ann, of=developer, share="0.25", days=ALL_MARCH)
    row = rows(rita)["Developer"]
    for shown in (row.capacity[0], row.demand[0], row.free[0]):
        found = queries.find_open_figure(rita, shown.key, as_of=core.DAY)
        assert (found.value, found.inputs) == (shown.value, shown.inputs)
    assert [part.value for part in row.free[0].inputs] == [176, 44]


@pytest.mark.parametrize("key", ["capacity:x:2026-03", "capacity:{}:2026", "nothing:{}:2026-03", "load:x", "free:{}"])
def test_an_unknown_key_is_no_figure(rita, developer, key):
    asked = f"staffing.{key.format(developer.public_id)}"
    assert queries.find_open_figure(rita, asked, as_of=core.DAY) is None


def test_who_may_not_see_allocations_finds_no_figure(tom, developer):
    key = f"staffing.capacity:{developer.public_id}:2026-03"
    assert queries.find_open_figure(tom, key, as_of=core.DAY) is None


def test_it_takes_the_same_queries_for_few_people_and_for_many(world, rita, developer, django_assert_num_queries):
    def hire(count):
        for _each in range(count):
            person = staffing.worker(world.own, of=developer, share="0.5")
            staffing.absence(person)

    hire(1)
    queries.Staffing(rita, MARCH, 6).rows()  # the grants of the person are read once
    with django_assert_num_queries(8):
        queries.Staffing(rita, MARCH, 6).rows()
    hire(10)
    with django_assert_num_queries(8):
        queries.Staffing(rita, MARCH, 6).rows()


def load_of(user):
    return queries.overloaded(user, first=MARCH, until=dt.date(2026, 9, 1))


@pytest.fixture
def overbooked(world, rita):
    ann = core.person("Ann")
    staffing.allocation(world.own, ann, share="0.8", days=ALL_MARCH)
    why = {"over_ok": True, "over_reason": "Go live", "over_approved_by": rita}
    staffing.allocation(
        world.far, ann, share="0.5", days=staffing.days(dt.date(2026, 3, 9), dt.date(2026, 4, 9)), **why
    )
    staffing.allocation(world.own, core.person("Bob"), share="1", days=ALL_MARCH)
    return ann


def test_who_is_booked_too_much_is_named_with_days_and_reason(overbooked, rita):
    ((person, figure, days, reasons),) = load_of(rita)
    assert (person, figure.value, reasons) == (overbooked, Decimal("1.3"), ["Go live"])
    assert (days.start, days.last) == (dt.date(2026, 3, 9), dt.date(2026, 3, 31))
    assert [part.label for part in figure.inputs] == ["FAR-001", "OWN-001"]


def test_another_project_is_not_named_to_who_does_not_see_it(overbooked, pam):
    ((_person, figure, _days, reasons),) = load_of(pam)
    assert (figure.value, reasons) == (Decimal("1.3"), [])
    assert [(part.label, part.address != "") for part in figure.inputs] == [
        ("another project", False),
        ("OWN-001", True),
    ]


def test_people_of_projects_that_one_does_not_see_are_not_listed(overbooked, world):
    manager = core.person("Mia")
    core.role(manager, Role.PROJECT_MANAGER, project=world.foreign)
    assert load_of(manager.user) == []
    key = f"staffing.load:{overbooked.public_id}"
    assert queries.find_open_figure(manager.user, key, as_of=MARCH) is None


def test_the_load_is_found_again_by_its_key(overbooked, rita):
    key = f"staffing.load:{overbooked.public_id}"
    assert queries.find_open_figure(rita, key, as_of=MARCH).value == Decimal("1.3")
