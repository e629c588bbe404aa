"""Does every act on people and time stand on record, and is a refused one as if it had never been tried?"""

import datetime as dt
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from foundation.accounts.models import AuditEvent, Notification
from foundation.errors import Conflict, IllegalMove, Refused
from projects.models import Project
from staffing import services
from staffing.models import Allocation, Employment, Timesheet
from staffing.queries import rate_on
from staffing.queries.rates import rates_of_lines
from tests.at_once import at_once, refused
from tests.factories import core, plan, staffing
from tests.records import acts, last_act, states
from tests.untouched import untouched

pytestmark = pytest.mark.django_db
MARCH, APRIL = dt.date(2026, 3, 2), dt.date(2026, 4, 1)
END = dt.date(2026, 3, 31)


@pytest.fixture
def role(world):
    return staffing.role("Developer")


@pytest.fixture
def ann(role):
    person = core.person("Ann Ash")
    staffing.employment(person, of=role)
    return person


@pytest.fixture
def booker(world):
    """A request is made by one, proposed and confirmed by another."""

    def book(project, person, role, share="0.5", *, by, boss, first=MARCH, last=END):
        row = services.request_allocation(project, by=by, role=role, first=first, last=last, share=Decimal(share))
        row = services.propose_person(row, by=boss, person=person, row_version=row.row_version)
        return services.confirm_allocation(row, by=boss)

    return book


# ── allocations ─────────────────────────────────────────────────────────────────────────────────


def test_the_life_of_a_booking_is_told_by_its_history(world, ann, role, pam, rita, booker):
    row = booker(world.own, ann, role, by=pam, boss=rita)
    services.end_allocation(row, by=rita, last=dt.date(2026, 3, 20), reason="Done earlier")
    assert states(row) == ["requested", "tentative", "confirmed", "ended"]
    assert acts(row) == ["allocation.requested", "allocation.proposed", "allocation.confirmed", "allocation.ended"]
    assert last_act()[1:3] == (rita, world.own.public_id)
    row.refresh_from_db()
    assert row.days == DateRange(MARCH, dt.date(2026, 3, 21)) and row.answer == "Done earlier"
    assert Notification.objects.filter(user=pam).exists(), "who asked hears the answer"


@pytest.mark.parametrize("state", ["closed", "rejected", "cancelled"])
def test_nobody_is_asked_for_where_no_work_goes_on(world, role, pam, state):
    Project.objects.filter(pk=world.own.pk).update(state=state)
    world.own.refresh_from_db()
    with untouched(), pytest.raises(IllegalMove, match="Nobody is booked"):
        services.request_allocation(world.own, by=pam, role=role, first=MARCH, last=END, share=Decimal("0.5"))


def test_who_asks_for_somebody_does_not_confirm_nor_excuse_it(world, ann, role, rita):
    row = services.request_allocation(world.own, by=rita, role=role, first=MARCH, last=END, share=Decimal(1))
    row = services.propose_person(row, by=rita, person=ann, row_version=row.row_version)
    with untouched():
        with pytest.raises(IllegalMove, match="Somebody else"):
            services.confirm_allocation(row, by=rita)
        with pytest.raises(IllegalMove, match="Somebody else"):
            services.allow_over(row, by=rita, reason="Go live")


@pytest.mark.parametrize(
    ("first", "last", "possible"),
    [
        (MARCH, END, False),
        (dt.date(2026, 4, 1), dt.date(2026, 4, 30), True),
        (dt.date(2026, 2, 1), dt.date(2026, 3, 1), True),
        (END, dt.date(2026, 4, 30), False),
        (dt.date(2026, 2, 1), MARCH, False),
    ],
)
def test_a_person_is_full_on_each_booked_day_and_free_on_the_day_before_and_after(
    world, ann, role, pam, rita, booker, first, last, possible
):
    booker(world.own, ann, role, "0.8", by=pam, boss=rita)
    if possible:
        booker(world.foreign, ann, role, "0.5", by=pam, boss=rita, first=first, last=last)
        return
    row = services.request_allocation(world.foreign, by=pam, role=role, first=first, last=last, share=Decimal("0.5"))
    row = services.propose_person(row, by=rita, person=ann, row_version=row.row_version)
    with untouched(), pytest.raises(Refused, match="130 %"):
        services.confirm_allocation(row, by=rita)


def test_shares_fill_the_whole_exactly_to_the_last_hundredth(world, ann, role, pam, rita, booker):
    for share in ("0.3333", "0.3333", "0.3334"):
        booker(world.own, ann, role, share, by=pam, boss=rita)
    row = services.request_allocation(world.own, by=pam, role=role, first=MARCH, last=END, share=Decimal("0.0001"))
    row = services.propose_person(row, by=rita, person=ann, row_version=row.row_version)
    with pytest.raises(Refused):
        services.confirm_allocation(row, by=rita)
    services.allow_over(row, by=rita, reason="One morning only")
    assert services.confirm_allocation(row, by=rita).over_approved_by == rita


def test_released_days_are_free_for_the_next(world, ann, role, pam, rita, booker):
    row = booker(world.own, ann, role, "1", by=pam, boss=rita)
    services.end_allocation(row, by=rita, last=dt.date(2026, 3, 13))
    booker(world.foreign, ann, role, "1", by=pam, boss=rita, first=dt.date(2026, 3, 16))


def test_a_proposal_on_a_request_that_somebody_changed_meanwhile_is_refused(world, ann, role, pam, rita):
    row = services.request_allocation(world.own, by=pam, role=role, first=MARCH, last=END, share=Decimal("0.5"))
    services.propose_person(row, by=rita, person=ann, row_version=row.row_version, share=Decimal("0.4"))
    with untouched(), pytest.raises(Conflict):
        services.propose_person(row, by=rita, person=ann, row_version=row.row_version, share=Decimal("0.6"))


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (lambda row, by: services.decline_allocation(row, by=by, reason="  "), "reason"),
        (lambda row, by: services.allow_over(row, by=by, reason=""), "reason"),
        (
            lambda row, by: services.propose_person(
                row, by=by, person=core.person("Not Employed"), row_version=row.row_version
            ),
            "person",
        ),
        (
            lambda row, by: services.propose_person(
                row,
                by=by,
                person=row.role.employment_set.first().person,
                row_version=row.row_version,
                first=END,
                last=MARCH,
            ),
            "last",
        ),
    ],
)
def test_a_refused_answer_names_its_field(world, ann, role, pam, rita, act, field):
    row = services.request_allocation(world.own, by=pam, role=role, first=MARCH, last=END, share=Decimal("0.5"))
    with pytest.raises(Refused) as refusal:
        act(row, rita)
    assert refusal.value.field == field
    row.refresh_from_db()
    assert row.state == "requested"


# ── people, rates, absences ─────────────────────────────────────────────────────────────────────


def test_an_employment_moved_onto_another_is_refused_with_a_sentence_and_not_a_crash(ann, role, rita):
    Employment.objects.filter(person=ann).update(days=DateRange(dt.date(2020, 1, 1), MARCH))
    second = services.employ(ann, by=rita, role=role, calendar=core.calendar(), first=APRIL)
    with untouched(), pytest.raises(Refused, match="employed on some of these days") as refusal:
        services.change_employment(second, by=rita, row_version=second.row_version, first=dt.date(2026, 2, 1))
    assert refusal.value.field == "first"


def test_employments_one_after_the_other_meet_without_a_gap(world, ann, role, pam, rita, booker):
    Employment.objects.filter(person=ann).update(days=DateRange(dt.date(2020, 1, 1), dt.date(2026, 3, 16)))
    services.employ(ann, by=rita, role=role, calendar=core.calendar(), first=dt.date(2026, 3, 16), fte=Decimal("0.5"))
    assert booker(world.own, ann, role, by=pam, boss=rita).state == "confirmed"
    assert last_act()[0] == "allocation.confirmed"


@pytest.mark.parametrize(
    ("day", "amount"),
    [("2025-12-31", None), ("2026-01-01", 80), ("2026-02-28", 80), ("2026-03-01", 90), ("2031-01-01", 90)],
)
def test_a_rate_is_valid_from_its_first_day_until_the_day_before_the_next(role, finn, day, amount):
    euros = core.currency()
    services.set_rate(by=finn, role=role, amount=Decimal(80), currency=euros, first=dt.date(2026, 1, 1))
    services.set_rate(by=finn, role=role, amount=Decimal(90), currency=euros, first=dt.date(2026, 3, 1))
    found = rate_on(role=role, person=None, day=dt.date.fromisoformat(day))
    assert (found and found.amount) == amount
    assert last_act()[0] == "rate.set"


def test_the_log_of_a_rate_holds_no_amount(role, finn):
    services.set_rate(by=finn, role=role, amount=Decimal("77.7123"), currency=core.currency(), first=MARCH)
    assert not AuditEvent.objects.filter(details__icontains="77").exists()


def test_the_hour_costs_what_the_role_in_the_project_costs_and_else_that_of_the_employment(world, ann, role):
    architect, task, other = staffing.role("Architect"), plan.task(world.own), plan.task(world.foreign)
    staffing.rate("80", of=role)
    staffing.rate("120", of=architect)
    staffing.allocation(world.own, ann, of=architect, share="0.5")
    staffing.allocation(world.foreign, ann, of=role, share="0.5")
    sheet = staffing.sheet(ann)
    lines = [staffing.line(sheet, task, 60), staffing.line(sheet, other, 60)]
    found = rates_of_lines(lines)
    assert [found[line.pk].amount for line in lines] == [120, 80]


def test_time_on_a_day_without_any_rate_costs_nobody_knows_what(world, ann, role):
    staffing.rate("80", of=role, days=DateRange(dt.date(2020, 1, 1), MARCH))
    staffing.allocation(world.own, ann, of=role, share="0.5")
    line = staffing.line(staffing.sheet(ann), plan.task(world.own), 60)
    assert rates_of_lines([line]) == {line.pk: None}


def test_absences_touch_without_overlapping(ann, rita):
    away = {"person": ann, "by": rita, "kind": "leave"}
    services.add_absence(first=MARCH, last=dt.date(2026, 3, 6), **away)
    services.add_absence(first=dt.date(2026, 3, 7), last=dt.date(2026, 3, 7), **away)
    for first, last in ((dt.date(2026, 3, 6), END), (dt.date(2026, 2, 1), MARCH), (END, MARCH)):
        with untouched(), pytest.raises(Refused):
            services.add_absence(first=first, last=last, **away)
    assert acts()[-2:] == ["absence.added", "absence.added"]


# ── time sheets ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def week(world, ann, role):
    """Ann is booked on the own project in full; her task is there."""
    staffing.allocation(world.own, ann, of=role, share="1")
    return plan.task(world.own)


def test_the_life_of_a_week_is_told_by_its_history(week, ann, pam, rita, finn):
    sheet = services.save_week(ann, MARCH, {(week.pk, MARCH): 480}, by=ann.user)
    services.submit_timesheet(sheet, by=ann.user, at=core.MONDAY_9)
    services.return_timesheet(sheet, by=rita, reason="Friday is missing")
    services.save_week(ann, MARCH, {(week.pk, dt.date(2026, 3, 6)): 450}, by=ann.user)
    services.submit_timesheet(sheet, by=ann.user, at=core.MONDAY_9)
    services.approve_lines(week.project, sheet.lines.all(), by=pam)
    services.approve_timesheet(sheet, by=rita, at=core.MONDAY_9)
    services.mark_posted(sheet.lines.values_list("pk", flat=True), by=finn)
    assert states(sheet) == ["open", "submitted", "returned", "open", "submitted", "approved", "posted"]
    said = [act for act in acts(sheet) if act != "timesheet.saved"]
    assert said == [
        "timesheet.submitted", "timesheet.returned", "timesheet.reopened", "timesheet.submitted",
        "timesheet.approved", "timesheet.posted",
    ]  # fmt: skip
    assert AuditEvent.objects.filter(act="timesheet_line.approved").count() == 2


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({MARCH: 1441}, "24 hours"),
        ({dt.date(2026, 3, 9): 60}, ""),
        ({dt.date(2026, 3, 1): 60}, ""),
    ],
)
def test_a_week_with_one_wrong_cell_keeps_none_of_its_cells(week, ann, cells, said):
    good = {(week.pk, dt.date(2026, 3, 4)): 60}
    with untouched(), pytest.raises(services.WeekRefused) as refusal:
        services.save_week(ann, MARCH, good | {(week.pk, day): minutes for day, minutes in cells.items()}, by=ann.user)
    assert set(refusal.value.cells) == {(week.pk, day) for day in cells}
    assert all(said in str(words) for words in refusal.value.cells.values())


def test_nobody_types_hands_in_or_corrects_for_another(week, ann, rita, adam):
    sheet = services.save_week(ann, MARCH, {(week.pk, MARCH): 480}, by=ann.user)
    for other in (rita, adam):
        with untouched():
            with pytest.raises(IllegalMove):
                services.save_week(ann, MARCH, {(week.pk, MARCH): 60}, by=other)
            with pytest.raises(IllegalMove):
                services.submit_timesheet(sheet, by=other, at=core.MONDAY_9)
            with pytest.raises(IllegalMove):
                services.copy_last_week(ann, dt.date(2026, 3, 9), by=other)


@pytest.mark.django_db(transaction=True)
def test_a_week_is_made_handed_in_and_booked_once_whoever_presses_first(world, ann, role, rita):
    task = plan.task(world.own)
    staffing.allocation(world.own, ann, of=role, share="1", days=staffing.days(MARCH, END))
    saved = at_once(lambda turn: services.save_week(ann, MARCH, {(task.pk, MARCH): 60 + turn}, by=ann.user))
    assert not refused(saved) and Timesheet.objects.count() == 1
    sheet = Timesheet.objects.get()
    handed = at_once(lambda _turn: services.submit_timesheet(sheet, by=ann.user, at=core.MONDAY_9))
    assert len(refused(handed)) == 3
    asked = [
        staffing.allocation(
            world.foreign, ann, of=role, share="0.4", state="tentative", days=staffing.days(APRIL, APRIL)
        )
        for _each in range(4)
    ]
    booked = at_once(lambda turn: services.confirm_allocation(asked[turn], by=rita))
    assert len(refused(booked)) == 2, "two times 40 % fit, three do not"
    assert Allocation.objects.filter(state="confirmed", project=world.foreign).count() == 2
