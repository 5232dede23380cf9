"""What rewards tell other apps: frozen facts, never rows."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Balance:
    """A creator's points. `frozen` are part of `points` and can't be spent while held.

    `owed` are points that were taken back after they had been spent; later awards pay them.
    `newest_entry_id` grows with every movement; 0 before the first.
    """

    points: int
    frozen: int
    all_held: bool
    owed: int
    newest_entry_id: int = 0

    @property
    def spendable(self) -> int:
        """Points that buy something now."""
        return 0 if self.all_held else max(0, self.points - self.frozen)


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementLine:
    """One movement on a creator's points; `balance_after` counts every movement up to it.

    `title` names the video, the reward or the reason. `redemption_id` and `video_id` say what it
    is about, where it is about one.
    """

    entry_id: int
    at: datetime
    kind: str
    amount: int
    balance_after: int
    title: str
    video_id: int | None
    redemption_id: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementPage:
    """Movements, newest first; `next_cursor` asks for older ones, None when there are none."""

    lines: tuple[StatementLine, ...]
    next_cursor: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class ShopItemFacts:
    """An item as one creator sees it. `value_minor` in cents of US dollars.

    `cost` is what they pay, in points; `listed` is the price without the `percent_off` that their
    tier brings, and the same where it brings none.

    `refusal` is empty when they can redeem it now; else the code of `Refusal`, and `sentence`
    says what is missing. `missing` is in points, 0 unless points are what is missing.
    """

    item_id: int
    name: str
    description: str
    kind: str
    cost: int
    listed: int
    percent_off: int
    exposure: str
    value_minor: int | None
    stock: int | None
    limit_per_creator: int | None
    active_from: datetime | None
    active_until: datetime | None
    taken: int
    refusal: str
    sentence: str
    missing: int

    @property
    def can_redeem(self) -> bool:
        """Whether the creator can redeem it now."""
        return not self.refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class RedemptionFacts:
    """A line of the redemption log. `amount` in points."""

    redemption_id: int
    creator_id: int
    item_id: int
    item_name: str
    kind: str
    amount: int
    exposure: str
    creation_date: datetime
    state: str
    updated_at: datetime

    @property
    def can_cancel(self) -> bool:
        """Whether its creator can still take it back."""
        return self.state == "requested"


@dataclass(frozen=True, kw_only=True, slots=True)
class RedemptionEventFacts:
    """A step: the state it led to, the words for the creator, and when."""

    state: str
    reason: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class RedemptionDetail:
    """A redemption with its timeline, oldest step first."""

    redemption: RedemptionFacts
    events: tuple[RedemptionEventFacts, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RedemptionPage:
    """Redemptions, newest first; `next_cursor` asks for older ones, None when there are none."""

    rows: tuple[RedemptionFacts, ...]
    next_cursor: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AwardFacts:
    """What a video was awarded. `why` is the sentence that explains the counted points.

    `week` is the Monday of the ISO week it counted with. `is_posted` tells whether the points have
    reached the balance; `is_reversed` whether they were taken back.
    """

    award_id: int
    video_id: int
    creator_id: int
    week: date
    policy_version: str
    score_id: int
    video_points: int
    counted_points: int
    rank: int
    is_posted: bool
    is_reversed: bool
    awarded_at: datetime
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WeekPoints:
    """A creator's awards of one ISO week, by its Monday."""

    week: date
    videos: int
    video_points: int
    counted_points: int
