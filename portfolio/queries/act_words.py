"""What did a person do, in words: “submitted budget version 2”? One sentence for each act on record.

The sentence goes on after the name of the person. `{version}` and the like stand for the details of the act; an older
act that lacks one is told without the number.
"""

import re
from decimal import Decimal

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgets.models import Benefit
from foundation.accounts.rights import ROLE_LABELS
from foundation.figures import MONEY, show
from portfolio.models import Health
from projects.models import GateReview, Issue, State
from reports.models import ReportKind
from risks.models import Risk, RiskAssessment, RiskResponse, RiskState

_t = gettext_lazy
ACTS = {
    "absence.added": _t("entered an absence"),
    "absence.removed": _t("removed an absence"),
    "allocation.confirmed": _t("confirmed a booking"),
    "allocation.declined": _t("declined a booking"),
    "allocation.ended": _t("ended a booking"),
    "allocation.exception": _t("allowed a booking above the whole time of a person"),
    "allocation.proposed": _t("proposed a person for a booking"),
    "allocation.requested": _t("asked for a booking"),
    "baseline.approved": _t("approved baseline version {version}"),
    "baseline.deleted": _t("deleted the draft of baseline version {version}"),
    "baseline.drafted": _t("drafted baseline version {version}"),
    "baseline.money_checked": _t("checked the money of a baseline"),
    "baseline.priced": _t("fixed the money of a baseline"),
    "baseline.returned": _t("returned baseline version {version} to its author"),
    "baseline.submitted": _t("submitted baseline version {version}"),
    "baseline.superseded": _t("replaced baseline version {version} by a newer one"),
    "benefit.added": _t("added a benefit"),
    "benefit.approved": _t("approved a benefit"),
    "benefit.edited": _t("changed a benefit"),
    "benefit.measure_added": _t("added a measure to a benefit"),
    "benefit.measure_deleted": _t("deleted a measure of a benefit"),
    "benefit.measure_edited": _t("changed a measure of a benefit"),
    "benefit.moved": _t("moved a benefit to “{to}”"),
    "benefit.point_entered": _t("entered a value of a benefit"),
    "budget.approved": _t("approved budget version {version}"),
    "budget.created": _t("drafted budget version {version}"),
    "budget.funding_received": _t("recorded the funding received"),
    "budget.line_deleted": _t("deleted a budget line"),
    "budget.returned": _t("returned budget version {version} to its author"),
    "budget.submitted": _t("submitted budget version {version}"),
    "budget.superseded": _t("replaced budget version {version} by a newer one"),
    "case.created": _t("drafted version {version} of the business case"),
    "case.deleted": _t("deleted the draft of version {version} of the business case"),
    "case.edited": _t("changed version {version} of the business case"),
    "case.issued": _t("issued version {version} of the business case"),
    "case.lines_saved": _t("saved the costs and benefits of an option"),
    "case.option_added": _t("added an option to the business case"),
    "case.option_deleted": _t("deleted an option of the business case"),
    "case.option_edited": _t("changed an option of the business case"),
    "case.option_preferred": _t("preferred an option of the business case"),
    "case.superseded": _t("replaced version {version} of the business case by a newer one"),
    "category.added": _t("added the cost category {code}"),
    "charter.edited": _t("changed the charter"),
    "closure_item.settled": _t("settled an item of the closure checklist"),
    "employment.added": _t("entered an employment"),
    "employment.changed": _t("changed an employment"),
    "exchange_rate.added": _t("added an exchange rate from {base} to {quote}"),
    "follow_on.added": _t("added a follow-on action"),
    "follow_on.done": _t("ticked a follow-on action as done"),
    "forecast.saved": _t("saved forecast version {version}"),
    "gate.decided": _t("decided a gate: {decision}"),
    "gate.held": _t("held a gate review"),
    "health.overridden": _t("set the health by hand to “{health}”"),
    "health.override_ended": _t("let the rules say the health again"),
    "import.done": _t("imported a file of projects"),
    "import.undone": _t("took an imported file back"),
    "import.uploaded": _t("uploaded a file of projects"),
    "issue.closed": _t("closed issue #{number}"),
    "issue.edited": _t("changed an issue"),
    "issue.handed_over": _t("handed an issue over to a follow-on action"),
    "issue.raised": _t("raised issue #{number}"),
    "ledger.accrual": _t("posted an accrual"),
    "ledger.accrual_reversal": _t("posted the reversal of an accrual"),
    "ledger.actual": _t("posted an actual cost"),
    "ledger.enc": _t("posted a commitment"),
    "ledger.enc_release": _t("released a commitment"),
    "ledger.fx": _t("posted a currency difference"),
    "ledger.imported": _t("imported a file of actuals"),
    "ledger.pre_enc": _t("posted a requisition"),
    "ledger.reversed": _t("reversed an entry of the ledger"),
    "ledger.timesheets": _t("posted approved hours to the ledger"),
    "lesson.applied": _t("marked a lesson as applied"),
    "lesson.edited": _t("changed a lesson"),
    "lesson.recorded": _t("recorded a lesson"),
    "lesson.validated": _t("confirmed a lesson"),
    "organisation.changed": _t("changed the settings of the organisation"),
    "period.closed": _t("closed a fiscal period"),
    "period.closing": _t("began to close a fiscal period"),
    "period.open": _t("opened a fiscal period"),
    "person.activated": _t("let a person sign in again"),
    "person.added": _t("added a person"),
    "person.created": _t("added a person with an account"),
    "person.deactivated": _t("kept a person from signing in"),
    "person.edited": _t("changed a person"),
    "person.link_made": _t("made a link with which a person sets the password"),
    "portfolio.created": _t("added a portfolio"),
    "portfolio.edited": _t("changed a portfolio"),
    "programme.created": _t("added a programme"),
    "programme.edited": _t("changed a programme"),
    "project.created": _t("created the project"),
    "project.data_date_set": _t("set the data date to {data_date}"),
    "project.edited": _t("changed the project"),
    "project.import_undone": _t("took the import of the project back"),
    "project.imported": _t("imported the project"),
    "project.moved": _t("moved the project to “{to}”"),
    "project_role.added": _t("added a role of project work"),
    "rate.set": _t("set a cost rate"),
    "report.drawn": _t("drew a report"),
    "report.in_signature": _t("sent a report to its signers"),
    "report.issued": _t("issued a report"),
    "report.rejected": _t("refused to sign a report"),
    "report.requested": _t("asked for a report: {kind}"),
    "report.signed": _t("signed a report as {role}"),
    "reserve.draw": _t("drew on a reserve"),
    "reserve.release": _t("released a part of a reserve"),
    "reserve.set": _t("set a reserve"),
    "response.done": _t("ticked a response to a risk as done"),
    "response.dropped": _t("dropped a response to a risk"),
    "response.under_way": _t("began a response to a risk"),
    "risk.answered": _t("planned a response to a risk: {strategy}"),
    "risk.assessed": _t("marked a risk as assessed"),
    "risk.closed": _t("closed a risk"),
    "risk.contingency_drawn": _t("drew on the contingency for a risk"),
    "risk.described": _t("changed the words of a risk"),
    "risk.identified": _t("named a new risk"),
    "risk.judged": _t("judged a risk"),
    "risk.monitoring": _t("began to monitor a risk"),
    "risk.occurred": _t("reported that a risk occurred"),
    "risk.reopened": _t("opened a closed risk again"),
    "risk.treated": _t("marked the treatment of a risk as planned"),
    "role.assigned": _t("gave somebody the role “{role}”"),
    "role.ended": _t("ended the role “{role}” of somebody"),
    "role.refused": _t("was refused to give the role “{role}”"),
    "snapshot.taken": _t("kept the state of progress of {data_date}"),
    "stage.edited": _t("changed stage {seq}"),
    "task.cancelled": _t("cancelled a task"),
    "task.deleted": _t("deleted task {wbs}"),
    "task.restored": _t("restored a task"),
    "timesheet.approved": _t("approved a time sheet"),
    "timesheet.correction_opened": _t("opened the correction of a posted time sheet"),
    "timesheet.posted": _t("posted a time sheet"),
    "timesheet.reopened": _t("took a time sheet back to change it"),
    "timesheet.returned": _t("returned a time sheet"),
    "timesheet.submitted": _t("submitted a time sheet"),
    "timesheet_line.approved": _t("approved hours on a task"),
    "timesheet_line.returned": _t("returned hours on a task"),
}
_MOVES = {**dict(Benefit.State.choices), **dict(State.choices), **dict(RiskState.choices)}
# detail: the words for the codes that it may hold
CODES = {
    "role": {role.value: label for role, label in ROLE_LABELS.items()},
    "to": _MOVES,
    "from": _MOVES,
    "was": _MOVES,
    "state": dict(Issue.State.choices),
    "decision": dict(GateReview.Decision.choices),
    "health": dict(Health.choices),
    "kind": {**dict(ReportKind.choices), **dict(Risk.Kind.choices)},
    "basis": dict(RiskAssessment.Basis.choices),
    "strategy": dict(RiskResponse.Strategy.choices),
}
# what a detail is called
DETAILS = {
    "amount": _t("amount"), "archived": _t("archived"), "bac": _t("budget at completion"), "basis": _t("basis"),
    "data_date": _t("data date"), "etc": _t("to go"), "fields": _t("fields"), "from": _t("before"),
    "lines": _t("lines"), "rows": _t("rows"),
    "share": _t("share"), "state": _t("state"), "total": _t("total"), "unmet": _t("criteria not met"),
    "was": _t("before"), "what": _t("value"),
}  # fmt: skip
# ids and hashes: nothing to read
CODES_ONLY = {"action", "batch", "case", "corrects", "person", "portfolio", "sha256"}
_HOLES = re.compile(r"\{(\w+)\}")
_MONEY_TEXT = re.compile(r"-?\d+\.\d{2,4}")
_DAY_TEXT = re.compile(r"\d{4}-\d\d-\d\d")


def act_words(act, details):
    """What was done, in words that follow the name of who did it."""
    pattern = str(ACTS.get(act, act.replace(".", ": ").replace("_", " ")))
    return " ".join(_HOLES.sub(lambda hole: detail_words(hole[1], details.get(hole[1], "")), pattern).split())


def detail_lines(act, details):
    """(label, words) of what the sentence has not told yet and a person can read."""
    told = {*_HOLES.findall(str(ACTS.get(act, ""))), *CODES_ONLY}
    for key, value in details.items():
        if key not in told and value not in (None, "", False):
            yield str(DETAILS.get(key, key.replace("_", " "))), detail_words(key, value)


def detail_words(key, value):
    """A value of an act: codes in words, amounts and days as people write them."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(detail_words(key, each) for each in value)
    text = str(value)
    if text in CODES.get(key, {}):
        return str(CODES[key][text])
    if _DAY_TEXT.fullmatch(text) and (day := parse_date(text)):
        return date_format(day, "j M Y")
    return show(Decimal(text), MONEY) if _MONEY_TEXT.fullmatch(text) else text
