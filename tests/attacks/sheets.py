"""Which form does an address show to those who may enter, and what does it ask?

A new address, form or question is found here by itself: pages are drawn and their forms read as a
browser reads them, and whatever key a view reads from a request is noticed while it is served.
"""

from contextlib import contextmanager
from html.parser import HTMLParser
from urllib.parse import quote_plus

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, connection, transaction
from django.http import QueryDict

from tests.attacks.site import POST, holds, rows, sample, sees
from tests.conftest import CAST
from tests.unwatched import unwatched

FORM = "application/x-www-form-urlencoded"
READS = ("get", "getlist", "__getitem__", "__contains__", "pop")


class Fields(HTMLParser):
    """The answers in the forms of a page that are sent to `path` by POST, and the questions of those sent by GET."""

    def __init__(self, path):
        super().__init__()
        self.path, self.inside, self.select, self.area = path, False, None, None
        self.found, self.files, self.asks, self.texts, self.searching = {}, set(), set(), set(), False

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            own = (given.get("action") or self.path) == self.path
            self.inside = own and (given.get("method") or "").lower() == "post"
            self.searching = own and not self.inside
        elif self.searching and given.get("name"):
            self.asks.add(given["name"])
        elif self.inside:
            self._field(tag, given)

    def _field(self, tag, given):
        name = given.get("name") or ""
        if tag == "option" and self.select:
            value = given.get("value") or ""
            if "selected" in given or not self.found.get(self.select):
                self.found[self.select] = value
        elif name and name != "csrfmiddlewaretoken":
            self.select = name if tag == "select" else self.select
            self.area = name if tag == "textarea" else None
            if tag == "textarea" or tag == "input" and given.get("type", "text") == "text":
                self.texts.add(name)
            if given.get("type") == "file":
                self.files.add(name)
            elif given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                self.found.setdefault(name, given.get("value") or "")

    def handle_data(self, data):
        if self.inside and self.area:
            self.found[self.area] += data

    def handle_endtag(self, tag):
        self.inside, self.searching = (open_ and tag != "form" for open_ in (self.inside, self.searching))
        self.select = None if tag == "select" else self.select
        self.area = None if tag == "textarea" else self.area


# what a person would type into a box that the page leaves empty
TYPED = {"start": "2026-03-02", "on": "2026-03-03", "date": "2026-03-03", "due": "2026-03-09", "first": "2026-03-02",
         "last": "2026-03-06", "amount": "100", "currency": "EUR", "reason": "Because", "email": "new@example.org",
         "probability": "30", "minutes": "60"}  # fmt: skip


def guests(route):
    """Those of the cast who may enter this address of the project `own`."""
    permission = route.mark.permission
    if route.mark.scope == "project":
        return [who for who in CAST if sees(who, "own") and holds(who, permission)]
    if route.mark.scope == "portfolio":
        return [who for who in CAST if holds(who, permission) and CAST[who][2] != "project"]
    return [who for who in CAST if permission is None or holds(who, permission)]


def address(route, world):
    """The address filled with rows of the project `own`."""
    return route.fill(world.own, sample(route, world.own), world.portfolio, rows(route, world.own))


def body(browser, route, url):
    """A sound answer to the form behind the address, and the names of its boxes for files."""
    answer = browser.get(url)
    fields = Fields(url)
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        fields.feed(answer.content.decode())
    typed = {name: value or TYPED.get(name, "") for name, value in fields.found.items()}
    missing = {name: value for name, value in POST.get(route.name, {}).items() if not typed.get(name)}
    return typed | missing, fields.files


@contextmanager
def noticed(*, in_body=False):
    """The keys that anybody asks of a query or a body (or of a body only) inside the block."""
    asked, real_load = set(), WSGIRequest._load_post_and_files

    def load(self):
        real_load(self)
        self._post.is_body = True

    def noticing(real):
        def read(self, key, *args, **kwargs):
            if isinstance(key, str) and (not in_body or getattr(self, "is_body", False)):
                asked.add(key)
            return real(self, key, *args, **kwargs)

        return read

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIRequest, "_load_post_and_files", load)
        for name in READS:
            patch.setattr(QueryDict, name, noticing(getattr(QueryDict, name)))
        yield asked
    asked -= {"csrfmiddlewaretoken", "encoding", "_method"}


def questions(browser, url):
    """Every key that the view reads from the address, and that the forms of its page put there."""
    fields = Fields(url)
    with noticed() as keys:
        answer = browser.get(url)
    if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
        fields.feed(answer.content.decode())
    return keys | fields.asks | ({"sort", "page"} if "export" in keys else set())


def encoded(fields, **hostile):
    """A body or query; the values of `hostile` are bytes or text that is encoded already."""
    sound = [f"{quote_plus(key)}={quote_plus(str(value))}" for key, value in fields.items() if key not in hostile]
    return "&".join([*sound, *(f"{quote_plus(key)}={value}" for key, value in hostile.items())])


@contextmanager
def undone():
    """Whatever is written inside the block is taken back at its end.

    Postgres brings back the mode of deferred rules only if the outer level has set it before the inner one.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield
        transaction.set_rollback(True)


def of_each(routes, find):
    """What `find(route)` complains about, for each of the routes in a world of its own."""
    wrong = []
    for route in routes:
        with undone():
            wrong += find(route) or ()
    return wrong


def asked_and_undone(ask):
    """The status of a request whose effect is taken back; a rule of the commit that fails is a 500."""
    with undone():
        with unwatched():
            status = ask().status_code
        if status < 500:
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except DatabaseError as error:
                status = f"500 at the commit, {error}"
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return status


def broken(status):
    return not isinstance(status, int) or status >= 500
