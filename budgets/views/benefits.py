"""The pages of benefits: the register, one benefit, and the values that its owner enters."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from budgets import services
from budgets.forms.benefits import BenefitForm, MeasureForm, MoveForm, PointForm
from budgets.models import Benefit, BenefitMeasure
from budgets.queries import benefits as queries
from budgets.queries.cases import benefit_total
from budgets.queries.seen import seen
from budgets.services.benefits import MOVES
from budgets.views.answers import answer, as_read
from foundation.access import signed_in
from foundation.accounts.rights import Permission
from projects.access import may, require


def _address(benefit):
    return reverse("budgets:benefit", args=[benefit.project.public_id, benefit.public_id])


def _owns(user, benefit):
    return benefit.owner is not None and benefit.owner.user_id == user.pk


@require(Permission.BENEFIT_VIEW)
def benefits(request, project):
    """The register of a project's benefits."""
    rows = queries.benefit_rows(project, as_of=timezone.localdate())
    can_edit = may(request.user, Permission.BENEFIT_EDIT, project)
    context = {"project": project, "rows": rows, "can_edit": can_edit, "total": benefit_total(project)}
    return render(request, "budgets/benefits.html", context)


@require(Permission.BENEFIT_VIEW, of=Benefit)
def benefit(request, project, benefit):
    """One benefit with its measures, points and what may be done with it."""
    can_edit = may(request.user, Permission.BENEFIT_EDIT, project)
    context = {
        "project": project,
        "seen": seen(benefit),
        "row": queries.benefit_row(benefit, as_of=timezone.localdate()),
        "can_edit": can_edit and bool(MOVES.get(benefit.state)),
        "can_agree": can_edit and benefit.state == Benefit.State.PLANNED,
        "can_approve": benefit.state == "planned" and may(request.user, Permission.BENEFIT_APPROVE, project),
        "can_realise": (can_edit or _owns(request.user, benefit)) and benefit.state not in ("planned", "dropped"),
    }
    return render(request, "budgets/benefit.html", context)


@require(Permission.BENEFIT_EDIT)
def add_benefit(request, project):
    """A promise is written down."""

    def act(**data):
        return services.add_benefit(project, by=request.user, **data)

    form = BenefitForm(request.POST or None)
    to = reverse("budgets:benefits", args=[project.public_id])
    return answer(request, form, act, to=to, title=_("Add a benefit"), project=project)


@require(Permission.BENEFIT_EDIT, of=Benefit)
def edit_benefit(request, project, benefit):
    """Other words, another owner."""

    def act(row_version, **data):
        return services.edit_benefit(benefit, version=row_version, by=request.user, **data)

    form = BenefitForm(request.POST or None, benefit=benefit)
    return answer(request, form, act, to=_address(benefit), title=_("Change the benefit"), project=project)


@require(Permission.BENEFIT_APPROVE, of=Benefit)
@require_POST
def approve_benefit(request, project, benefit):
    """The promise is accepted."""
    services.approve_benefit(benefit, by=request.user, at=timezone.now(), seen=as_read(request))
    return redirect(_address(benefit))


@require(Permission.BENEFIT_EDIT, of=Benefit)
def move_benefit(request, project, benefit):
    """What became of it."""

    def act(**data):
        return services.move_benefit(benefit, by=request.user, **data)

    form = MoveForm(request.POST or None, moves=MOVES.get(benefit.state, ()))
    return answer(request, form, act, to=_address(benefit), title=_("What became of it"), project=project)


@require(Permission.BENEFIT_EDIT, of=Benefit)
def add_measure(request, project, benefit):
    """One more way to observe it."""

    def act(**data):
        return services.add_measure(benefit, by=request.user, **data)

    form = MeasureForm(request.POST or None)
    return answer(request, form, act, to=_address(benefit), title=_("Add a measure"), project=project)


@require(Permission.BENEFIT_EDIT, of=BenefitMeasure)
def edit_measure(request, project, measure):
    """Another baseline or target, while it is planned."""

    def act(row_version, **data):
        return services.edit_measure(measure, version=row_version, by=request.user, **data)

    form = MeasureForm(request.POST or None, measure=measure)
    return answer(request, form, act, to=_address(measure.benefit), title=_("Change the measure"), project=project)


@require(Permission.BENEFIT_EDIT, of=BenefitMeasure)
@require_POST
def delete_measure(request, project, measure):
    """The measure and its points go."""
    services.delete_measure(measure, by=request.user)
    return redirect(_address(measure.benefit))


@require(Permission.BENEFIT_EDIT, of=BenefitMeasure)
def plan_point(request, project, measure):
    """A planned value."""

    def act(**data):
        return services.plan_point(measure, by=request.user, **data)

    form = PointForm(request.POST or None, unit=measure.unit)
    return answer(request, form, act, to=_address(measure.benefit), title=_("Planned value"), project=project)


@require(Permission.BENEFIT_EDIT, of=BenefitMeasure)
def realise_point(request, project, measure):
    """A measured value, entered by who steers the project."""
    form = PointForm(request.POST or None, unit=measure.unit)
    to, title = _address(measure.benefit), _("Measured value")
    return answer(request, form, _measured(request, measure), to=to, title=title, project=project)


def _measured(request, measure):
    def act(**data):
        return services.realise_point(measure, by=request.user, today=timezone.localdate(), **data)

    return act


# ── the owner's own ─────────────────────────────────────────────────────────────────────────────


@signed_in
def my_benefits(request):
    """What I have promised, in any project: also for an owner without another role there."""
    rows = queries.owned_benefits(request.user, as_of=timezone.localdate())
    return render(request, "budgets/my_benefits.html", {"rows": rows})


@signed_in
def my_value(request, object_id):
    """A measured value of a benefit that is mine; another's is as if it did not exist."""
    measures = BenefitMeasure.objects.select_related("benefit__project", "benefit__owner")
    measure = get_object_or_404(measures, public_id=object_id, benefit__project__archived_at__isnull=True)
    if not _owns(request.user, measure.benefit):
        raise Http404
    form = PointForm(request.POST or None, unit=measure.unit)
    title = _("{measure}: measured value").format(measure=measure.name)
    return answer(request, form, _measured(request, measure), to=reverse("budgets:my_benefits"), title=title)
