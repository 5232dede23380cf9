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
from fraud.interface.events import CIRCLE, MadeUpPart, look_now, make_up_events
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
    "CIRCLE",
    "AlertFacts",
    "AlertReport",
    "Apology",
    "Circumstances",
    "DecisionFacts",
    "EndedHold",
    "Evidence",
    "Figure",
    "HoldFacts",
    "MadeUpPart",
    "Part",
    "ReportSection",
    "alerts_for",
    "apologies",
    "ended_holds",
    "holds_for",
    "look_now",
    "make_up_events",
    "open_holds",
    "place_hold",
    "report_of",
    "statement_of",
]
