"""What was written, decided and learnt in a project of the demo?"""

from django.db.models import Max, Min

from portfolio.demo import catalogue
from portfolio.demo.money import day_of
from portfolio.demo.plans import DAY, FINISHED, at
from projects.models import Charter, ClosureItem, FollowOnAction, GateReview, Issue, Lesson, Stage, Task

LESSONS = (
    ("The test environment came eight weeks late", "Testers waited and the acceptance moved",
     "The order was written after the design was approved", "Order test environments together with the plan"),
    ("Key users tested from the second month on", "Fewer defects were found after the start",
     "The unit gave two people a day a week", "Agree on the key users' time before the plan is approved"),
    ("The supplier changed three of five people", "Knowledge was lost twice",
     "The contract named no people", "Name key people in the contract"),
)  # fmt: skip


def charter(story):
    """Purpose, goals, scope and tolerances that fit the length of the project."""
    name, words = story.plot.name, catalogue.WORK[story.plot.kind]
    Charter.objects.filter(project=story.project).update(
        purpose=f"{name} takes the place of what people do by hand today, and lets the council answer sooner.",
        goals=f"In use by all units within {story.plot.months} months; half of the effort of today.",
        scope=", ".join(words[:4]) + ".",
        exclusions="Changes of the organisation of the units.",
        assumptions="Key users are free for one day a week; the present contracts go on until the end.",
        success="Measured by the benefits, one year after the end.",
        time_tolerance_days=max(14, round(story.plot.months * 2.2)),
    )


def stages(story):
    """The planned days of each stage and gate, from the tasks below."""
    for stage, summary, _rows in _with_tasks(story):
        stage.planned_start, stage.planned_finish = day_of(summary.es), day_of(summary.ef)
        stage.save(update_fields=["planned_start", "planned_finish"])
        GateReview.objects.filter(stage=stage).update(planned_on=stage.planned_finish)


def _with_tasks(story):
    summaries = {row.wbs_code: row for row in Task.objects.filter(project=story.project, parent=None)}
    for stage in Stage.objects.filter(project=story.project):
        summary = summaries[str(stage.seq)]
        if summary.es is not None:
            yield stage, summary, Task.objects.filter(parent=summary)


def gates(story):
    """Stages that have begun and ended; the gate of a finished one is decided by the sponsor."""
    for stage, _summary, rows in _with_tasks(story):
        found = rows.aggregate(first=Min("actual_start"), last=Max("actual_finish"))
        if found["first"] is None:
            break
        stage.actual_start = day_of(found["first"])
        done = not rows.filter(percent__lt=1).exists()
        stage.actual_finish = day_of(found["last"]) if done else None
        stage.save(update_fields=["actual_start", "actual_finish"])
        if done:
            _decide(story, stage)


def _decide(story, stage):
    """The last finished stage of a project in trouble waits for its decision; all others have theirs."""
    held = stage.actual_finish
    for gate in GateReview.objects.filter(stage=stage):
        gate.criteria = [{**row, "met": True, "note": "Seen at the review"} for row in gate.criteria]
        gate.state, gate.held_on, gate.held_by = GateReview.State.HELD, held, story.by
        recent = (story.council.today - held).days < 45 and story.plot.state == "active"
        if recent and story.plot.pace >= 1.15:
            gate.criteria[-1] |= {"met": False, "note": "Open; the manager asks to go on"} if gate.criteria else {}
        else:
            gate.state, gate.decided_by, gate.decided_at = GateReview.State.DECIDED, story.boss, at(held + 4 * DAY, 11)
            gate.decision = GateReview.Decision.PROCEED
        gate.save()


def issues(story):
    """One to four issues; most old ones are closed, with the last ones open."""
    owner, days = story.project.manager, (story.edge - story.project.start).days
    finished = story.plot.state in (*FINISHED, "cancelled")
    rows = []
    for number in range(1, 2 + story.chance.randint(0, 2) + (story.plot.pace > 1.1)):
        on = story.project.start + DAY * round(days * (0.25 + 0.17 * number))
        closed = finished or number <= 1
        rows.append(Issue(
            project=story.project, number=number, title=story.chance.choice(catalogue.ISSUES), raised_on=on,
            severity=min(4, story.chance.randint(1, 3) + (story.plot.pace > 1.2)), owner=owner, raised_by=story.by,
            created_by=story.by, due=on + 30 * DAY, state="closed" if closed else "open",
            resolution="Solved together with the unit" if closed else "",
            closed_on=min(on + 21 * DAY, story.council.today) if closed else None,
        ))  # fmt: skip
    Issue.objects.bulk_create(rows)


def lessons(story, *, on):
    """What was learnt, validated by the portfolio manager; what remains to be done has an owner."""
    paul = story.council.user("paul")
    picked = story.chance.sample(LESSONS, 2)
    Lesson.objects.bulk_create(
        Lesson(project=story.project, event=event, effect=effect, cause=cause, recommendation=advice,
               applies_to=story.plot.kind, owner=story.project.manager, state="validated", validated_by=paul,
               created_by=story.by)
        for event, effect, cause, advice in picked
    )  # fmt: skip
    FollowOnAction.objects.create(
        project=story.project, text="Measure the benefits one year after the end", owner=story.project.sponsor,
        due=on + 365 * DAY, done_on=None, created_by=story.by,
    )  # fmt: skip


def checklist(story, *, on, share=1.0):
    """The first `share` of the closure checklist is done."""
    items = list(ClosureItem.objects.filter(project=story.project).order_by("seq"))
    for item in items[: round(len(items) * share)]:
        item.state, item.done_by, item.done_on = ClosureItem.State.DONE, story.by, on
        item.note = "Filed with the project's records"
    ClosureItem.objects.bulk_update(items, ["state", "done_by", "done_on", "note"])
