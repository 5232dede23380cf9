"""When to ask again: TikTok's sliding window, its Retry-After, and back-off with jitter. Pure."""

import random
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

REQUESTS_PER_MINUTE: Final = 600
"""TikTok's default for each endpoint, counted over a sliding minute."""
WINDOW_SECONDS: Final = 60.0
FIRST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 30.0


def utc_now() -> datetime:
    """Return the time of day."""
    return datetime.now(tz=UTC)


class Pace:
    """Clock, sleep and chance in one place, so that a test can hold them in its hand."""

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], None] = time.sleep,
        chance: random.Random | None = None,
    ) -> None:
        self.now = clock
        self.sleep = sleep
        self._chance = chance or random.Random()
        self._sent: dict[str, deque[datetime]] = {}

    def wait_for_turn(self, endpoint: str, *, limit: int = REQUESTS_PER_MINUTE) -> None:
        """Sleep until the endpoint's sliding minute has room, and take a place in it."""
        sent = self._sent.setdefault(endpoint, deque())
        while True:
            now = self.now()
            while sent and (now - sent[0]).total_seconds() >= WINDOW_SECONDS:
                sent.popleft()
            if len(sent) < limit:
                sent.append(now)
                return
            self.sleep(max(WINDOW_SECONDS - (now - sent[0]).total_seconds(), 0.001))

    def back_off(self, attempt: int) -> None:
        """Sleep for a random part of a span that doubles with each attempt (from 0)."""
        span = min(FIRST_PAUSE * 2**attempt, LONGEST_PAUSE)
        self.sleep(self._chance.uniform(span / 2, span))

    def seconds_asked_for(self, retry_after: str | None) -> float | None:
        """Return what a Retry-After header asks for (seconds or a date), None without one."""
        if not retry_after:
            return None
        try:
            return max(float(retry_after), 0.0)
        except ValueError:
            pass
        try:
            moment = parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max((moment - self.now()).total_seconds(), 0.0)
