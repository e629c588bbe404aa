"""The steps of doing: hours, costs, progress, a risk that occurs, an issue that is solved."""

import csv
import datetime as dt
import io

from tests.factories import staffing

HEAD = ("date", "type", "category", "class", "task", "amount", "currency", "document", "supplier", "text")


def hire(tom, project, first, last):
    """What the resource manager has seen to before: Tom is employed as a developer and allocated here."""
    role = staffing.role("Developer")
    staffing.rate("80", of=role)
    staffing.employment(tom, of=role)
    staffing.allocation(project, tom, of=role, share="1", days=staffing.days(first, last))


def book_hours(tom, project, task, week):
    """Tom books five days of eight hours and hands the week in."""
    tom.go(f"/my/time/?week={week.isoformat()}").follow(str(task.name))
    for day in range(5):
        box = f"h-{task.public_id.hex}-{(week + dt.timedelta(days=day)).isoformat()}"
        tom.fill(**{box: "8"})
    tom.press("Save and hand in").sees("40")


def approve_hours(pam, project):
    pam.go(f"/projects/{project.public_id}/team/").follow("Time to approve")
    pam.page.get_by_label("Choose all").check()
    pam.press("Approve what is chosen").sees("approved")


def approve_week(rita, tom):
    """The week as a whole is approved by the resource manager, after its lines."""
    rita.go("/time/approvals/").sees("all approved").follow(tom.person.name).press("Approve the week")
    rita.go("/time/approvals/").sees("Nothing waits for you")


def actuals(tasks, day):
    """Two invoices of the design, as finance has them in its file."""
    return [
        (day, "actual", "CON", "capex", tasks[1].wbs_code, "7500.00", "EUR", "INV-2001", "Index AG", "Design, part 1"),
        (day, "actual", "CON", "capex", tasks[1].wbs_code, "3999.99", "EUR", "INV-2002", "Index AG", "Design, part 2"),
    ]  # fmt: skip


def as_csv(rows):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEAD, *rows])
    return text.getvalue().encode()


def import_actuals(finn, project, rows):
    """A file with a bad cell is refused by row and column and posts nothing; the mended one comes in whole."""
    wrong = [*rows, (*rows[0][:5], "12,5,0", *rows[0][6:7], "INV-2003", "", "")]
    _upload(finn, project, wrong).sees("Nothing can be imported", "Bad cells", "amount").press("Give up")
    _upload(finn, project, rows).sees("11,499.99").press("Import all rows").sees("INV-2001", "INV-2002")


def _upload(finn, project, rows):
    finn.go(f"/projects/{project.public_id}/budget/ledger/").follow("Import a file")
    return finn.upload("actuals.csv", "text/csv", as_csv(rows)).press("Read the file")


def post_hours(finn, project):
    """The approved hours enter the ledger once, at the rate of the role: five days of 8 h × 80.00."""
    ledger = f"/projects/{project.public_id}/budget/ledger/"
    finn.go(ledger).press("Post time sheets").sees("640.00", "7 rows")
    finn.go(ledger).press("Post time sheets").sees("7 rows")


def report_progress(pam, project, today):
    """The milestone and all tasks were done as promised; then the data date moves to today."""
    for row in project.baselines.get(state="approved").tasks.exclude(kind="summary").order_by("start"):
        address = f"/projects/{project.public_id}/plan/tasks/{row.task.public_id}/"
        pam.go(address).follow("Report progress").fill(percent="100", actual_start=row.start.date().isoformat())
        pam.fill(actual_finish=row.finish.date().isoformat()).save()
        pam.go(address).sees("100")
    pam.go(f"/projects/{project.public_id}/plan/").follow("Data date").fill(data_date=today.isoformat()).save()


def meet_a_risk(tom, pam, project, day):
    """Tom sees a threat, Pam judges it; it occurs and becomes an issue, which she solves."""
    tom.go(f"/projects/{project.public_id}/risks/").follow("New risk")
    tom.fill(
        kind="threat", cause="The old labels fade", event="Labels cannot be read", effect="Files are indexed by hand"
    ).save()
    pam.go(f"/projects/{project.public_id}/risks/").follow("R1 Labels cannot be read").follow("Assess")
    pam.fill(probability_percent="40", impact_cost="3 medium", cost_impact="2000").save().sees("800.00")
    pam.follow("It occurred")
    pam.fill(actual_impact="1500", severity="moderate", occurred_on=day.isoformat()).save()


def solve_the_issue(pam, project):
    pam.go(f"/projects/{project.public_id}/issues/").follow("#1 Risk R1 occurred: Labels cannot be read").follow(
        "Close it"
    )
    pam.fill(resolution="The old labels were read under another light.").save().sees("closed")


def release(rita, tom, project, last):
    """The work is over: the resource manager takes Tom back."""
    rita.go(f"/projects/{project.public_id}/team/").follow(tom.person.name)
    rita.fill(**{"end-last": last.isoformat(), "end-reason": "The work is done."}).press("Release after this day")
