"""What rewards tell other apps about tiers: frozen facts, never rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class TierBrings:
    """What a tier brings. `rpm_step` multiplies pay per 1,000 views; `lines` say all in words."""

    shop_discount_percent: int
    rpm_step: Decimal
    badge: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TierChange:
    """A tier that was announced: it counts from the Monday `week`. Empty `tier`: none."""

    tier: str
    name: str
    week: date
    move: str
    decided_at: datetime
    policy_version: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TierState:
    """A creator's tier now. Empty `tier`: none; `since` and `brings` are None then.

    `coming` is a change that was announced and doesn't count yet.
    """

    creator_id: int
    tier: str
    name: str
    since: date | None
    brings: TierBrings | None
    coming: TierChange | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TierNeed:
    """A need with where it stands. `unit` is videos, percent or rating; `share` 0 to 100."""

    need: str
    label: str
    sentence: str
    have: int
    wanted: int
    unit: str
    share: int
    is_met: bool
    is_unknown: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class TierAsk:
    """Something a tier asks for; 0 where it doesn't. `unit` is videos, percent or rating."""

    need: str
    label: str
    wanted: int
    unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TierRung:
    """A tier of the ladder: what it asks for, in the same order as the others, and brings."""

    tier: str
    name: str
    asks: tuple[TierAsk, ...]
    brings: TierBrings


@dataclass(frozen=True, kw_only=True, slots=True)
class TierRisk:
    """The numbers lie below the announced tier; `weeks_left` more such weeks lower it."""

    tier: str
    name: str
    earned: str
    earned_name: str
    weeks_left: int


@dataclass(frozen=True, kw_only=True, slots=True)
class TierLadder:
    """The tiers of the policy in force, lowest first, and how they move."""

    policy_version: str
    policy_sha256: str
    window_weeks: int
    notice_weeks: int
    grace_weeks: int
    rungs: tuple[TierRung, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class TierReport:
    """All that a creator's tier page shows.

    `earned` is what the videos of the window show by the grades known now; a look on a Monday
    makes it a tier. `goal` is the tier whose `needs` are listed: the next one, or the one they have
    where that is at risk or the highest (`is_kept`). `since` and `until` bound the window, both
    Mondays.
    """

    state: TierState
    ladder: TierLadder
    earned: str
    earned_name: str
    goal: str
    goal_name: str
    goal_brings: TierBrings | None
    is_kept: bool
    needs: Sequence[TierNeed]
    risk: TierRisk | None
    history: Sequence[TierChange]
    since: date
    until: date
    next_look: date
