"""The status of an invented portfolio of sixteen projects; totals are summed from the lines."""

# ruff: noqa: E501  (a table of inputs reads better with one row a line)

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from reports.facts.common import Head, Ratio
from reports.facts.portfolio_status import (
    BenefitLine,
    Bubble,
    CapacityLine,
    ChangeSince,
    DataQuality,
    DecisionNeeded,
    DependencyLine,
    GateLine,
    MoneyLine,
    PortfolioStatusFacts,
    PortfolioTotals,
    ProjectLine,
    TopRisk,
)

D = Decimal


def _ratio(text):
    return Ratio(D(text)) if text[0].isdigit() else Ratio(None, text)


def _project(code, name, owner, stage, health, trend, cpi, spi, budget, eac, finish, slip):
    budget = Ratio(D(budget) * 1000 + D("0.00"))
    forecast = Ratio(D(eac) * 1000 + D("0.00")) if eac else Ratio(None, "no_forecast")
    variance = Ratio(budget.value - forecast.value) if eac else Ratio(None, "no_forecast")
    day = date.fromisoformat(finish) if finish else None
    return ProjectLine(
        code, name, owner, stage, health, trend, _ratio(cpi), _ratio(spi), budget, forecast, variance, day, slip
    )


PROJECTS = (
    _project("ERP-014", "Finance and personnel platform", "Pam Porter", "build", "off_track", "worse", "0.81", "0.77", 6200, 7310, "2027-06-14", 88),
    _project("DCX-003", "Data centre exit", "Olga Orlova", "migrate", "at_risk", "same", "0.96", "0.90", 3400, 3520, "2027-03-14", 41),
    _project("IDM-007", "One identity for staff and citizens", "Leo Lindgren", "design", "at_risk", "worse", "0.93", "0.95", 1850, 1910, "2027-05-03", 12),
    _project("WEB-021", "Citizen portal, second release", "Mara Meier", "build", "on_track", "better", "1.02", "1.01", 1240, 1215, "2027-02-26", 0),
    _project("NET-009", "Campus network renewal", "Otto Olsen", "roll-out", "on_track", "same", "1.04", "1.00", 2100, 2040, "2027-04-30", -4),
    _project("INT-002", "Intranet refresh", "Nina Novak", "test", "on_track", "same", "1.02", "1.00", 410, 400, "2027-02-02", 0),
    _project("SEC-011", "Security monitoring", "Ivo Ivanov", "build", "off_track", "worse", "0.84", "0.88", 980, 1190, "2027-01-29", 34),
    _project("GIS-004", "City map and sensors", "Tess Thoma", "build", "on_track", "better", "0.99", "1.03", 760, 770, "2026-12-18", -6),
    _project("DMS-006", "Records and archive", "Karl Kraus", "design", "on_track", "same", "1.00", "0.98", 1520, 1520, "2027-09-30", 3),
    _project("SCH-015", "Devices for schools", "Rosa Rossi", "roll-out", "on_track", "same", "1.01", "1.02", 4300, 4260, "2026-12-11", 0),
    _project("PAY-008", "Payment gateway", "Emil Engel", "test", "at_risk", "better", "0.95", "0.92", 540, 560, "2026-12-22", 15),
    _project("HRL-005", "Learning platform", "Anna Ahlberg", "build", "on_track", "same", "1.05", "1.04", 380, 365, "2027-01-15", -2),
    _project("TRF-012", "Traffic lights remote control", "Boris Baum", "design", "on_track", "new", "not_started", "not_started", 890, 890, "2027-11-30", 0),
    _project("OPN-001", "Open data service", "Cleo Castro", "build", "unknown", "same", "no_baseline", "no_baseline", 220, "", "", None),
    _project("BCK-010", "Backup renewal", "Dora Dahl", "close", "on_track", "same", "1.03", "1.00", 610, 598, "2026-11-27", 0),
    _project("CRM-013", "One view of the citizen", "Hugo Hahn", "start", "on_track", "new", "not_started", "not_started", 1430, 1430, "2028-01-31", 0),
)  # fmt: skip
KNOWN = [line for line in PROJECTS if line.eac.value is not None]
BUDGET = sum(line.budget.value for line in KNOWN)
FORECAST = sum(line.eac.value for line in KNOWN)


def _split(budget, forecast, names):
    """Shares that add up exactly: the last line takes what is left."""
    lines, left_budget, left_forecast = [], budget, forecast
    for name, share, overrun in names[:-1]:
        part = (budget * D(share)).quantize(D("1000"), ROUND_HALF_UP) + D("0.00")
        cost = (part * D(overrun)).quantize(D("1000"), ROUND_HALF_UP) + D("0.00")
        lines.append(MoneyLine(name, part, cost, (part * D("0.41")).quantize(D("0.01"))))
        left_budget, left_forecast = left_budget - part, left_forecast - cost
    rest = (left_budget * D("0.37")).quantize(D("0.01"))
    return (*lines, MoneyLine(names[-1][0], left_budget, left_forecast, rest))


PORTFOLIO = PortfolioStatusFacts(
    head=Head(
        title="Portfolio status report",
        subject_code="DIG",
        subject_name="Digital services",
        organisation="City of Nordholm",
        classification="internal",
        currency="EUR",
        data_as_of=date(2026, 11, 20),
        prepared_on=date(2026, 11, 22),
        prepared_by="Paul Pereira, portfolio office",
    ),
    previous_on=date(2026, 10, 31),
    headlines=(
        "Two of sixteen projects are off track, three at risk; one has no approved baseline and is not rated.",
        "The finance and personnel platform drives nearly all of the overrun of the portfolio.",
        "Devices for schools reaches all 214 schools in December, as planned and within its budget.",
    ),
    decisions=(
        DecisionNeeded("ERP-014 Finance and personnel platform", "Stop, reduce the scope or fund 1.11 M more", "Eve Ekström", date(2026, 11, 28), D("46000.00")),
        DecisionNeeded("DCX-003 Data centre exit", "Accept the finish on 14 March instead of 1 February", "Eve Ekström", date(2026, 12, 5), D("18500.00")),
        DecisionNeeded("IDM-007 One identity", "Pass gate 3 with two of nine criteria open", "Sue Sanders", date(2026, 12, 9), None),
    ),
    totals=PortfolioTotals(16, *map(Ratio, (BUDGET, D("13920000.00"), FORECAST, BUDGET - FORECAST, D("48400000.00"), D("0.31")))),
    projects=PROJECTS,
    by_category=_split(BUDGET, FORECAST, [("Purchased services", "0.38", "1.06"), ("Own labour", "0.27", "1.03"), ("Licences", "0.2", "1.01"), ("Hardware and hosting", "0", "1")]),
    by_strategy=_split(BUDGET, FORECAST, [("One set of books", "0.3", "1.12"), ("Services without a visit", "0.28", "1.00"), ("Safe and resilient", "0.24", "1.05"), ("Schools", "0", "1")]),
    bubbles=(
        Bubble("ERP-014", D("8600000.00"), D("768000.00"), D("3200000.00"), "off_track"),
        Bubble("DCX-003", D("6100000.00"), D("165000.00"), D("1100000.00"), "at_risk"),
        Bubble("IDM-007", D("7400000.00"), D("168000.00"), D("1400000.00"), "at_risk"),
        Bubble("WEB-021", D("7900000.00"), D("21000.00"), D("420000.00"), "on_track"),
        Bubble("NET-009", D("4800000.00"), D("54000.00"), D("900000.00"), "on_track"),
        Bubble("SEC-011", D("8100000.00"), D("115900.00"), D("610000.00"), "off_track"),
        Bubble("SCH-015", D("6900000.00"), D("10500.00"), D("350000.00"), "on_track"),
        Bubble("CRM-013", D("5600000.00"), D("128700.00"), D("1430000.00"), "on_track"),
        Bubble("DMS-006", D("3900000.00"), D("47200.00"), D("1180000.00"), "on_track"),
    ),
    risks=(
        TopRisk("R-114", "ERP-014", "Payroll data is inconsistent between districts", 4, 5, D("640000.00"), "Pam Porter", "Profile all records, third rehearsal"),
        TopRisk("R-031", "DCX-003", "Lease of the old data centre cannot be extended", 3, 4, D("210000.00"), "Olga Orlova", "Negotiate month by month"),
        TopRisk("R-077", "SEC-011", "Only one person can run the rules", 4, 4, D("120000.00"), "Ivo Ivanov", "Train two more, hire one"),
        TopRisk("R-052", "IDM-007", "Change of law moves the start of the identity card", 2, 4, D("90000.00"), "Leo Lindgren", "Watch the draft, keep both sign-ins"),
        TopRisk("R-020", "NET-009", "Switches arrive two months late", 3, 2, D("40000.00"), "Otto Olsen", "Order the second lot now"),
    ),
    dependencies=(
        DependencyLine("ERP-014", "IDM-007", "Sign-in of staff", date(2027, 2, 12), -18),
        DependencyLine("WEB-021", "PAY-008", "Payment in the portal", date(2027, 1, 8), 9),
    ),
    capacity=(
        CapacityLine("Solution architect", "2027 Q1", D("1920.00"), D("3120.00")),
        CapacityLine("Developer", "2027 Q1", D("10080.00"), D("9360.00")),
        CapacityLine("Tester", "2027 Q1", D("2880.00"), D("3456.00")),
        CapacityLine("Solution architect", "2027 Q2", D("1920.00"), D("2400.00")),
        CapacityLine("Developer", "2027 Q2", D("10080.00"), D("10560.00")),
    ),
    benefits=(
        BenefitLine("WEB-021", "Visits avoided", "Visits a month", "visits", D("31000"), D("34200"), Ratio(D("0.68"))),
        BenefitLine("DCX-003", "Rent and energy saved", "Saved a year", "EUR", D("120000.00"), D("64000.00"), Ratio(D("0.31"))),
        BenefitLine("BCK-010", "Licences ended", "Licences in use", "licences", None, None, Ratio(None, "not_measured")),
    ),
    gates=(
        GateLine("IDM-007", "Gate 3, build", date(2026, 12, 9), "two of nine criteria open"),
        GateLine("PAY-008", "Gate 5, go-live", date(2026, 12, 15), "ready"),
        GateLine("LIB-001", "Gate 1, start", date(2027, 1, 20), "proposal in review"),
    ),
    changes=(
        ChangeSince("worse", "ERP-014", "From at risk to off track: forecast passed the tolerance of 0.31 M"),
        ChangeSince("worse", "SEC-011", "From at risk to off track: finish 34 days late"),
        ChangeSince("better", "PAY-008", "From off track to at risk: test passed"),
        ChangeSince("re-baselined", "DCX-003", "New finish approved on 6 November; the old plan said 1 February"),
        ChangeSince("started", "CRM-013", "Approved on 12 November"),
    ),
    data_quality=(
        DataQuality("OPN-001", "No approved baseline, no forecast", date(2026, 8, 3)),
        DataQuality("TRF-012", "No actual cost posted since the start", date(2026, 10, 1)),
    ),
)  # fmt: skip
