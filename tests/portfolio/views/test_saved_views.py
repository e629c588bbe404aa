"""The portfolio table is grouped, shows the columns that one chooses, and a state of it is kept under a name."""

import pytest

from foundation.errors import Refused
from portfolio import services
from portfolio.models import SavedView
from projects.models import Project
from tests.factories import core, portfolio
from tests.refusals import refused_by

URL, SAVE = "/portfolio/", "/portfolio/views/"
WHO = ["pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe"]
READS = {"pam", "paul", "sue", "eve", "finn", "rita", "ada"}


@pytest.fixture
def two(world):
    portfolio.facts(world.own, health="on_track", health_rank=1)
    portfolio.facts(world.foreign, health="off_track", health_rank=3)
    programme = core.programme(world.portfolio, "Workplace")
    Project.objects.filter(pk=world.own.pk).update(state="active", programme=programme)
    return world


# ── groups and columns ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(("group", "heads"), [("state", ("active", "draft")), ("programme", ("Workplace", "without")),
                                              ("portfolio", ("Digital services",))])  # fmt: skip
def test_rows_stand_under_the_words_of_their_group(two, paul, enter, htmx, group, heads):
    page = enter(paul, htmx=htmx).get(URL, {"group": group}).content.decode()
    assert page.count('scope="rowgroup"') == len(heads)
    assert all(f"<strong>{head}</strong>" in page for head in heads)


def test_groups_come_before_the_order_inside_them(two, paul, enter):
    plain = enter(paul).get(URL).content.decode()
    grouped = enter(paul).get(URL, {"group": "state"}).content.decode()
    assert plain.index("Payroll move") < plain.index("Intranet refresh")
    assert grouped.index("Intranet refresh") < grouped.index("Payroll move")


def test_the_chosen_columns_are_shown_and_the_name_always(two, paul, enter):
    page = enter(paul).get(URL, {"columns": ["state", "manager"]}).content.decode()
    head = page[page.index("<thead>") : page.index("</thead>")]
    assert "Manager" in head and "Project" in head and "Budget" not in head


def test_the_choice_keeps_filter_and_order(two, paul, enter):
    page = enter(paul).get(URL, {"health": "off_track", "sort": "-project"}).content.decode()
    choice = page[page.index("Columns and groups") :]
    assert 'name="health" value="off_track"' in choice and 'name="sort" value="-project"' in choice


@pytest.mark.parametrize("query", [{"group": "password"}, {"group": "state;drop"}, {"columns": "secret"},
                                   {"group": "manager__user__password"}])  # fmt: skip
def test_what_the_table_does_not_offer_is_a_bad_request(two, paul, enter, query):
    assert enter(paul).get(URL, query).status_code == 400


def test_a_column_that_one_may_not_see_cannot_be_chosen(two, rita, enter):
    assert enter(rita).get(URL, {"columns": "budget"}).status_code == 400


def test_a_grouped_file_has_the_same_order(two, paul, enter):
    answer = enter(paul).get(URL, {"group": "state", "export": "csv"})
    text = b"".join(answer).decode("utf-8-sig")
    assert text.index("Intranet refresh") < text.index("Payroll move")


def test_a_thousand_grouped_rows_cost_the_same_questions(world, paul, enter, django_assert_max_num_queries):
    browser = enter(paul)
    portfolio.many(world.portfolio, 10)
    with django_assert_max_num_queries(20) as few:
        browser.get(URL, {"group": "programme"})
    portfolio.many(world.portfolio, 990)
    with django_assert_max_num_queries(len(few)):
        browser.get(URL, {"group": "programme"})


def test_a_filter_that_swaps_only_the_rows_also_swaps_what_would_be_kept(two, paul, enter):
    page = enter(paul, htmx=True).get(URL, {"health": "off_track"}).content.decode()
    assert page.count(",#projects-kept,#projects-query") >= 2
    assert page.count('id="projects-kept"') == page.count('id="projects-query"') == 1
    assert 'name="query" value="health=off_track' in page


# ── saved views ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("htmx", [False, True])
def test_who_may_keep_a_view(two, cast, enter, who, htmx):
    status = enter(getattr(cast, who), htmx=htmx).post(SAVE, {"name": "Mine", "query": "group=state"}).status_code
    assert status == (302 if who in READS else 403)
    assert SavedView.objects.exists() == (who in READS)


def test_a_view_brings_the_state_back(two, paul, enter):
    browser = enter(paul)
    query = "health=off_track&group=state"
    page = browser.post(SAVE, {"name": "Red ones", "query": query}, follow=True).content.decode()
    assert "Red ones" in page and "Payroll move" in page and "Intranet refresh" not in page
    assert 'href="/portfolio/?health=off_track&amp;group=state"' in browser.get(URL).content.decode()


@pytest.mark.parametrize("query", ["group=password", "columns=secret", "sort=-manager__user__password", "health=blue",
                                   "q=%00", "next=//evil.example", "page=0", "portfolio=not-an-id"])  # fmt: skip
def test_a_hostile_state_is_a_bad_request_and_is_not_kept(two, paul, enter, query):
    assert enter(paul).post(SAVE, {"name": "Mine", "query": query}).status_code == 400
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    "data", [{"name": ""}, {"name": "x" * 81}, {"name": " "}, {"name": "Mine", "query": "q=" + "x" * 2000}]
)
def test_a_wrong_name_gets_a_message(two, paul, enter, data):
    assert enter(paul).post(SAVE, data).status_code == 422


def test_a_hostile_name_is_only_text(two, paul, enter):
    enter(paul).post(SAVE, {"name": "<script>alert(1)</script>", "query": ""})
    page = enter(paul).get(URL).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


def test_the_same_name_again_replaces_the_view(two, paul, enter):
    for name, query in (("Mine", "group=state"), ("MINE", "group=portfolio")):
        enter(paul).post(SAVE, {"name": name, "query": query})
    assert [(view.name, view.query) for view in SavedView.objects.all()] == [("MINE", "group=portfolio")]


def test_a_view_is_ones_own(two, cast, enter):
    enter(cast.paul).post(SAVE, {"name": "Secret plan", "query": ""})
    view = SavedView.objects.get()
    assert "Secret plan" not in enter(cast.eve).get(URL).content.decode()
    assert enter(cast.eve).post(f"{SAVE}{view.public_id}/delete/").status_code == 404
    assert enter(cast.tom).post(f"{SAVE}{view.public_id}/delete/").status_code == 403
    assert enter(cast.paul).post(f"{SAVE}{view.public_id}/delete/").status_code == 302
    assert not SavedView.objects.exists()


def test_views_are_not_kept_without_end(two, paul):
    for number in range(services.views.MOST):
        services.save_view(by=paul, name=f"View {number}", query="")
    with pytest.raises(Refused, match="30 views"):
        services.save_view(by=paul, name="One more", query="")
    services.save_view(by=paul, name="View 7", query="group=state")


def test_one_view_too_many_is_told_next_to_its_name(two, paul, enter):
    for number in range(services.views.MOST):
        services.save_view(by=paul, name=f"View {number}", query="")
    answer = enter(paul).post(SAVE, {"name": "One more", "query": ""})
    assert answer.status_code == 422
    assert 'value="One more"' in answer.content.decode()


def test_two_views_of_one_name_are_refused_by_the_database(two, paul):
    SavedView.objects.create(user=paul, name="Mine")
    with refused_by("saved_view_name_once"):
        SavedView.objects.create(user=paul, name="MINE")


def test_a_view_without_a_name_is_refused_by_the_database(two, paul):
    with refused_by("saved_view_has_name"):
        SavedView.objects.create(user=paul, name="")
