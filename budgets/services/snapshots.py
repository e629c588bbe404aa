"""How is earned value kept as it stood on a data date?"""

from django.db import transaction

from budgets.models import ProgressSnapshot
from budgets.queries.earned_value import earned_value, measured_on
from foundation.accounts.services import record
from foundation.errors import IllegalMove
from foundation.reasons import reason_text
from projects.models import Project


@transaction.atomic
def take_snapshot(project, *, as_of, by):
    """Earned value of the day, once for each baseline; taken again it is the one that exists. → ProgressSnapshot"""
    project, as_of = Project.objects.select_for_update().get(pk=project.pk), measured_on(project, as_of)
    found = earned_value(project, as_of=as_of)
    if found.bac.value is None:
        raise IllegalMove(reason_text(found.bac.reason))
    kept = ProgressSnapshot.objects.filter(project=project, data_date=as_of, baseline=found.baseline).first()
    if kept:
        return kept
    made = ProgressSnapshot.objects.create(
        project=project, baseline=found.baseline, data_date=as_of, created_by=by,
        bac=found.bac.value, pv=found.pv.value, ev=found.ev.value, ac=found.ac.value, eac=found.eac.value,
        es_days=found.es.value,
        tasks=[{"task": row.key, "bac": str(row.bac), "pv": str(row.pv), "ev": str(row.ev)} for row in found.measured],
    )  # fmt: skip
    record("snapshot.taken", made, by=by, project=project, data_date=as_of.isoformat())
    return made
