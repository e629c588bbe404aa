"""Which facts of a project go into its closure report?"""

from decimal import Decimal
from itertools import pairwise

from django.db.models import Q
from django.utils.translation import gettext as _

from budgets.models import Benefit, BenefitPoint, Budget, LedgerEntry
from budgets.queries import balance, earned_value, measure_reached, position
from projects.models import Baseline, BaselineTask, Issue, Task
from projects.queries import overview
from reports.facts import balance as balances
from reports.facts import closure as facts
from reports.facts.common import Ratio
from reports.queries.budget_facts import reserves
from reports.queries.closure_people import handover, lessons, team
from reports.queries.closure_targets import targets
from reports.queries.foreign import foreign_sums
from reports.queries.head import controls, local_day, name_of, project_head, ratio
from reports.queries.values import case_values, curve
from risks.models import Risk, RiskResponse

ZERO = Decimal(0)


def closure_facts(project, *, by, on):
    """Everything that the closing of a project stands on, as of `on`. → ClosureFacts"""
    found, plan = balance(project, as_of=on), overview(project, as_of=on)
    money, earned = position(project, as_of=on), earned_value(project, as_of=on)
    baselines = list(Baseline.objects.filter(project=project, approved_at__isnull=False).order_by("version"))
    return facts.ClosureFacts(
        head=project_head(str(_("Project closure report")), project, by=by, on=on),
        closure="cancelled" if project.state == "cancelled" else "normal",
        recommendation=_recommendation(project, found),
        summary=project.charter.purpose if hasattr(project, "charter") else "",
        manager_report=project.state_reason,
        targets=targets(project, money=money, baselines=baselines, on=on),
        events=_events(project),
        stages=_stages(project),
        changes=_changes(project, baselines),
        case=_case(project, on),
        milestones=_milestones(project, baselines),
        balance=_balance(project, found, earned, on),
        products=(),
        defects=(),
        team=team(project),
        risks=_risks(project),
        contracts=(),
        lessons=lessons(project),
        follow_ons=_follow_ons(project),
        handover=handover(project),
        reviews=_reviews(project, on),
        estimates=_estimates(money, baselines, project, plan),
    )


def _recommendation(project, found):
    if found.result.reconciliation:
        return str(_("Do not close: documents and ledger do not agree."))
    return str(_("Close the project: its money is settled and reconciles to 0.00."))


def _events(project):
    rows = Issue.objects.filter(project=project, severity__gte=3).order_by("raised_on", "number")
    return tuple(facts.Event(row.raised_on, row.title, row.resolution or row.description) for row in rows)


def _stages(project):
    made = []
    for stage in project.stages.prefetch_related("gates__decided_by__person"):
        gate = next(iter(stage.gates.all()), None)
        slip = None
        if stage.actual_finish and stage.planned_finish:
            slip = (stage.actual_finish - stage.planned_finish).days
        made.append(
            facts.StageLine(
                name=stage.name,
                planned_finish=stage.planned_finish,
                actual_finish=stage.actual_finish,
                slip_days=slip,
                decision=str(gate.get_decision_display()) if gate and gate.decision else "",
                decided_by=name_of(gate.decided_by) if gate else "",
            )
        )
    return tuple(made)


def _changes(project, baselines):
    """Approved versions after the first: of the budget (money) and of the baseline (days)."""
    made, before = [], None
    versions = Budget.objects.filter(project=project, approved_at__isnull=False).select_related("approved_by__person")
    for row in versions.order_by("version"):
        if before is not None:
            made.append(_change("B", row, cost=row.total - before.total, days=0))
        before = row
    for old, new in pairwise(baselines):
        made.append(_change("P", new, cost=ZERO, days=(new.finish.date() - old.finish.date()).days))
    return tuple(sorted(made, key=lambda change: (change.approved_on, change.reference)))


def _change(letter, row, *, cost, days):
    return facts.ChangeLine(
        reference=f"{letter}{row.version}",
        title=row.reason or str(_("new version")),
        approved_on=local_day(row.approved_at),
        approved_by=name_of(row.approved_by),
        cost=cost,
        days=days,
    )


def _case(project, on):
    then, now = case_values(project)
    rows = Benefit.objects.filter(project=project).exclude(state="dropped").select_related("owner")
    return facts.CaseReview(
        npv_then=then.npv,
        npv_now=now.npv,
        bcr_then=then.bcr,
        bcr_now=now.bcr,
        payback_then=then.payback,
        payback_now=now.payback,
        benefits=tuple(line for row in rows.prefetch_related("measures__points") for line in _benefit(row, on)),
    )


def _benefit(row, on):
    """One line for each measure: a level cannot be added to the level of another day or unit."""
    for measure in row.measures.all():
        due = [point for point in measure.points.all() if point.date <= on]
        yield facts.BenefitLine(
            name=row.name if row.name == measure.name else f"{row.name}: {measure.name}",
            owner=_owner(row),
            unit=measure.unit,
            baseline=measure.baseline_value,
            planned=next((point.planned for point in reversed(due) if point.planned is not None), None),
            realised=next((point.realised for point in reversed(due) if point.realised is not None), None),
            target=measure.target,
            reached=ratio(measure_reached(measure, measure.points.all(), as_of=on)),
        )


def _reviews(project, on):
    """Each day after `on` for which a benefit has a planned value is a day to measure it."""
    rows = BenefitPoint.objects.filter(measure__benefit__project=project, date__gt=on, planned__isnull=False)
    rows = rows.exclude(measure__benefit__state="dropped").select_related("measure__benefit__owner")
    return tuple(
        facts.BenefitReview(row.date, f"{row.measure.benefit.name} ({row.measure.unit})", _owner(row.measure.benefit))
        for row in rows.order_by("date", "measure__benefit__name", "pk")
    )


def _owner(benefit):
    return benefit.owner.name if benefit.owner else ""


def _milestones(project, baselines):
    if not baselines:
        return ()
    planned = BaselineTask.objects.filter(baseline=baselines[-1], kind="milestone", finish__isnull=False)
    rows = planned.filter(task__actual_finish__isnull=False).select_related("task").order_by("finish")
    return tuple(
        facts.Milestone(
            name=row.name,
            baseline=row.finish.date(),
            actual=row.task.actual_finish.date(),
            slip_days=(row.task.actual_finish.date() - row.finish.date()).days,
        )
        for row in rows
    )


def _line(name, row):
    return balances.BalanceLine(
        category=name,
        original_budget=row.original,
        approved_changes=row.changes,
        final_budget=row.final,
        actuals=row.actual,
        accruals=row.accruals,
        commitments=row.commitments,
        total_cost=row.total_cost,
        variance=row.variance,
    )


def _balance(project, found, earned, on):
    result = found.result
    return balances.Balance(
        lines=tuple(_line(found.names.get(row.category, row.category), row) for row in result.rows),
        total=_line(str(_("Total")), result.total),
        funding_received=result.funding,
        settlement=result.funding - result.total.total_cost,
        capitalised=result.capex_total,
        asset_register="",
        in_service_on=None,
        fx_variance=result.fx_variance,
        open_commitments=_open_commitments(project),
        foreign=tuple(
            balances.ForeignLine(currency, amount, booked, apart)
            for currency, amount, booked, _planned, apart in foreign_sums(project, found, on=on)
        ),
        reserves=tuple(balances.ReserveLine(*vars_of(row)) for row in reserves(found)),
        controls=controls(found),
        curve=curve(project, earned, on=on),
    )


def vars_of(row):
    return row.name, row.approved, row.drawn, row.released, row.balance


def _open_commitments(project):
    """Orders with something left; each of them keeps the project from being closed."""
    left = {}
    rows = LedgerEntry.objects.filter(project=project, type__in=["pre_enc", "enc", "enc_release"]).order_by("id")
    for order, supplier, amount in rows.values_list("order", "supplier", "amount"):
        name, total = left.get(order, ("", ZERO))
        left[order] = (name or supplier, total + amount)
    return tuple(
        balances.OpenCommitment(order, supplier, amount, str(_("open")), "")
        for order, (supplier, amount) in sorted(left.items())
        if amount
    )


def _risks(project):
    rows = Risk.objects.filter(project=project, confidentiality="normal")
    occurred = rows.filter(state="occurred").order_by("number")
    issues = Issue.objects.filter(project=project)
    return facts.RiskReview(
        threats_closed=rows.filter(state="closed", kind="threat").count(),
        risks_occurred=occurred.count(),
        risks_transferred=rows.filter(responses__strategy="transfer").distinct().count(),
        issues_closed=issues.filter(state="closed").count(),
        issues_open=issues.exclude(state="closed").count(),
        occurred=tuple(facts.RealisedRisk(str(r), r.event, r.effect, r.actual_impact or ZERO, 0) for r in occurred),
        exposure=(),
        responses=_responses(project),
    )


def _responses(project):
    """How often each strategy was chosen, and how often the risk that it answered did not strike."""
    found = {}
    rows = RiskResponse.objects.filter(risk__project=project, risk__confidentiality="normal")
    rows = rows.exclude(state="dropped").select_related("risk")
    for row in rows:
        chosen, worked, cost = found.get(row.strategy, (0, 0, ZERO))
        held = row.state == "done" and row.risk.state != "occurred"
        found[row.strategy] = (chosen + 1, worked + held, cost + row.cost)
    names = dict(RiskResponse.Strategy.choices)
    return tuple(facts.ResponseLine(str(names[key]), *values) for key, values in sorted(found.items()))


def _follow_ons(project):
    made = [
        facts.FollowOn(f"F{no}", str(_("action")), row.text, row.owner.name, row.due)
        for no, row in enumerate(project.follow_on_actions.select_related("owner"), 1)
    ]
    open_issues = Issue.objects.filter(~Q(state="closed"), project=project).select_related("owner", "follow_on__owner")
    for row in open_issues.order_by("number"):
        owner = row.follow_on.owner if row.follow_on else row.owner
        made.append(facts.FollowOn(f"#{row.number}", str(_("issue")), row.title, owner.name if owner else "", row.due))
    return tuple(made)


def _estimates(money, baselines, project, plan):
    """First approved estimate against the actual: cost, and work in days."""
    first = Budget.objects.filter(project=project, approved_at__isnull=False).order_by("version").first()
    cost = (money.actual.value or ZERO) + (money.accrued.value or ZERO)
    made = []
    if first:
        made.append(_estimate(str(_("Cost")), project.currency_id, first.total, cost))
    if baselines and baselines[0].finish and plan.forecast_finish.value:
        start = baselines[0].start.date()
        planned = Decimal((baselines[0].finish.date() - start).days)
        made.append(
            _estimate(str(_("Duration")), str(_("days")), planned, Decimal((_last_day(project, plan) - start).days))
        )
    return tuple(made)


def _last_day(project, plan):
    done = Task.objects.filter(project=project, actual_finish__isnull=False).order_by("-actual_finish").first()
    return done.actual_finish.date() if done else plan.forecast_finish.value


def _estimate(measure, unit, estimate, actual):
    share = Ratio(actual / estimate) if estimate else Ratio(None, "no_budget")
    return facts.EstimateRecord(measure, unit, estimate, actual, share)
