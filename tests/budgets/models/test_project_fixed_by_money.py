"""Once money is posted on a project, nothing changes its code or currency, not even SQL."""

import pytest

from projects.models import Project
from tests.factories import core, money
from tests.refusals import refused_by, sql


@pytest.fixture
def posted(world):
    money.entry(world.own, 100)
    return world.own


def test_the_code_stays(posted):
    with refused_by("project_fixed_by_money"):
        Project.objects.filter(pk=posted.pk).update(code="NEW-001")


def test_the_currency_stays(posted):
    dollars = core.currency("USD")
    with refused_by("project_fixed_by_money"):
        sql(f"UPDATE projects_project SET currency_id = '{dollars.pk}' WHERE id = {posted.pk}")


def test_only_another_case_of_the_code_is_another_code_too(posted):
    with refused_by("project_fixed_by_money"):
        Project.objects.filter(pk=posted.pk).update(code=posted.code.lower())


def test_everything_else_may_change(posted):
    Project.objects.filter(pk=posted.pk).update(name="Another name", code=posted.code, currency=posted.currency)
    posted.refresh_from_db()
    assert posted.name == "Another name"


def test_a_project_without_money_may_be_renamed(world):
    Project.objects.filter(pk=world.foreign.pk).update(code="NEW-001", currency=core.currency("USD"))
    world.foreign.refresh_from_db()
    assert (world.foreign.code, world.foreign.currency_id) == ("NEW-001", "USD")
