"""How does the administrator open and close accounts and give wide roles, and what may even he not do?"""

import re

import pytest
from django.urls import reverse

from foundation.accounts.models import AuditEvent, Person, User
from foundation.accounts.rights import Role
from projects.models import RoleAssignment
from tests.factories import core

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("projects:people"), reverse("projects:person_add")
OPEN, CLOSE = {"active": "yes"}, {"active": "no"}
NEW = {"name": "Nina New", "email": "nina@example.org", "unit": "IT", "zone": "Europe/Paris"}


def at(name, person, *rows):
    return reverse(f"projects:{name}", args=[person.public_id, *(row.public_id for row in rows)])


def wide(person):
    rows = RoleAssignment.objects.filter(person=person, project=None, days__upper_inf=True)
    return {(row.role, row.portfolio_id) for row in rows}


@pytest.mark.parametrize("who", ["pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "zoe"])
def test_nobody_else_sees_or_changes_people(cast, enter, world, who):
    client, tom = enter(getattr(cast, who)), cast.tom.person
    for url in (LIST, ADD, at("person", tom)):
        assert client.get(url).status_code == 403
    for name in ("person", "person_link", "person_active", "person_grant"):
        assert client.post(at(name, tom), {"role": "administrator"}).status_code == 403
    assert User.objects.get(pk=cast.tom.pk).is_active
    assert wide(tom) == set()


def test_the_list_finds_people_by_name_and_account(cast, enter, world):
    client = enter(cast.adam)
    page = client.get(LIST).content.decode()
    assert "Pam Porter" in page and "Project manager" in page
    assert "Pam Porter" not in client.get(f"{LIST}?text=tanaka").content.decode()
    assert "Pam Porter" not in client.get(f"{LIST}?account_is=closed").content.decode()


def link_in(answer):
    return re.search(r"http://testserver(/password/[^<]+)</code>", answer.content.decode())[1]


def test_a_new_person_sets_a_password_by_a_link_that_works_once(cast, enter, world, client):
    answer = enter(cast.adam).post(ADD, NEW)
    assert answer.status_code == 200
    person = Person.objects.get(email="nina@example.org")
    assert not person.user.has_usable_password()
    link = link_in(answer)
    form = client.get(link, follow=True)
    password = {"new_password1": "correct horse battery", "new_password2": "correct horse battery"}
    assert client.post(form.redirect_chain[-1][0], password).status_code == 302
    person.user.refresh_from_db()
    assert person.user.check_password("correct horse battery")
    assert "has been used" in client.get(link, follow=True).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"email": "nobody"}, {"email": ""}, {"zone": "Mars/Phobos"}, {"email": "NINA@example.org"}],
)
def test_a_wrong_person_gets_a_message_and_no_account(cast, enter, world, wrong):
    if wrong.get("email") == "NINA@example.org":
        Person.objects.create(name="Old Nina", email="nina@example.org")
    before = User.objects.count()
    assert enter(cast.adam).post(ADD, {**NEW, **wrong}).status_code == 422
    assert User.objects.count() == before


def test_a_closed_account_is_dead_at_the_next_request(cast, enter, world):
    client = enter(cast.tom)
    page = reverse("projects:governance", args=[world.own.public_id])
    assert client.get(page).status_code == 200
    assert enter(cast.adam).post(at("person_active", cast.tom.person), CLOSE).status_code == 302
    assert client.get(page).status_code == 302
    assert enter(cast.adam).post(at("person_active", cast.tom.person), OPEN).status_code == 302
    assert User.objects.get(pk=cast.tom.pk).is_active


@pytest.mark.parametrize(("body", "is_open"), [(CLOSE, False), (OPEN, True)])
def test_an_account_is_closed_or_opened_however_often_it_is_sent(cast, enter, world, body, is_open):
    """Two administrators who close one account at the same moment do not open it again between them."""
    User.objects.filter(pk=cast.tom.pk).update(is_active=not is_open)
    for _turn in range(2):
        assert enter(cast.adam).post(at("person_active", cast.tom.person), body).status_code == 302
        assert User.objects.get(pk=cast.tom.pk).is_active is is_open


@pytest.mark.parametrize("body", [{}, {"active": ""}, {"active": "perhaps"}, {"active": "True"}])
def test_a_body_that_does_not_say_open_or_closed_changes_nothing(cast, enter, world, body):
    assert enter(cast.adam).post(at("person_active", cast.tom.person), body).status_code == 400
    assert User.objects.get(pk=cast.tom.pk).is_active


def test_a_body_that_says_more_than_open_or_closed_is_refused_by_name(cast, enter, world):
    answer = enter(cast.adam).post(at("person_active", cast.tom.person), {**CLOSE, "is_staff": "1"})
    assert answer.status_code == 400 and "is_staff" in answer.content.decode()
    assert User.objects.get(pk=cast.tom.pk).is_active


def test_the_page_offers_the_one_that_is_not_so(cast, enter, world):
    page, adam = at("person", cast.tom.person), enter(cast.adam)
    assert 'name="active" value="no"' in adam.get(page).content.decode()
    adam.post(at("person_active", cast.tom.person), CLOSE)
    assert 'name="active" value="yes"' in adam.get(page).content.decode()


@pytest.mark.attack
def test_a10_a_link_dies_with_the_account(cast, enter, world, client):
    adam = enter(cast.adam)
    link = link_in(adam.post(at("person_link", cast.tom.person)))
    adam.post(at("person_active", cast.tom.person), CLOSE)
    assert "has been used" in client.get(link, follow=True).content.decode()
    assert adam.post(at("person_link", cast.tom.person)).status_code == 404


def test_a_link_made_stands_in_the_log_but_not_what_it_says(cast, enter, world):
    link = link_in(enter(cast.adam).post(at("person_link", cast.tom.person)))
    event = AuditEvent.objects.get(act="person.link_made")
    assert link.split("/")[-2] not in str(event.details)


def test_a_wide_role_holds_in_the_organisation_or_one_portfolio(cast, enter, world):
    tom, client = cast.tom.person, enter(cast.adam)
    assert client.post(at("person_grant", tom), {"role": "finance"}).status_code == 302
    body = {"role": "executive", "portfolio": world.portfolio.public_id}
    assert client.post(at("person_grant", tom), body).status_code == 302
    assert wide(tom) == {("finance", None), ("executive", world.portfolio.pk)}
    row = RoleAssignment.objects.get(person=tom, role="executive")
    assert client.post(at("person_revoke", tom, row)).status_code == 302
    assert wide(tom) == {("finance", None)}


def test_an_administrator_serves_the_whole_organisation(cast, enter, world):
    body = {"role": "administrator", "portfolio": world.portfolio.public_id}
    assert enter(cast.adam).post(at("person_grant", cast.tom.person), body).status_code == 422


@pytest.mark.attack
@pytest.mark.parametrize("role", ["finance", "portfolio_manager", "auditor"])
def test_a06_an_administrator_gives_himself_nothing(cast, enter, world, role):
    answer = enter(cast.adam).post(at("person_grant", cast.adam.person), {"role": role})
    assert answer.status_code == 422
    assert wide(cast.adam.person) == {("administrator", None)}
    assert AuditEvent.objects.filter(act="role.refused", actor=cast.adam).count() == 1


@pytest.mark.attack
def test_a06_an_administrator_neither_removes_nor_locks_himself(cast, enter, world):
    client, adam = enter(cast.adam), cast.adam.person
    assert client.post(at("person_active", adam), CLOSE).status_code == 422
    assert client.post(at("person_revoke", adam, RoleAssignment.objects.get(person=adam))).status_code == 422
    assert User.objects.get(pk=cast.adam.pk).is_active
    assert AuditEvent.objects.filter(act="role.refused", actor=cast.adam).count() == 2


@pytest.mark.attack
def test_a06_the_last_administrator_cannot_be_removed_by_another_hand(cast, enter, world):
    """Bea's role ends today at midnight for the database, yet her open page may still post."""
    bea = core.person("Bea Backup")
    backup = core.role(bea, Role.ADMINISTRATOR)
    client, adam = enter(bea.user), cast.adam.person
    for body in (CLOSE, OPEN):
        assert client.post(at("person_active", adam), body).status_code == 302
    own = RoleAssignment.objects.get(person=adam)
    assert client.post(at("person_revoke", adam, own)).status_code == 302
    assert RoleAssignment.objects.get(pk=backup.pk).days.upper is None
    core.role(cast.adam, Role.ADMINISTRATOR, portfolio=world.portfolio)
    answer = enter(cast.adam).post(at("person_active", bea), CLOSE)
    assert answer.status_code == 422
    assert "One administrator stays" in answer.content.decode()
    assert User.objects.get(pk=bea.user_id).is_active
    assert enter(cast.adam).post(at("person_revoke", bea, backup)).status_code == 422


@pytest.mark.attack
@pytest.mark.parametrize("slipped", ["user", "is_active", "email", "archived_at", "created_by", "password"])
def test_a07_the_form_of_a_person_takes_no_other_field(cast, enter, world, slipped):
    tom = cast.tom.person
    body = {"name": "Tom", "unit": "", "row_version": tom.row_version, slipped: "1"}
    assert enter(cast.adam).post(at("person", tom), body).status_code == 400
    tom.refresh_from_db()
    assert tom.name == "Tom Tanaka"


def test_a_person_is_renamed(cast, enter, world):
    tom = cast.tom.person
    body = {"name": "Tomoko Tanaka", "unit": "Web", "row_version": tom.row_version}
    assert enter(cast.adam).post(at("person", tom), body).status_code == 302
    tom.refresh_from_db()
    assert (tom.name, tom.unit) == ("Tomoko Tanaka", "Web")


@pytest.mark.attack
def test_the_administrator_learns_no_project_by_its_name(cast, enter, world):
    page = enter(cast.adam).get(at("person", cast.tom.person)).content.decode()
    assert "one project" in page
    assert "Intranet refresh" not in page


def test_a_demo_account_gets_no_password(cast, enter, world):
    User.objects.filter(pk=cast.tom.pk).update(is_demo=True, password="!")
    assert enter(cast.adam).post(at("person_link", cast.tom.person)).status_code == 404
