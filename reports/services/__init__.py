"""What is done with reports: asked for, drawn, signed, issued, verified."""

from reports.services.drawing import draw_work, issue_work, sweep_files
from reports.services.requests import ask, request_report
from reports.services.signing import issue_unsigned, reject, sign, start_signing

__all__ = [
    "ask",
    "draw_work",
    "issue_unsigned",
    "issue_work",
    "reject",
    "request_report",
    "sign",
    "start_signing",
    "sweep_files",
]
