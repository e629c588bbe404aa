"""A budget report in the middle of a project; every total is summed from the lines here."""

from datetime import date
from decimal import Decimal

from reports.facts.budget import (
    BudgetChange,
    BudgetFacts,
    BudgetLine,
    BudgetTotals,
    CategoryLine,
    EacMethod,
    ExceptionLine,
    ForecastPoint,
    FxLine,
    LabourLine,
    OrderLine,
    PostingLine,
    Unmatched,
)
from reports.facts.common import Head, Ratio, Reconciliation, ReserveLine, Step

D = Decimal
CATEGORIES = (
    ("Software licences", "capex", 42),
    ("Implementation partner", "capex", 78),
    ("Own labour", "capex", 55),
    ("Data migration", "opex", 24),
    ("Hosting and operation", "opex", 18),
    ("Training and change", "opex", 11),
)
WORK = (("2.1", "CC-410"), ("2.2", "CC-410"), ("3.1", "CC-415"), ("3.2", "CC-415"), ("4.1", "CC-520"))
PERIODS = tuple(f"2025-{month:02}" for month in range(1, 13))


def _budget_line(category, cost_class, weight, place, month):
    """Amounts that differ by place and month but come from whole numbers only, so every machine has the same."""
    work, centre = WORK[place]
    approved = D(weight) * (90 + 7 * place + 3 * (month % 5))
    posted, due = month < 8, month == 8
    actual = approved * (96 + (month * 5 + place * 3 + weight) % 14) / 100 if posted else D(0)
    accrued = approved * 20 / 100 if due else D(0)
    committed = approved * (60 if due else 25 if month == 9 else 0) / 100
    forecast = actual if posted else approved * (101 + weight % 5) / 100
    money = [(n + D("0.00")).quantize(D("0.01")) for n in (approved, committed, accrued, actual, forecast)]
    return BudgetLine(category, work, centre, PERIODS[month], cost_class, *money, money[0] - money[4])


LINES = tuple(
    _budget_line(name, cost_class, weight, place, month)
    for name, cost_class, weight in CATEGORIES
    for place in range(len(WORK))
    for month in range(12)
)


def _sum(lines, name):
    return sum((getattr(line, name) for line in lines), D("0.00"))


def _category(name, cost_class):
    lines = [line for line in LINES if line.category == name]
    approved, committed, accrued, actual, forecast = (
        _sum(lines, field) for field in ("approved", "committed", "accrued", "actual", "forecast")
    )
    free = approved - committed - accrued - actual
    ends = (Ratio(free), Ratio(forecast), Ratio(approved - forecast))
    return CategoryLine(name, cost_class, approved, committed, accrued, actual, *ends)


BY_CATEGORY = tuple(_category(name, cost_class) for name, cost_class, _ in CATEGORIES)


def _of_ratios(name):
    return Ratio(sum((getattr(line, name).value for line in BY_CATEGORY), D("0.00")))


TOTALS = BudgetTotals(
    approved=Ratio(_sum(BY_CATEGORY, "approved")),
    released=D("1250000.00"),
    committed=_sum(BY_CATEGORY, "committed"),
    accrued=_sum(BY_CATEGORY, "accrued"),
    actual=_sum(BY_CATEGORY, "actual"),
    available=_of_ratios("available"),
    forecast=_of_ratios("forecast"),
    variance=_of_ratios("variance"),
)


def _forecast():
    points, budget, actual, forecast = [], D(0), D(0), D(0)
    for month, period in enumerate(PERIODS):
        lines = [line for line in LINES if line.period == period]
        budget += _sum(lines, "approved")
        actual += _sum(lines, "actual") + _sum(lines, "accrued")
        forecast += _sum(lines, "forecast")
        known = month <= 8
        points.append(
            ForecastPoint(
                date(2025, month + 1, 28), budget, actual if known else None, forecast if month >= 8 else None
            )
        )
    return tuple(points)


BUDGET = BudgetFacts(
    head=Head(
        title="Budget report",
        subject_code="ERP-014",
        subject_name="Finance and personnel platform",
        organisation="City of Nordholm",
        classification="confidential",
        currency="EUR",
        data_as_of=date(2025, 9, 30),
        prepared_on=date(2025, 10, 7),
        prepared_by="Pam Porter, project manager",
    ),
    summary=(
        "Nine months of 2025 are posted. The forecast stands slightly above the approved budget, because hosting and "
        "migration cost more per month than planned; own labour is within its lines."
    ),
    budget_version=3,
    totals=TOTALS,
    categories=BY_CATEGORY,
    lines=LINES,
    changes=(
        BudgetChange(
            "B-2",
            date(2025, 3, 20),
            "new version",
            "",
            "Data migration",
            D("24000.00"),
            "Sue Sanders",
            "second rehearsal of the migration",
        ),
        BudgetChange(
            "V-11",
            date(2025, 6, 12),
            "virement",
            "Training and change",
            "Data migration",
            D("8000.00"),
            "Finn Fischer",
            "rooms in our own building",
        ),
    ),
    orders=(
        OrderLine(
            "PO-2025-071", "Halden Consulting AS", D("64000.00"), D("41200.00"), D("22800.00"), date(2025, 11, 14)
        ),
        OrderLine(
            "PO-2025-088", "Nordic Cloud Hosting AB", D("12400.00"), D("3100.00"), D("9300.00"), date(2025, 12, 19)
        ),
        OrderLine("PO-2025-090", "Meridian Software Ltd", D("5200.00"), D("0.00"), D("5200.00"), None),
    ),
    postings=tuple(
        PostingLine(
            period,
            _sum([line for line in LINES if line.period == period], "actual"),
            _sum([line for line in LINES if line.period == period], "accrued"),
            D("-1240.00") if period == "2025-05" else D("0.00"),
        )
        for period in PERIODS[:9]
    ),
    unmatched=(Unmatched("INV-88213", date(2025, 9, 24), D("2140.00"), "Invoice without goods receipt"),),
    labour=(
        LabourLine("Project manager", D("812.0"), D("69020.00")),
        LabourLine("Developer", D("2140.5"), D("160537.50")),
        LabourLine("Tester", D("640.0"), D("41600.00")),
    ),
    forecast=_forecast(),
    eac_methods=(
        EacMethod("Project manager's bottom-up", "actual cost + estimate to complete of each task", TOTALS.forecast),
        EacMethod("As efficient as so far", "budget at completion / CPI", Ratio(D("1548900.00"))),
        EacMethod("Rest as planned", "actual cost + budget at completion − earned value", Ratio(D("1531200.00"))),
        EacMethod(
            "Cost and schedule combined", "actual cost + (budget − earned value) / (CPI × SPI)", Ratio(None, "not_due")
        ),
    ),
    cost_p50=Ratio(D("1519900.00")),
    cost_p80=Ratio(D("1561000.00")),
    variance_steps=tuple(Step(line.category, -line.variance.value) for line in BY_CATEGORY),
    reserves=(
        ReserveLine("Contingency", D("30000.00"), D("12000.00"), D("0.00"), D("18000.00")),
        ReserveLine("Management reserve", D("20000.00"), D("0.00"), D("0.00"), D("20000.00")),
    ),
    fx=(FxLine("SEK", D("164820.00"), D("14431.21"), Ratio(D("14743.26")), Ratio(D("-312.05"))),),
    controls=(
        Reconciliation("Invoices and payroll charges", TOTALS.actual, TOTALS.actual),
        Reconciliation("Receipts not yet invoiced", TOTALS.accrued, TOTALS.accrued),
        Reconciliation("Open orders", TOTALS.committed, TOTALS.committed),
    ),
    exceptions=(
        ExceptionLine("overspent line", "Hosting and operation, 2025-06", "8 % over its approved amount", D("-151.20")),
        ExceptionLine("stale order", "PO-2025-090", "nothing received for 120 days", D("5200.00")),
    ),
)
