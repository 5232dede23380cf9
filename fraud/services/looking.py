"""Looking for fraud while a person waits: as much as fits, and the rest goes to the workers."""

from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Final

from creatorspark.core.services.nudges import nudge
from fraud.models import Alert, DueCreator
from fraud.services.detection import detect_due
from fraud.services.events import rollups

# One piece holds at most 200 creators and 300,000 events.
PIECES: Final = 1
HOURS_AT_ONCE: Final = 20
SECONDS_OF_SUMS: Final = 10.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """What a look found. `waiting`: creators left to the workers; `is_all`: nothing is left."""

    made: tuple[Alert, ...]
    waiting: int
    is_all: bool


def look_at_some(*, now: datetime) -> Looked:
    """Sum stale hours for some seconds and examine one piece of creators whose sums changed.

    What is left stays due; workers are told at once and would find it by themselves.
    """
    is_summed = _summed()
    made = detect_due(now=now, pieces=PIECES)
    waiting = DueCreator.objects.count()
    if not is_summed:
        nudge("fraud.roll_up_events")
    if waiting:
        nudge("fraud.detect")
    return Looked(made=tuple(made), waiting=waiting, is_all=is_summed and not waiting)


def _summed() -> bool:
    until = monotonic() + SECONDS_OF_SUMS
    while rollups.roll_up(hours=HOURS_AT_ONCE):
        if monotonic() > until:
            return False
    return True
