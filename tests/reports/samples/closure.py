"""A closed project as it could stand before a board: an ERP replacement in an invented city."""

from datetime import date
from decimal import Decimal

from reports.facts.closure import (
    BenefitLine,
    BenefitReview,
    CaseReview,
    ClosureFacts,
    ContractLine,
    DefectLine,
    EstimateRecord,
    Event,
    ExposurePoint,
    FollowOn,
    HandoverItem,
    Lesson,
    Milestone,
    Product,
    RealisedRisk,
    ResponseLine,
    RiskReview,
    RoleEffort,
    StageLine,
    Target,
)
from reports.facts.common import Head, Ratio
from tests.reports.samples.balance import BALANCE, CHANGES

D = Decimal

HEAD = Head(
    title="Project closure report",
    subject_code="ERP-014",
    subject_name="Finance and personnel platform",
    organisation="City of Nordholm",
    classification="internal",
    currency="EUR",
    data_as_of=date(2026, 10, 31),
    prepared_on=date(2026, 11, 20),
    prepared_by="Pam Porter, project manager",
)


TARGETS = (
    Target(
        "Time",
        "30 Jun 2026",
        "14 Aug 2026",
        "1 Oct 2026",
        "+48 days",
        "±30 days",
        "missed",
        "Third rehearsal of the data migration after 412 payroll differences in July.",
    ),
    Target(
        "Cost",
        "4.30 M",
        "4.30 M",
        "4.26 M",
        "−40 k",
        "±5 %",
        "met",
        "Training cost less, the partner's overrun was met from contingency.",
    ),
    Target(
        "Quality",
        "0 open severe defects",
        "0 open severe defects",
        "0",
        "0",
        "0",
        "met",
        "All severe defects were closed before go-live.",
    ),
    Target(
        "Scope",
        "42 products",
        "44 products",
        "43 products",
        "−1 product",
        "2 products",
        "within",
        "Mobile time entry moved to a follow-on project.",
    ),
    Target(
        "Benefits",
        "6.90 M",
        "6.90 M",
        "6.52 M",
        "−0.38 M",
        "±10 %",
        "within",
        "Fewer posts released in year one than planned.",
    ),
    Target("Risk", "below 350 k", "below 350 k", "0", "−350 k", "—", "met", "No open risk remains with the project."),
    Target(
        "Sustainability",
        "−20 % energy",
        "−20 % energy",
        "not measured",
        "unknown",
        "±5 %",
        "unknown",
        "The meter readings of the old servers were lost.",
    ),
)


def _benefit(name, owner, unit, before, planned, measured, target):
    """The share reached is that of the way from the baseline to the target."""
    reached = Ratio(D(measured - before) / (target - before))
    return BenefitLine(name, owner, unit, *map(D, (before, planned, measured, target)), reached)


CASE = CaseReview(
    npv_then=Ratio(D("1480000.00")),
    npv_now=Ratio(D("1112000.00")),
    bcr_then=Ratio(D("1.34")),
    bcr_now=Ratio(D("1.26")),
    payback_then=Ratio(D("4.2")),
    payback_now=Ratio(D("4.9")),
    benefits=(
        _benefit("Posts released in accounting", "Finn Fischer", "posts", 0, 6, 4, 14),
        _benefit("Old licences ended", "Rita Romano", "EUR a year", 0, 90000, 84000, 420000),
        _benefit("Days until a supplier is paid", "Finn Fischer", "days", 31, 24, 26, 12),
    ),
)
EXPOSURE = [(412, 350), (455, 350), (438, 350), (371, 208), (322, 208), (268, 150)]
EXPOSURE += [(190, 150), (121, 88), (74, 88), (31, 88), (6, 88), (0, 0)]
RISKS = RiskReview(
    threats_closed=19,
    risks_occurred=3,
    risks_transferred=2,
    issues_closed=61,
    issues_open=4,
    occurred=(
        RealisedRisk(
            "R-04", "Old payroll data is inconsistent", "Two more rehearsals of the migration", D("96000.00"), 35
        ),
        RealisedRisk("R-11", "Partner loses its lead architect", "Four weeks of slower design work", D("41000.00"), 12),
        RealisedRisk("R-17", "Accessibility audit finds faults", "Self-service pages built again", D("86000.00"), 10),
    ),
    exposure=tuple(
        ExposurePoint(date(2024 + no * 3 // 12, no * 3 % 12 + 1, 28), D(exposure) * 1000, D(left) * 1000)
        for no, (exposure, left) in enumerate(EXPOSURE)
    ),
    responses=(
        ResponseLine("reduce", 14, 11, D("64000.00")),
        ResponseLine("transfer", 3, 3, D("18000.00")),
        ResponseLine("accept", 7, 5, D("0.00")),
    ),
)
CLOSURE = ClosureFacts(
    head=HEAD,
    closure="normal",
    recommendation=(
        "The board is asked to close the project as completed and to release the remaining contingency of 88 k."
    ),
    summary=(
        "The platform went live on 1 October 2026, seven weeks after the latest approved plan and within the money. "
        "43 of 44 products are accepted; four issues live on with named owners. The business case still holds with "
        "a lower net present value, because posts are released later than planned."
    ),
    manager_report=(
        "Design and build ran close to plan. Two events shaped the rest: the payroll data turned out to be far less "
        "consistent than the sample had shown, and the partner's lead architect left in March 2025. Both cost time; "
        "the third rehearsal of the migration was the right decision, since the go-live itself needed no correction."
    ),
    targets=TARGETS,
    events=(
        Event(
            date(2025, 3, 3),
            "The partner's lead architect left",
            "Design of interfaces four weeks late; knowledge transfer paid by the partner",
        ),
        Event(
            date(2026, 7, 16),
            "Second rehearsal of the migration failed",
            "412 payroll differences; go-live moved from 14 August to 1 October",
        ),
    ),
    stages=(
        StageLine("Initiation", date(2024, 3, 29), date(2024, 3, 27), -2, "go", "Steering committee"),
        StageLine("Design", date(2024, 11, 29), date(2024, 12, 20), 21, "go with conditions", "Steering committee"),
        StageLine("Build and test", date(2025, 12, 19), date(2026, 1, 30), 42, "go", "Steering committee"),
        StageLine("Migration and go-live", date(2026, 8, 14), date(2026, 10, 1), 48, "go", "Sue Sanders, sponsor"),
        StageLine("Close", date(2026, 11, 30), None, None, "", ""),
    ),
    changes=CHANGES,
    case=CASE,
    milestones=(
        Milestone("Contract signed", date(2024, 3, 15), date(2024, 3, 12), -3),
        Milestone("Design accepted", date(2024, 11, 29), date(2024, 12, 20), 21),
        Milestone("System test passed", date(2025, 12, 19), date(2026, 1, 30), 42),
        Milestone("Migration rehearsed", date(2026, 7, 3), date(2026, 9, 11), 70),
        Milestone("Go-live", date(2026, 8, 14), date(2026, 10, 1), 48),
        Milestone("Handover to operations", date(2026, 10, 30), date(2026, 10, 30), 0),
    ),
    balance=BALANCE,
    products=(
        Product("General ledger and accounts payable", "accepted", "Finn Fischer", date(2026, 9, 18), ""),
        Product("Payroll", "accepted", "Stan Steiner", date(2026, 9, 25), ""),
        Product(
            "Self-service for staff",
            "accepted with concession",
            "Stan Steiner",
            date(2026, 9, 25),
            "Travel claims without receipt photo until release 2",
        ),
        Product("Migrated data, seven years", "accepted", "Finn Fischer", date(2026, 9, 28), ""),
        Product("Mobile time entry", "moved to follow-on", "", None, ""),
    ),
    defects=(
        DefectLine("System test", 318, 318, 0),
        DefectLine("Acceptance test", 94, 92, 2),
        DefectLine("After go-live", 27, 25, 2),
    ),
    team=(
        RoleEffort("Project manager", D("3400"), D("3620"), Ratio(D("1.06"))),
        RoleEffort("Solution architect", D("2800"), D("3150"), Ratio(D("1.13"))),
        RoleEffort("Developer", D("5200"), D("5480"), Ratio(D("1.05"))),
        RoleEffort("Tester", D("2600"), D("3010"), Ratio(D("1.16"))),
        RoleEffort("Data steward", D("0"), D("640"), Ratio(None, "no_baseline")),
    ),
    risks=RISKS,
    contracts=(
        ContractLine(
            "C-2024-07",
            "Halden Consulting AS",
            D("1826000.00"),
            D("1795010.00"),
            D("67300.50"),
            "none",
            "final invoice received",
        ),
        ContractLine("C-2024-09", "Meridian Software Ltd", D("820000.00"), D("806420.00"), D("0.00"), "none", "closed"),
        ContractLine(
            "C-2025-02",
            "Nordic Cloud Hosting AB",
            D("156000.00"),
            D("151200.00"),
            D("0.00"),
            "none",
            "transferred to operations",
        ),
    ),
    lessons=(
        Lesson(
            "A sample of 500 payroll records hid the differences between districts",
            "Profile all records before the budget is approved",
            "Rita Romano",
        ),
        Lesson(
            "Key users were booked at 100 % in their own departments",
            "Agree release of key users in writing at the first gate",
            "Sue Sanders",
        ),
        Lesson(
            "The accessibility audit came after the pages were built",
            "Audit the first page, not the last",
            "Pam Porter",
        ),
    ),
    follow_ons=(
        FollowOn("I-058", "issue", "Travel claims without receipt photo", "Stan Steiner", date(2027, 2, 26)),
        FollowOn("I-060", "issue", "Two reports run longer than ten minutes", "Rita Romano", date(2027, 1, 29)),
        FollowOn("D-411", "defect", "Leave balance rounds to half days", "Stan Steiner", date(2026, 12, 18)),
        FollowOn("F-001", "scope", "Mobile time entry as a project of its own", "Paul Pereira", date(2027, 3, 31)),
    ),
    handover=(
        HandoverItem("Operations", "Run book, monitoring, recovery rehearsed on 20 October 2026", True, "Rita Romano"),
        HandoverItem("Licences", "Contracts and keys registered", True, "Rita Romano"),
        HandoverItem("Security", "Penetration test repeated, no open finding above low", True, "Ada Adeyemi"),
        HandoverItem("Data", "Old database read-only until 2033, then erased", True, "Finn Fischer"),
        HandoverItem("Support", "Second line trained, partner on call until April 2027", True, "Rita Romano"),
        HandoverItem("Archive", "Project file in the city archive, kept ten years", False, ""),
    ),
    reviews=(
        BenefitReview(date(2027, 4, 30), "Posts released, late payment fees", "Finn Fischer"),
        BenefitReview(date(2027, 10, 29), "All three benefits, one full year", "Sue Sanders"),
    ),
    estimates=(
        EstimateRecord("Duration", "working days", D("640"), D("704"), Ratio(D("1.10"))),
        EstimateRecord("Cost without contingency", "EUR", D("3950000"), D("4259891"), Ratio(D("1.08"))),
        EstimateRecord("Effort", "hours", D("14000"), D("15900"), Ratio(D("1.14"))),
    ),
)
