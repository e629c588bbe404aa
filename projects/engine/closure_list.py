"""What must be done before a project closes? The checklist that every new project gets.

Sections and duties follow DOMAIN.md 1.6 and 3.1 (PRINCE2 end project report, PMI final report):
acceptance, handover, finances, contracts, people, records, benefits, lessons, follow-on actions.
"""

from collections.abc import Iterable

from projects.engine.lifecycles import Phase, governance_minimum

DUTIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Acceptance",
        (
            "Each product is accepted in writing, or its deviation is recorded as a concession",
            "Results are compared with the first and the latest approved baseline",
        ),
    ),
    (
        "Handover to operations",
        (
            "Operations have accepted service, documentation, licences and data",
            "Support, security and access rights are handed over",
        ),
    ),
    (
        "Finances settled",
        (
            "All invoices and accruals are posted and the balance reconciles to 0.00",
            "What is left of budget and reserves is returned or covered",
        ),
    ),
    ("Contracts closed", ("Each contract and order is closed, cancelled or transferred by name",)),
    ("People released", ("Everybody is released and all time sheets are posted",)),
    ("Records archived", ("Records are archived; place and retention are written down",)),
    ("Benefits", ("Each benefit has an owner and a review date after closure",)),
    ("Lessons", ("Lessons are recorded with a recommendation and validated by another person",)),
    ("Follow-on actions", ("Each open issue and risk is closed or has an owner and a date",)),
)


def closure_list(phases: Iterable[Phase] = ()) -> tuple[tuple[str, str], ...]:
    """(section, duty) in order: the standing duties, then one line per document of the last phase.

    `closure_list(phases_for("waterfall"))[-1] == ("Documents", "Issued and filed: closure report")`;
    lessons have a section of their own.
    """
    standing = [(section, duty) for section, duties in DUTIES for duty in duties]
    last = list(phases)[-1:]
    artefacts = last[0].artefacts if last else governance_minimum().closing_artefacts
    documents = [("Documents", f"Issued and filed: {name}") for name in artefacts if name != "lessons"]
    return (*standing, *documents)
