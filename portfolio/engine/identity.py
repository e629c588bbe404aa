"""By which of its fields is a project known again when the next file comes?"""

from collections.abc import Mapping, Sequence

from foundation.sheets.table import Row

IDENTITIES = (
    ("external_code",),
    ("name", "owner_organisation"),
    ("external_code", "name"),
    ("name", "owner_organisation", "group"),
)


def identity(at: Mapping[str, int], rows: Sequence[Row]) -> tuple[str, ...]:
    """The first set of fields that tells nearly all rows apart; a few true duplicates may stay.

    `at`: the column of each field.
    """
    for fields in IDENTITIES:
        present = tuple(field for field in fields if field in at)
        if present != fields and (len(fields) == 1 or "name" not in present):
            continue
        keys = [tuple(str(row.cells[at[f]]).casefold() for f in present) for row in rows if not row.blank]
        if not keys or len(set(keys)) >= 0.9 * len(keys):
            return present
    return ("external_code",) if "external_code" in at else ("name",)
