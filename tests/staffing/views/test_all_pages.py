"""Does every page of staffing open for whom it is meant, and for nobody else? And does no page leak a rate?"""

import re

import pytest
from django.urls import reverse

from tests.factories import core, staffing
from tests.staffing.conftest import CANARY

pytestmark = pytest.mark.django_db

EVERYBODY = {"pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe"}
STAFF = {"pam", "paul", "sue", "eve", "finn", "rita", "ada"}
# address: who may open it
ANYWHERE = {
    "home": STAFF,
    "people_list": {"pam", "paul", "rita", "finn", "ada"},
    "person_add": {"rita"},
    "role_list": STAFF,
    "person_rates": {"finn"},
    "person_rate_set": {"finn"},
    "absence_list": {"pam", "rita"},
    "absence_add": {"rita"},
    "my_absences": {"tom"},
    "my_allocations": {"tom"},
    "my_time": {"tom"},
    "line_list": {"pam"},
    "approval_list": {"rita"},
    "time_report": {"finn", "ada"},
    "entry_list": {"finn", "ada"},
}
OF_PROJECT = {
    "team": STAFF,
    "panel": STAFF,
    "allocation_request": {"pam"},
    "project_time": {"pam"},
}


@pytest.fixture
def pages(scene, world):
    """Every page that can be read: {address: who may}."""
    sheet = staffing.sheet(scene.tom, scene.week, state="submitted")
    staffing.line(sheet, scene.task, 450)
    staffing.absence(scene.tom, scene.today, scene.today, note="knee")
    staffing.approved(world.own, core.person("Bob"), week=scene.week)
    found = {reverse(f"staffing:{name}"): who for name, who in ANYWHERE.items()}
    found |= {reverse(f"staffing:{name}", args=[world.own.public_id]): who for name, who in OF_PROJECT.items()}
    one = [world.own.public_id, scene.asked.public_id]
    return found | {
        reverse("staffing:allocation_open", args=one): STAFF,
        reverse("staffing:person_open", args=[scene.tom.public_id]): ANYWHERE["people_list"],
        reverse("staffing:person_employ", args=[scene.tom.public_id]): {"rita"},
        reverse("staffing:employment_edit", args=[scene.tom.employments.get().public_id]): {"rita"},
        reverse("staffing:role_rate", args=[scene.role.public_id]): {"finn"},
        reverse("staffing:sheet_open", args=[sheet.public_id]): {"rita"},
    }


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "piece"])
def test_each_page_opens_for_whom_it_is_meant_and_for_nobody_else(pages, cast, enter, htmx):
    for who in sorted(EVERYBODY):
        browser = enter(getattr(cast, who), htmx=htmx)
        for address, allowed in pages.items():
            status = browser.get(address).status_code
            missing = address.startswith("/projects/") and who in {"adam", "zoe"}
            assert status == (200 if who in allowed else 404 if missing else 403), (who, address)


def test_the_team_of_a_project_that_one_does_not_see_does_not_exist(cast, enter, world, scene):
    for name in OF_PROJECT:
        assert enter(cast.pam).get(reverse(f"staffing:{name}", args=[world.far.public_id])).status_code == 404


def test_nobody_gets_in_without_signing_in(pages, client):
    for address in pages:
        assert client.get(address).status_code == 302


def leaks(pages, cast, enter, *secrets):
    """{who: pages that he may open and that say one of the secrets}."""
    found = {}
    for who in sorted(EVERYBODY):
        browser = enter(getattr(cast, who))
        for address in (address for address, allowed in pages.items() if who in allowed):
            body = browser.get(address).content.decode().replace(",", "")
            if any(secret in body for secret in secrets):
                found.setdefault(who, []).append(address)
    return found


@pytest.mark.attack
def test_a04_the_rate_of_a_person_is_on_no_page_but_that_of_finance(pages, cast, enter):
    assert leaks(pages, cast, enter, CANARY, "7777") == {"finn": [reverse("staffing:person_rates")]}


def test_the_kind_and_note_of_an_absence_are_read_by_the_resource_manager_only(pages, cast, enter):
    assert leaks(pages, cast, enter, "knee") == {
        "rita": [reverse("staffing:absence_list")],
        "tom": [reverse("staffing:my_absences")],
    }
    assert "away" in enter(cast.pam).get(reverse("staffing:absence_list")).content.decode()


def test_every_figure_of_every_page_opens_down_to_its_leaves(pages, cast, enter):
    """Each link of class figure answers, and so do those on the page that it opens."""
    for who in ("pam", "rita", "finn", "tom", "ada"):
        browser, seen = enter(getattr(cast, who)), set()
        waiting = [address for address, allowed in pages.items() if who in allowed]
        while waiting:
            address = waiting.pop()
            answer = browser.get(address)
            assert answer.status_code == 200, (who, address)
            found = set(re.findall(r'class="figure[^"]*" href="([^"]+)"', answer.content.decode()))
            if address.startswith("/figures/"):
                leaves = re.findall(r'<ul class="inputs">(.*?)</ul>', answer.content.decode(), re.DOTALL)
                found |= {a.replace("&amp;", "&") for a in re.findall(r'<a href="(/[^"]+)"', "".join(leaves))}
            waiting += sorted(found - seen)
            seen |= found
        assert seen
