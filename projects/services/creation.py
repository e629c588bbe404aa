"""How does a project come into being, with the stages, gates, checklist and roles of its method?"""

import re

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from foundation.accounts.rights import Role
from foundation.accounts.services import record
from foundation.errors import Refused
from projects.engine.closure_list import closure_list
from projects.engine.lifecycles import methodologies, phases_for, sourcing_models
from projects.models import Charter, ClosureItem, GateReview, Portfolio, Project, RoleAssignment, Stage, Task

_NUMBERED = re.compile(r"-(\d{1,6})$")


def suggested_code(portfolio):
    """The next free code of the portfolio: DIG-007 after DIG-006."""
    taken = {code.upper() for code in Project.objects.values_list("code", flat=True)}
    stem = f"{portfolio.code.upper()[:50]}-"
    numbers = [int(found[1]) for code in taken if code.startswith(stem) and (found := _NUMBERED.search(code))]
    number = max(numbers, default=0) + 1
    while f"{stem}{number:03d}" in taken:
        number += 1
    return f"{stem}{number:03d}"


def _check(portfolio, programme, code, manager, sponsor, methodology, sourcing_model):
    if portfolio.archived_at:
        raise Refused(_("This portfolio is archived."), field="portfolio")
    if programme and (programme.portfolio_id != portfolio.pk or programme.archived_at):
        raise Refused(_("Choose a programme of this portfolio."), field="programme")
    if Project.objects.filter(code__iexact=code).exists():
        raise Refused(_("Another project has this code."), field="code")
    if sponsor and manager and sponsor.pk == manager.pk:
        raise Refused(_("The sponsor decides about the manager's proposals; name two people."), field="sponsor")
    if methodology and methodology not in methodologies():
        raise Refused(_("This methodology is not known."), field="methodology")
    if sourcing_model and sourcing_model not in sourcing_models():
        raise Refused(_("This sourcing model is not known."), field="sourcing_model")


@transaction.atomic
def create_project(
    *,
    by,
    on,
    portfolio,
    name,
    methodology,
    sourcing_model,
    code=None,
    programme=None,
    manager=None,
    sponsor=None,
    purpose="",
    **fields,
):
    """A draft project with everything that its two choices bring; `fields` are columns of Project.

    Stages, gates with their criteria, one summary task per stage, the closure checklist, an empty
    charter, and the roles of manager and sponsor from the day `on`.
    """
    portfolio = Portfolio.objects.select_for_update(no_key=True, of=("self",)).get(pk=portfolio.pk)
    code = code or suggested_code(portfolio)
    _check(portfolio, programme, code, manager, sponsor, methodology, sourcing_model)
    named = {"portfolio": portfolio, "programme": programme, "manager": manager, "sponsor": sponsor}
    chosen = {"methodology": methodology, "sourcing_model": sourcing_model}
    project = Project.objects.create(code=code, name=name, created_by=by, **named, **chosen, **fields)
    Charter.objects.create(project=project, purpose=purpose, created_by=by)
    _copy_lifecycle(project, by)
    _give_roles(project, by, on)
    record("project.created", project, by=by, project=project, **chosen)
    return project


def _copy_lifecycle(project, by):
    phases = phases_for(project.methodology, project.sourcing_model or None) if project.methodology else ()
    own = {"project": project, "created_by": by}
    stages = Stage.objects.bulk_create(
        Stage(seq=seq, name=phase.name, artefacts=list(phase.artefacts), **own) for seq, phase in enumerate(phases, 1)
    )
    Stage.objects.filter(project=project, seq=1).update(planned_start=project.start)
    GateReview.objects.bulk_create(
        GateReview(stage=stage, name=phase.gate, criteria=unjudged(phase.exit_criteria), **own)
        for stage, phase in zip(stages, phases, strict=True)
        if phase.gate
    )
    Task.objects.bulk_create(
        Task(wbs_code=str(row), outline=row, position=row - 1, name=stage.name, kind="summary", duration_min=0, **own)
        for row, stage in enumerate(stages, 1)
    )
    ClosureItem.objects.bulk_create(
        ClosureItem(seq=seq, section=section, text=text, **own)
        for seq, (section, text) in enumerate(closure_list(phases), 1)
    )


def unjudged(texts):
    """Criteria of a gate that nobody has judged yet."""
    return [{"text": text, "met": None, "note": ""} for text in texts]


def _give_roles(project, by, on):
    pairs = ((Role.PROJECT_MANAGER, project.manager), (Role.SPONSOR, project.sponsor))
    for role, person in pairs:
        if person:
            RoleAssignment.objects.create(
                person=person, role=role, project=project, days=DateRange(on, None), created_by=by
            )
            record("role.assigned", project, by=by, project=project, role=role, person=str(person.public_id))
