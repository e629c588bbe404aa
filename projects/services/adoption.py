"""How do many projects that run elsewhere come into being at once, from a file?

A few statements for thousands of projects. They have no method yet, so they get the standing
duties of closure, as each new project does; what a file reports about them is no plan of theirs.
"""

from django.db import connection, transaction

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
    _give_duties(made, by)
    record_all("project.imported", made, by=by, **details)
    return made


def _give_duties(projects, by):
    """The standing duties for all at once: thousands of projects times fourteen lines, made by the database."""
    duties = closure_list()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO projects_closureitem (project_id, created_by_id, seq, section, text, state, note)
            SELECT p.id, %s, d.seq, d.section, d.text, %s, ''
            FROM unnest(%s::bigint[]) AS p(id)
            CROSS JOIN unnest(%s::int[], %s::text[], %s::text[]) AS d(seq, section, text)
            """,
            [
                by.pk if by else None,
                ClosureItem.State.OPEN,
                [project.pk for project in projects],
                list(range(1, len(duties) + 1)),
                [section for section, _text in duties],
                [text for _section, text in duties],
            ],
        )
