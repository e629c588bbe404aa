"""How many approved hours went into which project and month, and which entries are behind them?"""

import datetime as dt
from decimal import Decimal

import pytest

from foundation.accounts.rights import Role
from projects.models import Project
from staffing import queries
from tests.factories import core, plan, staffing

pytestmark = pytest.mark.django_db
MARCH, APRIL = dt.date(2026, 3, 1), dt.date(2026, 4, 1)
END_OF_MARCH = dt.date(2026, 3, 30)  # a Monday; the Wednesday after is in April


@pytest.fixture
def worked(world):
    """8 and 8 hours in March, 7 in April on one project; 100 minutes on the other; some not approved."""
    staffing.approved(world.own, hours=(8, 8, 7), week=END_OF_MARCH)
    staffing.approved(world.far, hours=(Decimal(100) / 60,), week=core.DAY)
    staffing.line(staffing.sheet(staffing.worker(world.own), state="submitted"), plan.task(world.own))


def test_hours_fall_into_the_month_of_their_day(worked, world, finn):
    found = queries.time_report(finn, 2026)
    assert found == {world.own.pk: {MARCH: 960, APRIL: 420}, world.far.pk: {MARCH: 100}}
    assert queries.time_report(finn, 2025) == {}


def test_rows_columns_and_the_whole_agree(worked, world, finn):
    found = queries.time_report(finn, 2026)
    rows = list(queries.report_rows(found, 2026, queries.report_projects(found)))
    assert [(p.code, cells[2].value, year.value) for p, cells, year in rows] == [
        ("FAR-001", Decimal("1.67"), Decimal("1.67")),
        ("OWN-001", 16, 23),
    ]
    totals, whole = queries.report_totals(found, 2026)
    assert [figure.value for figure in totals[2:5]] == [Decimal("17.67"), 7, 0]
    assert whole.value == sum(year.value for _p, _cells, year in rows) == Decimal("24.67")


def test_each_figure_is_found_again_by_its_key(worked, world, finn):
    found = queries.time_report(finn, 2026)
    for project, cells, year in queries.report_rows(found, 2026, queries.report_projects(found)):
        for figure in (*cells, year):
            assert queries.find_figure(project, figure.key, as_of=core.DAY).value == figure.value
    totals, whole = queries.report_totals(found, 2026)
    for figure in (*totals, whole):
        assert queries.find_open_figure(finn, figure.key, as_of=core.DAY).value == figure.value


def test_totals_are_not_found_by_who_may_not_read_time(worked, pam):
    assert queries.find_open_figure(pam, "staffing.hours_all:2026", as_of=core.DAY) is None


@pytest.fixture
def auditor(world):
    person = core.person("Aud")
    core.role(person, Role.AUDITOR, project=world.far)
    return person.user


def test_only_projects_in_reach_are_reported(worked, world, auditor):
    assert set(queries.time_report(auditor, 2026)) == {world.far.pk}
    assert [line.project for line in queries.entries(auditor)] == [world.far]


def test_a_corrected_sheet_counts_no_more(worked, world, finn):
    sheet = staffing.approved(world.foreign, hours=(8,))
    staffing.approved(world.foreign, sheet.person, hours=(6,), corrects=sheet)
    assert queries.time_report(finn, 2026)[world.foreign.pk] == {MARCH: 360}


def test_the_report_is_one_query(worked, finn, django_assert_num_queries):
    queries.time_report(finn, 2026)
    with django_assert_num_queries(1):
        queries.time_report(finn, 2026)


def texts(rows):
    return [(line.date.isoformat(), line.minutes) for line in rows]


def test_entries_are_asked_by_day_project_and_person(worked, world, finn):
    everything = texts(queries.entries(finn))
    assert everything == [("2026-04-01", 420), ("2026-03-31", 480), ("2026-03-30", 480), ("2026-03-02", 100)]
    assert texts(queries.entries(finn, first=dt.date(2026, 3, 31))) == everything[:2]
    assert texts(queries.entries(finn, until=dt.date(2026, 3, 30))) == everything[2:]
    assert texts(queries.entries(finn, project="far-001")) == everything[3:]
    name = queries.entries(finn)[0].timesheet.person.name
    assert texts(queries.entries(finn, name=name.upper())) == everything[:3]
    assert texts(queries.entries(finn, name="nobody")) == []


def test_pages_follow_each_other_without_gap_or_repetition(world, finn):
    task = plan.task(world.own)
    worker = staffing.worker(world.own)
    for week in range(15):
        staffing.approved(world.own, worker, hours=(1,) * 7, week=core.DAY + dt.timedelta(days=7 * week), task=task)
    rows, seen, mark = queries.entries(finn), [], None
    for expected in (50, 50, 5):
        page = queries.page_after(rows, mark)
        assert len(page.rows) == expected
        seen += [line.pk for line in page.rows]
        mark = queries.mark_of(page.following, rows) if page.following else None
    assert page.following == ""
    assert seen == list(rows.values_list("pk", flat=True))


def test_a_figure_of_the_page_is_light_and_opens_down_to_its_entries(worked, world, finn):
    found = queries.time_report(finn, 2026)
    rows = {p: (cells, year) for p, cells, year in queries.report_rows(found, 2026, queries.report_projects(found))}
    cells, year = rows[world.own]
    assert (cells[2].inputs, year.inputs) == ((), ())
    month = queries.find_figure(world.own, cells[2].key, as_of=core.DAY)
    (leaf,) = month.inputs
    assert (month.label, leaf.value) == (cells[2].label, 16)
    assert leaf.address == "/time/entries/?first=2026-03-01&until=2026-03-31&project=OWN-001"
    whole = queries.find_figure(world.own, year.key, as_of=core.DAY)
    assert [part.value for part in whole.inputs] == [cell.value for cell in cells]
    assert sum(part.value for part in whole.inputs) == whole.value == year.value


def test_a_report_names_its_projects_without_another_question(worked, finn, django_assert_num_queries):
    found = queries.time_report(finn, 2026)
    with django_assert_num_queries(1):
        names = [(p.name, str(p.public_id)) for p, _c, _y in
                 queries.report_rows(found, 2026, queries.report_projects(found))]  # fmt: skip
    assert len(names) == 2


@pytest.mark.parametrize("state", ["open", "submitted", "returned"])
def test_hours_under_way_are_not_in_the_report(world, finn, state):
    said = {"returned_reason": "Wrong task"} if state == "returned" else {}
    staffing.line(staffing.sheet(staffing.worker(world.own), state=state, **said), plan.task(world.own))
    assert queries.time_report(finn, 2026) == {}


@pytest.mark.parametrize("month", range(1, 13))
def test_each_month_has_its_own_column(month, world, finn):
    week = dt.date(2024, month, 1) + dt.timedelta(days=(7 - dt.date(2024, month, 1).weekday()) % 7)  # its first Monday
    staffing.approved(world.own, hours=(4,), week=week)
    assert queries.time_report(finn, 2024) == {world.own.pk: {dt.date(2024, month, 1): 240}}


@pytest.mark.parametrize(
    ("year", "minutes"),
    [(2023, {dt.date(2023, 12, 1): 60}), (2024, {dt.date(2024, 1, 1): 120, dt.date(2024, 12, 1): 180}),
     (2025, {dt.date(2025, 1, 1): 240})],
)  # fmt: skip
def test_the_last_day_of_a_year_is_in_that_year_and_the_first_in_the_next(year, minutes, world, finn):
    worker = staffing.worker(world.own)
    for monday, hours in ((dt.date(2023, 12, 25), (0, 0, 0, 0, 0, 0, 1)), (dt.date(2024, 1, 1), (2,)),
                          (dt.date(2024, 12, 30), (0, 3, 4))):  # fmt: skip
        staffing.approved(world.own, worker, hours=hours, week=monday)
    assert queries.time_report(finn, year) == {world.own.pk: minutes}


def test_an_archived_project_is_in_nobodys_report(worked, world, finn, auditor):
    Project.objects.filter(pk=world.far.pk).update(archived_at=dt.datetime(2026, 4, 2, tzinfo=dt.UTC))
    assert set(queries.time_report(finn, 2026)) == {world.own.pk}
    assert queries.time_report(auditor, 2026) == {}


def test_for_who_sees_all_and_for_who_sees_each_the_sums_are_the_same(worked, world, finn):
    each = core.person("Each of them")
    for project in (world.own, world.foreign, world.far):
        core.role(each, Role.AUDITOR, project=project)
    assert queries.time_report(each.user, 2026) == queries.time_report(finn, 2026) != {}
