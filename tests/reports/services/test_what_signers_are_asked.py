"""A bell asks for a signature until it is given or not needed any more; never afterwards."""

import pytest

from foundation.accounts.models import Notification
from foundation.accounts.services import notify, withdraw
from reports import services
from tests.factories import money, reports

ASKS = "A report waits for your signature"


@pytest.fixture
def asked(world, cast):
    """A report that was sent to the manager and to finance."""
    money.approved(world.own, 1000)
    return services.start_signing(reports.to_sign(world.own, cast.pam), by=cast.pam)


def bells():
    """Who is asked to sign, by first name."""
    rows = Notification.objects.filter(text__startswith=ASKS).select_related("user__person")
    return {row.user.person.name.split()[0] for row in rows}


def sign(document, role, by):
    return services.sign(document, slot=document.slots.get(role=role), by=by, at=reports.NOON)


def test_everybody_who_may_sign_is_asked(asked):
    assert {"Pam", "Finn"} <= bells()


def test_who_has_signed_is_asked_no_more_and_the_others_still_are(asked, cast):
    before = bells()
    sign(asked, "project_manager", cast.pam)
    assert bells() == before - {"Pam"}


def test_after_the_last_signature_nobody_is_asked(asked, cast):
    sign(asked, "project_manager", cast.pam)
    sign(asked, "finance", cast.finn)
    assert bells() == set()


def test_a_report_that_was_rejected_asks_nobody_and_its_author_hears_why(asked, cast):
    services.reject(asked, by=cast.finn, reason="A figure is wrong")
    assert bells() == set()
    assert Notification.objects.filter(user=cast.pam, text__contains="A figure is wrong").exists()


def test_another_report_of_the_same_project_still_asks(asked, world, cast):
    services.start_signing(reports.to_sign(world.own, cast.pam), by=cast.pam)
    sign(asked, "project_manager", cast.pam)
    sign(asked, "finance", cast.finn)
    assert {"Pam", "Finn"} <= bells()


def test_a_page_of_news_does_not_show_what_was_withdrawn(asked, cast, enter):
    assert ASKS in enter(cast.pam).get("/bell/").content.decode()
    sign(asked, "project_manager", cast.pam)
    assert ASKS not in enter(cast.pam).get("/bell/").content.decode()


def test_other_news_of_the_same_address_stay(cast):
    notify([cast.pam, cast.finn], "asked", address="/there/")
    notify([cast.pam], "told", address="/there/")
    notify([cast.pam], "asked", address="/elsewhere/")
    withdraw("asked", address="/there/", users=[cast.finn])
    assert Notification.objects.count() == 3
    withdraw("asked", address="/there/")
    assert set(Notification.objects.values_list("text", "address")) == {("told", "/there/"), ("asked", "/elsewhere/")}
