"""What does the page of one's own week make of tasks that nobody offered?"""

import uuid

import pytest

from staffing.models import TimesheetLine
from tests.factories import plan

pytestmark = pytest.mark.django_db
MINE = "/my/time/"
ODD = (
    "",
    "x",
    "1",
    "-1",
    "None",
    "{}",
    "' OR 1=1",
    "\u0663",
    "00000000-0000-0000-0000-00000000000g",
    "../..",
    "a" * 5_000,
)


@pytest.mark.parametrize("htmx", [False, True])
def test_a_made_up_task_is_passed_over_and_the_real_one_stays(scene, enter, tom, htmx):
    browser = enter(tom, htmx=htmx)
    keys = [*ODD, str(uuid.uuid4()), str(scene.task.public_id), str(scene.other.public_id)]
    answer = browser.get(MINE, {"week": scene.week.isoformat(), "task": keys})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count(f"h-{scene.task.public_id.hex}-") >= 7
    assert scene.other.public_id.hex not in page
    assert "OR 1=1" not in page


def test_the_same_task_many_times_is_one_row_and_no_address_makes_the_page_endless(scene, enter, tom, world):
    tasks = [scene.task, *(plan.task(world.own, f"Task {number}") for number in range(60))]
    browser, week = enter(tom), scene.week.isoformat()
    once = browser.get(MINE, {"week": week, "task": str(scene.task.public_id)}).content.decode()
    often = browser.get(MINE, {"week": week, "task": [str(scene.task.public_id)] * 40}).content.decode()
    assert often.count(f"h-{scene.task.public_id.hex}-") == once.count(f"h-{scene.task.public_id.hex}-")
    full = browser.get(MINE, {"week": week, "task": [str(task.public_id) for task in tasks]}).content.decode()
    rows = sum(f'name="h-{task.public_id.hex}-{week}"' in full for task in tasks)
    assert rows == 50


def test_a_made_up_task_in_a_body_is_not_saved(scene, enter, tom):
    body = {"week": scene.week.isoformat(), "task": "x", f"h-{uuid.uuid4().hex}-{scene.week}": "8"}
    assert enter(tom).post(MINE, body).status_code == 400
    assert not TimesheetLine.objects.exists()
