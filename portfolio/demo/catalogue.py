"""Which organisation does the demo show: portfolios, programmes, forty projects and their people?"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plot:
    """One project of the demo.

    start, months: when it begins, in months from today, and how long it was planned.
    budget_k: in thousand EUR. pace, cost: what a planned day takes and what a planned euro costs in truth.
    silent: days for which nobody has reported. ended: months from its start to its cancellation.
    """

    programme: str
    name: str
    kind: str
    methodology: str
    sourcing: str
    state: str
    start: int
    months: int
    budget_k: int
    pace: float = 1.0
    cost: float = 1.0
    silent: int = 1
    ended: int = 0


PORTFOLIOS = {
    "DIG": "Digital services",
    "CORE": "Core business systems",
    "INF": "Infrastructure and workplace",
    "SEC": "Security and data protection",
}
PROGRAMMES = {
    "CITIZ": ("DIG", "Citizen access"),
    "CASE": ("DIG", "Case handling"),
    "ERP": ("CORE", "One ledger"),
    "HR": ("CORE", "People systems"),
    "DC": ("INF", "Data centre exit"),
    "WORK": ("INF", "Modern workplace"),
    "ID": ("SEC", "Identity"),
    "DATA": ("SEC", "Data protection"),
}
_P = Plot
PLOTS = (
    _P("CITIZ", "Service portal", "web", "scrum", "", "active", -9, 15, 1450, 1.05, 1.02),
    _P("CITIZ", "Appointment booking", "app", "kanban", "saas", "active", -5, 10, 310, 1.0, 0.96),
    _P("CITIZ", "Payment by card and wallet", "integration", "hybrid", "", "active", -7, 11, 520, 1.25, 1.12),
    _P("CITIZ", "Mobile app for permits", "app", "scrum", "outsourcing", "active", -11, 14, 890, 1.32, 1.28),
    _P("CITIZ", "Accessible forms", "web", "incremental", "", "closed", -26, 9, 240, 1.0, 0.97),
    _P("CITIZ", "Translation of the portal", "web", "prototyping", "crowdsourcing", "proposed", 2, 6, 130),
    _P("CASE", "Case file without paper", "app", "iterative", "", "active", -14, 22, 2300, 1.08, 1.04),
    _P("CASE", "Workflow engine", "integration", "rad", "open_source", "active", -6, 12, 640, 1.0, 1.0),
    _P("CASE", "Scan centre", "app", "waterfall", "outsourcing", "on_hold", -10, 14, 760, 1.2, 1.1, 24),
    _P("CASE", "Archive interface", "integration", "v_model", "", "approved", 1, 8, 350),
    _P("ERP", "ERP roll-out", "erp", "waterfall", "outsourcing", "active", -16, 26, 6200, 1.22, 1.24),
    _P("ERP", "General ledger migration", "migration", "v_model", "", "active", -8, 13, 1180, 1.02, 0.99),
    _P("ERP", "Invoice recognition", "integration", "agile", "saas", "active", -4, 9, 280, 0.98, 0.95),
    _P("ERP", "Procurement module", "erp", "waterfall", "outsourcing", "approved", 1, 12, 1600),
    _P("ERP", "Travel expenses", "app", "rad", "saas", "closed", -30, 8, 190, 1.1, 1.03),
    _P("ERP", "Asset register", "erp", "incremental", "", "closing", -15, 13, 540, 1.05, 1.01),
    _P("HR", "Personnel records", "erp", "hybrid", "", "active", -12, 18, 1350, 1.12, 1.06),
    _P("HR", "Time recording", "app", "scrum", "", "active", -3, 8, 260, 1.0, 1.0),
    _P("HR", "Learning platform", "web", "lean", "saas", "closed", -28, 10, 330, 1.05, 0.94),
    _P("HR", "Recruiting portal", "web", "scrum", "", "rejected", -2, 6, 210),
    _P("DC", "Move to two sites", "datacentre", "waterfall", "outsourcing", "active", -13, 20, 3900, 1.15, 1.05),
    _P("DC", "Storage renewal", "datacentre", "process_based", "", "active", -5, 7, 880, 1.0, 1.01),
    _P("DC", "Backup to a third place", "datacentre", "v_model", "", "active", -9, 9, 410, 1.3, 1.18),
    _P("DC", "Virtual machines to containers", "migration", "devops", "open_source", "active", -7, 16, 730, 1.06, 1.0),
    _P("DC", "Old mainframe off", "migration", "spiral", "", "active", -18, 24, 2750, 1.18, 1.16),
    _P("DC", "Cooling and power", "datacentre", "waterfall", "", "closed", -34, 12, 960, 1.02, 1.05),
    _P("WORK", "Laptops for everybody", "workplace", "incremental", "", "closing", -14, 12, 1900, 1.0, 0.98),
    _P("WORK", "Wireless network", "network", "waterfall", "outsourcing", "active", -6, 10, 690, 1.04, 1.02),
    _P("WORK", "Wide area network", "network", "hybrid", "outsourcing", "active", -10, 15, 1240, 1.1, 1.03, 70),
    _P("WORK", "Intranet refresh", "web", "scrum", "", "active", -5, 9, 290, 1.0, 0.99),
    _P("WORK", "Telephony over data", "network", "waterfall", "saas", "cancelled", -15, 12, 480, 1.5, 1.3, 0, 10),
    _P("WORK", "Printing follows you", "workplace", "kanban", "", "draft", 3, 5, 90),
    _P("ID", "One sign-in", "security", "iterative", "", "active", -8, 14, 980, 1.2, 1.07),
    _P("ID", "Smart cards", "security", "v_model", "outsourcing", "active", -4, 12, 560, 1.0, 1.0),
    _P("ID", "Rights that expire", "security", "agile", "", "proposed", 2, 9, 320),
    _P("ID", "Directory clean-up", "migration", "lean", "", "closed", -22, 6, 120, 1.0, 0.9),
    _P("DATA", "Records of processing", "security", "process_based", "", "active", -3, 9, 170, 1.0, 1.0),
    _P("DATA", "Log centre", "security", "devops", "hybrid_service", "active", -7, 12, 840, 1.14, 1.1),
    _P("DATA", "Encryption at rest", "security", "waterfall", "", "on_hold", -6, 10, 450, 1.1, 1.02, 24),
    _P("DATA", "Data warehouse", "integration", "spiral", "", "proposed", 1, 16, 1750),
)
WORK = {
    "web": ("Content model", "Page templates", "Search", "Accessibility check", "Editors' training", "Go-live"),
    "app": ("User research", "Screens", "Services", "Offline store", "Field trial", "Roll-out"),
    "integration": ("Interface contract", "Adapters", "Message queue", "Error handling", "Load test", "Switch-over"),
    "erp": ("Process map", "Customising", "Roles and rights", "Data load", "Key-user test", "Cut-over"),
    "migration": ("Inventory", "Mapping", "Trial run", "Reconciliation", "Dress rehearsal", "Final run"),
    "datacentre": ("Site survey", "Racks and power", "Network fabric", "Move wave", "Failover test", "Hand-over"),
    "network": ("Measurement", "Cabling", "Access points", "Routing", "Acceptance test", "Monitoring"),
    "workplace": ("Image", "Pilot group", "Delivery", "Old devices back", "Service desk", "Survey"),
    "security": ("Threat model", "Design", "Build", "Penetration test", "Training", "Operation"),
}
ROLES = {
    "Project manager": 98,
    "Business analyst": 86,
    "Architect": 112,
    "Developer": 84,
    "Tester": 72,
    "Operations engineer": 79,
    "Trainer": 65,
}
FIRST = ("Ana", "Ben", "Carla", "Deniz", "Elif", "Femi", "Greta", "Hana", "Igor", "Jonas", "Kira", "Luca", "Mia",
         "Nils", "Olga", "Petra", "Quentin", "Rosa", "Sven", "Tara")  # fmt: skip
LAST = ("Almeida", "Berg", "Costa", "Dahl", "Engel", "Fontaine", "Gruber", "Hansen", "Ivanova", "Jansen", "Keller",
        "Lindqvist")  # fmt: skip
RISKS = (
    ("One supplier only knows the old system", "The supplier leaves the market", "Knowledge is lost for months"),
    ("The key users work in two projects", "They have no time for the test", "Acceptance comes late"),
    ("The old data were never cleaned", "The load fails at the first run", "The cut-over is repeated"),
    ("The law changes in spring", "Requirements grow in the middle of the build", "Scope and cost grow"),
    ("The network of two sites is old", "It does not carry the load", "Work stands still on the first day"),
    ("Licences are counted by device", "More devices appear than were counted", "Licences cost more"),
)
CHANCES = (
    ("Two agencies ask for the same thing", "They share the build", "Half of the cost comes back"),
    ("The vendor wants a reference", "The vendor lowers the price", "Licences cost less"),
)
ISSUES = (
    "Test environment is not available",
    "Contract is not signed yet",
    "Two interfaces deliver different numbers",
    "Key user left the organisation",
    "Delivery of hardware is late",
    "Acceptance criteria are disputed",
)
