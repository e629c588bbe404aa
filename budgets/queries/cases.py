"""What is each option of a business case worth, and may the case be issued?"""

import uuid
from dataclasses import dataclass, fields

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from budgets.engine import appraisal
from budgets.engine.discounting import PriceBasis, RateBand, Rates, Timing
from budgets.models import Cba, CbaLine, CbaOption
from budgets.queries.cases_figures import OptionResult, Subject, option_result
from foundation.accounts.rights import Permission
from foundation.figures import MONEY, RATIO, Figure
from projects.models import OPEN_STATES

Certainty = appraisal.Certainty


@dataclass(frozen=True)
class CaseResult:
    """A case with its options, the most worth first, and the preferred one; without a case reasons stand.

    npv, bcr, payback: figures of the preferred option.
    """

    case: Cba | None
    options: tuple[OptionResult, ...]
    preferred: OptionResult | None
    npv: Figure
    bcr: Figure
    payback: Figure

    def find(self, key):
        """The figure with that key in any option, or None."""
        own = (getattr(self, f.name) for f in fields(self))
        named = next((figure for figure in own if isinstance(figure, Figure) and figure.key == key), None)
        return named or next(filter(None, (option.find(key) for option in self.options)), None)


def issued_case(project):
    """The case in force, or None."""
    return _with_lines(Cba.objects.filter(project=project, state=Cba.State.ISSUED)).first()


def ready_cases():
    """Drafts of open projects that nothing keeps from being issued any more, without `issue_obstacles`: a queryset."""
    real = Q(kind=CbaOption.Kind.OPTION)
    empty = ~Exists(CbaLine.objects.filter(option=OuterRef("pk")))
    undecided = Q(preferred=False, rejected_because__regex=r"^\s*$")
    # counted for each draft alone: joined one by one, the planner starts from the options of all cases ever made
    options = CbaOption.objects.filter(cba=OuterRef("pk")).order_by().annotate(empty=empty).values("cba")
    whole = options.annotate(
        real=Count("pk", filter=real), other=Count("pk", filter=~real), chosen=Count("pk", filter=Q(preferred=True)),
        unfinished=Count("pk", filter=real & (Q(empty=True) | undecided)),
    ).filter(real__gte=2, other__gte=1, chosen__gte=1, unfinished=0)  # fmt: skip
    rows = Cba.objects.filter(Exists(whole), state=Cba.State.DRAFT, project__state__in=OPEN_STATES)
    return rows.exclude(recommendation__regex=r"^\s*$")


def latest_case(project):
    """The draft if there is one, else the case in force; None before the first."""
    return _with_lines(Cba.objects.filter(project=project)).order_by("-version").first()


def case_versions(project):
    """All versions, the newest first, with who wrote and who approved them."""
    people = ("created_by__person", "approved_by__person")
    return Cba.objects.filter(project=project).select_related(*people).order_by("-version")


def whole_case(case):
    """The same case with its options and lines, read in three queries."""
    return _with_lines(Cba.objects.filter(pk=case.pk)).get()


def _with_lines(cases):
    people = ("created_by__person", "approved_by__person", "project__currency")
    options = Prefetch("options", CbaOption.objects.prefetch_related(Prefetch("lines", CbaLine.objects.all())))
    return cases.select_related(*people).prefetch_related(options)


def case_result(project, case=None):
    """The case in force appraised, or `case` (a draft, an old version). → CaseResult"""
    case = case or issued_case(project)
    if case is None:
        return CaseResult(None, (), None, *_absent(project, "no_case"))
    appraised = {option: _appraisals(option, case) for option in case.options.all()}
    worth = {str(option.pk): found[Certainty.BASE] for option, found in appraised.items()}
    ranking = appraisal.ranked(worth)
    by_pk = {str(option.pk): option for option in appraised}
    results = tuple(
        option_result(Subject(project, case, by_pk[key]), appraised[by_pk[key]], rank)
        for rank, key in enumerate(ranking, 1)
    )
    preferred = next((result for result in results if result.option.preferred), None)
    if preferred is None:
        return CaseResult(case, results, None, *_absent(project, "no_preferred"))
    return CaseResult(case, results, preferred, preferred.npv, preferred.bcr, preferred.payback)


def case_page(project, case):
    """What the page of a version shows: its result, whether it is a draft, what keeps it from being issued."""
    draft = case.state == Cba.State.DRAFT
    obstacles = issue_obstacles(case) if draft else []
    return {"result": case_result(project, case), "draft": draft, "obstacles": obstacles}


def _absent(project, reason):
    shapes = (
        ("case_npv", _("Net present value"), MONEY),
        ("case_bcr", _("Benefit-cost ratio"), RATIO),
        ("case_payback", _("Payback"), RATIO),
    )
    common = {"reason": reason, "scope": str(project.public_id), "permission": Permission.CBA_VIEW}
    return tuple(Figure(f"budgets.{name}", label, None, kind, **common) for name, label, kind in shapes)


def _appraisals(option, case):
    """The appraisal for the base and for each certainty that has lines of its own within the horizon."""
    lines = option.lines.all()
    held = {line.certainty for line in lines if line.year <= case.horizon} | {Certainty.BASE}
    return {which: appraised(case, lines, which) for which in Certainty if which in held}


def appraised(case, lines, certainty=Certainty.BASE):
    """The lines of one option through the engine, with the parameters of their case; years beyond its horizon
    do not count. → budgets.engine.appraisal.Appraisal"""
    within = [_engine_line(line, case) for line in lines if line.year <= case.horizon]
    return appraisal.appraise(within, _parameters(case, certainty))


def _engine_line(line, case):
    return appraisal.Line(
        item=line.label,
        kind=appraisal.Kind(line.kind),
        year=line.year,
        amount=line.amount,
        cost_class=appraisal.CostClass(line.cost_class) if line.cost_class else None,
        certainty=Certainty(line.certainty),
        in_financial=line.in_financial,
        in_social=line.in_social,
        basis=PriceBasis(case.price_basis),
    )


def _parameters(case, certainty):
    rates = Rates((RateBand(case.rate),), PriceBasis(case.price_basis))
    return appraisal.Parameters(case.horizon, rates, rates, timing=Timing(case.timing), case=certainty)


def benefit_total(project):
    """Present value of the benefits that the case in force promises: key `budgets.benefit`."""
    preferred = case_result(project).preferred
    return Figure(
        "budgets.benefit",
        _("Planned benefit, present value"),
        preferred.pv_benefits.value if preferred else None,
        MONEY,
        project.currency_id,
        reason="" if preferred else "no_case",
        formula=_("present value of the benefits of the preferred option of the business case in force"),
        inputs=(preferred.pv_benefits,) if preferred else (),
        scope=str(project.public_id),
        permission=Permission.BENEFIT_VIEW,
    )


# ── what stands in the way ──────────────────────────────────────────────────────────────────────


def proposal_obstacles(project):
    """What of the business case keeps a proposal from being decided: list of sentences."""
    issued = Cba.objects.filter(project=project, state=Cba.State.ISSUED).exists()
    return [] if issued else [_("No business case is issued.")]


def issue_obstacles(case):
    """What is missing before a draft may be issued: list of sentences."""
    options = list(case.options.all())
    real = [option for option in options if option.kind == CbaOption.Kind.OPTION]
    missing = {
        _("An option “do nothing” or “do minimum” is missing: everything is measured against it."): len(real)
        == len(options),
        _("At least two real options are needed beside it."): len(real) < 2,
        _("No option is preferred."): not any(option.preferred for option in options),
        _("The recommendation is empty."): not case.recommendation.strip(),
    }
    found = [sentence for sentence, holds in missing.items() if holds]
    for option in real:
        if not option.lines.all():
            found.append(_("“%(option)s” has no cost or benefit line.") % {"option": option.name})
        if not option.preferred and not option.rejected_because.strip():
            found.append(_("“%(option)s” is neither preferred nor rejected with a reason.") % {"option": option.name})
    return found


# ── figures by their key ────────────────────────────────────────────────────────────────────────


def option_figure(project, key):
    """The figure of an option of any version: `budgets.npv:<public id>`, `budgets.net_year:<public id>.2`."""
    name, _colon, row = key.removeprefix("budgets.").partition(":")
    if name == "benefit" and not row:
        return benefit_total(project)
    if name.startswith("case_"):
        return case_result(project).find(key)
    try:
        public_id = uuid.UUID(row.partition(".")[0])
    except ValueError:
        return None
    option = CbaOption.objects.filter(public_id=public_id, cba__project=project).select_related("cba").first()
    return case_result(project, whole_case(option.cba)).find(key) if option else None
