"""A03 ids of others in a body, A05 effects before the check, A07 fields that nobody asked for.

Every form of the site is found by drawing its page, so a new one is tried without a line here.
"""

import pytest
from django import forms
from django.db import connection

from budgets.models import CostCategory
from foundation.accounts.models import Person
from foundation.forms import StrictForm
from foundation.organisation.models import Currency, FiscalPeriod
from projects import access
from projects.models import Calendar, Portfolio, Programme
from staffing.models import ProjectRole
from tests.attacks.sheets import FORM, address, asked_and_undone, body, encoded, guests, noticed, of_each
from tests.attacks.site import SAMPLES, chunks, holds, of_scope, sees
from tests.attacks.test_a02_a14_every_address import written
from tests.conftest import CAST
from tests.factories import core
from tests.refusals import sql

pytestmark = [pytest.mark.attack, pytest.mark.django_db]
INSIDE = of_scope("project", "portfolio", "anywhere", "signed_in")
# what belongs to the whole organisation and is everybody's to choose
SHARED = {Person, Currency, FiscalPeriod, CostCategory, Calendar, ProjectRole}
ON_RECORD = {"accounts_auditevent"}  # a refused attempt may leave its line in the log
SECRET = "Kumquat"


def changes():
    with connection.cursor() as cursor:
        return {table: count for table, count in written(cursor).items() if table not in ON_RECORD}


def foreign_row(model, world):
    """A row of another portfolio with a name that nobody here may read."""
    if model is Portfolio:
        row = world.far_portfolio
    else:
        row = core.programme(world.far_portfolio) if model is Programme else SAMPLES[model](world.far)
    if hasattr(row, "name"):
        model.objects.filter(pk=row.pk).update(name=SECRET)
    return row


def choices(answer):
    """(name in the body, model) of each choice of rows in the forms of a page."""
    found = {}
    for layer in answer.context or ():
        for value in layer.flatten().values() if hasattr(layer, "flatten") else ():
            if isinstance(value, forms.BaseForm):
                for name, field in value.fields.items():
                    if isinstance(field, forms.ModelChoiceField):
                        found[value.add_prefix(name)] = field.queryset.model
    return found


def entered(route, cast, enter):
    who = (guests(route) or ["adam"])[0]
    return enter(getattr(cast, who))


def slip_in_the_id_of_another(route, world, cast, enter):
    browser = entered(route, cast, enter)
    url = address(route, world)
    wrong, asked = [], choices(browser.get(url))
    sound, _files = body(browser, route, url)
    for name, model in asked.items():
        if model in SHARED:
            continue
        alien, before = foreign_row(model, world), changes()
        answer = browser.post(url, encoded({**sound, name: alien.public_id}), content_type=FORM)
        if answer.status_code not in {400, 403, 404, 409, 422}:
            wrong.append(f"{route} took {name} of another project: {answer.status_code}")
        if SECRET in answer.content.decode():
            wrong.append(f"{route} names the row of the other project")
        if changes() != before:
            wrong.append(f"{route} wrote {changes().items() - before.items()}")
    return wrong


@chunks(INSIDE)
def test_a03_the_id_of_another_project_in_a_body_is_refused_and_names_nothing(routes, world, cast, enter):
    wrong = of_each(routes, lambda route: slip_in_the_id_of_another(route, world, cast, enter))
    assert not wrong, "\n".join(wrong)


def test_a03_with_choices_over_all_rows_the_hole_is_seen(monkeypatch, world, cast, enter):
    """The twin: a choice that looks for the id among all rows takes the foreign one, once the triggers are out."""
    sql("SET LOCAL session_replication_role = replica")

    def among_all(self, value):
        return self.queryset.model.objects.filter(**{self.to_field_name or "pk": value}).first() if value else None

    monkeypatch.setattr(forms.ModelChoiceField, "to_python", among_all)
    route = next(r for r in INSIDE if r.name == "budgets:line_add")
    assert slip_in_the_id_of_another(route, world, cast, enter)


# ── A05 ─────────────────────────────────────────────────────────────────────────────────────────


def act_without_the_right(route, world, cast, enter):
    """Whoever sees the project but lacks the right, and whoever does not see it, sends a sound body."""
    url, wrong = address(route, world), []
    sound, _files = body(entered(route, cast, enter), route, url)
    barred = [who for who in CAST if not (sees(who, "own") and holds(who, route.mark.permission))]
    for who in barred:
        browser, before = enter(getattr(cast, who)), changes()
        for method in ("post", "put", "patch", "delete") if who in barred[:1] else ("post",):
            answer = getattr(browser, method)(url, encoded(sound), content_type=FORM)
            if answer.status_code not in {403, 404}:
                wrong.append(f"{who} {method} {route}: {answer.status_code}")
        if changes() != before:
            wrong.append(f"{who} {route} wrote {changes().items() - before.items()}")
    return wrong


@chunks(of_scope("project"))
def test_a05_the_right_is_asked_before_anything_happens(routes, world, cast, enter):
    wrong = of_each(routes, lambda route: act_without_the_right(route, world, cast, enter))
    assert not wrong, "\n".join(wrong)


def test_a05_with_the_gate_out_the_effect_is_seen(monkeypatch, world, cast, enter):
    """The twin: the budget line of a stakeholder's request is gone when nobody asks for his right."""
    monkeypatch.setattr(access, "may", lambda *_args: True)
    route = next(r for r in of_scope("project") if r.name == "budgets:line_delete")
    assert any("budgets_budgetline" in line for line in act_without_the_right(route, world, cast, enter))


# ── A07 ─────────────────────────────────────────────────────────────────────────────────────────

SLIPPED = ("id", "project", "created_by", "approved_by", "is_staff", "public_id", "baseline")


def slip_in_fields(route, world, cast, enter):
    """Fields that the form does not ask: refused by name where a body is read, and nothing is written."""
    browser, wrong = entered(route, cast, enter), []
    url = address(route, world)
    sound, _files = body(browser, route, url)
    with noticed(in_body=True) as read:
        status = asked_and_undone(lambda: browser.post(url, encoded(sound), content_type=FORM))
    if status in {404, 405} or not read:
        return []
    for name in set(SLIPPED) - set(sound) - set(read):
        before = changes()
        answer = browser.post(url, encoded({**sound, name: "1"}), content_type=FORM)
        if answer.status_code != 400 or name not in answer.content.decode():
            wrong.append(f"{route} takes {name}: {answer.status_code}, read {sorted(read)[:6]}")
        if changes() != before:
            wrong.append(f"{route} wrote {changes().items() - before.items()}")
    return wrong


@chunks(INSIDE)
def test_a07_a_field_that_no_form_asks_is_refused_by_name(routes, world, cast, enter):
    wrong = of_each(routes, lambda route: slip_in_fields(route, world, cast, enter))
    assert not wrong, "\n".join(wrong)


def refused_as_it_stands(route, world, cast, enter):
    """A form that is sent back as it was shown is never a bad request."""
    browser, url = entered(route, cast, enter), address(route, world)
    sound, _files = body(browser, route, url)
    if sound and browser.post(url, encoded(sound), content_type=FORM).status_code == 400:
        return [f"{route} refuses its own {sorted(sound)}"]
    return []


@chunks(INSIDE, 80)
def test_a07_what_a_form_shows_it_also_takes(routes, world, cast, enter):
    wrong = of_each(routes, lambda route: refused_as_it_stands(route, world, cast, enter))
    assert not wrong, "\n".join(wrong)


def test_a07_with_a_form_that_takes_everything_the_hole_is_seen(monkeypatch, world, cast, enter):
    """The twin: the plain form of the framework is silent about what it does not know."""
    monkeypatch.setattr(StrictForm, "full_clean", forms.Form.full_clean)
    route = next(r for r in INSIDE if r.name == "projects:issue_add")
    assert slip_in_fields(route, world, cast, enter)
