"""From a stored video to a verdict on its originality that explains itself."""

from scoring.services.originality.asking import RetryRefused, ask_again, request_run
from scoring.services.originality.deciding import VerdictRefused, originality, record_verdict
from scoring.services.originality.reports import (
    MatchReport,
    MatchStretch,
    OriginalityReport,
    originality_report,
    originality_reports,
)
from scoring.services.originality.requests import request_judgement

__all__ = [
    "MatchReport",
    "MatchStretch",
    "OriginalityReport",
    "RetryRefused",
    "VerdictRefused",
    "ask_again",
    "originality",
    "originality_report",
    "originality_reports",
    "record_verdict",
    "request_judgement",
    "request_run",
]
