"""A02 ids of another project, A14 forged requests: what every address must refuse, whatever it does."""

from itertools import product

import pytest
from django.db import connection
from django.test import Client

from projects import access
from tests.attacks.site import POST, of_scope, sample

pytestmark = [pytest.mark.attack, pytest.mark.django_db, pytest.mark.usefixtures("unwatched_pages")]
WITH_CHILD = [route for route in of_scope("project") if route.mark.of is not None]
# tables that a GET may write to, because they record the reading itself
READING_IS_RECORDED = {"django_session", "reports_downloadlog", "axes_accesslog"}


def written(cursor):
    """Rows inserted, updated or deleted so far in this transaction, by table."""
    cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
    return {table: count for table, count in cursor.fetchall() if count and table not in READING_IS_RECORDED}


@pytest.mark.parametrize("model", sorted({r.mark.of for r in WITH_CHILD}, key=lambda m: m.__name__))
def test_the_id_of_another_project_is_a_missing_one(model, world, cast, enter):
    mine = [route for route in WITH_CHILD if route.mark.of is model]
    foreign = sample(mine[0], world.foreign)
    before = model.objects.filter(pk=foreign.pk).values().get()
    wrong = []
    for who in ("pam", "sue", "finn"):
        browser = enter(getattr(cast, who))
        for route, method in product(mine, ("get", "post", "put", "patch", "delete")):
            status = getattr(browser, method)(route.fill(world.own, foreign), POST.get(route.name, {})).status_code
            if status not in {403, 404}:
                wrong.append(f"{who} {method} {route}: {status}")
    assert not wrong, "\n".join(wrong)
    assert model.objects.filter(pk=foreign.pk).values().get() == before


def test_with_children_loaded_by_their_bare_id_the_hole_is_seen(monkeypatch, world, cast, enter):
    """The twin: a loader that forgets the project lets the foreign row through."""
    route = next(r for r in WITH_CHILD if r.name == "risks:risk")
    foreign = sample(route, world.foreign)
    monkeypatch.setattr(access, "child_of", lambda _project, model, public_id: model.objects.get(public_id=public_id))
    monkeypatch.setattr("risks.views._seen", lambda _request, _project, risk: risk)
    assert enter(cast.pam).get(route.fill(world.own, foreign)).status_code == 200


@pytest.mark.parametrize("who", ["pam", "finn", "tom"])
def test_a_get_changes_nothing(who, world, cast, enter):
    browser, wrong = enter(getattr(cast, who)), []
    browser.raise_request_exception = False
    for route in of_scope("project", "anywhere", "signed_in"):
        url = route.fill(world.own, sample(route, world.own), world.portfolio)
        with connection.cursor() as cursor:
            before = written(cursor)
            browser.get(url)
            if written(cursor) != before:
                wrong.append(f"{who} GET {url}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}, {"Content-Type": "application/json"}])
def test_a_post_from_elsewhere_is_refused(headers, world, pam):
    """No token: refused before the view is asked, forged htmx header or not."""
    browser = Client(enforce_csrf_checks=True, headers=headers)
    browser.force_login(pam, backend="foundation.accounts.backends.PersonBackend")
    wrong = []
    with connection.cursor() as cursor:
        before = written(cursor)
        for route in of_scope("project", "anywhere", "signed_in", "portfolio"):
            status = browser.post(route.fill(world.own, None, world.portfolio)).status_code
            if status != 403:
                wrong.append(f"{route}: {status}")
        assert not wrong, "\n".join(wrong)
        assert written(cursor) == before


def test_without_the_check_of_tokens_the_hole_is_seen(world, pam):
    """The twin: the same request gets through when nobody checks the token."""
    browser = Client(enforce_csrf_checks=False)
    browser.force_login(pam, backend="foundation.accounts.backends.PersonBackend")
    route = next(r for r in of_scope("project") if r.name == "risks:identify")
    assert browser.post(route.fill(world.own), POST[route.name]).status_code == 302
