"""What happens on the pages of people and time with wrong values: a message beside the box, nothing lost or stored?"""

import datetime as dt

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from staffing.models import Absence, CostRate, Employment, Timesheet, TimesheetLine
from staffing.views.people_table import PEOPLE
from tests.factories import core, plan, staffing
from tests.lists import broken_promises
from tests.pages import boxes, check, messages, of
from tests.untouched import untouched

pytestmark = pytest.mark.django_db
NEEDED, NUMBER, CHOICE, DAY = "This field is required", "Enter a number", "valid", "Enter a valid date"
NOBODY = "00000000-0000-4000-8000-000000000000"
DAYS = [("", NEEDED), ("tomorrow", DAY), ("2026-02-30", DAY), ("20260302", DAY)]
SHARES = [
    ("", NEEDED),
    ("half", NUMBER),
    ("0", "0.01"),
    ("-5", "0.01"),
    ("100.01", "less than or equal to 100"),
    ("33.333", "2 decimal"),
    ("NaN", NUMBER),
    ("50 %", NUMBER),
]


def at(name, *args):
    return reverse(f"staffing:{name}", args=args)


def test_a_person_and_a_role(scene, rita, enter):
    browser, good = enter(rita, htmx=True), {"name": "Bob Bell", "email": "bob@example.org", "unit": "IT"}
    wrong = [
        *of("name", [("", NEEDED), ("  ", NEEDED), ("x" * 201, "at most 200")]),
        *of("email", [("", NEEDED), ("bob", "valid email"), ("bob@", "valid email"), ("b\0@x.org", "Null characters")]),
        *of("unit", [("x" * 201, "at most 200")]),
    ]
    taken = [("email", scene.tom.email, "already"), ("email", scene.tom.email.upper(), "already")]
    check(browser, at("person_add"), good, wrong, taken)
    role = [("name", "", NEEDED), ("name", "x" * 500, "at most"), ("name", "Developer", "already")]
    check(browser, at("role_add"), {"name": "Architect"}, [], role)


def test_an_employment(scene, rita, enter):
    browser = enter(rita, htmx=True)
    good = {
        "role": str(scene.role.public_id), "calendar": str(core.calendar().public_id), "fte": "80",
        "first": "2031-06-01", "last": "2031-12-31",
    }  # fmt: skip
    wrong = [
        *of("role", [("", NEEDED), (NOBODY, CHOICE), ("Developer", CHOICE)]),
        *of("calendar", [("", NEEDED), (NOBODY, CHOICE)]),
        *of("fte", SHARES),
        *of("first", DAYS),
        *of("last", DAYS[1:]),
    ]
    alone = [("last", "2031-05-31", "before the first"), ("first", "2026-03-02", "employed on some of these days")]
    check(browser, at("person_employ", scene.tom.public_id), good, wrong, alone)
    row = Employment.objects.get(person=scene.tom)
    staffing.employment(scene.tom, of=scene.role, days=DateRange(dt.date(2032, 1, 1), None))
    edit = {**good, "row_version": str(row.row_version), "first": "2020-01-01", "last": "2030-12-31"}
    overlap = [("last", "2032-01-01", "")]
    with untouched():
        answer = browser.post(at("employment_edit", row.public_id), {**edit, "last": overlap[0][1]})
    assert answer.status_code == 422 and "employed on some of these days" in messages(answer)["first"]
    assert boxes(answer)["last"].value == "2032-01-01", "what was typed stays"


def test_a_rate_of_a_role_and_of_a_person(scene, finn, enter):
    browser, good = enter(finn, htmx=True), {"amount": "85.5", "currency": "EUR", "first": "2033-01-01"}
    wrong = [
        *of(
            "amount",
            [("", NEEDED), ("much", NUMBER), ("-1", "greater than"), ("1.00001", "4 decimal"), ("9" * 12, "digits")],
        ),
        *of("currency", [("", NEEDED), ("QQQ", CHOICE), ("euro", CHOICE)]),
        *of("first", DAYS),
    ]
    taken = [("first", "2020-01-01", "from this day on exists already"), ("first", "2019-01-01", "later rate exists")]
    check(browser, at("role_rate", scene.role.public_id), good, wrong, taken)
    person = {**good, "person": str(scene.tom.public_id)}
    wrong += of("person", [("", NEEDED), (NOBODY, CHOICE), ("Tom", CHOICE)])
    check(browser, at("person_rate_set"), person, wrong)
    assert CostRate.objects.count() == 2


def test_days_away(scene, rita, tom, enter):
    wrong = [
        *of("first", DAYS),
        *of("last", DAYS),
        *of("kind", [("", NEEDED), ("strike", CHOICE)]),
        *of("note", [("x" * 301, "at most 300")]),
    ]
    good = {"first": "2026-04-06", "last": "2026-04-10", "kind": "leave", "note": "Easter"}
    staffing.absence(scene.tom, dt.date(2026, 4, 8), dt.date(2026, 4, 8))
    alone = [("last", "2026-04-05", "before the first"), ("first", "2026-04-08", "taken already")]
    check(enter(tom, htmx=True), at("my_absences"), good, wrong, alone)
    person = {**good, "person": str(scene.tom.public_id)}
    check(enter(rita, htmx=True), at("absence_add"), person, of("person", [("", NEEDED), (NOBODY, CHOICE)]))
    assert Absence.objects.count() == 1


def test_a_request_for_somebody(scene, world, pam, enter):
    good = {
        "role": str(scene.role.public_id),
        "first": "2026-03-02",
        "last": "2026-03-31",
        "share": "50",
        "note": "Search",
    }
    wrong = [
        *of("role", [("", NEEDED), (NOBODY, CHOICE)]), *of("person", [(NOBODY, CHOICE)]), *of("share", SHARES),
        *of("first", DAYS), *of("last", DAYS), *of("note", [("x" * 301, "at most 300")]),
    ]  # fmt: skip
    alone = [("last", "2026-03-01", "before the first")]
    check(enter(pam, htmx=True), at("allocation_request", world.own.public_id), good, wrong, alone)


def test_answers_to_a_request(scene, world, rita, enter):
    browser, row = enter(rita, htmx=True), scene.asked

    def act(name, which=row):
        return at(f"allocation_{name}", world.own.public_id, which.public_id)

    good = {
        "propose-person": str(scene.tom.public_id), "propose-first": "2026-03-02", "propose-last": "2026-03-31",
        "propose-share": "40", "propose-row_version": str(row.row_version),
    }  # fmt: skip
    wrong = [
        *of("propose-person", [("", NEEDED), (NOBODY, CHOICE)]), *of("propose-share", SHARES),
        *of("propose-first", DAYS), *of("propose-last", DAYS),
    ]  # fmt: skip
    check(browser, act("propose"), good, wrong, [("propose-last", "2026-03-01", "before the first")])
    for name, box in (("decline", "decline-reason"), ("allow", "allow-reason")):
        check(browser, act(name), {box: "Because"}, of(box, [("", NEEDED), ("  ", NEEDED), ("x" * 301, "at most 300")]))
    end = [*of("end-last", DAYS), *of("end-reason", [("x" * 301, "at most 300")])]
    alone = [("end-last", "2019-12-31", "inside the days"), ("end-last", "2031-01-01", "inside the days")]
    check(browser, act("end", scene.booked), {"end-last": "2026-03-31", "end-reason": "Done"}, end, alone)


# ── a week of hours ─────────────────────────────────────────────────────────────────────────────


def cell(task, day):
    return f"h-{task.public_id.hex}-{day.isoformat()}"


@pytest.mark.parametrize(
    "typed",
    ["eight", "-1", "24:01", "25", "7:60", "7.", "1e1", "7h", "7 30", "٧", "0x8", "7;5", "7:5", "99:99", "8.123456"],
)
def test_what_is_no_hours_is_told_in_its_cell_and_stays_there(scene, tom, enter, typed):
    box = cell(scene.task, scene.week)
    page = f"{at('my_time')}?task={scene.task.public_id}"
    with untouched():
        sent = {"week": scene.week.isoformat(), "task": str(scene.task.public_id), box: typed}
        answer = enter(tom, htmx=True).post(page, sent)
    assert answer.status_code == 422
    assert boxes(answer)[box].value == typed and boxes(answer)[box].invalid


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("8", 480),
        ("7.5", 450),
        ("7,5", 450),
        ("7:30", 450),
        ("0:01", 1),
        ("24", 1440),
        (".5", 30),
        ("0.33", 20),
        (" 8 ", 480),
    ],
)
def test_hours_are_taken_as_people_write_them(scene, tom, enter, typed, minutes):
    sent = {"week": scene.week.isoformat(), "task": str(scene.task.public_id), cell(scene.task, scene.week): typed}
    assert enter(tom, htmx=True).post(at("my_time"), sent).status_code == 302
    assert TimesheetLine.objects.get().minutes == minutes


def test_a_week_that_cannot_be_handed_in_is_not_saved_by_that_button_either(scene, world, tom, enter):
    """One button, one act: the new hours wait in their boxes while the old mistake is told."""
    finished = plan.task(world.own, "Finished long ago")
    sheet = staffing.sheet(scene.tom, scene.week)
    staffing.line(sheet, finished, 60)
    type(finished).objects.filter(pk=finished.pk).update(cancelled_on=scene.week)
    sent = {
        "week": scene.week.isoformat(), "task": str(scene.task.public_id), cell(scene.task, scene.week): "8",
        cell(finished, scene.week): "1", "submit": "1",
    }  # fmt: skip
    with untouched():
        answer = enter(tom, htmx=True).post(at("my_time"), sent)
    assert answer.status_code == 422
    assert boxes(answer)[cell(scene.task, scene.week)].value == "8"


def test_handing_in_an_empty_week_makes_no_sheet(scene, tom, enter):
    with untouched():
        assert (
            enter(tom, htmx=True).post(at("my_time"), {"week": scene.week.isoformat(), "submit": "1"}).status_code
            == 409
        )
    assert not Timesheet.objects.exists()


# ── lists ───────────────────────────────────────────────────────────────────────────────────────


def test_the_people_keep_what_every_list_promises(scene, rita, enter):
    for number in range(PEOPLE.per_page + 1):
        core.person(f"Person {number:03d}", user=False)
    broken = list(broken_promises(enter(rita, htmx=True), at("people_list"), exports=False))
    assert not broken, "\n".join(broken)
    assert enter(rita).get(f"{at('people_list')}?export=csv").status_code == 403


def test_pages_of_people_and_time_ask_as_often_for_200_as_for_5(scene, world, rita, finn, enter):
    pages = {"rita": [at("people_list"), at("absence_list"), at("home")], "finn": [at("entry_list"), at("time_report")]}

    def grow(many):
        for _each in range(many):
            someone = staffing.worker(world.own, share="0.01")
            staffing.absence(someone, scene.today, scene.today)
        staffing.approved(world.own, core.person("Worker"), hours=(8,) * 5, task=scene.task)

    def counts():
        found = []
        for user, names in ((rita, pages["rita"]), (finn, pages["finn"])):
            browser = enter(user)
            for page in names:
                with CaptureQueriesContext(connection) as asked:
                    assert browser.get(page).status_code == 200
                found.append(len(asked))
        return found

    staffing.worker(world.own, share="0.01")
    grow(4)
    few = counts()
    grow(60)
    assert counts() == few and max(few) <= 20
