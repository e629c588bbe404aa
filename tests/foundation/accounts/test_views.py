"""Who comes in, who goes out, and whose bell rings?"""

import datetime as dt

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone

from foundation.accounts import queries
from foundation.accounts.backends import PersonBackend
from foundation.accounts.models import Notification, User
from foundation.accounts.rights import RIGHTS, Permission, Role
from foundation.accounts.services import notify
from tests.factories import core
from tests.refusals import refused_by

pytestmark = pytest.mark.django_db
SIGN_IN, BELL, READ = "/sign-in/", "/bell/", "/bell/read/"
PASSWORD = "correct horse battery staple"


@pytest.fixture
def una(world):
    person = core.person("Una User")
    person.user.set_password(PASSWORD)
    person.user.save()
    return person.user


@pytest.fixture
def demo(world):
    """An account that one click signs in."""
    person = core.person("Dora Demo", unit="Portfolio office")
    User.objects.filter(pk=person.user.pk).update(is_demo=True)
    return User.objects.get(pk=person.user.pk)


def signed_in(client):
    return "_auth_user_id" in client.session


# ── by password ─────────────────────────────────────────────────────────────────────────────────


def test_the_address_is_read_without_capitals_and_the_password_with(una):
    backend = PersonBackend()
    assert backend.authenticate(None, una.email.upper(), PASSWORD) == una
    assert backend.authenticate(None, una.email, PASSWORD.upper()) is None


@pytest.mark.parametrize(
    ("name", "password"), [("", PASSWORD), (None, PASSWORD), ("una", ""), ("una", None), ("nobody@example.org", "x")]
)
def test_without_name_or_password_nobody_is_meant(una, name, password):
    assert PersonBackend().authenticate(None, name, password) is None


def test_a_name_that_is_known_and_one_that_is_not_cost_the_same_work(una, monkeypatch):
    """The slow step is the hash of the password: one for each, or the time would tell who has an account."""
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append("unknown"))
    monkeypatch.setattr(User, "check_password", lambda self, raw: hashed.append("known") or False)
    PersonBackend().authenticate(None, una.email, "x")
    PersonBackend().authenticate(None, "nobody@example.org", "x")
    assert hashed == ["known", "unknown"]


def test_who_has_left_does_not_come_in_and_an_open_session_ends(una, client):
    client.force_login(una, backend="foundation.accounts.backends.PersonBackend")
    assert client.get(BELL).status_code == 200
    User.objects.filter(pk=una.pk).update(is_active=False)
    assert PersonBackend().authenticate(None, una.email, PASSWORD) is None
    assert PersonBackend().get_user(una.pk) is None
    assert client.get(BELL).status_code == 302


def test_a_demo_account_has_no_password_even_if_somebody_gave_it_one(demo):
    with refused_by("user_demo_has_no_password"):
        User.objects.filter(pk=demo.pk).update(password=make_password(PASSWORD))
    demo.password = "!"
    assert not demo.check_password("!")
    assert PersonBackend().authenticate(None, demo.email, PASSWORD) is None


def test_who_is_inside_already_is_led_on(una, enter):
    told = enter(una).get(SIGN_IN)
    assert (told.status_code, told.url) == (302, "/")


# ── by one click, in the demo ───────────────────────────────────────────────────────────────────


def test_outside_the_demo_no_account_is_offered_and_the_address_is_a_missing_page(demo, client, settings):
    settings.PLUMBLINE_DEMO = False
    assert "Dora Demo" not in client.get(SIGN_IN).content.decode()
    assert client.post(reverse("accounts:demo_sign_in", args=[demo.public_id])).status_code == 404
    assert not signed_in(client)


def test_in_the_demo_one_click_signs_in(demo, client, settings):
    settings.PLUMBLINE_DEMO = True
    page = client.get(SIGN_IN).content.decode()
    address = reverse("accounts:demo_sign_in", args=[demo.public_id])
    assert address in page
    assert "Portfolio office" in page
    told = client.post(address)
    assert (told.status_code, told.url) == (302, reverse(settings.LOGIN_REDIRECT_URL))
    assert signed_in(client)


def test_in_the_demo_no_click_signs_in_as_somebody_real_or_somebody_who_left(una, demo, client, settings):
    settings.PLUMBLINE_DEMO = True
    assert client.post(reverse("accounts:demo_sign_in", args=[una.public_id])).status_code == 404
    assert client.get(reverse("accounts:demo_sign_in", args=[demo.public_id])).status_code == 405
    User.objects.filter(pk=demo.pk).update(is_active=False)
    assert client.post(reverse("accounts:demo_sign_in", args=[demo.public_id])).status_code == 404
    assert not signed_in(client)


def test_one_goes_out_by_a_button_and_not_by_a_link(una, enter):
    browser = enter(una)
    assert browser.get("/sign-out/").status_code == 405
    assert signed_in(browser)
    assert browser.post("/sign-out/").url == SIGN_IN
    assert not signed_in(browser)
    assert browser.post("/sign-out/").url == SIGN_IN, "to go out twice does no harm"


# ── the bell ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("htmx", [False, True])
def test_everybody_hears_his_own_bell_only(cast, enter, htmx):
    notify([cast.pam, cast.tom], "The plan <b>moved</b>.", address="/projects/")
    notify([cast.zoe], "For Zoe alone")
    page = enter(cast.pam, htmx=htmx).get(BELL).content.decode()
    assert '<a href="/projects/">The plan &lt;b&gt;moved&lt;/b&gt;.</a>' in page
    assert "For Zoe alone" not in page
    assert page.count("New:") == 1
    assert "Nothing has rung yet" in enter(cast.sue, htmx=htmx).get(BELL).content.decode()


def test_reading_is_a_button_and_leaves_what_was_read_before_and_the_bells_of_others(cast, enter):
    early = timezone.now() - dt.timedelta(days=3)
    notify([cast.pam, cast.tom], "One")
    Notification.objects.create(user=cast.pam, text="Before", read_at=early)
    browser = enter(cast.pam)
    assert browser.get(READ).status_code == 405
    assert queries.unread_count(cast.pam) == 1
    assert browser.post(READ).url == BELL
    assert (queries.unread_count(cast.pam), queries.unread_count(cast.tom)) == (0, 1)
    assert Notification.objects.get(text="Before").read_at == early
    assert "New:" not in browser.get(BELL).content.decode()


def test_a_stranger_has_no_bell(client):
    for address, ask in ((BELL, client.get), (READ, client.post)):
        assert ask(address).url.startswith(SIGN_IN)


def test_the_newest_hundred_lines_are_shown_and_a_full_bell_costs_no_more(pam, enter, django_assert_max_num_queries):
    browser = enter(pam)
    notify([pam], "Line 0")
    browser.get(BELL)
    with django_assert_max_num_queries(40) as few:
        browser.get(BELL)
    Notification.objects.bulk_create(Notification(user=pam, text=f"Line {number}") for number in range(1, 150))
    with django_assert_max_num_queries(len(few)):
        page = browser.get(BELL).content.decode()
    assert page.count("<li") >= 100
    assert "Line 149<" in page
    assert "Line 50<" in page
    assert "Line 49<" not in page
    assert PersonBackend().get_user(pam.pk).unread == 150


# ── the one table of rights ─────────────────────────────────────────────────────────────────────


def test_every_role_stands_in_the_table_and_every_right_is_somebody_s():
    assert set(RIGHTS) == set(Role)
    held = set().union(*RIGHTS.values())
    assert held <= set(Permission)
    assert {right for right in Permission if right not in held} == set()
