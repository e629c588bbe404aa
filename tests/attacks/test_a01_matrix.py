"""A01: every address × every role × {own project, foreign project, foreign portfolio} answers as the table says."""

import pytest

from projects import access
from tests.attacks.site import ROWS, SAMPLES, WORDS, holds, of_scope, routes, rows, sample, sees
from tests.conftest import CAST

pytestmark = [pytest.mark.attack, pytest.mark.django_db, pytest.mark.usefixtures("unwatched_pages")]
REFUSED, MISSING = 403, 404
# views that ask for more than the right of the table, because the thing must be one's own: 403 or 404 is right too
# or because the step is none from the state in which the project is
OWN_ONLY = {"portfolio:decide"}


def expected(who, project_key, permission):
    if not sees(who, project_key):
        return {MISSING}
    return None if holds(who, permission) else {REFUSED}


def judge(wrong, who, route, key, method, status, wanted):
    if wanted is not None and status not in wanted:
        wrong.append(f"{who} {method} {route} of {key}: {status}, not {wanted}")
    if wanted is None and (status >= 500 or (status in {REFUSED, MISSING} and str(route) not in OWN_ONLY)):
        wrong.append(f"{who} {method} {route} of {key}: {status} for one who may")


@pytest.fixture
def targets(world):
    return {"own": world.own, "foreign": world.foreign, "far": world.far}


@pytest.mark.parametrize("route", of_scope("project"), ids=str)
def test_every_project_address_follows_the_table_of_rights(route, cast, targets, enter):
    wrong = []
    children = {key: sample(route, project) for key, project in targets.items()}
    for who in CAST:
        browser = enter(getattr(cast, who))
        browser.raise_request_exception = False
        for key, project in targets.items():
            url, wanted = route.fill(project, children[key]), expected(who, key, route.mark.permission)
            for method in ("get", "post"):
                if method == "post" and wanted is None:
                    continue  # an allowed POST does something: the tests of the app say what
                status = getattr(browser, method)(url).status_code
                if route.unknown and status == MISSING and wanted != {REFUSED}:
                    continue  # what the random id names does not exist
                judge(wrong, who, route, key, method, status, wanted)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", of_scope("anywhere"), ids=str)
def test_every_common_address_asks_its_right(route, cast, world, enter):
    wrong, filled = [], rows(route, world.own)
    for who in CAST:
        browser = enter(getattr(cast, who))
        browser.raise_request_exception = False
        status = browser.get(route.fill(rows=filled)).status_code
        allowed = holds(who, route.mark.permission)
        right = (status != REFUSED and status < 500) if allowed else status == REFUSED
        if not right:
            wrong.append(f"{who} {route}: {status}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("route", of_scope("portfolio"), ids=str)
def test_every_portfolio_address_asks_its_right_in_that_portfolio(route, cast, world, enter):
    wrong, inside_of = [], {world.portfolio: rows(route, world.own), world.far_portfolio: rows(route, world.far)}
    for who, (_name, role, scope) in CAST.items():
        browser = enter(getattr(cast, who))
        browser.raise_request_exception = False
        for portfolio in (world.portfolio, world.far_portfolio):
            url = route.fill(portfolio=portfolio, rows=inside_of[portfolio])
            status = browser.get(url).status_code
            covers = role and (scope is None or (scope == "portfolio" and portfolio == world.portfolio))
            if covers and holds(who, "portfolio.view"):
                wanted = None if holds(who, route.mark.permission) else {REFUSED}
            else:
                inside = scope == "project" and portfolio == world.portfolio and holds(who, "portfolio.view")
                wanted = {REFUSED} if inside else {MISSING}
            judge(wrong, who, route, portfolio.name, "get", status, wanted)
            if wanted is not None:
                judge(wrong, who, route, portfolio.name, "post", browser.post(url).status_code, wanted)
    assert not wrong, "\n".join(wrong)


INSIDE = [route for route in of_scope("portfolio") if len(route.words) > 1]


@pytest.mark.parametrize("route", INSIDE, ids=str)
def test_what_lies_in_another_portfolio_is_missing_in_this_one(route, cast, world, enter):
    wrong, far = [], rows(route, world.far)
    for who in CAST:
        if not holds(who, "portfolio.view") or CAST[who][2] == "project":
            continue
        browser = enter(getattr(cast, who))
        wanted = {MISSING, 405} if holds(who, route.mark.permission) else {REFUSED}
        for method in ("get", "post", "put", "delete"):
            status = getattr(browser, method)(route.fill(portfolio=world.portfolio, rows=far)).status_code
            judge(wrong, who, route, "the other portfolio", method, status, wanted)
    assert not wrong, "\n".join(wrong)


def test_every_word_of_every_address_is_tried_with_a_real_row():
    """A word that no factory fills would be a random id, and its 404 would prove nothing."""
    random = {"job_id", "user_id", "uidb64", "token", "key"}  # one's own jobs and signed words have tests of their own
    known = {"project_id", "portfolio_id", *WORDS, *random}
    for route in routes():
        by_gate = {"object_id"} if route.mark.of in SAMPLES else set()
        made = next((start for start in ROWS if route.name.startswith(start)), None)
        left = set(route.words) - known - by_gate
        assert not left or made, f"{route}: nobody makes a row for {left}"


def test_nobody_enters_without_signing_in(world, client):
    wrong = []
    for route in of_scope("project", "anywhere", "portfolio", "signed_in"):
        url = route.fill(world.own, None, world.portfolio)
        for method in ("get", "post"):
            answer = getattr(client, method)(url)
            if answer.status_code != 302 or not answer.url.startswith("/sign-in/"):
                wrong.append(f"{method} {route}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_with_the_gate_out_the_matrix_finds_the_hole(monkeypatch, cast, targets, enter):
    """The twin: a gate that lets everybody in must be noticed."""
    monkeypatch.setattr(access, "may", lambda *_args: True)
    monkeypatch.setattr(access, "visible_to", lambda *_args: access.Project.objects.all())
    route = next(r for r in of_scope("project") if r.mark.of is None and "key" not in r.words)
    wrong = []
    url = route.fill(targets["far"])
    judge(wrong, "zoe", route, "far", "get", enter(cast.zoe).get(url).status_code, expected("zoe", "far", "plan.view"))
    assert wrong
