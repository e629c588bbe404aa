"""The pages of risks with the whole cast, with and without htmx."""

import pytest
from django.urls import reverse

from projects.models import Issue
from risks.models import Risk, RiskAssessment
from tests.factories import risks

READERS = {"pam", "paul", "sue", "eve", "finn", "tom", "ada"}
EVERYBODY = ("pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe")
OUTSIDE = {"adam", "zoe"}


@pytest.fixture
def risk(world):
    made = risks.risk(world.own)
    risks.assessment(made)
    return made


def at(name, risk):
    return reverse(f"risks:{name}", args=[risk.project.public_id, risk.public_id])


def status(who, allowed):
    return 200 if who in allowed else 404 if who in OUTSIDE else 403


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("htmx", [False, True])
def test_who_reads_the_register_the_panel_and_a_risk(risk, cast, enter, who, htmx):
    browser, project = enter(getattr(cast, who), htmx=htmx), [risk.project.public_id]
    for url in (reverse("risks:register", args=project), reverse("risks:panel", args=project), at("risk", risk)):
        assert browser.get(url).status_code == status(who, READERS), url


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_sees_the_risks_of_all_projects(risk, cast, enter, who):
    answer = enter(getattr(cast, who)).get(reverse("risks:home"))
    assert answer.status_code == (200 if who in READERS else 403)
    if who in READERS:
        assert "The supplier fails" in answer.content.decode()


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_names_a_risk(world, cast, enter, who):
    url = reverse("risks:identify", args=[world.own.public_id])
    hides = {} if who == "tom" else {"confidentiality": "normal"}
    answer = enter(getattr(cast, who)).post(url, {**risks.OPEN_RISK_FORM, **hides})
    expected = 302 if who in {"pam", "tom"} else status(who, set())
    assert answer.status_code == expected
    assert Risk.objects.count() == (1 if expected == 302 else 0)


@pytest.mark.parametrize("name", ["edit", "assess", "respond", "occur", "close", "monitor", "draw"])
@pytest.mark.parametrize("who", ["tom", "finn", "stan", "zoe"])
def test_others_change_nothing(risk, cast, enter, name, who):
    before = Risk.objects.values().get()
    answer = enter(getattr(cast, who)).post(at(name, risk), risks.POST.get(f"risks:{name}", {}))
    assert answer.status_code == status(who, set())
    assert Risk.objects.values().get() == before


def test_the_manager_leads_a_risk_through_its_life(risk, pam, enter):
    browser = enter(pam)
    for name in ("assess", "respond", "monitor", "occur"):
        answer = browser.post(at(name, risk), risks.POST.get(f"risks:{name}", {}))
        assert answer.status_code == 302, (name, answer.content)
    page = browser.get(at("risk", risk)).content.decode()
    assert "occurred" in page
    assert Issue.objects.count() == 1
    assert browser.post(at("monitor", risk)).status_code == 409


@pytest.mark.parametrize("name", ["edit", "assess", "respond", "occur", "close", "draw"])
def test_each_form_opens(risk, pam, enter, name):
    answer = enter(pam).get(at(name, risk))
    assert answer.status_code == 200
    assert "<form" in answer.content.decode()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"probability_percent": "100"}, "less than or equal to 99.9"),
        ({"probability_percent": "abc"}, "Enter a number"),
        ({"impact_cost": ""}, "at least one objective"),
        ({"impact_cost": "9"}, "not one of the available choices"),
        ({"cost_impact": "-5"}, "greater than or equal to 0"),
        ({"basis": "guess"}, "not one of the available choices"),
        ({"cost_impact": "1" * 40}, "no more than"),
    ],
)
def test_a_wrong_judgement_gets_a_message_beside_its_field(risk, pam, enter, change, message):
    answer = enter(pam).post(at("assess", risk), {**risks.ASSESSMENT_FORM, **change})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert RiskAssessment.objects.count() == 1


def test_a_refused_draw_names_what_is_left_beside_the_amount(risk, pam, enter):
    answer = enter(pam).post(at("draw", risk), risks.POST["risks:draw"])
    assert answer.status_code == 422
    assert "The project has no contingency" in answer.content.decode()


def test_a_stale_edit_shows_both_values(risk, pam, enter):
    browser = enter(pam)
    assert browser.post(at("edit", risk), risks.POST["risks:edit"]).status_code == 302
    answer = browser.post(at("edit", risk), {**risks.POST["risks:edit"], "event": "Mine"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Mine" in page
    assert "It fails" in page


def test_a_response_moves_on(risk, pam, enter):
    row = risks.response(risk)
    url = reverse("risks:move_response", args=[risk.project.public_id, row.public_id])
    assert enter(pam).get(url).status_code == 405
    assert enter(pam).post(url, {"state": "done", "row_version": "1"}).status_code == 302
    row.refresh_from_db()
    assert row.state == "done"


def test_a_confidential_risk_is_missing_for_those_who_are_not_named(world, cast, enter):
    secret = risks.risk(world.own, confidentiality="confidential", event="Canary breach")
    for who in ("pam", "finn", "ada"):
        browser = enter(getattr(cast, who))
        assert browser.get(at("risk", secret)).status_code == 404
        assert "Canary" not in browser.get(reverse("risks:register", args=[world.own.public_id])).content.decode()
        assert "Canary" not in browser.get(reverse("risks:home")).content.decode()
        assert "Canary" not in browser.get(reverse("risks:panel", args=[world.own.public_id])).content.decode()
    assert enter(cast.sue).get(at("risk", secret)).status_code == 200


def test_a_risk_of_another_project_is_a_missing_one(risk, world, cast, enter):
    foreign = risks.risk(world.foreign)
    mixed = reverse("risks:risk", args=[world.own.public_id, foreign.public_id])
    assert enter(cast.pam).get(mixed).status_code == 404
    assert enter(cast.pam).post(mixed.replace("risks/", "risks/", 1) + "close/", {"reason": "x"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == "identified"


@pytest.mark.parametrize(
    "query", ["sort=owner__user__password", "state=open'--", "kind=;--", "export=exe", "nonsense=1"]
)
def test_made_up_questions_are_bad_requests(risk, pam, enter, query):
    url = reverse("risks:register", args=[risk.project.public_id])
    assert enter(pam).get(f"{url}?{query}").status_code == 400


@pytest.mark.parametrize("name", ["register", "home"])
def test_pages_cost_the_same_for_many_risks(world, pam, enter, name, django_assert_max_num_queries):
    url = reverse("risks:home") if name == "home" else reverse("risks:register", args=[world.own.public_id])
    browser = enter(pam)
    for _n in range(40):
        risks.assessment(risks.risk(world.own))
    with django_assert_max_num_queries(20):
        assert browser.get(url).status_code == 200


def test_the_register_leaves_as_a_file(risk, pam, enter):
    url = reverse("risks:register", args=[risk.project.public_id])
    answer = enter(pam).get(f"{url}?export=csv")
    assert b"The supplier fails" in b"".join(answer.streaming_content)
