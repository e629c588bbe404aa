"""How does an uploaded file come in and lie safe: under a random key, with its hash, read only by workers?"""

import hashlib
import uuid
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from foundation.accounts.services import record
from foundation.errors import Refused
from foundation.sheets.limits import MAX_FILE_BYTES, SheetError
from foundation.sheets.reading import read_sheet
from foundation.sheets.table import Sheet
from portfolio.engine.landing import storable
from portfolio.engine.mapping import guess_mapping, mapping_to_data
from portfolio.models import ImportBatch

FOLDER = "imports"
UNCLAIMED = timedelta(hours=1)
SAMPLES = 3
LONGEST_SAMPLE = 200
DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD")
State = ImportBatch.State


def check_size(size):
    """Before anything is stored."""
    if not size:
        raise Refused(_("The file is empty."), field="file")
    if size > MAX_FILE_BYTES:
        words = _("The file has {size} MB; {most} MB are allowed.")
        raise Refused(words.format(size=f"{size / 1e6:.1f}", most=MAX_FILE_BYTES // 1_000_000), field="file")


def keep_file(*, portfolio, name, content, by, as_of=None):
    """Store the bytes and the batch that stands for them; nothing is read yet."""
    check_size(len(content))
    if portfolio.archived_at:
        raise Refused(_("This portfolio is archived."), field="file")
    key = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}", ContentFile(content))
    try:
        with transaction.atomic():
            batch = ImportBatch.objects.create(
                portfolio=portfolio,
                file_name=storable(name)[-300:] or "file",
                sha256=hashlib.sha256(content).hexdigest(),
                file_key=key,
                as_of=as_of,
                batch=uuid.uuid4(),
                created_by=by,
            )
            batch.refresh_from_db()
            record("import.uploaded", batch, by=by, portfolio=str(portfolio.public_id))
    except BaseException:
        default_storage.delete(key)
        raise
    return batch


def sweep_uploads(now):
    """Take away files of imports that no batch names: a crash left them. Returns how many.

    A file younger than an hour may still get its row.
    """
    if not default_storage.exists(FOLDER):
        return 0
    known = set(ImportBatch.objects.values_list("file_key", flat=True))
    keys = (f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1])
    gone = [key for key in keys if key not in known and default_storage.get_modified_time(key) < now - UNCLAIMED]
    for key in gone:
        default_storage.delete(key)
    return len(gone)


def sheet_of(batch) -> Sheet:
    """The table in the stored file. Raises SheetError when the file as a whole is refused."""
    with default_storage.open(batch.file_key) as file:
        return read_sheet(file.read(), batch.file_name)


def read_file(batch, *, today: date):
    """Guess what the columns are and keep samples for the page; a file that cannot be read is refused.

    The day of the report is the person's; else that of the same file when it came in before; else today.
    """
    if batch.state not in (State.UPLOADED, State.READ):
        return batch
    try:
        sheet = sheet_of(batch)
        if all(row.blank for row in sheet.rows):
            raise SheetError("no_rows", _("The file has a header but no rows under it."))
    except SheetError as error:
        batch.state, batch.problem = State.REFUSED, error.message
        batch.save(update_fields=["state", "problem"])
        return batch
    header = [storable(name) for name in sheet.header]
    batch.mapping = mapping_to_data(guess_mapping(header, sheet.rows, sheet.above))
    batch.samples = [_samples(sheet, column) for column in range(len(sheet.header))]
    batch.as_of = batch.as_of or _day_of_the_same_file(batch) or today
    batch.rows, batch.state = sheet.row_total, State.READ
    batch.save(update_fields=["mapping", "samples", "as_of", "rows", "state"])
    return batch


def likely_currency(batch):
    """What the file names, else the portfolio's; a bare $ is the dollar that the portfolio reports in."""
    said, ours = batch.mapping.get("currency"), batch.portfolio.reporting_currency_id
    bare = said == "USD" and not batch.mapping.get("currency_sure") and ours in DOLLARS
    return ours if bare or not said else said


def earlier_import(batch):
    """The last time that the same file came into this portfolio and stayed, or None."""
    same = ImportBatch.objects.filter(portfolio=batch.portfolio_id, sha256=batch.sha256, state=State.DONE)
    return same.exclude(pk=batch.pk).order_by("-id").first()


def _day_of_the_same_file(batch):
    earlier = earlier_import(batch)
    return earlier.as_of if earlier else None


def _samples(sheet, column):
    found = []
    for row in sheet.rows:
        text = row.cells[column] if column < len(row.cells) else None
        if text not in (None, "") and (shown := storable(" ".join(str(text).split())[:LONGEST_SAMPLE])) not in found:
            found.append(shown)
        if len(found) == SAMPLES:
            break
    return found
