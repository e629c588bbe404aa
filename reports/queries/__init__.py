"""What is known about reports: which there are, who still has to sign, is this file genuine?"""

from reports.queries.documents import (
    closure_obstacles,
    closure_signed,
    documents_of,
    documents_of_portfolio,
    open_jobs,
    page,
    slot_for,
    verify,
    visible_documents,
    waiting_for,
)

__all__ = [
    "closure_obstacles",
    "closure_signed",
    "documents_of",
    "documents_of_portfolio",
    "open_jobs",
    "page",
    "slot_for",
    "verify",
    "visible_documents",
    "waiting_for",
]
