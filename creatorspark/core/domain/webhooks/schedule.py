"""When a message is tried again, and when an endpoint is warned and switched off."""

from datetime import datetime, timedelta
from typing import Final

# After each failed try; some three days in all.
WAITS: Final = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
MOST_TRIES: Final = len(WAITS) + 1
JITTER: Final = 0.2
LONGEST_ASKED: Final = timedelta(hours=24)

WARN_AFTER: Final = timedelta(hours=24)
WARN_FAILURES: Final = 5
OFF_AFTER: Final = timedelta(days=5)
OFF_FAILURES: Final = MOST_TRIES + 2

# An address that doesn't answer may cost a worker this part of its time at most.
COSTS_AT_MOST: Final = 30
SLOW: Final = timedelta(seconds=2)
SHORTEST_PAUSE: Final = timedelta(minutes=1)


def wait_after(tries: int, *, jitter: float) -> timedelta | None:
    """Return how long to wait after so many tries; None: give up.

    `jitter` (0 to 1) adds up to a fifth, so that what failed together doesn't return together.
    """
    if tries >= MOST_TRIES:
        return None
    return WAITS[max(tries, 1) - 1] * (1 + JITTER * jitter)


def asked_wait(seconds: int | None) -> timedelta:
    """Return how long the other side asked us to wait (Retry-After), a day at most."""
    return min(timedelta(seconds=max(0, seconds or 0)), LONGEST_ASKED)


def pause_after(took: timedelta, *, reached: bool) -> timedelta | None:
    """Return how long an endpoint's other messages wait after a failed try; None: not at all."""
    if reached and took < SLOW:
        return None
    return max(SHORTEST_PAUSE, took * COSTS_AT_MOST)


def is_to_be_warned(failing_since: datetime, *, failures: int, now: datetime) -> bool:
    """Say whether it is time to tell the owner that messages fail."""
    return failures >= WARN_FAILURES and now - failing_since >= WARN_AFTER


def is_to_be_switched_off(failing_since: datetime, *, failures: int, now: datetime) -> bool:
    """Say whether it failed for days. One message alone never fails often enough."""
    return failures >= OFF_FAILURES and now - failing_since >= OFF_AFTER
