"""Events and detection for those above who make them up or ask for a look: demos and staff."""

from datetime import datetime

from fraud.services import detection
from fraud.services.first_policy import ensure_first_policy
from fraud.services.made_up import CIRCLE, MadeUpPart, make_up_events

__all__ = ["CIRCLE", "MadeUpPart", "ensure_first_policy", "look_now", "make_up_events"]


def look_now(*, now: datetime) -> int:
    """Sum what is stale and examine whose sums changed, as workers do; return new alerts."""
    return len(detection.look(now=now))
