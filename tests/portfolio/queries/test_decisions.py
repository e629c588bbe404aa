"""What waits for somebody's word is told to whom can say it, and nowhere else."""

import pytest

from foundation.accounts.rights import Role
from portfolio.queries.decisions import KINDS, waiting_of
from projects.models import Project
from reports.queries import slot_for, waiting_for
from reports.services import sign
from staffing.models import TimesheetLine
from tests.factories import cases, core, plan, reports, staffing

WHO = ["pam", "paul", "sue", "eve", "finn", "rita", "tom", "stan", "ada", "adam", "zoe"]
CASE, WEEK = "Issue the business case, version 1", "Approve the week from"


def home(user, enter, **kwargs):
    return enter(user, **kwargs).get("/").content.decode()


@pytest.fixture
def case(world, cast):
    Project.objects.filter(pk=world.own.pk).update(state="draft")
    return cases.golden(world.own, created_by=cast.pam)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("htmx", [False, True])
def test_a_complete_case_waits_for_those_who_issue_it(case, cast, enter, who, htmx):
    assert (CASE in home(getattr(cast, who), enter, htmx=htmx)) == (who in {"sue", "eve", "finn"})


def test_the_case_links_to_where_it_is_decided(case, sue, enter):
    assert f"/projects/{case.project.public_id}/case/{case.public_id}" in home(sue, enter)


def test_a_case_that_lacks_something_does_not_wait(case, sue, enter):
    case.options.update(preferred=False)
    assert CASE not in home(sue, enter)


def test_nobody_is_asked_for_his_own_case(world, finn, enter):
    cases.golden(world.own, created_by=finn)
    assert CASE not in home(finn, enter)


def test_a_case_of_another_portfolio_waits_for_nobody_of_this_one(world, cast, enter):
    cases.golden(world.far)
    assert CASE not in home(cast.eve, enter)
    assert CASE in home(cast.finn, enter)


@pytest.fixture
def week(world, cast):
    made = staffing.sheet(cast.tom, state="open")
    staffing.line(made, plan.task(world.own), line_state="approved", line_approved_by=cast.pam)
    type(made).objects.filter(pk=made.pk).update(state="submitted")
    return made


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("htmx", [False, True])
def test_a_whole_week_waits_for_the_resource_manager(week, cast, enter, who, htmx):
    assert (WEEK in home(getattr(cast, who), enter, htmx=htmx)) == (who == "rita")


def test_the_week_names_its_person_and_links_to_its_page(week, rita, enter):
    page = home(rita, enter)
    assert "Tom Tanaka" in page and f"/time/approvals/{week.public_id}/" in page


def test_a_week_with_a_line_that_waits_for_its_manager_is_not_asked_for_yet(week, rita, enter):
    TimesheetLine.objects.update(line_state="open", line_approved_by=None)
    assert WEEK not in home(rita, enter)


def test_many_weeks_and_cases_cost_the_same_questions(world, cast, enter, django_assert_max_num_queries):
    def more(number):
        for _n in range(number):
            cases.golden(core.project(world.portfolio, "One more"))
            staffing.sheet(core.person("One more"), state="submitted")

    browser = enter(cast.finn)
    more(2)
    with django_assert_max_num_queries(20) as few:
        browser.get("/")
    more(12)
    with django_assert_max_num_queries(len(few)):
        browser.get("/")
    rita = enter(cast.rita)
    with django_assert_max_num_queries(20):
        rita.get("/")


SIGN = "Sign: budget report"


@pytest.mark.parametrize("who", WHO)
def test_a_document_waits_for_those_whose_place_is_open(world, cast, enter, who):
    reports.in_signature(world.own, cast.pam, roles=("project_manager", "finance"))
    assert (SIGN in home(getattr(cast, who), enter)) == (who in {"pam", "finn"})


def test_a_document_whose_place_of_ones_role_is_signed_waits_no_more(world, cast, enter):
    made = reports.in_signature(world.own, cast.pam, roles=("project_manager", "finance"))
    other = core.person("The other controller")
    core.role(other, Role.FINANCE)
    sign(made, slot=slot_for(made, other.user), by=other.user, at=reports.NOON)
    assert SIGN not in home(cast.finn, enter)
    assert SIGN in home(cast.pam, enter)


def test_a_role_elsewhere_gives_no_place_here(world, cast, enter):
    """Sponsor of one project and manager of another: a sponsor's place of the second is not hers."""
    core.role(cast.sue, Role.PROJECT_MANAGER, project=world.foreign)
    reports.in_signature(world.foreign, cast.pam, roles=("sponsor",))
    assert SIGN not in home(cast.sue, enter)
    reports.in_signature(world.foreign, cast.pam, roles=("project_manager",))
    assert SIGN in home(cast.sue, enter)


def test_what_waits_to_be_signed_is_what_the_page_of_reports_says(world, cast):
    for project in (world.own, world.foreign, world.far):
        reports.in_signature(project, cast.pam, roles=("project_manager", "finance", "sponsor"))
        reports.in_signature(project, cast.pam, roles=("sponsor",))
    kind = next(kind for kind in KINDS if kind.key == "signatures")
    for who in WHO:
        user = getattr(cast, who)
        said = {slot.document.public_id for slot in waiting_for(user)}
        assert waiting_of(kind, user, until=99).count == len(said), who
