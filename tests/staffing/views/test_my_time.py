"""Can somebody type in his week without a script, see each mistake where it stands, and hand it in?"""

import datetime as dt
import re

import pytest
from django.urls import reverse

from staffing.models import Timesheet, TimesheetLine
from tests.factories import core, plan, staffing

pytestmark = pytest.mark.django_db
MINE = "/my/time/"


def box(task, day):
    return f"h-{task.public_id.hex}-{day.isoformat()}"


def body(scene, **hours):
    """A POST of the week with the hours of mon ... sun."""
    names = dict(zip(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], range(7), strict=True))
    typed = {box(scene.task, scene.week + dt.timedelta(days=names[day])): text for day, text in hours.items()}
    return {"week": scene.week.isoformat(), "task": str(scene.task.public_id), **typed}


def stored():
    return sorted(TimesheetLine.objects.values_list("minutes", flat=True))


def test_a_week_is_saved_with_one_post(scene, enter, tom):
    answer = enter(tom).post(MINE, body(scene, mon="7.5", tue="7:30", wed="7,25", thu=""))
    assert answer.url == f"{MINE}?week={scene.week.isoformat()}"
    assert stored() == [435, 450, 450]
    text = enter(tom).get(answer.url).content.decode()
    assert 'value="7:30"' in text
    assert 'value="7:15"' in text
    assert ">22.25<" in text  # the saved total


def test_a_mistake_stands_next_to_its_cell_and_nothing_is_saved(scene, enter, tom):
    answer = enter(tom).post(MINE, body(scene, mon="8", tue="a lot"))
    text = answer.content.decode()
    assert answer.status_code == 422
    tuesday = box(scene.task, scene.week + dt.timedelta(days=1))
    assert re.search(rf'id="id_{tuesday}_error">Hours, such as 7.5 or 7:30', text)
    assert 'value="a lot"' in text
    assert stored() == []


def test_a_day_without_allocation_is_refused_in_its_cell(scene, enter, tom):
    type(scene.booked).objects.filter(pk=scene.booked.pk).update(days=staffing.days(dt.date(2020, 1, 1), scene.week))
    answer = enter(tom).post(MINE, body(scene, mon="8", tue="8"))
    assert answer.status_code == 422
    assert answer.content.decode().count("You are not allocated to OWN-001 on") == 2  # in the list and in the cell
    assert stored() == []


def test_more_than_24_hours_a_day_are_refused(scene, enter, tom, world):
    other = plan.task(world.own)
    data = body(scene, mon="20") | {box(other, scene.week): "5"}
    data["task"] = [str(scene.task.public_id), str(other.public_id)]
    answer = enter(tom).post(MINE, data)
    assert answer.status_code == 422
    assert "A day has 24 hours." in answer.content.decode()


def test_tasks_of_projects_without_allocation_cannot_be_added(scene, enter, tom):
    week = scene.week.isoformat()
    text = enter(tom).get(f"{MINE}?week={week}&task={scene.other.public_id}").content.decode()
    assert scene.other.name not in text
    data = {"week": week, "task": str(scene.other.public_id), box(scene.other, scene.week): "8"}
    enter(tom).post(MINE, data)
    assert stored() == []


def test_a_task_is_found_and_added_by_a_link(scene, enter, tom):
    text = enter(tom).get(f"{MINE}?week={scene.week.isoformat()}&find=search").content.decode()
    link = re.search(r'<a href="(\?week=[^"]+)">Build the search', text)[1].replace("&amp;", "&")
    assert box(scene.task, scene.week) in enter(tom).get(MINE + link).content.decode()


def test_a_week_is_saved_and_handed_in_at_once(scene, enter, tom):
    enter(tom).post(MINE, body(scene, mon="8") | {"submit": "1"})
    assert Timesheet.objects.get().state == "submitted"
    text = enter(tom).get(f"{MINE}?week={scene.week.isoformat()}").content.decode()
    assert "submitted" in text
    assert "<input" not in text.split('id="week"')[1].split("</main>")[0]
    assert enter(tom).post(MINE, body(scene, mon="7")).status_code == 409


def test_an_empty_week_is_not_handed_in(scene, enter, tom):
    assert enter(tom).post(MINE, body(scene) | {"submit": "1"}).status_code == 409


def test_the_week_before_is_copied(scene, enter, tom):
    before = staffing.sheet(scene.tom, scene.week - dt.timedelta(days=7))
    staffing.line(before, scene.task, 450)
    answer = enter(tom).post(f"{MINE}copy/", {"week": scene.week.isoformat()})
    assert answer.status_code == 302
    assert stored() == [450, 450]


def test_a_returned_week_shows_why(scene, enter, tom):
    sheet = staffing.sheet(scene.tom, scene.week, state="returned", returned_reason="Friday is missing")
    staffing.line(sheet, scene.task, 450)
    text = enter(tom).get(f"{MINE}?week={scene.week.isoformat()}").content.decode()
    assert "Friday is missing" in text


def test_a_posted_week_is_corrected(scene, enter, tom, world):
    sheet = staffing.approved(world.own, scene.tom, week=scene.week, task=scene.task)
    sheet.lines.update(posted=True)
    Timesheet.objects.filter(pk=sheet.pk).update(state="posted")
    address = f"{MINE}?week={scene.week.isoformat()}"
    assert "Correct this week" in enter(tom).get(address).content.decode()
    assert enter(tom).post(f"{MINE}correct/", {"week": scene.week.isoformat()}).url == address
    assert "correction" in enter(tom).get(address).content.decode()
    assert enter(tom).post(f"{MINE}correct/", {"week": "2020-01-06"}).status_code == 404


@pytest.mark.parametrize("week", ["yesterday", "2026-13-01", "0001-01-01T", "9999999"])
def test_a_week_of_no_sense_is_a_bad_request(scene, enter, tom, week):
    assert enter(tom).get(MINE, {"week": week}).status_code == 400


def test_any_day_leads_to_its_week(scene, enter, tom):
    friday = scene.week + dt.timedelta(days=4)
    assert (
        box(scene.task, scene.week)
        in enter(tom).get(MINE, {"week": friday.isoformat(), "task": scene.task.public_id}).content.decode()
    )


def test_nobody_writes_into_the_week_of_another(scene, enter, rita, pam):
    for user in (rita, pam):
        assert enter(user).post(MINE, body(scene, mon="8")).status_code == 403
    assert stored() == []


def test_a_long_week_takes_the_same_queries(scene, enter, tom, world, django_assert_max_num_queries):
    sheet, browser = staffing.sheet(scene.tom, scene.week), enter(tom)
    browser.get(MINE)
    for _count in range(2):
        for _each in range(15):
            staffing.line(sheet, plan.task(world.own), 10)
        with django_assert_max_num_queries(18):
            browser.get(MINE)


def test_absences_of_ones_own_are_typed_in_and_taken_back(scene, enter, tom, rita):
    browser, address = enter(tom), reverse("staffing:my_absences")
    data = {"first": "2026-03-02", "last": "2026-03-03", "kind": "leave"}
    assert browser.post(address, data).status_code == 302
    assert browser.post(address, data).status_code == 422
    row = scene.tom.absences.get()
    other = staffing.absence(core.person("Ann"))
    assert browser.post(reverse("staffing:my_absence_remove", args=[other.public_id])).status_code == 404
    assert browser.post(reverse("staffing:my_absence_remove", args=[row.public_id])).status_code == 302
    assert not scene.tom.absences.exists()


def test_where_one_is_booked_stands_on_ones_own_page(scene, enter, tom):
    text = enter(tom).get(reverse("staffing:my_allocations")).content.decode()
    assert "OWN-001" in text
    assert "FAR-001" not in text
