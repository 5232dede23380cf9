"""The door into fraud protection for other apps. Everything returned is frozen."""

from fraud.domain.reports import Circumstances
from fraud.interface.alerts import (
    AlertFacts,
    AlertReport,
    DecisionFacts,
    ReportSection,
    alerts_for,
    report_of,
    statement_of,
)
from fraud.interface.holds import (
    Apology,
    EndedHold,
    HoldFacts,
    apologies,
    ended_holds,
    holds_for,
    open_holds,
    place_hold,
)
from fraud.selectors.reports import Evidence, Figure, Part

__all__ = [
    "AlertFacts",
    "AlertReport",
    "Apology",
    "Circumstances",
    "DecisionFacts",
    "EndedHold",
    "Evidence",
    "Figure",
    "HoldFacts",
    "Part",
    "ReportSection",
    "alerts_for",
    "apologies",
    "ended_holds",
    "holds_for",
    "open_holds",
    "place_hold",
    "report_of",
    "statement_of",
]
