"""How do many projects that run elsewhere come into being at once, from a file?

A few statements for thousands of projects. They have no method yet, so they get the standing
duties of closure, as each new project does; what a file reports about them is no plan of theirs.
"""

from django.db import transaction

from foundation.accounts.services import record_all
from projects.engine.closure_list import closure_list
from projects.models import Charter, ClosureItem, Project

BATCH = 1_000


@transaction.atomic
def adopt_projects(projects, *, by, purposes, **details):
    """Insert unsaved projects with charter, closure checklist and audit event; `purposes` by code.

    The caller sets code, portfolio, currency, calendar, start, state and a public id. Returns the
    projects with their keys.
    """
    made = Project.objects.bulk_create(projects, batch_size=BATCH)
    Charter.objects.bulk_create(
        (Charter(project=project, purpose=purposes.get(project.code, ""), created_by=by) for project in made),
        batch_size=BATCH,
    )
    duties = list(enumerate(closure_list(), 1))
    ClosureItem.objects.bulk_create(
        (
            ClosureItem(project=project, seq=seq, section=section, text=text, created_by=by)
            for project in made
            for seq, (section, text) in duties
        ),
        batch_size=5 * BATCH,
    )
    record_all("project.imported", made, by=by, **details)
    return made
