"""What does a stranger try at the door: the sign-in, the session, the host, the headers, the page of an error?"""

import pytest
from django.conf import settings as configured
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from django.urls import reverse

from foundation.accounts.models import User
from tests.attacks.sheets import address, guests, of_each
from tests.attacks.site import chunks, of_scope
from tests.factories import core
from tests.unwatched import unwatched

pytestmark = [pytest.mark.attack, pytest.mark.django_db]
SIGN_IN, PASSWORD = "/sign-in/", "correct horse battery staple"
INSIDE = of_scope("project", "portfolio", "anywhere", "signed_in")


@pytest.fixture
def una(world):
    """Una has a password and the role of a project manager."""
    person = core.person("Una User")
    person.user.set_password(PASSWORD)
    person.user.save()
    core.role(person, "project_manager", project=world.own)
    return person.user


def knock(client, user, password=PASSWORD, **extra):
    email = user if isinstance(user, str) else user.email
    return client.post(SIGN_IN, {"username": email, "password": password, **extra})


# ── where one goes after signing in ─────────────────────────────────────────────────────────────

ELSEWHERE = (
    "//evil.example", "https://evil.example", "https:evil.example", "\\\\evil.example", "/\\evil.example",
    "/\t/evil.example", "http:///evil.example", "javascript:alert(1)", "//127.0.0.1:1@evil.example", "\n//evil.example",
)  # fmt: skip


@pytest.mark.parametrize("place", ELSEWHERE)
def test_the_sign_in_leads_to_no_other_site(place, una, client):
    answer = knock(client, una, next=place)
    assert (answer.status_code, answer.url) == (302, "/")


def test_the_sign_in_leads_to_the_page_that_was_asked_for(una, client, world):
    wanted = reverse("projects:plan", args=[world.own.public_id])
    assert knock(client, una, next=wanted).url == wanted


# ── sessions ────────────────────────────────────────────────────────────────────────────────────


def test_a_session_that_was_planted_before_is_not_the_one_that_is_signed_in(una, client):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key
    client.cookies[configured.SESSION_COOKIE_NAME] = planted
    knock(client, una)
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies[configured.SESSION_COOKIE_NAME] = planted
    assert thief.get("/").status_code == 302


def test_a_session_is_dead_after_signing_out(una, client):
    knock(client, una)
    kept = client.cookies[configured.SESSION_COOKIE_NAME].value
    assert client.post("/sign-out/").status_code == 302
    thief = Client()
    thief.cookies[configured.SESSION_COOKIE_NAME] = kept
    assert thief.get("/").status_code == 302


def test_a_new_password_ends_the_sessions_that_were_open(una, client):
    knock(client, una)
    una.set_password("another horse entirely, thank you")
    una.save()
    assert client.get("/").status_code == 302


def test_a_closed_account_is_out_at_the_next_request(una, client):
    knock(client, una)
    assert client.get("/").status_code == 200
    User.objects.filter(pk=una.pk).update(is_active=False)
    assert client.get("/").status_code == 302
    assert knock(client, una).status_code == 200


def test_the_cookies_are_kept_from_scripts_and_from_other_sites(una, client, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client.get(SIGN_IN)
    knock(client, una)
    for name in (configured.SESSION_COOKIE_NAME, configured.CSRF_COOKIE_NAME):
        cookie = client.cookies[name]
        assert (bool(cookie["httponly"]), cookie["samesite"], bool(cookie["secure"])) == (True, "Lax", True)


# ── guessing ────────────────────────────────────────────────────────────────────────────────────


def guess(client, user, times):
    return [knock(client, user, f"wrong {number}").status_code for number in range(times)]


def test_after_eight_wrong_passwords_the_right_one_waits_too(una, client):
    assert 429 in guess(client, una, 9)
    assert knock(client, una).status_code == 429
    assert client.get("/").status_code == 302


def test_another_address_in_a_header_does_not_open_the_lock(una):
    for number in range(9):
        knock(Client(headers={"X-Forwarded-For": f"10.0.0.{number}"}), una, "wrong")
    assert knock(Client(headers={"X-Forwarded-For": "10.9.9.9"}), una).status_code == 429


def test_behind_our_proxy_only_what_the_proxy_wrote_counts(una, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for number in range(9):
        knock(Client(headers={"X-Forwarded-For": f"10.0.0.{number}, 198.51.100.7"}), una, "wrong")
    assert knock(Client(headers={"X-Forwarded-For": "10.9.9.9, 198.51.100.7"}), una).status_code == 429
    assert knock(Client(headers={"X-Forwarded-For": "198.51.100.7, 192.0.2.10"}), una).status_code == 302


def test_who_guesses_does_not_lock_the_owner_out_at_another_place(una):
    guess(Client(REMOTE_ADDR="198.51.100.7"), una, 9)
    assert knock(Client(REMOTE_ADDR="192.0.2.10"), una).status_code == 302


def test_without_the_counter_somebody_guesses_for_ever(una, client, settings):
    """The twin."""
    settings.AXES_ENABLED = False
    assert set(guess(client, una, 9)) == {200}
    assert knock(client, una).status_code == 302


def test_a_known_and_an_unknown_address_get_the_same_words_and_the_same_work(una, monkeypatch):
    """The time of a sign-in is the time of hashing: once for each, whether the account exists or not."""
    hashed, real = [], PBKDF2PasswordHasher.encode

    def counting(self, *args, **kwargs):
        hashed.append(1)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counting)
    pages, work = [], []
    for who in (una, "nobody@example.org"):
        hashed.clear()
        page = knock(Client(), who, "wrong").content.decode()
        pages.append(page.replace(una.email, "…").replace("nobody@example.org", "…"))
        work.append(len(hashed))
    assert work == [1, 1]
    assert [page.count("Please enter a correct") for page in pages] == [pages[0].count("Please enter a correct")] * 2
    assert len(pages[0]) == len(pages[1])


# ── headers ─────────────────────────────────────────────────────────────────────────────────────

POLICY = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'",
          "object-src 'none'", "form-action 'self'")  # fmt: skip


def headers_missing(answer):
    policy = answer.headers.get("Content-Security-Policy", "")
    wanted = {
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }
    for name, value in wanted.items():
        if value not in answer.headers.get(name, ""):
            yield f"{name}: {answer.headers.get(name)}"
    if any(part not in policy for part in POLICY) or "unsafe" in policy or "data:" in policy:
        yield f"policy: {policy}"
    if "geolocation=()" not in answer.headers.get("Permissions-Policy", ""):
        yield "Permissions-Policy"


@chunks(INSIDE, 60)
def test_every_answer_is_private_and_keeps_the_policy(routes, world, cast, enter):
    def find(route):
        url = address(route, world)
        for who in {(guests(route) or ["adam"])[0], "zoe"}:
            answer = enter(getattr(cast, who)).get(url)
            yield from (f"{who} {route} {answer.status_code} {line}" for line in headers_missing(answer))

    wrong = of_each(routes, find)
    assert not wrong, "\n".join(wrong)


def test_without_the_middleware_the_missing_header_is_seen(settings, cast, enter):
    """The twin."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "private_pages" not in name and "csp" not in name]
    assert len(list(headers_missing(enter(cast.pam).get("/")))) == 3


def test_a_page_behind_tls_says_so_for_a_year(settings, client):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT = 365 * 24 * 3600, True
    assert client.get(SIGN_IN).url.startswith("https://")
    assert "max-age=31536000" in client.get(SIGN_IN, secure=True).headers["Strict-Transport-Security"]


@pytest.mark.parametrize("name", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_the_name_of_another_host_is_no_name_of_ours(name, client):
    answer = client.get(SIGN_IN, **{name: "evil.example"})
    assert "evil.example" not in answer.content.decode()
    assert answer.status_code == (400 if name == "HTTP_HOST" else 200)


# ── pages of errors ─────────────────────────────────────────────────────────────────────────────


def test_a_page_that_fails_says_nothing_of_what_failed(monkeypatch, cast, enter):
    def broken(*_args, **_kwargs):
        raise RuntimeError("secret of the cellar, /etc/passwd")

    monkeypatch.setattr("foundation.jobs.queries.mine", broken)
    browser = enter(cast.pam)
    browser.raise_request_exception = False
    answer = browser.get(reverse("jobs:list"))
    text = answer.content.decode()
    assert answer.status_code == 500
    assert not any(word in text for word in ("cellar", "passwd", "Traceback", "RuntimeError", "foundation"))


def test_what_one_may_not_see_looks_like_what_does_not_exist(world, cast, enter):
    browser, gone = enter(cast.pam), "00000000-0000-4000-8000-000000000000"
    there = browser.get(reverse("projects:plan", args=[world.far.public_id]))
    nowhere = browser.get(reverse("projects:plan", args=[gone]))
    assert there.status_code == nowhere.status_code == 404
    assert there.content.decode().replace(str(world.far.public_id), gone) == nowhere.content.decode()


# ── requests of no sense ────────────────────────────────────────────────────────────────────────

BODIES = (
    (b"{}", "application/json"),
    (b"<a/>", "text/xml"),
    (b"\xff\xfe\x00", "text/plain"),
    (b"--x\r\n\r\n", "multipart/form-data; boundary=x"),
    (b"", "multipart/form-data"),
    (b"a=" + b"x" * 6_000_000, "application/x-www-form-urlencoded"),
    (b"&".join(b"a=1" for _ in range(6_000)), "application/x-www-form-urlencoded"),
    (b"a=%zz&=&==&&", "application/x-www-form-urlencoded; charset=utf-7"),
)


METHODS = ("put", "patch", "delete", "options", "head", "trace")


def odd_requests(route, world, cast, enter):
    """Every body where one is read, every method that the address does not refuse by name."""
    who = (guests(route) or ["adam"])[0]
    browser, url = enter(getattr(cast, who)), address(route, world)
    browser.raise_request_exception = False
    refused = set()
    for number, (data, kind) in enumerate(BODIES):
        answer = browser.post(url, data, content_type=kind)
        if answer.status_code >= 500:
            yield f"{route} body {number}: {answer.status_code}"
        if answer.status_code == 405:
            refused = {method for method in METHODS if method.upper() not in answer["Allow"]} - {"put"}
            break
    for method in METHODS:
        status = 405 if method in refused else getattr(browser, method)(url).status_code
        if status >= 500:
            yield f"{route} {method}: {status}"


@chunks(INSIDE, 60)
def test_a_request_of_no_sense_breaks_no_page(routes, world, cast, enter):
    with unwatched():
        wrong = of_each(routes, lambda route: odd_requests(route, world, cast, enter))
    assert not wrong, "\n".join(wrong)
