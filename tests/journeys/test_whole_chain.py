"""Does the whole chain hold, from a government's file to a signed closure report, as its people live it?

Seven people of the cast and a stranger act in Chromium on the live server, each by the words on the page;
Rita, the resource manager, approves and releases. What worker and sweeper do by the clock is asked for
by hand, in this process.
"""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.utils import timezone

from portfolio.services import refresh_touched
from reports.models import ReportDocument
from tests.factories import imports, money
from tests.journeys import steps_close as closing
from tests.journeys import steps_decide as deciding
from tests.journeys import steps_start as starting
from tests.journeys import steps_work as working
from tests.journeys.actor import Actor

pytestmark = [pytest.mark.journey, pytest.mark.browser]
ACTORS = ("paul", "pam", "sue", "finn", "tom", "eve", "rita", "zoe")
UK_2021 = imports.DATA / "uk_gmpp" / "uk_gmpp_2021.csv"
OF_THE_WORLD = 2  # the fixture's own projects of this portfolio


@pytest.fixture
def people(cast, visitor):
    money.category("CON", "Contractors", "capex")
    money.labour()
    return SimpleNamespace(**{key: Actor(visitor(getattr(cast, key))) for key in ACTORS})


def days():
    """Eight weeks ago on a Monday the project began; today it ends."""
    today = dt.date.today()
    start = today - dt.timedelta(days=today.weekday() + 56)
    return SimpleNamespace(
        today=today, start=start, last=start + dt.timedelta(days=50), week=start + dt.timedelta(days=21),
        invoiced=today - dt.timedelta(days=10),
    )  # fmt: skip


def brought_in(people):
    """The real file where it is at hand, else three lines of our own. Gives the number of projects."""
    real = UK_2021.exists()
    count = 184 if real else len(imports.LINES)
    starting.import_portfolio(people.paul, UK_2021.read_bytes() if real else imports.table(), count)
    refresh_touched(now=timezone.now())
    starting.look_at_the_portfolio(people.eve, count + OF_THE_WORLD)


def decided(people, cast, on):
    """From an idea to an active project with an approved plan and budget."""
    project = starting.create_project(people.paul, cast, on.start)
    starting.write_charter(people.pam, project)
    starting.name_team(people.pam, cast, project)
    tasks = starting.plan(people.pam, project)
    deciding.write_case(people.paul, project, on.start.year)
    deciding.issue_case(people.finn, project)
    deciding.propose(people.pam, project)
    deciding.approve(people.sue, project)
    deciding.draft_budget(people.pam, project, tasks, on.start, on.last)
    deciding.approve_budget(people.finn, project)
    deciding.submit_baseline(people.pam, project)
    deciding.approve_baseline(people.sue, project)
    deciding.start(people.pam, project)
    return project, tasks


def worked(people, cast, project, tasks, on):
    """Hours and invoices become cost, the work is done, a risk occurs and is dealt with."""
    working.hire(cast.tom, project, on.start, on.today + dt.timedelta(days=30))
    working.book_hours(people.tom, project, tasks[2], on.week)
    working.approve_hours(people.pam, project)
    working.approve_week(people.rita, cast.tom)
    working.import_actuals(people.finn, project, working.actuals(tasks, on.invoiced.isoformat()))
    working.post_hours(people.finn, project)
    working.report_progress(people.pam, project, on.today)
    working.meet_a_risk(people.tom, people.pam, project, on.today)
    working.solve_the_issue(people.pam, project)
    refresh_touched(now=timezone.now())


def reported(people, world, project):
    """Budget and business case on paper for finance, the portfolio's status for the board."""
    budget = closing.text_of(closing.draw(people.finn, project, "budget report"))
    assert "14 699.99" in budget.replace("\u2009", " ").replace("\u202f", " ")
    assert "Citizen archive" in closing.text_of(closing.draw(people.paul, project, "cost-benefit analysis report"))
    status = closing.draw_status(people.paul, world.portfolio)
    assert "Citizen archive" in closing.text_of(status)


def signed(people, project):
    """The closure report, signed by three; gives the bytes of the issued file."""
    draft = closing.draw(people.pam, project, "project closure report")
    assert "reconciles to 0.00" in closing.text_of(draft)
    document = re.sub(r"^https?://[^/]+", "", people.pam.page.url)
    people.pam.press("Send to the signers")
    for signer in (people.pam, people.finn, people.sue):
        closing.sign(signer, document)
    people.pam.go(document).sees("issued")
    return closing.download(people.pam)


def test_from_a_governments_file_to_a_closed_project(world, cast, people):
    on = days()
    brought_in(people)
    project, tasks = decided(people, cast, on)
    worked(people, cast, project, tasks, on)
    reported(people, world, project)
    closing.begin_closure(people.pam, project)
    closing.settle_checklist(people.pam, project)
    closing.refuse_to_close(people.sue, project, "The closure report is not signed and issued.")
    pdf = signed(people, project)
    closing.refuse_to_close(people.sue, project, "Tom Tanaka is not released")
    working.release(people.rita, cast.tom, project, on.today)
    closing.close(people.sue, project)
    closing.check(people.zoe, pdf, "These are the bytes that were issued.")
    middle = len(pdf) // 2
    changed = pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]
    closing.check(people.zoe, changed, "No issued report has these bytes.")
    kept_out(people.zoe, world, project)
    refresh_touched(now=timezone.now())
    people.eve.go("/portfolio/?q=Citizen+archive").sees("Citizen archive", "closed")


def kept_out(stranger, world, project):
    """A person without a role sees neither the project nor that it exists."""
    report = ReportDocument.objects.filter(project=project).first()
    for tab in ("", "plan/", "governance/", "budget/", "budget/ledger/", "risks/", "team/", "reports/", "history/"):
        stranger.is_kept_out_of(f"/projects/{project.public_id}/{tab}")
    stranger.is_kept_out_of(f"/projects/{project.public_id}/reports/{report.public_id}/download/")
    stranger.is_kept_out_of(f"/portfolio/{world.portfolio.public_id}/")
    for address in ("/projects/", "/portfolio/", "/finance/", f"/portfolios/{world.portfolio.public_id}/reports/"):
        stranger.is_kept_out_of(address)
        assert "Citizen archive" not in stranger.page.content()
