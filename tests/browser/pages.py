"""Which pages does the site have, and who reads each of them?"""

import uuid
from dataclasses import dataclass

from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from projects.queries import allowed_moves
from tests.attacks.site import WORDS, holds, routes, sample
from tests.conftest import CAST
from tests.factories import cases, core, imports, reports
from tests.factories.filled import filled

# addresses whose thing lives for minutes only, between two steps of one person: their own tests open them
SHORT_LIVED = {"budgets:actuals_preview"}
ILL = {"portfolio:status": 503}  # a page that says in its answer that no worker is up, as in a test
FULL_PAGE = b"<!doctype html"
WRONG_PLACES = ("/nowhere/", f"/projects/{'0' * 8}-0000-4000-8000-{'0' * 12}/plan/")


@dataclass(frozen=True)
class Page:
    """One address as one member of the cast opens it; `who` is "" for a visitor who has not signed in."""

    name: str
    who: str
    url: str
    status: int = 200

    def __str__(self):
        return f"{self.name} as {self.who or 'nobody'}"


def reader(route):
    """The first of the cast who may enter."""
    if route.mark.scope == "public":
        return ""
    if route.mark.scope == "signed_in":
        return "pam"
    above = "portfolio_id" in route.words  # asks for the right over a portfolio, not in one of its projects
    able = (who for who in CAST if holds(who, route.mark.permission))
    return next((who for who in able if not above or CAST[who][2] != "project"), None)


def _things(world, cast):
    """What an address names that is neither a project nor a child of one."""
    made = filled(world.own, cast)
    tom = cast.tom.person
    by_word = {
        "job_id": made.job["pam"].public_id,
        "person_id": tom.public_id,
        "role_id": tom.roles.first().public_id,
        "programme_id": core.programme(world.portfolio).public_id,
        "portfolio_id": world.portfolio.public_id,
        "project_id": world.own.public_id,
        "user_id": cast.pam.public_id,
        "uidb64": urlsafe_base64_encode(force_bytes(cast.pam.pk)),
        "token": default_token_generator.make_token(cast.pam),
        "document_id": reports.document(world.portfolio).public_id,
        "scope": "all",
    }
    by_route = {
        "staffing:person_open": tom,
        "staffing:person_employ": tom,
        "staffing:employment_edit": made.employment,
        "staffing:role_rate": made.role,
        "staffing:absence_remove": made.absence,
        "staffing:sheet_open": made.sheet,
        "budgets:my_value": cases.measure(cases.approved_benefit(world.own, owner=cast.pam.person)),
    }
    checked = imports.checked(world.portfolio, by=cast.paul)
    done = imports.done(world.portfolio, imports.table(imports.LINES[0]), by=cast.paul)
    on_the_way = {"portfolio:import_open", "portfolio:import_map"}
    of_imports = {r.name: checked if r.name in on_the_way else done for r in routes() if ":import_" in r.name}
    return by_word, by_route | of_imports


def _address(route, world, things):
    """The address filled in; a thing that only an act names has a random id, since GET is refused before."""
    by_word, by_route = things
    child = by_route.get(route.name) or sample(route, world.own)
    steps = {move.to for move in allowed_moves(world.own) if move.permission == route.mark.permission}
    words = WORDS | by_word | {"to": min(steps, default="proposed")} | ({"object_id": child.public_id} if child else {})
    return reverse(route.name, kwargs={word: words.get(word) or uuid.uuid4() for word in route.words})


def visits(world, cast, enter):
    """(pages, lost): every full page that a GET answers, and the addresses that nobody could open."""
    pages, lost, things = [Page("404", "pam", url, 404) for url in WRONG_PLACES], [], _things(world, cast)
    pages.append(Page("403", "tom", reverse("budgets:overview", args=[world.own.public_id]), 403))
    doors = {who: enter(getattr(cast, who)) for who in CAST} | {"": Client()}
    for route in routes():
        if route.name in SHORT_LIVED or "key" in route.words:
            continue  # figures are opened one by one in journeys/test_every_figure_opens.py
        who, url = reader(route), _address(route, world, things)
        answer = doors[who].get(url)
        right = answer.status_code in (200, ILL.get(route.name))
        if answer.status_code >= 400 and answer.status_code != 405 and not right:
            lost.append(f"{route} as {who or 'nobody'}: {answer.status_code} at {url}")
        elif right and FULL_PAGE in b"".join(answer)[:100].lower():
            pages.append(Page(route.name, who, url, answer.status_code))
    return pages, lost
