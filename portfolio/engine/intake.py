"""What of this file comes in as projects, what does not, and why, by row and cell?

Every row of the file beside its header is either a `ProjectRow` or a `RejectedRow`:
`len(intake.rows) + len(intake.rejected) == sheet.row_total`.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from foundation.sheets.cells import shown, visible
from foundation.sheets.limits import SheetError
from foundation.sheets.sums import header_again, names_a_sum
from foundation.sheets.table import Row, Sheet
from portfolio.engine.mapping import Mapping
from portfolio.engine.project_rows import CellNote, ProjectRow, read_row
from portfolio.engine.spelling import lookalikes
from portfolio.engine.surroundings import units_line

KEEP_FIRST, KEEP_LAST = "first", "last"
MOST_NOTES = 100_000  # who gets more has matched the wrong columns
BLANK = ("blank", "The row is blank.")
NARROW = 4  # in a table of fewer columns, one filled cell is no heading


@dataclass(frozen=True)
class RejectedRow:
    """`code`: above_header, blank, header_again, total, heading, no_name, duplicate, repeated."""

    number: int
    code: str
    message: str
    raw: str


@dataclass(frozen=True)
class Intake:
    rows: tuple[ProjectRow, ...]
    rejected: tuple[RejectedRow, ...]
    cells: tuple[CellNote, ...]


@dataclass(frozen=True)
class OwnerTotals:
    owner: str
    projects: int
    planned: Decimal
    forecast: Decimal
    late: int


@dataclass(frozen=True)
class Totals:
    """Sums over the rows that give the amount; `with_amounts` counts those that give both."""

    projects: int
    with_amounts: int
    planned: Decimal
    forecast: Decimal
    variance: Decimal
    late: int
    owners: tuple[OwnerTotals, ...]


def read_rows(sheet: Sheet, mapping: Mapping, *, on_duplicate: str = KEEP_FIRST) -> Intake:
    """Read all rows. Of two rows with the same key `on_duplicate` keeps the first or the last."""
    if on_duplicate not in (KEEP_FIRST, KEEP_LAST):
        raise ValueError("on_duplicate is first or last.")
    rejected = [_above(row) for row in sheet.above]
    kept: dict[str, ProjectRow] = {}
    notes: dict[int, list[CellNote]] = {}
    noted = 0
    for row in sheet.rows:
        refusal = _refusal(row, sheet, mapping)
        if refusal:
            rejected.append(_reject(row, *refusal))
            continue
        project, notes[row.number] = read_row(row, mapping)
        noted = _counted(noted, notes[row.number], row)
        earlier = kept.get(project.key)
        if earlier is None:
            kept[project.key] = project
            continue
        loser, winner = (project, earlier) if on_duplicate == KEEP_FIRST else (earlier, project)
        kept[project.key] = winner
        del notes[loser.number]
        rejected.append(_duplicate(loser, winner))
    projects = tuple(sorted(kept.values(), key=lambda project: project.number))
    cells = [note for number in sorted(notes) for note in notes[number]]
    return Intake(
        projects,
        tuple(sorted(rejected, key=lambda entry: entry.number)),
        tuple(cells + _spelling_notes(projects, mapping)),
    )


def _counted(noted: int, notes: list[CellNote], row: Row) -> int:
    noted += len(notes)
    if noted > MOST_NOTES:
        message = f"More than {MOST_NOTES:,} cells cannot be taken as they are. Look at the columns and units."
        raise SheetError("too_many_notes", message, row=row.number)
    return noted


def _reject(row: Row, code: str, message: str) -> RejectedRow:
    filled = (str(cell) for cell in row.cells if cell not in (None, ""))
    return RejectedRow(row.number, code, message, shown(" | ".join(filled)))


def _above(row: Row) -> RejectedRow:
    return _reject(row, *BLANK) if row.blank else _reject(row, "above_header", "Text above the header.")


def _duplicate(loser: ProjectRow, winner: ProjectRow) -> RejectedRow:
    if loser.content_hash == winner.content_hash:
        code, message = "repeated", f"The same as row {winner.number}."
    else:
        code, message = "duplicate", f"The same project as row {winner.number}, with other values."
    return RejectedRow(loser.number, code, message, shown(f"{loser.external_code} {loser.name}".strip()))


def _refusal(row: Row, sheet: Sheet, mapping: Mapping) -> tuple[str, str] | None:
    """Why this row is no project, or None."""
    if row.blank:
        return BLANK
    filled = [" ".join(str(cell).split()) for cell in row.cells if cell not in (None, "")]
    if [word.casefold() for word in filled] == [name.casefold() for name in sheet.header]:
        return "header_again", "The header is repeated."
    if header_again(row, sheet.header):
        return "header_again", "The header is repeated, not all of it."
    if row is sheet.rows[0] and units_line(row):
        return "header_again", "A second line of the header: how its columns are written."
    use = mapping.use("name")
    name = row.cells[use.column] if use else None
    name = " ".join(visible(str(name)).split()) if name is not None else ""
    total = any(map(names_a_sum, filled)) if not name else names_a_sum(name)
    if total and (not name or _is_total(row, mapping)):
        return "total", "A total, not a project."
    if len(filled) == 1 and len(sheet.header) >= NARROW:
        return "heading", "A heading or remark: only one cell is filled."
    return None if name else ("no_name", "The project has no name.")


def _is_total(row: Row, mapping: Mapping) -> bool:
    """A project may be called Total Recall; a total has no code and no dates."""
    uses = (mapping.use(field) for field in ("external_code", "start", "planned_finish", "description"))
    return not any(use and row.cells[use.column] not in (None, "") for use in uses)


def _spelling_notes(projects: tuple[ProjectRow, ...], mapping: Mapping) -> list[CellNote]:
    use = mapping.use("owner_organisation")
    if not use:
        return []
    names = Counter(project.owner_organisation for project in projects if project.owner_organisation)
    alike = lookalikes(names)
    return [
        CellNote(
            project.number,
            use.header,
            project.owner_organisation,
            "doubtful",
            f"Is this “{alike[project.owner_organisation]}”? It was kept as written.",
            "spelling",
        )
        for project in projects
        if project.owner_organisation in alike
    ]


def is_late(project: ProjectRow) -> bool:
    """By the file's own schedule variance in days, else by forecast against planned finish."""
    if project.schedule_variance is not None:
        return project.schedule_variance < 0
    planned, forecast = project.planned_finish, project.forecast_finish
    return bool(planned and forecast and forecast > planned)


def totals(projects: Iterable[ProjectRow]) -> Totals:
    """The sums to show beside the file's own, overall and by owner in the order of names."""
    projects = list(projects)
    names = sorted({project.owner_organisation for project in projects})
    owners = [(name, [p for p in projects if p.owner_organisation == name]) for name in names]
    both = [p for p in projects if p.planned_cost is not None and p.forecast_cost is not None]
    return Totals(
        projects=len(projects),
        with_amounts=len(both),
        planned=_sum(projects, "planned_cost"),
        forecast=_sum(projects, "forecast_cost"),
        variance=_sum(both, "planned_cost") - _sum(both, "forecast_cost"),
        late=sum(map(is_late, projects)),
        owners=tuple(
            OwnerTotals(name, len(own), _sum(own, "planned_cost"), _sum(own, "forecast_cost"), sum(map(is_late, own)))
            for name, own in owners
        ),
    )


def _sum(projects: list[ProjectRow], field: str) -> Decimal:
    return sum((getattr(p, field) for p in projects if getattr(p, field) is not None), Decimal(0))
