"""Who shapes the tree of portfolios and programmes?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.accounts.rights import Role
from projects.models import Portfolio, Programme
from tests.factories import core

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("projects:portfolio_list"), reverse("projects:portfolio_add")


def at(name, *rows):
    return reverse(f"projects:{name}", args=[row.public_id for row in rows])


def body(**fields):
    return {"name": "Cloud", "code": "CLD", "reporting_currency": "EUR", **fields}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("pam", {"Digital services"}),
        ("paul", {"Digital services"}),
        ("ada", {"Digital services", "Infrastructure"}),
    ],
)
def test_everybody_sees_the_portfolios_of_his_projects(cast, enter, who, sees):
    page = enter(getattr(cast, who)).get(LIST).content.decode()
    assert {name for name in ("Digital services", "Infrastructure") if name in page} == sees


@pytest.mark.parametrize("who", ["tom", "stan", "adam", "zoe"])
def test_who_has_no_portfolio_has_no_page(cast, enter, who):
    assert enter(getattr(cast, who)).get(LIST).status_code == 403


def test_a_portfolio_manager_hangs_portfolios_and_programmes_below_his_own(cast, enter, world):
    client = enter(cast.paul)
    assert client.post(ADD, body(parent=world.portfolio.public_id)).status_code == 302
    made = Portfolio.objects.get(code="CLD")
    assert made.parent == world.portfolio
    assert client.post(at("programme_add", made), {"name": "Migration", "code": "MIG"}).status_code == 302
    page = client.get(LIST).content.decode()
    assert "Cloud" in page and "Migration" in page and "level-2" in page


@pytest.mark.attack
def test_a03_nobody_hangs_a_portfolio_into_one_that_is_not_his(cast, enter, world):
    client = enter(cast.paul)
    assert client.post(ADD, body(parent=world.far_portfolio.public_id)).status_code == 422
    assert client.post(ADD, body()).status_code == 422
    assert not Portfolio.objects.filter(code="CLD").exists()


def test_top_portfolios_are_made_by_who_runs_all_of_them(cast, enter, world):
    boss = core.person("Bea Boss")
    core.role(boss, Role.PORTFOLIO_MANAGER)
    assert enter(boss.user).post(ADD, body()).status_code == 302
    assert Portfolio.objects.get(code="CLD").parent is None


def edited(row, **fields):
    return body(name=row.name, code=row.code, row_version=row.row_version, **fields)


def test_a_portfolio_is_renamed_and_never_hangs_below_itself(cast, enter, world):
    client, near = enter(cast.paul), world.portfolio
    assert client.post(at("portfolio_edit", near), {**edited(near), "name": "Digital"}).status_code == 302
    below = core.portfolio("Below", parent=near)
    near.refresh_from_db()
    answer = client.post(at("portfolio_edit", near), edited(near, parent=below.public_id))
    assert answer.status_code == 422
    assert "below itself" in answer.content.decode()


def test_a_taken_code_gets_a_message(cast, enter, world):
    wrong = body(parent=world.portfolio.public_id, code=world.far_portfolio.code.lower())
    assert enter(cast.paul).post(ADD, wrong).status_code == 422
    Programme.objects.create(portfolio=world.far_portfolio, name="Other", code="MIG")
    answer = enter(cast.paul).post(at("programme_add", world.portfolio), {"name": "Migration", "code": "mig"})
    assert answer.status_code == 422


def test_what_is_not_empty_stays_out_of_the_archive(cast, enter, world):
    answer = enter(cast.paul).post(at("portfolio_archive", world.portfolio))
    assert answer.status_code == 422
    assert "Intranet refresh" in answer.content.decode()
    world.portfolio.refresh_from_db()
    assert world.portfolio.archived_at is None


def test_an_empty_portfolio_and_programme_go_to_the_archive(cast, enter, world):
    client = enter(cast.paul)
    below, programme = core.portfolio("Below", parent=world.portfolio), core.programme(world.portfolio)
    assert client.post(at("portfolio_archive", below)).status_code == 302
    assert client.post(at("programme_archive", world.portfolio, programme)).status_code == 302
    page = client.get(LIST, follow=True).content.decode().split("<tbody>")[1].split("</tbody>")[0]
    assert "Below" not in page and programme.name not in page


def test_a_programme_with_projects_is_not_archived_but_renamed(cast, enter, world):
    programme = core.programme(world.portfolio, "Workplace")
    world.own.programme = programme
    world.own.save()
    client = enter(cast.paul)
    assert client.post(at("programme_archive", world.portfolio, programme)).status_code == 422
    fields = {"name": "New work", "code": programme.code, "row_version": programme.row_version}
    assert client.post(at("programme_edit", world.portfolio, programme), fields).status_code == 302
    programme.refresh_from_db()
    assert programme.name == "New work"


@pytest.mark.parametrize(("who", "status"), [("pam", 403), ("eve", 403), ("ada", 403), ("zoe", 404), ("tom", 404)])
def test_others_shape_nothing(cast, enter, world, who, status):
    client, programme = enter(getattr(cast, who)), core.programme(world.portfolio)
    for url in (
        at("portfolio_edit", world.portfolio),
        at("portfolio_archive", world.portfolio),
        at("programme_add", world.portfolio),
        at("programme_edit", world.portfolio, programme),
        at("programme_archive", world.portfolio, programme),
    ):
        assert client.post(url, body()).status_code == status


@pytest.mark.attack
def test_a02_a_programme_of_another_portfolio_is_not_there(cast, enter, world):
    alien = core.programme(world.far_portfolio)
    for name in ("programme_edit", "programme_archive"):
        assert enter(cast.paul).post(at(name, world.portfolio, alien), body()).status_code == 404
        assert enter(cast.paul).post(at(name, world.far_portfolio, alien), body()).status_code == 404
    assert Programme.objects.get().archived_at is None


@pytest.mark.attack
@pytest.mark.parametrize("slipped", ["archived_at", "id", "created_by", "public_id"])
def test_a07_no_other_field_is_taken(cast, enter, world, slipped):
    answer = enter(cast.paul).post(ADD, body(parent=world.portfolio.public_id, **{slipped: "1"}))
    assert answer.status_code == 400
    assert not Portfolio.objects.filter(code="CLD").exists()


def test_a_large_tree_costs_no_query_more(cast, enter, world):
    client = enter(cast.paul)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(LIST)
        return len(seen)

    core.portfolio("One", parent=world.portfolio)
    few = queries()
    for number in range(20):
        core.programme(core.portfolio(f"P{number}", parent=world.portfolio))
    assert queries() == few <= 20
