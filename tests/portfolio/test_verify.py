"""One command says whether everything that must agree agrees, and its exit code says it to machines."""

import json

import pytest
from django.core.management import CommandError, call_command

from portfolio.models import ProjectFacts
from portfolio.queries.verification import red_without_cause, verify
from projects.models import ProjectTouched
from tests.factories import core, money, portfolio
from tests.refusals import sql


@pytest.fixture
def settled(world):
    money.approved(world.own, 1000)
    money.entry(world.own, 300)
    portfolio.refreshed(world.own)
    ProjectTouched.objects.all().delete()
    return world


def rows():
    return sql("SELECT what, stored, counted FROM recon_portfolio_sum")


def test_a_sound_installation_passes(settled, capsys):
    call_command("verify")
    told = capsys.readouterr().out
    assert "recon_portfolio_sum: 0" in told and "audit chain: 0" in told and "BAD" not in told


def test_stored_facts_that_differ_from_the_budget_are_found(settled):
    assert rows() == []
    ProjectFacts.objects.filter(project=settled.own).update(budget=999)
    assert [(what, int(stored), int(counted)) for what, stored, counted in rows()] == [("budget", 999, 1000)]


def test_stored_facts_that_differ_from_the_ledger_are_found(settled):
    ProjectFacts.objects.filter(project=settled.own).update(actual=301)
    assert [what for what, _stored, _counted in rows()] == ["actual"]


def test_a_project_whose_change_still_waits_is_not_judged(settled):
    ProjectFacts.objects.filter(project=settled.own).update(budget=999)
    ProjectTouched.objects.create(project_id=settled.own.pk)
    assert rows() == []


def test_two_rates_of_one_pair_on_one_day_are_found(settled):
    portfolio.facts(settled.foreign, rate=2, rate_date=settled.own.facts.rate_date)
    assert [what for what, _stored, _counted in rows()] == ["rate"]


def test_a_red_project_without_a_cause_is_found(settled):
    portfolio.facts(settled.foreign, health="off_track")
    assert red_without_cause().rows == 1
    with pytest.raises(CommandError, match="red projects without a cause"):
        call_command("verify")


def test_a_cause_that_names_a_figure_which_is_not_there_is_found(settled):
    portfolio.facts(settled.foreign, health="off_track", causes=[{"target": "cost", "figures": ["portfolio.variance"]}])
    assert red_without_cause().rows == 1


def test_machines_read_it_as_json(settled, capsys):
    call_command("verify", "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["sound"] is True
    assert {"recon_portfolio_sum", "audit chain"} <= {finding["name"] for finding in told["findings"]}


def test_every_reconciliation_of_every_app_is_read(settled):
    names = {finding.name for finding in verify()}
    assert {"recon_budget_total", "recon_ledger_amount", "recon_portfolio_sum"} <= names


def test_a_demo_without_every_health_is_told(settled):
    with pytest.raises(CommandError, match="healths missing in the demo"):
        call_command("verify", "--demo")


def test_what_waits_is_computed_before_it_is_judged(settled):
    money.approved(settled.foreign, 50)
    assert ProjectTouched.objects.exists()
    call_command("verify")
    assert ProjectFacts.objects.get(project=settled.foreign).budget == 50
    assert core.DAY


def test_what_differs_is_told_with_its_project_and_the_words_of_its_columns(settled):
    ProjectFacts.objects.filter(project=settled.own).update(budget=999)
    (found,) = (finding for finding in verify() if finding.name == "recon_portfolio_sum")
    assert found.first == ("project OWN-001, what budget, stored 999, counted 1000",)


@pytest.mark.parametrize("htmx", [False, True])
def test_the_auditor_reads_it_so_on_the_page_of_checks(settled, ada, enter, htmx):
    ProjectFacts.objects.filter(project=settled.own).update(actual=None, budget="999.50")
    page = enter(ada, htmx=htmx).get("/audit/checks/").content.decode()
    assert "project OWN-001, what budget, stored 999.5, counted 1000" in page
    assert "differs" in page


def test_of_many_differences_the_first_are_told_and_all_are_counted(settled):
    for number in range(9):
        money.approved(core.project(settled.portfolio, f"Project {number}"), 1000)
    for project in type(settled.own).objects.filter(name__startswith="Project"):
        portfolio.refreshed(project)
    ProjectTouched.objects.all().delete()
    ProjectFacts.objects.update(budget=1)
    (found,) = (finding for finding in verify() if finding.name == "recon_portfolio_sum")
    assert (found.rows, len(found.first)) == (10, 5)
