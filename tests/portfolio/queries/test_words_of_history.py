"""A history and the record of acts read as a manager would tell them: no codes, no addresses, no raw ids."""

import ast
import re
from itertools import pairwise

import pytest
from django.apps import apps
from django.utils.translation import override

from budgets import services as money_services
from foundation.accounts.services import record
from portfolio.queries import history
from portfolio.queries.act_words import ACTS, CODES_ONLY, act_words, detail_lines
from portfolio.queries.history import LEFT_OUT
from portfolio.queries.row_words import ROWS, holes
from portfolio.queries.verification import CHECKS, reconciliations, verify
from projects.models import Baseline, Dependency, Project
from tests.factories import core, money, plan, risks, staffing
from tests.house.source import code

pytestmark = pytest.mark.django_db
CODE = re.compile(r"^[a-z_]+\.[a-z_]+$")
FUNCTIONS = {"record", "record_all", "_move", "_judge", "_write"}


def sentences(user, project):
    return [" ".join(f"{line.who} {line.verb} {line.what}".split()) for line in history(user, project)]


def told_with_fields(user, project):
    for line in history(user, project):
        yield " ".join([line.who, line.verb, line.what, *(f"{f.label} {f.before} {f.after}" for f in line.fields)])


# ── acts ────────────────────────────────────────────────────────────────────────────────────────


def recorded_codes():
    """Each act that the source records by a constant."""
    for file in code():
        if file.path.startswith("tests/"):
            continue
        for node in ast.walk(ast.parse(file.text)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in FUNCTIONS:
                for part in (each for arg in node.args for each in ast.walk(arg)):
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and CODE.match(part.value):
                        yield part.value


def test_each_act_that_the_code_records_has_its_sentence():
    codes = set(recorded_codes())
    assert len(codes) > 90
    assert not codes - set(ACTS)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_a_sentence_goes_on_after_a_name_and_holds_no_code(act):
    words = act_words(act, {})
    assert words == words.strip() and "{" not in words and act not in words
    assert words[0].islower() and not words.endswith(".")


@pytest.mark.parametrize(
    ("act", "details", "words"),
    [
        ("budget.submitted", {"version": 2, "total": "1000.0000"}, "submitted budget version 2"),
        ("project.moved", {"from": "draft", "to": "proposed"}, "moved the project to “proposed”"),
        ("role.assigned", {"role": "project_manager"}, "gave somebody the role “Project manager”"),
        ("risk.answered", {"strategy": "contingent"}, "planned a response to a risk: prepare contingent plan"),
        ("gate.decided", {"decision": "conditions"}, "decided a gate: proceed with conditions"),
        ("project.data_date_set", {"data_date": "2026-03-02"}, "set the data date to 2 Mar 2026"),
        ("something.new", {}, "something: new"),
    ],
)
def test_codes_and_days_of_an_act_are_told_in_words(act, details, words):
    assert act_words(act, details) == words


def test_what_the_sentence_told_is_not_told_twice_and_ids_are_not_told_at_all():
    details = {"version": 2, "total": "1234.5000", "sha256": "ab" * 32, "person": "0b1c", "back": False}
    assert list(detail_lines("budget.submitted", details)) == [("total", "1,234.50")]
    assert {"sha256", "person"} <= CODES_ONLY


def test_a_submitted_budget_reads_as_a_sentence(world, cast):
    made = money.draft(world.own, 1000, by=cast.pam)
    money_services.submit_budget(made, by=cast.pam, on=core.DAY)
    assert f"Pam Porter submitted budget version {made.version}" in sentences(cast.pam, world.own)


def test_another_language_may_say_it_otherwise(world):
    with override("de"):
        assert str(ACTS["budget.submitted"]), "lazy: asked for when it is drawn"
    assert not isinstance(ACTS["budget.submitted"], str)
    assert not any(isinstance(words, str) for words in (*ROWS.values(), *CHECKS.values()))


# ── rows ────────────────────────────────────────────────────────────────────────────────────────


def models_of_histories():
    for model in apps.get_models():
        tracked = getattr(model, "pgh_tracked_model", None)
        if tracked is not None and hasattr(tracked, "PROJECT_PATH") and tracked._meta.label not in LEFT_OUT:
            yield model, tracked


def test_each_row_of_a_history_has_words_made_of_its_own_fields():
    found = list(models_of_histories())
    assert {tracked._meta.label for _model, tracked in found} == set(ROWS)
    for model, tracked in found:
        kept = {field.name for field in model._meta.concrete_fields}
        assert set(holes(tracked._meta.label)) <= kept


def test_a_link_is_told_by_both_its_ends(world, pam):
    first, second = plan.task(world.own, "Design"), plan.task(world.own, "Build")
    link = plan.link(first, second)
    words = f"the link from {first} to {second}"
    assert any(line.endswith(f"added {words}") for line in sentences(pam, world.own))
    Dependency.objects.filter(pk=link.pk).update(lag_min=60)
    link.delete()
    told = sentences(pam, world.own)
    assert any(line.endswith(f"changed {words}") for line in told)
    assert any(line.endswith(f"deleted {words}") for line in told)


def test_what_a_row_pointed_to_and_is_gone_is_told_as_gone(world, pam):
    first, second = plan.task(world.own, "Design"), plan.task(world.own, "Build")
    plan.link(first, second).delete()
    second.delete()
    told = [line for line in sentences(pam, world.own) if "the link" in line]
    assert told and all(line.endswith(f"from {first} to what was deleted since") for line in told)


def test_a_booking_is_told_by_its_person(world, rita):
    staffing.allocation(world.own, core.person("Wim Worker"))
    assert any("the booking of Wim Worker as" in line for line in sentences(rita, world.own))


def test_a_risk_and_its_response_are_told_by_their_number(world, pam):
    risk = risks.risk(world.own)
    risks.response(risk)
    told = sentences(pam, world.own)
    assert any(line.endswith("added risk R1") for line in told)
    assert any(line.endswith("added a response to risk R1") for line in told)


# ── people ──────────────────────────────────────────────────────────────────────────────────────


def test_a_person_who_has_a_name_is_never_told_by_an_address(world, cast):
    Project.objects.filter(pk=world.own.pk).update(proposed_by=cast.pam, decided_by=cast.sue)
    Baseline.objects.create(project=world.own, version=1, created_by=cast.pam)
    Baseline.objects.update(approved_by=cast.sue)
    told = list(told_with_fields(cast.pam, world.own))
    assert any("Pam Porter" in line and "Sue Sanders" in line for line in told)
    assert not [line for line in told if "@" in line]


@pytest.mark.parametrize("number", [2, 20])
def test_many_pointers_cost_the_questions_of_few(world, cast, django_assert_max_num_queries, number):
    tasks = [plan.task(world.own, f"Task {each}") for each in range(number + 1)]
    for before, after in pairwise(tasks):
        plan.link(before, after)
    Project.objects.filter(pk=world.own.pk).update(proposed_by=cast.pam)
    history(cast.pam, world.own)
    with django_assert_max_num_queries(5):
        history(cast.pam, world.own)


# ── what must agree ─────────────────────────────────────────────────────────────────────────────


def test_each_check_of_the_books_is_a_sentence(world):
    names = {finding.name for finding in reconciliations()}
    assert names and not names - set(CHECKS)
    for finding in verify():
        assert finding.words[0].isupper() and " " in finding.words and "recon" not in finding.words


def test_an_unknown_act_shows_itself_rather_than_nothing(world, cast):
    record("kitchen.cleaned", world.own, by=cast.pam, project=world.own)
    assert "Pam Porter kitchen: cleaned" in sentences(cast.pam, world.own)


def test_a_share_is_told_as_a_percentage(world, pam):
    task = plan.task(world.own, "Design")
    task.percent = "0.92"
    task.save()
    (line,) = [line for line in history(pam, world.own) if line.fields]
    assert ("complete", "92.0\u00a0%") in [(field.label, field.after) for field in line.fields]
