"""What does Postgres refuse about accounts, people and the record of acts?"""

import pytest
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import RestrictedError

from foundation.accounts.models import AuditEvent, AuditSeal, Person, User
from foundation.accounts.services import record
from tests.factories import core
from tests.refusals import refused_by, sql

pytestmark = pytest.mark.django_db


def test_an_address_belongs_to_one_account_whatever_its_case():
    User.objects.create(email="pam@example.org", password="!")
    with refused_by("user_email_once"):
        User.objects.bulk_create([User(email="PAM@Example.org", password="!")])


def test_the_manager_of_users_stores_addresses_in_lower_case_and_finds_them_in_any():
    made = User.objects.create_user("Pam@Example.ORG", "correct horse battery")
    assert made.email == "pam@example.org"
    assert User.objects.get_by_natural_key("PAM@example.org") == made
    assert made.check_password("correct horse battery")


def test_a_demo_account_never_has_a_password():
    user = User.objects.create(email="demo@example.org", password=UNUSABLE_PASSWORD_PREFIX, is_demo=True)
    with refused_by("user_demo_has_no_password"):
        User.objects.filter(pk=user.pk).update(password="pbkdf2_sha256$1$x$y")


def test_an_account_with_a_password_cannot_become_a_demo_account():
    user = User.objects.create_user("real@example.org", "correct horse battery")
    with refused_by("user_demo_has_no_password"):
        sql("UPDATE accounts_user SET is_demo = true WHERE id = %s", user.pk)


def test_an_address_belongs_to_one_person_whatever_its_case():
    Person.objects.create(name="Pam", email="pam@example.org")
    with refused_by("person_email_once"):
        Person.objects.create(name="Another Pam", email="Pam@example.org")


def test_a_person_has_a_name():
    somebody = core.person("Pam Porter")
    with refused_by("person_has_name"):
        Person.objects.filter(pk=somebody.pk).update(name="")


def test_an_account_of_a_person_cannot_be_deleted_under_her():
    somebody = core.person("Pam Porter")
    with pytest.raises(RestrictedError):
        somebody.user.delete()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditevent SET act = 'nothing'",
        "DELETE FROM accounts_auditevent",
        "TRUNCATE accounts_auditevent",
        "UPDATE accounts_auditevent SET act = act WHERE false",
    ],
)
def test_an_act_on_record_is_never_changed_or_removed(statement):
    somebody = core.person("Pam Porter")
    record("person.seen", somebody, by=somebody.user)
    with refused_by("append_only"):
        sql(statement)
    assert AuditEvent.objects.get().act == "person.seen"


def test_an_act_on_record_names_doer_object_and_project():
    project = core.project()
    somebody = core.person("Pam Porter")
    record("project.seen", project, by=somebody.user, project=project, was="draft")
    event = AuditEvent.objects.get()
    assert (event.actor, event.object_type, event.object_id) == (somebody.user, "projects.project", project.public_id)
    assert (event.project_id, event.details) == (project.public_id, {"was": "draft"})


@pytest.mark.parametrize("statement", ["UPDATE accounts_auditseal SET last = 9", "DELETE FROM accounts_auditseal"])
def test_the_append_only_seals_of_the_record_stay_as_they_are(statement):
    AuditSeal.objects.create(first=1, last=5, sha256="a" * 64)
    with refused_by("append_only"):
        sql(statement)


def test_a_seal_covers_its_events_from_first_to_last():
    with refused_by("audit_seal_covers_events"):
        AuditSeal.objects.create(first=6, last=5, sha256="a" * 64)
    AuditSeal.objects.create(first=5, last=5, sha256="a" * 64)
