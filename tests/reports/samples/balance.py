"""The final balance of the closed project: every sum follows from the lines."""

from datetime import date
from decimal import Decimal

from reports.facts.balance import Balance, BalanceLine, ForeignLine, OpenCommitment
from reports.facts.closure import ChangeLine
from reports.facts.common import CurvePoint, Ratio, Reconciliation, ReserveLine

D = Decimal


def _line(category, original, changes, actuals, accruals="0.00"):
    original, changes, actuals, accruals = D(original), D(changes), D(actuals), D(accruals)
    cost = actuals + accruals
    return BalanceLine(
        category, original, changes, original + changes, actuals, accruals, D("0.00"), cost, original + changes - cost
    )


def total(lines):
    sums = [sum((getattr(line, name) for line in lines), D("0.00")) for name in list(vars(lines[0]))[1:]]
    return BalanceLine("Total", *sums)


LINES = (
    _line("Software licences", "820000.00", "0.00", "806420.00"),
    _line("Implementation partner", "1640000.00", "186000.00", "1862310.50", "24000.00"),
    _line("Own labour", "910000.00", "42000.00", "987450.75"),
    _line("Data migration", "260000.00", "58000.00", "309870.25"),
    _line("Hardware and hosting", "180000.00", "-24000.00", "151200.00"),
    _line("Training and change", "140000.00", "0.00", "118640.00"),
    _line("Contingency", "350000.00", "-262000.00", "0.00"),
)
TOTAL = total(LINES)
CURVE = tuple(
    CurvePoint(date(2024 + no // 12, no % 12 + 1, 28), D(planned) * 1000, D(earned) * 1000, D(actual) * 1000)
    for no, (planned, earned, actual) in enumerate(
        [
            (0, 0, 0), (62, 55, 60), (148, 130, 152), (251, 221, 263), (372, 330, 398), (512, 455, 541),
            (668, 588, 702), (838, 741, 880), (1021, 905, 1066), (1216, 1080, 1260), (1420, 1262, 1465),
            (1631, 1449, 1672), (1847, 1646, 1884), (2065, 1850, 2099), (2283, 2058, 2315), (2499, 2266, 2530),
            (2710, 2470, 2741), (2914, 2668, 2946), (3108, 2858, 3143), (3290, 3038, 3329), (3458, 3205, 3501),
            (3610, 3358, 3657), (3744, 3496, 3796), (3858, 3617, 3916), (3950, 3720, 4017), (4018, 3806, 4097),
            (4060, 3877, 4156), (4080, 3934, 4195), (4090, 3979, 4218), (4100, 4014, 4231), (4100, 4043, 4240),
            (4100, 4068, 4248), (4100, 4088, 4254), (4100, 4100, 4260),
        ]
    )
)  # fmt: skip
CHANGES = (
    ChangeLine(
        "CR-003",
        "Interface to the regional payroll office",
        date(2024, 9, 12),
        "Sue Sanders, sponsor",
        D("142000.00"),
        14,
    ),
    ChangeLine(
        "CR-007", "Second rehearsal of the data migration", date(2025, 3, 20), "Sue Sanders, sponsor", D("58000.00"), 21
    ),
    ChangeLine(
        "CR-009",
        "Hosting in the city's own data centre instead of rented",
        date(2025, 5, 8),
        "Sue Sanders, sponsor",
        D("-24000.00"),
        0,
    ),
    ChangeLine(
        "CR-012", "Accessible self-service pages for staff", date(2025, 9, 4), "Steering committee", D("86000.00"), 10
    ),
    ChangeLine(
        "CR-015",
        "Contingency drawn for CR-003, CR-007 and CR-012",
        date(2025, 9, 4),
        "Steering committee",
        D("-262000.00"),
        0,
    ),
)
BALANCE = Balance(
    lines=LINES,
    total=TOTAL,
    funding_received=D("4300000.00"),
    settlement=D("4300000.00") - TOTAL.total_cost,
    capitalised=D("2984210.00"),
    asset_register="AR-2026-0417",
    in_service_on=date(2026, 10, 1),
    fx_variance=D("-3120.50"),
    open_commitments=(
        OpenCommitment("PO-2025-118", "Halden Consulting AS", D("18400.00"), "cancelled", ""),
        OpenCommitment(
            "PO-2026-031", "Nordic Cloud Hosting AB", D("36000.00"), "transferred", "Rita Romano, IT operations"
        ),
    ),
    foreign=(ForeignLine("SEK", D("1648200.00"), D("144312.10"), Ratio(D("-3120.50"))),),
    reserves=(
        ReserveLine("Contingency", D("350000.00"), D("262000.00"), D("88000.00"), D("0.00")),
        ReserveLine("Management reserve", D("200000.00"), D("0.00"), D("200000.00"), D("0.00")),
    ),
    controls=(
        Reconciliation("Invoices and payroll charges", TOTAL.actuals, TOTAL.actuals),
        Reconciliation("Receipts not yet invoiced", TOTAL.accruals, TOTAL.accruals),
        Reconciliation("Approved budget versions and transfers", TOTAL.final_budget, TOTAL.final_budget),
    ),
    curve=CURVE,
)
