"""Are people, rates and absences changed by the right roles, with each mistake told next to its field?"""

import pytest
from django.urls import reverse

from foundation.accounts.models import Person
from staffing.models import Absence, CostRate, Employment, ProjectRole
from tests.factories import core, staffing

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"staffing:{name}", args=args)


def test_a_person_is_added_and_employed(scene, enter, rita):
    browser = enter(rita)
    answer = browser.post(at("person_add"), {"name": "Bob Bell", "email": "bob@example.org", "unit": "IT"})
    bob = Person.objects.get(name="Bob Bell")
    assert answer.url == at("person_open", bob.public_id)
    body = {"role": scene.role.public_id, "calendar": core.calendar().public_id, "fte": "80", "first": "2026-03-02"}
    assert browser.post(at("person_employ", bob.public_id), body).url == answer.url
    text = browser.get(answer.url).content.decode()
    assert "80.0" in text
    assert browser.post(at("person_employ", bob.public_id), body).status_code == 422


def test_an_address_is_used_once(scene, enter, rita):
    answer = enter(rita).post(at("person_add"), {"name": "Bob", "email": scene.tom.email.upper()})
    assert answer.status_code == 422


def test_an_employment_is_changed_without_losing_an_edit(scene, enter, rita):
    row = scene.tom.employments.select_related("role", "calendar").get()
    body = {"role": row.role.public_id, "calendar": row.calendar.public_id, "fte": "50", "first": "2020-01-01",
            "row_version": row.row_version}  # fmt: skip
    assert enter(rita).post(at("employment_edit", row.public_id), body).status_code == 302
    assert enter(rita).post(at("employment_edit", row.public_id), body | {"fte": "60"}).status_code == 409
    row.refresh_from_db()
    assert row.fte == staffing.Decimal("0.5")


def test_the_list_finds_people_and_takes_the_same_queries(scene, enter, rita, django_assert_max_num_queries):
    browser = enter(rita)
    assert "Tom Tanaka" in browser.get(at("people_list"), {"q": "tanaka"}).content.decode()
    assert "Tom Tanaka" not in browser.get(at("people_list"), {"q": "nobody"}).content.decode()
    for _each in range(12):
        staffing.employment(core.person("Somebody"))
    with django_assert_max_num_queries(10):
        browser.get(at("people_list"))


def test_a_person_shows_only_allocations_of_projects_that_the_reader_sees(scene, enter, pam, rita, world):
    staffing.allocation(world.far, scene.tom, share="0.1")
    page = at("person_open", scene.tom.public_id)
    assert "FAR-001" in enter(rita).get(page).content.decode()
    assert "FAR-001" not in enter(pam).get(page).content.decode()


@pytest.mark.parametrize("who", ["pam", "paul", "finn", "tom", "ada"])
def test_nobody_else_changes_people(scene, enter, cast, who):
    browser = enter(getattr(cast, who))
    for address in (at("person_add"), at("person_employ", scene.tom.public_id), at("role_add"), at("absence_add")):
        assert browser.post(address, {"name": "X", "email": "x@example.org"}).status_code == 403
    assert (Person.objects.filter(name="X").count(), ProjectRole.objects.filter(name="X").count()) == (0, 0)


def test_finance_sets_the_rate_of_a_role_and_everybody_with_the_right_reads_it(scene, enter, finn, pam):
    body = {"amount": "95.50", "currency": "EUR", "first": "2026-03-02"}
    assert enter(finn).post(at("role_rate", scene.role.public_id), body).url == at("role_list")
    assert enter(finn).post(at("role_rate", scene.role.public_id), body).status_code == 422
    text = enter(pam).get(at("role_list")).content.decode()
    assert "95.50" in text
    assert "1 Mar 2026" in text  # the last day of the rate before
    assert "New rate" not in text


@pytest.mark.parametrize("amount", ["-1", "much", "1e99", "12345678901234"])
def test_a_wrong_amount_is_told(scene, enter, finn, amount):
    before = CostRate.objects.count()
    body = {"amount": amount, "currency": "EUR", "first": "2026-03-02"}
    assert enter(finn).post(at("role_rate", scene.role.public_id), body).status_code == 422
    assert CostRate.objects.count() == before


def test_finance_sets_the_rate_of_a_person_but_not_its_own(scene, enter, finn):
    staffing.employment(finn)
    body = {"amount": "120", "currency": "EUR", "first": "2026-03-02", "person": scene.tom.public_id}
    assert enter(finn).post(at("person_rate_set"), body).url == at("person_rates")
    assert enter(finn).post(at("person_rate_set"), body | {"person": finn.person.public_id}).status_code == 409


@pytest.mark.parametrize("who", ["pam", "paul", "sue", "eve", "rita", "tom", "stan", "ada", "adam"])
def test_nobody_else_sets_rates(scene, enter, cast, who):
    browser, before = enter(getattr(cast, who)), CostRate.objects.count()
    body = {"amount": "1", "currency": "EUR", "first": "2026-03-02", "person": scene.tom.public_id}
    for address in (at("role_rate", scene.role.public_id), at("person_rate_set")):
        assert browser.post(address, body).status_code == 403
    assert CostRate.objects.count() == before


def test_a_role_is_added_once(scene, enter, rita):
    assert enter(rita).post(at("role_add"), {"name": "Architect"}).status_code == 302
    assert enter(rita).post(at("role_add"), {"name": "Architect"}).status_code == 422


def test_the_resource_manager_plans_absences(scene, enter, rita):
    body = {"person": scene.tom.public_id, "first": "2026-03-02", "last": "2026-03-03", "kind": "sick"}
    assert enter(rita).post(at("absence_add"), body).status_code == 302
    assert enter(rita).post(at("absence_add"), body).status_code == 422
    row = Absence.objects.get()
    assert enter(rita).post(at("absence_remove", row.public_id)).status_code == 302
    assert not Absence.objects.exists()


def test_a_manager_sees_who_of_his_people_is_away_and_nobody_else(scene, enter, pam, rita):
    staffing.absence(scene.tom, scene.today, scene.today)
    staffing.absence(core.person("Far Away"), scene.today, scene.today)
    text = enter(pam).get(at("absence_list")).content.decode()
    assert "Tom Tanaka" in text
    assert "Far Away" not in text
    assert "Take back" not in text
    assert "Far Away" in enter(rita).get(at("absence_list")).content.decode()
    row = scene.tom.absences.get()
    assert enter(pam).post(at("absence_remove", row.public_id)).status_code == 403


def test_the_home_takes_at_most_twenty_queries_for_few_and_many(
    scene, enter, rita, world, django_assert_max_num_queries
):
    browser = enter(rita)
    browser.get(at("home"))
    for count in (2, 10):
        for _each in range(count):
            staffing.worker(world.own)
            staffing.allocation(world.own, state="requested")
        with django_assert_max_num_queries(20):
            browser.get(at("home"), {"months": "12"})
    assert browser.get(at("home"), {"months": "7"}).status_code == 400
    assert Employment.objects.count() == 13


def test_the_home_says_who_is_short_and_what_is_asked_for(scene, enter, rita, pam):
    text = enter(rita).get(at("home")).content.decode()
    assert "Developer" in text
    assert "nobody yet" in text
    assert 'href="/figures/all/staffing.free:' in text
    assert "People" in enter(pam).get(at("home")).content.decode()
