"""What earnings tell other apps: frozen facts, never rows. Amounts are in minor units."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from creatorspark.lib.periods import week_label


@dataclass(frozen=True, kw_only=True, slots=True)
class ExclusionFacts:
    """Views that did not count, and the rule that says so."""

    reason: str
    views: int


@dataclass(frozen=True, kw_only=True, slots=True)
class ViewsFacts:
    """What a line on views was computed from: pay = `rpm_minor` x `qualified_views` / 1000.

    `qualified_views` = `views_to` - `excluded_views` - `counted_before` - `unpaid_views`; below
    zero where the counter fell. `unpaid_rule` is too_short, too_old or empty. `rpm_minor` has the
    tier's step in it. `observed_at` is the moment the views were counted.
    """

    platform: str
    market: str
    niche: str
    tier: str
    seconds: int | None
    age_days: int
    views_to: int
    observed_at: datetime
    excluded_views: int
    exclusions: tuple[ExclusionFacts, ...]
    counted_before: int
    unpaid_views: int
    unpaid_rule: str
    qualified_views: int
    rpm_minor: Decimal

    @property
    def fell(self) -> bool:
        """Whether views that were paid have vanished."""
        return self.qualified_views < 0


@dataclass(frozen=True, kw_only=True, slots=True)
class BonusFacts:
    """What a line on a base was computed from: due = rate x `base`, less `paid_before`.

    `letter` is A to E, too_early or needs_review; `originality` is original, not_original,
    pending or not_judgeable. `rate_original` and `rate_not_original` are the policy's for that
    letter, and `rate` the one that was used; `due` is what the judgement gives in all, `waiting`
    what a good verdict would add. `reason` is empty, judgement_changed or views_fell.
    """

    base: int
    base_week: date
    letter: str
    score: str
    originality: str
    rate: Decimal
    rate_original: Decimal
    rate_not_original: Decimal
    due: int
    paid_before: int
    waiting: int
    reason: str
    reference_sha256: str | None
    grade_policy_sha256: str

    @property
    def has_rate(self) -> bool:
        """Whether the letter brings a bonus at all."""
        return self.rate_original > 0


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffFacts:
    """Why a person added or took back a sum, and where to read more."""

    reason: str
    link: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LineFacts:
    """A line of a statement, or of the open week's estimate (then `position` counts from 1 too).

    `kind` is base, bonus, bonus_remainder or adjustment. Exactly one of `views`, `bonus` and
    `staff` is there and says what the amount rests on.
    """

    position: int
    week: date
    video_id: int | None
    kind: str
    cause: str
    amount: int
    currency: str
    policy_version: str
    policy_sha256: str
    views: ViewsFacts | None
    bonus: BonusFacts | None
    staff: StaffFacts | None

    @property
    def week_label(self) -> str:
        """The ISO week of the statement: 2026-W46."""
        return week_label(self.week)


@dataclass(frozen=True, kw_only=True, slots=True)
class WeekEarnings:
    """What an ISO week's statement came to: `total` = `base` + `bonus` + `adjustments`."""

    week: date
    currency: str
    total: int
    base: int
    bonus: int
    adjustments: int

    @property
    def label(self) -> str:
        """The ISO week: 2026-W46."""
        return week_label(self.week)


@dataclass(frozen=True, kw_only=True, slots=True)
class VideoEarnings:
    """What a video earned in all closed weeks, and in the newest one of its creator."""

    video_id: int
    currency: str
    total: int
    last_week: int


@dataclass(frozen=True, kw_only=True, slots=True)
class VideoWeekEarnings:
    """What a video earned in one week's statement."""

    video_id: int
    amount: int


@dataclass(frozen=True, kw_only=True, slots=True)
class NextPayout:
    """The money that goes to the bank next. `on` is the first day it can be sent."""

    amount: int
    on: datetime
    is_ready: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class EarningsOverview:
    """A creator's money. `owed` (zero or more) is taken from the next statements first.

    `total` is what all closed weeks came to; `in_review`, `on_hold`, `ready`, `sent` and `paid`
    are where that money is now. What is below `smallest_payout` waits for more. `last_week` is
    the newest closed week, `week_before` the one before it; zeros where nothing was stated.
    `is_paying` is False while no pay policy is in force here.
    """

    currency: str
    total: int
    in_review: int
    on_hold: int
    ready: int
    sent: int
    paid: int
    owed: int
    next_payout: NextPayout | None
    smallest_payout: int
    last_week: WeekEarnings | None
    week_before: WeekEarnings | None
    statements: int
    is_paying: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PayoutPart:
    """A statement's money, or the part of it that a hold keeps apart, and where it is."""

    payout_id: int
    part: int
    amount: int
    state: str
    payable_from: datetime
    attempt: int
    bank_reason: str
    updated_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class EarningsStatement:
    """A week's statement without its lines. `carried_in` and `carried_out` are zero or less."""

    statement_id: int
    creator_id: int
    week: date
    currency: str
    total: int
    carried_in: int
    carried_out: int
    payable: int
    line_count: int
    sha256: str
    previous_sha256: str | None
    key_fingerprint: str
    policy_version: str
    written_at: datetime
    payouts: tuple[PayoutPart, ...]

    @property
    def label(self) -> str:
        """The ISO week: 2026-W46."""
        return week_label(self.week)


@dataclass(frozen=True, kw_only=True, slots=True)
class EarningsStatementPage:
    """Statements, newest first; `next_cursor` asks for older ones, None when there are none."""

    rows: tuple[EarningsStatement, ...]
    next_cursor: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class StatementProof:
    """What makes a statement checkable: the exact bytes that were signed, and the signature."""

    body: bytes
    sha256: str
    signature: str
    public_key: str
    key_fingerprint: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EarningsStatementDetail:
    """A statement with lines in their order; `next_cursor` asks for the ones that follow."""

    statement: EarningsStatement
    lines: tuple[LineFacts, ...]
    next_cursor: int | None
    proof: StatementProof


@dataclass(frozen=True, kw_only=True, slots=True)
class VideoEstimate:
    """What a video may add to the open week: `low` is sure, `high` if all turns out well.

    `for_originality` and `for_grade` are the parts of the difference that wait for each.
    """

    video_id: int
    low: int
    high: int
    for_originality: int
    for_grade: int
    lines: tuple[LineFacts, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class WeekEstimateFacts:
    """The open week as it looked at `until`: an estimate, nothing is written before it closes.

    It counts the views known at `until`; those until `ends_at` add to it. `videos` are largest
    first; `adjustments` are sums added or taken back by staff that wait for the close.
    """

    week: date
    currency: str
    until: datetime
    ends_at: datetime
    low: int
    high: int
    for_originality: int
    for_grade: int
    adjustments: int
    videos: tuple[VideoEstimate, ...]

    @property
    def label(self) -> str:
        """The ISO week: 2026-W46."""
        return week_label(self.week)


@dataclass(frozen=True, kw_only=True, slots=True)
class EstimateChange:
    """How a video's sum in a statement differs from its last estimate, and why.

    `video_id` is None for sums that staff added or took back for no one video.
    """

    video_id: int | None
    sentence: str
    difference: int
