"""How is each long step of an import asked for, and what does its worker do?"""

from django.urls import reverse
from django.utils.translation import gettext as _

from foundation.accounts.rights import Permission
from foundation.errors import Refused
from foundation.jobs.services import enqueue
from portfolio.importing import files, taking, undoing
from portfolio.models import ImportBatch
from projects.access import may_in_portfolio

READ, CHECK, IMPORT, UNDO = "read", "check", "import", "undo"


def ask(batch, step, *, by, **arguments):
    """Put the step into the background; asked twice for the same state of the batch it is one job."""
    titles = {READ: _("Reading {file}"), CHECK: _("Check of {file}"), IMPORT: _("Import of {file}")}
    title = titles.get(step, _("Taking back {file}")).format(file=batch.file_name)
    batch.refresh_from_db(fields=["row_version"])
    job = enqueue(
        kind=f"portfolio_import_{step}",
        task="portfolio.tasks.import_step",
        arguments={"batch": str(batch.public_id), "step": step, **arguments},
        key=f"import:{batch.public_id}:{step}:{batch.row_version}",
        by=by,
        permission=Permission.PORTFOLIO_IMPORT,
        title=title,
    )
    ImportBatch.objects.filter(pk=batch.pk).update(job_id=job.public_id)
    return job


def do(job, progress, *, today):
    """The work of one job; the right is asked again, since it may be gone by now."""
    batch = ImportBatch.objects.select_related("portfolio").get(public_id=job.arguments["batch"])
    by, step = job.requester, job.arguments["step"]
    if not may_in_portfolio(by, Permission.PORTFOLIO_IMPORT, batch.portfolio):
        raise Refused(_("You may not import into this portfolio any more."))
    page, label = "portfolio:import_open", _("Open the import")
    progress(0.1, _("reading the file"))
    if step == READ:
        batch = files.read_file(batch, today=today)
        if batch.state == ImportBatch.State.READ:
            page, label = "portfolio:import_map", _("Confirm the columns")
    elif step == CHECK:
        taking.check_file(batch, by=by)
        label = _("Open the loss report")
    elif step == IMPORT:
        taking.import_rows(batch, by=by, on=today, mode=job.arguments["mode"])
    else:
        undoing.undo_import(batch, by=by)
    return {"address": reverse(page, args=[batch.portfolio.public_id, batch.public_id]), "label": label}
