"""Who sees which projects, and who starts a new one?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from foundation.accounts.rights import Permission, Role
from projects.access import may
from projects.engine.lifecycles import methodologies
from projects.models import Project, RoleAssignment
from tests.factories import core
from tests.factories.governance import made

pytestmark = pytest.mark.django_db
LIST, CREATE = reverse("projects:list"), reverse("projects:create")


def body(where, **fields):
    known = {
        "name": "Single sign-on",
        "portfolio": where.public_id,
        "methodology": "waterfall",
        "start": "2026-04-01",
        "currency": "EUR",
        "calendar": core.calendar().public_id,
    }
    return {key: str(value) for key, value in {**known, **fields}.items()}


# ── the list ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("pam", {"Intranet refresh"}),
        ("tom", {"Intranet refresh"}),
        ("stan", {"Intranet refresh"}),
        ("paul", {"Intranet refresh", "Payroll move"}),
        ("ada", {"Intranet refresh", "Payroll move", "Data centre exit"}),
    ],
)
def test_everybody_sees_his_own_projects_and_no_other(cast, enter, who, sees):
    page = enter(getattr(cast, who)).get(LIST).content.decode()
    for name in ("Intranet refresh", "Payroll move", "Data centre exit"):
        assert (name in page) is (name in sees)


@pytest.mark.parametrize("who", ["zoe", "adam"])
def test_who_has_no_project_has_no_list(cast, enter, who):
    assert enter(getattr(cast, who)).get(LIST).status_code == 403


def test_the_filters_offer_only_what_the_reader_sees(cast, enter, world):
    page = enter(cast.paul).get(LIST).content.decode()
    assert "Digital services" in page
    assert "Infrastructure" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("?text=payroll", {"Payroll move"}),
        ("?text=own-001", {"Intranet refresh"}),
        ("?in_state=active", set()),
        ("?by_method=scrum", {"Intranet refresh"}),
    ],
)
def test_filters_narrow_the_list(cast, enter, world, asked, found):
    Project.objects.filter(pk=world.own.pk).update(methodology="scrum")
    page = enter(cast.paul).get(LIST + asked).content.decode()
    assert {name for name in ("Intranet refresh", "Payroll move") if name in page} == found


def test_the_list_goes_by_portfolio_and_programme(cast, enter, world):
    programme = core.programme(world.portfolio)
    Project.objects.filter(pk=world.own.pk).update(programme=programme)
    client = enter(cast.ada)
    page = client.get(f"{LIST}?in_programme={programme.public_id}").content.decode()
    assert "Intranet refresh" in page and "Payroll move" not in page
    page = client.get(f"{LIST}?in_portfolio={world.far_portfolio.public_id}").content.decode()
    assert "Data centre exit" in page and "Payroll move" not in page


def test_a_portfolio_that_the_reader_does_not_see_is_no_filter(cast, enter, world):
    assert enter(cast.pam).get(f"{LIST}?in_portfolio={world.far_portfolio.public_id}").status_code == 400


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_holds_the_reader_s_rows_and_no_other(cast, enter, form):
    answer = enter(cast.pam).get(f"{LIST}?export={form}")
    assert answer.status_code == 200
    if form == "csv":
        text = b"".join(answer.streaming_content).decode()
        assert "Intranet refresh" in text and "Payroll move" not in text


def test_a_piece_is_the_same_page_without_its_frame(cast, enter):
    page = enter(cast.pam, htmx=True).get(LIST).content.decode()
    assert "Intranet refresh" in page
    assert "<html" not in page


def test_ten_times_the_rows_cost_no_query_more(cast, enter, world):
    client = enter(cast.paul)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(LIST).status_code == 200
        return len(seen)

    few = queries()
    for number in range(30):
        core.project(world.portfolio, f"Project {number}", manager=core.person("Max", user=False))
    assert queries() == few <= 20


# ── a new one ───────────────────────────────────────────────────────────────────────────────────


def test_a_portfolio_manager_creates_a_project_with_everything(cast, enter, world):
    person = {"manager": cast.pam.person.public_id, "sponsor": cast.sue.person.public_id}
    answer = enter(cast.paul).post(CREATE, body(world.portfolio, **person), follow=True)
    assert answer.status_code == 200
    project = Project.objects.get(name="Single sign-on")
    assert project.stages.count() == 6
    assert may(cast.sue, Permission.PROJECT_DECIDE, project)
    assert project.created_by == cast.paul


def test_the_form_shows_what_the_method_brings(cast, enter):
    page = enter(cast.paul).get(CREATE).content.decode()
    assert "G1 requirements approved" in page
    piece = enter(cast.paul, htmx=True).get(reverse("projects:stages_preview"), {"methodology": "scrum"})
    assert "Sprint 1" in piece.content.decode()


@pytest.mark.parametrize("asked", [{}, {"methodology": "wishful"}, {"methodology": "scrum", "sourcing_model": "x"}])
def test_a_preview_of_nonsense_shows_no_stage(cast, enter, asked):
    page = enter(cast.paul).get(reverse("projects:stages_preview"), asked)
    assert page.status_code == 200
    assert "Choose a methodology" in page.content.decode()


def test_without_scripts_the_preview_is_a_page_with_its_own_question(cast, enter):
    page = enter(cast.paul).get(reverse("projects:stages_preview"), {"methodology": "kanban"}).content.decode()
    assert "<html" in page and "service review" in page
    assert 'name="methodology"' in page and 'name="sourcing_model"' in page


def test_every_method_has_its_preview(cast, enter):
    client = enter(cast.paul)
    for code, method in methodologies().items():
        page = client.get(reverse("projects:stages_preview"), {"methodology": code}).content.decode()
        assert method.phases[-1].name in page


@pytest.mark.parametrize("who", ["sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe"])
def test_who_may_not_create_gets_no_form_and_makes_no_project(cast, enter, world, who):
    client = enter(getattr(cast, who))
    assert client.get(CREATE).status_code == 403
    assert client.post(CREATE, body(world.portfolio)).status_code == 403
    assert Project.objects.count() == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 501},
        {"start": "yesterday"},
        {"must_finish": "2026-03-01"},
        {"methodology": "wishful"},
        {"currency": "XXX"},
        {"calendar": "1 OR 1=1"},
        {"code": "own-001"},
    ],
)
def test_a_wrong_value_gets_a_message_and_makes_nothing(cast, enter, world, wrong):
    answer = enter(cast.paul).post(CREATE, body(world.portfolio, **wrong))
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert Project.objects.count() == 3


@pytest.mark.attack
def test_a03_a_portfolio_or_programme_of_others_is_no_choice(cast, enter, world):
    alien = core.programme(world.far_portfolio, "Secret programme")
    client = enter(cast.paul)
    for wrong in ({"portfolio": world.far_portfolio.public_id}, {"programme": alien.public_id}):
        answer = client.post(CREATE, body(world.portfolio, **wrong))
        assert answer.status_code == 422
        assert "Secret programme" not in answer.content.decode()
        assert "Infrastructure" not in answer.content.decode()
    assert Project.objects.count() == 3


@pytest.mark.attack
@pytest.mark.parametrize(
    "slipped", ["state", "id", "created_by", "proposed_by", "decided_by", "schedule_version", "public_id", "by"]
)
def test_a07_a_field_that_the_form_does_not_ask_is_refused_by_name(cast, enter, world, slipped):
    answer = enter(cast.paul).post(CREATE, body(world.portfolio, **{slipped: "approved"}))
    assert answer.status_code == 400
    assert Project.objects.count() == 3


@pytest.mark.attack
def test_a06_a_project_manager_lifts_nobody_by_creating(cast, enter, world):
    """Pam manages one project of the portfolio: she may start another, for herself."""
    client = enter(cast.pam)
    lifted = {"manager": cast.pam.person.public_id, "sponsor": cast.tom.person.public_id}
    for wrong in ({"manager": cast.tom.person.public_id}, lifted):
        assert client.post(CREATE, body(world.portfolio, **wrong)).status_code == 422
    assert not RoleAssignment.objects.filter(person=cast.tom.person).exclude(role=Role.TEAM_MEMBER).exists()
    people = {"manager": cast.pam.person.public_id, "sponsor": cast.sue.person.public_id}
    assert client.post(CREATE, body(world.portfolio, **people)).status_code == 302


def test_the_first_project_of_an_empty_portfolio_is_offered(cast, enter, world):
    Project.objects.update(archived_at=timezone.now())
    page = enter(cast.paul).get(LIST).content.decode()
    assert "No projects here" in page
    assert CREATE in page


def test_a_new_project_opens(cast, enter, world):
    project = made(world.portfolio, by=cast.paul)
    page = enter(cast.paul).get(reverse("projects:governance", args=[project.public_id]))
    assert "Requirements" in page.content.decode()
