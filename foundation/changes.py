"""How is a row changed without overwriting what somebody else wrote meanwhile?"""

from django.utils.translation import gettext as _

from foundation.errors import Conflict


def change(row, *, version, by, **values):
    """Write `values` onto `row` if its `row_version` is still `version`; returns the fresh row.

    Raises Conflict with (label, theirs, mine) for every field that differs. One UPDATE, no lock
    held between reading and writing.
    """
    model = type(row)
    updated_by = by if getattr(by, "pk", None) else None
    if model._base_manager.filter(pk=row.pk, row_version=version).update(updated_by=updated_by, **values):
        row.refresh_from_db()
        return row
    current = model._base_manager.get(pk=row.pk)
    raise Conflict(_("Somebody else changed this meanwhile."), fields=_differences(current, values))


def take_out(row, *, by):
    """Delete a row; the last version in its history says by whom."""
    type(row)._base_manager.filter(pk=row.pk).update(updated_by=by if getattr(by, "pk", None) else None)
    row.delete()


def _differences(current, values):
    for name, mine in values.items():
        theirs = getattr(current, name)
        if theirs != mine:
            yield current._meta.get_field(name).verbose_name, theirs, mine
