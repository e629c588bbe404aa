"""Does a risk end with a reason and come back with a reason, on the page, for those who may?"""

import pytest
from django.urls import reverse

from projects.models import Issue
from risks import services
from tests.factories import core, risks
from tests.records import acts, last_act, states
from tests.refusals import sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def risk(world):
    return risks.risk(world.own)


def at(name, risk):
    return reverse(f"risks:{name}", args=[risk.project.public_id, risk.public_id])


@pytest.mark.parametrize("htmx", [False, True])
def test_a_risk_is_closed_and_opened_again_with_words(risk, pam, enter, htmx):
    browser = enter(pam, htmx=htmx)
    for name, head in (("close", "Close the risk"), ("reopen", "Open the risk again")):
        page = browser.get(at(name, risk))
        assert page.status_code == 200
        assert head in page.content.decode()
        answer = browser.post(at(name, risk), {"reason": f"Because of <{name}>"})
        assert (answer.status_code, answer.url) == (302, at("risk", risk))
        page = browser.get(at("risk", risk)).content.decode()
        told = {word for word in ("close", "reopen") if f"Because of &lt;{word}&gt;" in page}
        assert told == {name}, "a risk shows the word of its last turn only"
    risk.refresh_from_db()
    assert (risk.close_reason, risk.reopen_reason) == ("", "Because of <reopen>")
    kept = sql("SELECT close_reason, reopen_reason FROM risks_riskevent ORDER BY pgh_id")
    assert kept[-2:] == [("Because of <close>", ""), ("", "Because of <reopen>")]
    assert states(risk) == ["identified", "closed", risk.state]
    assert risk.state not in ("closed", "occurred")
    assert acts(risk) == ["risk.closed", "risk.assessed", "risk.reopened"]
    assert last_act()[1:3] == (pam, risk.project.public_id)


@pytest.mark.parametrize("name", ["close", "reopen"])
@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_without_a_word_nothing_ends_and_nothing_comes_back(risk, pam, enter, name, reason):
    if name == "reopen":
        enter(pam).post(at("close", risk), {"reason": "The contract was signed"})
    before = type(risk).objects.values().get()
    answer = enter(pam).post(at(name, risk), {"reason": reason})
    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()
    assert type(risk).objects.values().get() == before


def test_what_is_open_is_not_opened_and_what_is_closed_not_closed(risk, pam, enter):
    browser = enter(pam)
    assert browser.post(at("reopen", risk), {"reason": "x"}).status_code == 409
    assert browser.post(at("close", risk), {"reason": "x"}).status_code == 302
    assert browser.post(at("close", risk), {"reason": "x"}).status_code == 409
    assert browser.post(at("close", risk), {"reason": "x", "state": "identified"}).status_code == 400


def test_nobody_else_ends_a_risk_or_brings_it_back(risk, cast, enter):
    for who, status in (("stan", 403), ("sue", 403), ("eve", 403), ("ada", 403), ("adam", 404), ("zoe", 404)):
        browser = enter(getattr(cast, who))
        for name in ("close", "reopen"):
            assert browser.get(at(name, risk)).status_code == status, (who, name)
            assert browser.post(at(name, risk), {"reason": "x"}).status_code == status, (who, name)
    assert states(risk) == ["identified"]


def test_a_hidden_risk_is_a_missing_one_at_both_doors(world, pam, enter):
    hidden = risks.risk(world.own, confidentiality="confidential")
    for name in ("close", "reopen", "monitor", "draw", "occur"):
        assert enter(pam).post(at(name, hidden), {"reason": "x"}).status_code == 404, name
    assert states(hidden) == ["identified"]


def test_the_issue_of_a_hidden_risk_tells_the_team_its_number_and_none_of_its_words(world, cast, enter):
    """Issues are read by everybody in the project; the words stay with those who may read the risk."""
    hidden = risks.risk(
        world.own, confidentiality="confidential", event="The vendor is for sale", effect="We pay twice"
    )
    hidden.named.add(cast.tom.person)
    services.occur(hidden, by=cast.sue, on=core.DAY)
    issue = Issue.objects.get()
    assert (issue.title, issue.description) == ("Risk R1 occurred", "")
    page = reverse("projects:issues", args=[world.own.public_id])
    for user in (cast.pam, cast.tom, cast.ada):
        shown = enter(user).get(page).content.decode()
        assert "Risk R1 occurred" in shown
        assert "for sale" not in shown and "Pay twice" not in shown
    assert "for sale" in enter(cast.tom).get(at("risk", hidden)).content.decode()
