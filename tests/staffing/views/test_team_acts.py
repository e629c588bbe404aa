"""Does the team page ask, propose, confirm, decline, allow and release: for the right role, with every refusal told?"""

import datetime as dt

import pytest
from django.urls import reverse

from staffing.models import Allocation
from tests.factories import core, staffing

pytestmark = pytest.mark.django_db
ACTS = ("propose", "confirm", "decline", "allow", "end")


def act(name, row):
    return reverse(f"staffing:allocation_{name}", args=[row.project.public_id, row.public_id])


@pytest.fixture
def ann(scene):
    person = core.person("Ann Ash")
    staffing.employment(person, of=scene.role)
    return person


def asked(scene, **fields):
    return {"role": scene.role.public_id, "first": "2026-03-02", "last": "2026-03-31", "share": "50", **fields}


def test_the_manager_asks_for_somebody(scene, world, enter, pam):
    address = reverse("staffing:allocation_request", args=[world.own.public_id])
    answer = enter(pam).post(address, asked(scene, note="Knows search"))
    assert answer.url == reverse("staffing:team", args=[world.own.public_id])
    row = Allocation.objects.latest("pk")
    assert (row.share, row.days, row.created_by, row.note) == (
        dt.timedelta(hours=1) / dt.timedelta(hours=2), staffing.days(dt.date(2026, 3, 2), dt.date(2026, 3, 31)),
        pam, "Knows search",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"share": "0"}, "greater than or equal to 0.01"),
        ({"share": "100.01"}, "less than or equal to 100"),
        ({"share": "half"}, "Enter a number"),
        ({"last": "2026-03-01"}, "before the first"),
        ({"first": "soon"}, "valid date"),
        ({"role": "2957f9a6-cd4b-4cb7-952a-3db9d1c3a025"}, "valid choice"),
        ({"role": "x"}, "not a valid UUID"),
        ({"note": "x" * 301}, "at most 300"),
    ],
)
def test_a_wrong_request_is_told_next_to_its_field(scene, world, enter, pam, wrong, told):
    before = Allocation.objects.count()
    answer = enter(pam).post(reverse("staffing:allocation_request", args=[world.own.public_id]), asked(scene, **wrong))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert Allocation.objects.count() == before


def test_the_resource_manager_proposes_and_confirms(scene, enter, rita, ann):
    browser = enter(rita)
    body = {"propose-person": ann.public_id, "propose-first": "2026-03-02", "propose-last": "2026-03-31",
            "propose-share": "12.5", "propose-row_version": scene.asked.row_version}  # fmt: skip
    page = reverse("staffing:allocation_open", args=[scene.asked.project.public_id, scene.asked.public_id])
    assert browser.post(act("propose", scene.asked), body).url == page
    assert 'value="12.5"' in browser.get(page).content.decode()
    assert browser.post(act("confirm", scene.asked)).url == page
    scene.asked.refresh_from_db()
    assert (scene.asked.state, scene.asked.person) == ("confirmed", ann)
    assert browser.post(act("end", scene.asked), {"end-last": "2026-03-05"}).url == page
    scene.asked.refresh_from_db()
    assert scene.asked.state == "ended"


def test_a_share_stands_in_its_box_as_people_write_it(scene, enter, rita):
    page = reverse("staffing:allocation_open", args=[scene.asked.project.public_id, scene.asked.public_id])
    assert 'value="50"' in enter(rita).get(page).content.decode()


def test_a_booking_beyond_the_whole_is_refused_on_the_page_with_day_and_load(scene, enter, rita, world, pam):
    row = staffing.allocation(world.own, scene.tom, of=scene.role, share="0.5", state="tentative", created_by=pam)
    answer = enter(rita).post(act("confirm", row))
    assert answer.status_code == 422
    assert "Tom Tanaka would be booked for 110 % on 1 Jan 2020" in answer.content.decode()
    assert enter(rita).post(act("allow", row), {"allow-reason": "Go live"}).status_code == 302
    assert enter(rita).post(act("confirm", row)).status_code == 302
    team = enter(pam).get(reverse("staffing:team", args=[world.own.public_id])).content.decode()
    assert "may pass 100 %: Go live" in team


def test_declining_needs_a_reason_and_shows_it(scene, enter, rita):
    answer = enter(rita).post(act("decline", scene.asked), {"decline-reason": ""})
    assert answer.status_code == 422
    answer = enter(rita).post(act("decline", scene.asked), {"decline-reason": "Everybody is busy"}, follow=True)
    assert "Everybody is busy" in answer.content.decode()


def test_an_edit_of_somebody_else_is_not_overwritten(scene, enter, rita, ann):
    Allocation.objects.filter(pk=scene.asked.pk).update(note="changed meanwhile")
    body = {"propose-person": ann.public_id, "propose-first": "2026-03-02", "propose-last": "2026-03-31",
            "propose-share": "50", "propose-row_version": scene.asked.row_version}  # fmt: skip
    assert enter(rita).post(act("propose", scene.asked), body).status_code == 409


def test_a_step_that_the_state_does_not_allow_is_a_conflict(scene, enter, rita):
    assert enter(rita).post(act("confirm", scene.asked)).status_code == 409
    assert enter(rita).post(act("end", scene.asked), {"end-last": "2026-03-05"}).status_code == 409


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("who", ["pam", "paul", "sue", "eve", "finn", "tom", "stan", "ada"])
def test_nobody_else_answers_requests(scene, enter, cast, name, who):
    assert enter(getattr(cast, who)).post(act(name, scene.asked)).status_code == 403
    scene.asked.refresh_from_db()
    assert scene.asked.state == "requested"


@pytest.mark.parametrize("name", ACTS)
def test_an_allocation_of_another_project_is_not_found(scene, enter, rita, world, name):
    address = reverse(f"staffing:allocation_{name}", args=[world.own.public_id, scene.hidden.public_id])
    assert enter(rita).post(address).status_code == 404
    assert enter(rita).get(act(name, scene.asked)).status_code == 405


def test_the_team_page_takes_the_same_queries_for_few_and_many(scene, enter, pam, world, django_assert_max_num_queries):
    browser, address = enter(pam), reverse("staffing:team", args=[world.own.public_id])
    browser.get(address)
    for count in (1, 12):
        for _each in range(count):
            staffing.worker(world.own)
        with django_assert_max_num_queries(20):
            browser.get(address)


def test_the_panel_names_who_is_still_asked_for(scene, enter, pam, world):
    text = enter(pam).get(reverse("staffing:panel", args=[world.own.public_id])).content.decode()
    assert "Developer" in text
    assert "requested" in text
    assert reverse("staffing:team", args=[world.own.public_id]) in text
