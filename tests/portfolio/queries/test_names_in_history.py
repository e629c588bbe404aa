"""Is every row that a history points to called by its own words, in one query, whatever kinds of rows it names?"""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from foundation.accounts.models import User
from portfolio.queries.changes import _called, _models, history
from tests.factories import core, plan, risks, staffing
from tests.factories.filled import filled

pytestmark = pytest.mark.django_db
POINTED_TO = sorted(
    {
        field.related_model
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and hasattr(model, "pgh_obj_id") is False
    },
    key=lambda model: model._meta.label,
)


@pytest.fixture
def busy(world, cast):
    filled(world.own, cast)
    plan.chain(world.own, 1, 2)
    return world.own


def test_every_kind_of_row_is_called_as_it_calls_itself(busy, django_assert_num_queries):
    """All kinds at once: their columns fit into one query, and words made of stored columns are those of the row."""
    kept = {model: list(model._default_manager.all()[:3]) for model in POINTED_TO if model._meta.label in _models()}
    rows = {model: found for model, found in kept.items() if found}
    assert len(rows) > 15
    with django_assert_num_queries(1):
        told = _called({model: {row.pk for row in found} for model, found in rows.items()})
    for model, found in rows.items():
        for row in found:
            words = row.person.name if model is User and hasattr(row, "person") else str(row)
            assert told[model, str(row.pk)] == words


def test_a_person_is_called_by_his_name_and_an_account_without_one_by_its_address(world, pam):
    bare = User.objects.create(email="nobody@example.org", password="!")
    told = _called({User: {pam.pk, bare.pk}})
    assert told == {(User, str(pam.pk)): "Pam Porter", (User, str(bare.pk)): "nobody@example.org"}


def test_nothing_to_name_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert _called({}) == {}


def test_a_history_of_many_kinds_costs_two_queries(busy, pam, django_assert_num_queries):
    history(pam, busy, limit=1)  # his rights are read once
    staffing.allocation(busy, state="requested")
    risks.risk(busy)
    with django_assert_num_queries(2):
        assert len(history(pam, busy, limit=200)) > 10


def test_the_overview_stays_within_its_twenty_queries(busy, pam, enter, django_assert_max_num_queries):
    browser, url = enter(pam), reverse("portfolio:overview", args=[busy.public_id])
    browser.get(url)
    with django_assert_max_num_queries(20):
        assert browser.get(url).status_code == 200


def test_a_row_that_is_gone_has_no_name(world):
    gone = SimpleNamespace(pk=core.person("Gone Away", user=False).pk)
    model = apps.get_model("accounts", "Person")
    model.objects.filter(pk=gone.pk).delete()
    assert _called({model: {gone.pk}}) == {}
