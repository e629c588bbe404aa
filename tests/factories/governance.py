"""Small builders of what is decided about a project: stages, gates, issues, lessons, closure."""

from foundation.accounts.rights import Role
from projects.models import Baseline, ClosureItem, FollowOnAction, GateReview, Issue, Lesson, RoleAssignment, Stage
from projects.services import create_project
from tests.factories import core


def made(portfolio, *, by=None, name="Intranet refresh", methodology="waterfall", **fields):
    """A project as the form makes it, with everything that its method brings."""
    fields.setdefault("currency", core.currency())
    fields.setdefault("calendar", core.calendar())
    fields.setdefault("start", core.DAY)
    fields.setdefault("sourcing_model", "")
    return create_project(by=by, on=core.DAY, portfolio=portfolio, name=name, methodology=methodology, **fields)


def stage(project, seq=None, name="Build", **fields):
    seq = seq or project.stages.count() + 1
    return Stage.objects.create(project=project, seq=seq, name=name, **fields)


def gate(project, name="G1", *, criteria=("tests passed",), **fields):
    rows = [{"text": text, "met": None, "note": ""} for text in criteria]
    fields.setdefault("stage", None)
    own = fields.pop("stage") or stage(project, name=f"Stage of {name}")
    return GateReview.objects.create(project=project, stage=own, name=name, criteria=rows, **fields)


def held(project, name="G1", *, by, met=True, **fields):
    """A gate whose criteria are judged and that waits for its decision."""
    row = gate(project, name, **fields)
    row.criteria = [{**each, "met": met} for each in row.criteria]
    row.state, row.held_on, row.held_by = "held", core.DAY, by
    row.save()
    return row


def issue(project, title="Search is slow", **fields):
    fields.setdefault("raised_on", core.DAY)
    number = fields.pop("number", project.issues.count() + 1)
    return Issue.objects.create(project=project, number=number, title=title, **fields)


def lesson(project, **fields):
    words = {"event": "The supplier left", "effect": "Six weeks lost", "recommendation": "Agree on a step-in right"}
    return Lesson.objects.create(project=project, **{**words, **fields})


def action(project, text="Watch the load", **fields):
    fields.setdefault("owner", None)
    owner = fields.pop("owner") or core.person("Olga Owner")
    return FollowOnAction.objects.create(project=project, text=text, owner=owner, due=fields.pop("due", core.DAY))


def closure_item(project, text="Archive the records", **fields):
    seq = fields.pop("seq", project.closure_items.count() + 1)
    return ClosureItem.objects.create(project=project, seq=seq, section="Records", text=text, **fields)


def approved_baseline(project, *, by=None, version=1):
    by = by or core.person("Anna Approver").user
    return Baseline.objects.create(
        project=project, version=version, state="approved", approved_by=by, approved_at=core.MONDAY_9
    )


def assignment(project):
    return core.role(core.person("Mia Member"), Role.TEAM_MEMBER, project=project)


SAMPLES = {
    Stage: stage,
    GateReview: gate,
    Issue: issue,
    Lesson: lesson,
    FollowOnAction: action,
    ClosureItem: closure_item,
    RoleAssignment: assignment,
}

POST = {
    "projects:lesson_advance": {"to": "validated"},
    "projects:action_done": {"confirm": "yes"},
    "projects:team_role_end": {"confirm": "yes"},
    "projects:issue_close": {"resolution": "Index added"},
}
