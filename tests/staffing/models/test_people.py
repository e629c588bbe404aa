"""What does Postgres keep about people? Employment, CostRate, Absence."""

import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from projects.models import ProjectTouched
from staffing.models import Absence
from tests.factories import core, staffing
from tests.refusals import refused_by, sql

pytestmark = pytest.mark.django_db
DAY = core.DAY
NOTHING = DateRange(DAY, DAY)


@pytest.fixture
def ann(world):
    return core.person("Ann")


def test_a_person_is_employed_once_at_a_time(ann):
    staffing.employment(ann, days=staffing.days(DAY, DAY))
    with refused_by("employment_no_overlap"):
        staffing.employment(ann, days=DateRange(DAY, None))
    staffing.employment(ann, days=DateRange(DAY + dt.timedelta(days=1), None))


@pytest.mark.parametrize("fte", ["0", "1.000001"])
def test_an_employment_is_a_share_of_a_full_week(ann, fte):
    with refused_by("employment_fte_0_1"):
        staffing.employment(ann, fte=fte)


def test_an_employment_has_days(ann):
    with refused_by("employment_has_days"):
        staffing.employment(ann, days=NOTHING)


def test_a_rate_is_that_of_a_role_or_of_a_person(ann):
    for owners in ({"of": staffing.role(), "person": ann}, {}):
        with refused_by("rate_of_role_or_person"):
            staffing.rate(**owners)


def test_rates_of_one_role_or_person_never_overlap(ann):
    role = staffing.role()
    for owner in ({"of": role}, {"person": ann}):
        staffing.rate(days=staffing.days(DAY, DAY), **owner)
        with refused_by("rate_no_overlap"):
            staffing.rate(days=DateRange(None, None), **owner)
        staffing.rate(days=DateRange(DAY + dt.timedelta(days=1), None), **owner)


def test_a_rate_is_never_negative_and_has_days(ann):
    with refused_by("rate_not_negative"):
        staffing.rate("-1", person=ann)
    with refused_by("rate_has_days"):
        staffing.rate(person=ann, days=NOTHING)


def test_a_person_is_away_once_at_a_time(ann):
    staffing.absence(ann)
    with refused_by("absence_no_overlap"):
        staffing.absence(ann, DAY - dt.timedelta(days=3), DAY)
    with refused_by("absence_has_days"):
        Absence.objects.create(person=ann, days=NOTHING)


def test_the_last_day_is_the_one_that_people_read(ann):
    assert staffing.absence(ann, DAY, DAY).last_day == DAY
    assert staffing.employment(ann, days=DateRange(DAY, None)).last_day is None


def test_a_changed_absence_touches_the_projects_of_the_person(ann, world):
    staffing.allocation(world.own, ann)
    ProjectTouched.objects.all().delete()
    staffing.absence(ann)
    assert set(ProjectTouched.objects.values_list("project_id", flat=True)) == {world.own.pk}


def test_a_changed_rate_touches_the_projects_that_use_it(world):
    used = staffing.allocation(world.own, core.person("Bob"))
    ProjectTouched.objects.all().delete()
    staffing.rate(of=used.role)
    assert set(ProjectTouched.objects.values_list("project_id", flat=True)) == {world.own.pk}


def test_the_note_of_an_absence_is_not_kept_in_history(ann):
    kept = {
        column
        for (column,) in sql(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'staffing_absenceevent'"
        )
    }
    assert "kind" in kept
    assert "note" not in kept
