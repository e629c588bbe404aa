"""How do people, their roles, rates and absences come into the book?"""

import datetime as dt
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from foundation.accounts.models import AuditEvent
from foundation.errors import Conflict, IllegalMove, Refused
from staffing import services
from staffing.models import Absence, CostRate, Employment
from tests.factories import core, staffing

pytestmark = pytest.mark.django_db
DAY = core.DAY
YESTERDAY, TOMORROW = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)


@pytest.fixture
def ann(world):
    return core.person("Ann")


def acts():
    return list(AuditEvent.objects.order_by("pk").values_list("act", flat=True))


def test_a_person_comes_without_an_account(rita):
    person = services.add_person(by=rita, name="Bob Bell", email="bob@example.org", unit="IT")
    assert (person.user, person.unit, person.created_by) == (None, "IT", rita)
    assert acts() == ["person.added"]


def employ(person, by, **fields):
    values = {"role": staffing.role(), "calendar": core.calendar(), "first": DAY, **fields}
    return services.employ(person, by=by, **values)


def test_an_employment_lasts_from_the_first_to_the_last_day_or_goes_on(ann, rita):
    assert employ(ann, rita, last=DAY).days == DateRange(DAY, TOMORROW)
    assert employ(ann, rita, first=TOMORROW).days == DateRange(TOMORROW, None)
    assert acts() == ["employment.added"] * 2


def test_two_employments_at_a_time_are_refused_with_a_sentence(ann, rita):
    employ(ann, rita)
    with pytest.raises(Refused, match="is employed on some of these days") as refusal:
        employ(ann, rita, first=TOMORROW)
    assert refusal.value.field == "first"
    with pytest.raises(Refused) as refusal:
        employ(ann, rita, last=YESTERDAY)
    assert refusal.value.field == "last"
    assert acts() == ["employment.added"]


def test_an_employment_is_changed_and_nobodys_edit_is_lost(ann, rita):
    row = employ(ann, rita)
    fields = {"role": row.role, "calendar": row.calendar, "first": DAY, "fte": Decimal("0.8")}
    changed = services.change_employment(row, by=rita, row_version=1, last=TOMORROW, **fields)
    assert (changed.fte, changed.last_day) == (Decimal("0.8"), TOMORROW)
    with pytest.raises(Conflict):
        services.change_employment(row, by=rita, row_version=1, **fields | {"fte": Decimal("0.5")})
    assert Employment.objects.get().fte == Decimal("0.8")


def rate(by, **fields):
    return services.set_rate(by=by, **{"amount": Decimal(80), "currency": core.currency(), "first": DAY, **fields})


def test_a_new_rate_ends_the_one_before_it(finn):
    role = staffing.role()
    rate(finn, role=role)
    later = rate(finn, role=role, first=TOMORROW, amount=Decimal(90))
    assert later.days == DateRange(TOMORROW, None)
    assert list(CostRate.objects.order_by("days").values_list("amount", "days")) == [
        (80, DateRange(DAY, TOMORROW)),
        (90, DateRange(TOMORROW, None)),
    ]
    assert acts() == ["rate.set", "rate.set"]


def test_rates_of_others_stay_as_they_are(finn, ann):
    one, two = staffing.role(), staffing.role()
    for owner in ({"role": one}, {"role": two}, {"person": ann}):
        rate(finn, **owner)
    rate(finn, role=one, first=TOMORROW)
    assert CostRate.objects.filter(days__endswith__isnull=True).count() == 3


def test_a_second_rate_from_the_same_day_and_one_before_a_later_are_refused(finn):
    role = staffing.role()
    rate(finn, role=role)
    for first in (DAY, YESTERDAY):
        with pytest.raises(Refused) as refusal:
            rate(finn, role=role, first=first)
        assert refusal.value.field == "first"
    assert CostRate.objects.get().days == DateRange(DAY, None)


def test_nobody_sets_his_own_rate(finn):
    with pytest.raises(IllegalMove, match="his own rate"):
        rate(finn, person=finn.person)
    assert not CostRate.objects.exists()


def test_an_absence_is_added_and_taken_back(ann, rita):
    row = services.add_absence(person=ann, by=rita, first=DAY, last=TOMORROW, kind="leave")
    with pytest.raises(Refused, match="taken already") as refusal:
        services.add_absence(person=ann, by=rita, first=TOMORROW, last=TOMORROW, kind="sick")
    assert refusal.value.field == "first"
    services.remove_absence(row, by=rita)
    assert not Absence.objects.exists()
    assert acts() == ["absence.added", "absence.removed"]


def test_the_record_holds_no_private_word(ann, rita):
    services.add_absence(person=ann, by=rita, first=DAY, last=DAY, kind="sick", note="knee")
    assert AuditEvent.objects.get().details == {}


def test_a_role_is_added(rita):
    assert services.add_role(by=rita, name="Architect").name == "Architect"
    assert acts() == ["project_role.added"]
