"""Which videos are compared: platform × length × niche × month, and what to drop when few are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum

from scoring.domain.points.policy import FairPolicy

ANY = "*"


class Step(IntEnum):
    """How far a cohort had to be widened to find enough videos."""

    EXACT = 0
    NO_NICHE = 1
    WIDE_WINDOW = 2
    NO_LENGTH = 3
    EVERYONE = 4


@dataclass(frozen=True, slots=True, order=True)
class Cohort:
    """A cohort; `*` where a trait was dropped or isn't known."""

    platform: str
    length: str
    niche: str

    @property
    def key(self) -> str:
        return f"{self.platform}|{self.length}|{self.niche}"

    @classmethod
    def from_key(cls, key: str) -> "Cohort":
        """Read what `key` wrote; a niche may hold any character but the bar."""
        platform, length, niche = key.split("|", 2)
        return cls(platform, length, niche)


@dataclass(frozen=True, slots=True)
class Window:
    """Videos that reached scoring age from `start` to before `end` (aware UTC; None: no limit)."""

    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The pool that a cohort is compared with: which videos, from when, and how it was widened."""

    pool: Cohort
    window: Window
    step: Step
    bootstrap: bool
    size: int


def length_bucket(seconds: int | None, policy: FairPolicy) -> str:
    """Return “0-15”, “16-30” … “181+” for whole seconds, `*` when the length isn't known."""
    if seconds is None:
        return ANY
    low = 0
    for edge in policy.length_edges:
        if seconds <= edge:
            return f"{low}-{edge}"
        low = edge + 1
    return f"{low}+"


def cohort_of(*, platform: str, seconds: int | None, niche: str, policy: FairPolicy) -> Cohort:
    """Return a video's exact cohort."""
    tidy = niche.strip().lower().replace("|", " ") or ANY
    return Cohort(platform, length_bucket(seconds, policy), tidy)


def period_of(posted_at: datetime, policy: FairPolicy) -> date:
    """Return the first day of the UTC month in which a video reaches scoring age."""
    due = posted_at.astimezone(UTC) + timedelta(days=policy.scoring_age_days)
    return due.date().replace(day=1)


def months_before(period: date, months: int) -> date:
    """Return the first day of the month that lies `months` before a period."""
    index = period.year * 12 + period.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)


def choose_pool(
    cohort: Cohort,
    *,
    period: date,
    policy: FairPolicy,
    size: Callable[[Cohort, Window], int],
) -> Choice:
    """Walk down the ladder until a pool has enough videos; `size` counts the videos of a pool.

    Where the months before hold too few (always so at the first run) the pool is all that is
    known so far, again the narrowest that has enough; the last resort is everyone, however few.
    """
    choice = None
    for step, pool, window in _ladder(cohort, period, policy):
        bootstrap = window.start is None
        choice = Choice(pool, window, step, bootstrap, size(pool, window))
        if choice.size >= policy.minimum_reference:
            return choice
    assert choice is not None  # the ladder is never empty
    return choice


def _ladder(cohort: Cohort, period: date, policy: FairPolicy) -> list[tuple[Step, Cohort, Window]]:
    no_niche = Cohort(cohort.platform, cohort.length, ANY)
    no_length = Cohort(cohort.platform, ANY, ANY)
    month = Window(_midnight(months_before(period, 1)), _midnight(period))
    wide = Window(_midnight(months_before(period, policy.wide_window_months)), _midnight(period))
    ever = Window(None, None)
    return [
        (Step.EXACT, cohort, month),
        (Step.NO_NICHE, no_niche, month),
        (Step.WIDE_WINDOW, no_niche, wide),
        (Step.NO_LENGTH, no_length, wide),
        (Step.EXACT, cohort, ever),
        (Step.NO_NICHE, no_niche, ever),
        (Step.NO_LENGTH, no_length, ever),
        (Step.EVERYONE, Cohort(ANY, ANY, ANY), ever),
    ]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
