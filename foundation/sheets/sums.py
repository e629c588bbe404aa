"""Which rows of a table are no entries of it: lines of sums, and the header once more?"""

import re
from collections.abc import Sequence

from foundation.sheets.table import Row

TOTAL = re.compile(
    r"(grand[ -]|overall |portfolio |sub ?-?|sous[ -]|sub)?tota(l|ls|le|les|li|al|lt)( |:|$)"
    r"|(zwischen|gesamt|teil)?(sum|summe|suma|somme|somma|gesamt|insgesamt|razem|yhteensa|average|mean|count)(:|$)"
    r"|(all|alle) (projects|projekte)(:|$)|[∑Σ]",
    re.IGNORECASE,
)
TOTAL_BEHIND = re.compile(r"[\s:–-](sub-?)?totals?:?$", re.IGNORECASE)  # IT total, Programme A – subtotal


def names_a_sum(text: str) -> bool:
    """`Grand total`, `Gesamtsumme`, `IT total`; but not `Totally new`."""
    return bool(TOTAL.match(text) or TOTAL_BEHIND.search(text))


def header_again(row: Row, header: Sequence[str]) -> bool:
    """The header in the middle of the table, all of it or as far as it is filled."""
    names = [name.casefold() for name in header]
    cells = [" ".join(str(cell).split()).casefold() if cell not in (None, "") else None for cell in row.cells]
    filled = [place for place, cell in enumerate(cells) if cell]
    return len(filled) > 1 and all(place < len(names) and cells[place] == names[place] for place in filled)
