"""How does a test look through the eyes of a person: one Chromium, the real server, no error allowed?

Every page of a visitor listens: an error on the console, an uncaught error of a script or a report of
the content security policy fails the test that opened it.
"""

import os

import pytest
from django.conf import settings as django_settings
from django.test import Client

from foundation.embedded import system

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
REPORTS_OF_POLICY = """
document.addEventListener("securitypolicyviolation", (event) =>
    console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}`));
"""
# Chromium writes a line for a page that answers 403, 404, 409 or 422, though the page is the right answer
ANSWERED = "Failed to load resource: the server responded with a status of"


@pytest.fixture(scope="session")
def chromium():
    """One browser for all tests of this process."""
    path = system.find_chromium()
    if not path:
        pytest.skip(f"There is no Chromium here. As root: {system.CHROMIUM.remedy}")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in this thread
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def plain_http():
    """The middleware reads this once, when the server starts: no redirect to TLS."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(django_settings, "SECURE_SSL_REDIRECT", False)
        yield


@pytest.fixture
def site(plain_http, live_server, settings, tmp_path):
    """The live server as the demo runs it: without TLS on loopback, files in a folder of this test."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.PLUMBLINE_DEMO = True
    settings.MEDIA_ROOT = tmp_path
    return live_server


def session_of(user, site):
    """The cookie with which the user is signed in."""
    client = Client()
    client.force_login(user, backend="foundation.accounts.backends.PersonBackend")
    name = django_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": site.url}


def listen(page, heard):
    """Write into `heard` whatever a console shows in red."""

    def console(message):
        own_answer = message.text.startswith(ANSWERED) and message.location["url"] == page.url
        if message.type == "error" and not own_answer:
            heard.append(f"{page.url}: {message.text} ({message.location['url']})")

    page.on("console", console)
    page.on("pageerror", lambda error: heard.append(f"{page.url}: {error}"))


@pytest.fixture
def visitor(chromium, site):
    """`visitor(user, width=360, theme="dark")` is a page in which the user is signed in; None is nobody."""
    heard, contexts = [], []

    def enter(user=None, *, width=1280, height=900, theme="light", **options):
        context = chromium.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            color_scheme=theme,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        if user:
            context.add_cookies([session_of(user, site)])
        context.add_init_script(REPORTS_OF_POLICY)
        page = context.new_page()
        page.set_default_timeout(15_000)
        listen(page, heard)
        page.heard = heard
        return page

    yield enter
    for context in contexts:
        context.close()
    assert not heard, "\n".join(heard)
