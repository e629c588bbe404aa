"""What would this file do to the portfolio: which rows create, which add a report, which say nothing new?

The dry run and the import make the same plan, so what was promised is what is done.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from foundation.errors import Refused
from foundation.money import MINOR_UNITS
from foundation.organisation.models import Currency
from foundation.sheets.limits import SheetError
from portfolio.engine.intake import Intake, RejectedRow, Totals, read_rows, totals
from portfolio.engine.landing import ACTIVE, AMOUNTS, Codes, Landing, land, storable
from portfolio.engine.mapping import OTHER_FIELD, Mapping, choose_mapping
from portfolio.engine.project_rows import CHANGED, REJECTED, CellNote
from portfolio.importing.files import earlier_import, sheet_of
from portfolio.models import ImportedProject, ImportNote
from projects.models import Project, ReportedStatus

NO_PROJECT = {"above_header", "blank", "header_again", "total", "heading", "repeated"}
NAMED_COLUMNS = 12
LARGEST_UNIT = Decimal(10) ** 12
Level = ImportNote.Level


@dataclass
class Plan:
    """`codes` are those of the creations.

    `reports` are (landing, project id, id of an older equal report that it replaces or None).
    """

    rows: int
    mapping: Mapping
    creations: list[Landing] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    reports: list[tuple[Landing, int, int | None]] = field(default_factory=list)
    unchanged: int = 0
    rejected: list[RejectedRow] = field(default_factory=list)
    cells: list[CellNote] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)
    totals: Totals | None = None
    given: set[str] = field(default_factory=set)
    programmes: list[str] = field(default_factory=list)

    @property
    def counts(self):
        return {
            "rows": self.rows,
            "created": len(self.creations),
            "updated": len(self.reports),
            "unchanged": self.unchanged,
            "rejected": len(self.rejected),
        }

    @property
    def refusals(self):
        """Rows and cells that had to be refused; blank lines, headings and totals are none."""
        rows = sum(row.code not in NO_PROJECT for row in self.rejected)
        return rows + sum(cell.level == REJECTED for cell in self.cells)


def make_plan(batch) -> Plan:
    """Read the file by the confirmed columns and lay it beside what the portfolio holds."""
    try:
        sheet = sheet_of(batch)
        mapping = _chosen(batch, sheet)
        intake = read_rows(sheet, mapping)
    except SheetError as error:
        raise Refused(error.message) from error
    _check_currency(mapping.currency)
    plan = Plan(sheet.row_total, mapping, rejected=list(intake.rejected), cells=list(intake.cells))
    plan.remarks += [(remark.code, remark.message) for remark in sheet.warnings]
    plan.totals = totals(intake.rows)
    landings = _landings(plan, intake, batch.as_of)
    plan.given = {name for name in AMOUNTS if any(landing.report[name] is not None for landing in landings)}
    _sort_out(plan, batch, landings)
    _give_codes(plan, batch.portfolio)
    _say_in_general(plan, batch)
    return plan


def _chosen(batch, sheet) -> Mapping:
    choices = batch.choices
    try:
        unit = Decimal(choices["unit"]) if choices.get("unit") else None
        if unit is not None and not 0 < unit <= LARGEST_UNIT:
            raise ValueError("the unit is no number above 0")
        return choose_mapping(
            sheet.header, sheet.rows, choices["fields"], above=sheet.above, currency=choices["currency"], unit=unit
        )
    except (ValueError, InvalidOperation) as error:
        raise Refused(_("The columns do not fit the file: {why}").format(why=error)) from error


def _check_currency(code):
    if code not in MINOR_UNITS and not Currency.objects.filter(code=code).exists():
        words = _("{code} is no currency of ISO 4217. Add it under Settings, or choose another.")
        raise Refused(words.format(code=code), field="currency")


def _landings(plan: Plan, intake: Intake, as_of: date) -> list[Landing]:
    by_row = defaultdict(list)
    for note in intake.cells:
        by_row[note.row].append(note)
    return [land(row, plan.mapping, as_of=as_of, notes=tuple(by_row[row.number])) for row in intake.rows]


def _sort_out(plan: Plan, batch, landings: list[Landing]) -> None:
    known = _known(batch.portfolio_id, [landing.key for landing in landings])
    latest, equal = _reported([project.pk for project in known.values()])
    for landing in landings:
        project = known.get(landing.key)
        if project is None:
            plan.creations.append(landing)
            plan.cells += landing.notes
        elif project.archived_at:
            message = _("Its project {code} is archived; it was not changed.").format(code=project.code)
            plan.rejected.append(RejectedRow(landing.number, "archived", message, landing.name[:60]))
        elif latest.get((project.pk, landing.as_of)) == landing.fingerprint:
            plan.unchanged += 1
        else:
            plan.reports.append((landing, project.pk, equal.get((project.pk, landing.fingerprint))))
            plan.cells += [*_without_start(landing), *_renamed(landing, project)]


def _known(portfolio_id, keys):
    """Asked apart, not joined: right after a large import the database does not know yet how large it is."""
    rows = ImportedProject.objects.filter(portfolio=portfolio_id, created=True, identity__in=keys)
    made = dict(rows.values_list("identity", "project"))
    projects = Project.objects.in_bulk(made.values())
    return {identity: projects[pk] for identity, pk in made.items()}


def _reported(project_ids):
    """The last report of each project and day, and every report by its fingerprint."""
    rows = ReportedStatus.objects.filter(project__in=project_ids, archived_at__isnull=True).order_by("id")
    latest, equal = {}, {}
    for pk, project, day, words in rows.values_list("pk", "project", "as_of", "content_hash"):
        latest[project, day] = words
        equal[project, words] = pk
    return latest, equal


def _give_codes(plan: Plan, portfolio) -> None:
    codes = Codes(Project.objects.values_list("code", flat=True), stem=portfolio.code.upper()[:50])
    for landing in plan.creations:
        code, wanted = codes.free(landing.wanted_code), " ".join(landing.wanted_code.split())
        plan.codes.append(code)
        if wanted and code != wanted:
            words = _("Another project has this code, or it is too long; this one is {code}.").format(code=code)
            column = landing.report["source_cells"].get("external_code", "")
            plan.cells.append(CellNote(landing.number, column, wanted[:60], CHANGED, words, "code_taken"))


def _without_start(landing):
    """What is said about the start and state of a new project means nothing for one that is here."""
    return [note for note in landing.notes if note.code != "no_start"]


def _renamed(landing, project):
    if landing.name == project.name:
        return []
    message = _("Here the project is called “{name}”; it keeps that name.").format(name=project.name[:200])
    column = next((head for key, head in landing.report["source_cells"].items() if key == "name"), "")
    return [CellNote(landing.number, column, landing.name[:60], "doubtful", message, "other_name")]


def _say_in_general(plan: Plan, batch) -> None:
    running = sum(landing.state == ACTIVE for landing in plan.creations)
    if plan.creations:
        words = _(
            "{running} projects started by the day of the report and come in as active, {others} as proposed. "
            "No file proves an approval or a closure; who is responsible confirms them here."
        )
        plan.remarks.append(("states", words.format(running=running, others=len(plan.creations) - running)))
        words = _("Amounts and dates are kept as reported; they enter no budget, ledger or baseline.")
        plan.remarks.append(("reported_only", words))
    _say_of_columns(plan)
    earlier = earlier_import(batch)
    if earlier:
        words = _("The same file came in on {day}, as of {as_of}.")
        plan.remarks.append(("same_file", words.format(day=earlier.done_on, as_of=earlier.as_of)))
    if not Currency.objects.filter(code=plan.mapping.currency).exists():
        words = _("The currency {code} is new here and is added.").format(code=plan.mapping.currency)
        plan.remarks.append(("new_currency", words))


def _say_of_columns(plan: Plan) -> None:
    """Which columns look like a field of ours and fill none."""
    kept = [use for use in plan.mapping.columns if use.field == OTHER_FIELD and use.words]
    years = [use.header for use in kept if use.words == "part_year"]
    misfits = [use.header for use in kept if use.words != "part_year"]
    if years:
        words = _("Amounts of single years stand with the report and are taken as no total: {columns}.")
        plan.remarks.append(("part_year", words.format(columns=", ".join(years[:NAMED_COLUMNS]))))
    if misfits:
        words = _(
            "Too few cells of these columns can be read as what their header says; they are kept as text: {columns}."
        )
        plan.remarks.append(("misfit", words.format(columns=", ".join(misfits[:NAMED_COLUMNS]))))


def save_plan(batch, plan: Plan) -> None:
    """Write counts, sums and the loss report of the plan onto the batch."""
    for name, value in plan.counts.items():
        setattr(batch, name, value)
    batch.result = {"totals": _plain(plan), "refusals": plan.refusals, "programmes": plan.programmes}
    batch.notes.all().delete()
    ImportNote.objects.bulk_create(_notes(batch, plan), batch_size=5_000)


def _plain(plan: Plan) -> dict:
    """The sums of the file; None, never 0, where no row gives the amount."""
    sums = plan.totals
    return {
        "currency": plan.mapping.currency,
        "projects": sums.projects,
        "with_amounts": sums.with_amounts,
        "planned": str(sums.planned) if "budget" in plan.given else None,
        "forecast": str(sums.forecast) if "forecast" in plan.given else None,
        "variance": str(sums.variance) if sums.with_amounts else None,
        "late": sums.late,
    }


def _notes(batch, plan: Plan):
    for code, message in plan.remarks:
        yield ImportNote(batch=batch, row=0, level=Level.FILE, code=code, message=storable(message))
    for row in plan.rejected:
        said = replace(row, raw=storable(row.raw))
        yield ImportNote(
            batch=batch, row=said.number, raw=said.raw, level=Level.ROW, code=said.code, message=storable(said.message)
        )
    for cell in plan.cells:
        yield ImportNote(
            batch=batch,
            row=cell.row,
            column=storable(cell.column)[:300],
            raw=storable(cell.raw),
            level=cell.level,
            code=cell.code,
            message=storable(cell.message),
        )
