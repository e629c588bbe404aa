"""What has every business row in common?"""

from functools import lru_cache

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now
from django.utils.encoding import force_str


def bump_version(*, exclude=()):
    """Each update makes `row_version` grow by one, unless only the `exclude`d columns (a cache) changed."""
    caches = "".join(f" - '{column}'" for column in exclude)
    same = f"(to_jsonb(NEW){caches}) = (to_jsonb(OLD){caches})"
    bump = "NEW.row_version := OLD.row_version + 1; NEW.updated_at := now();"
    return pgtrigger.Trigger(
        name="bump_version",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        func=(f"IF NOT ({same}) THEN {bump} END IF; RETURN NEW;" if exclude else f"{bump} RETURN NEW;"),
    )


@lru_cache(maxsize=1_000)
def _words(field):
    """{value: its words, in no language yet} of a field with choices."""
    return dict(field.flatchoices)


class Row(models.Model):
    """Address, authorship and version of one business row.

    `public_id` is what every address shows; `row_version` grows by one with each update (by a
    trigger, so that raw SQL counts too) and is what forms send back to detect a lost update.
    """

    public_id = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    created_at = models.DateTimeField(editable=False, db_default=Now())
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(editable=False, db_default=Now())
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, null=True, editable=False, related_name="+"
    )
    row_version = models.PositiveIntegerField(editable=False, db_default=1)

    class Meta:
        abstract = True
        triggers = [bump_version()]

    def _get_FIELD_display(self, field):  # noqa: N802  Django's hook behind `get_state_display()` and its like
        """The words of a choice. Django itself makes the dictionary anew for each row of a list."""
        value = getattr(self, field.attname)
        return force_str(_words(field).get(value, value), strings_only=True)
