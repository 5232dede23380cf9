"""What is told of offers: frozen, and the same for pages, API, files and staff."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFacts:
    """An offer in a list. Money in minor units of `currency`.

    `fee` is what the creator gets: what is on the table, or what was settled in the end. The brand
    pays `commission` beside it. None where no fee was named yet. `turn` is the side whose answer
    is awaited, empty when nobody's is. `is_below_least` says that it is less than the creator
    asks for at least; only the creator is told.
    """

    offer_id: int
    version: int
    state: str
    state_label: str
    turn: str
    campaign_id: int
    campaign_name: str
    brand_id: int
    brand_name: str
    creator_id: int
    creator_name: str
    creator_handle: str
    fee: int | None
    commission: int | None
    agreed: int | None
    currency: str
    is_settled: bool
    is_paid: bool
    is_below_least: bool
    wish: str
    deadline: datetime | None
    deliver_by: datetime | None
    created_at: datetime
    updated_at: datetime
    accepted_at: datetime | None
    completed_at: datetime | None

    @property
    def cost(self) -> int | None:
        """What the brand pays in all."""
        return None if self.fee is None else self.fee + (self.commission or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """A step: the state it led to, what was on the table, the reason in words, and whose it was."""

    state: str
    label: str
    amount: int | None
    currency: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFacts:
    """Something that was written; `author` is a name, `side` brand, creator or staff."""

    side: str
    author: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFacts:
    """A video that was delivered, with its newest counts; None where nothing was counted yet.

    Views that were found not to count are left out.
    """

    video_id: int
    title: str
    url: str
    posted_at: datetime
    delivered_at: datetime
    is_approved: bool
    views: int | None
    engagement: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonLine:
    """A factor of the match as it was known when the offer was made, with its sentence."""

    factor: str
    label: str
    weight: float
    value: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferReasons:
    """Why this creator: the run it comes from, the score, the lines and the doubts.

    `is_kept`: as it was known when the offer was made; otherwise as it is known now.
    """

    run: int
    is_kept: bool
    score: float
    lines: tuple[ReasonLine, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferDetail:
    """One offer with its life. `acts` is what the reader can do now.

    `confirm_by` is when silence becomes a yes, None unless something was delivered. `can_write`
    says whether it takes messages of the reader at all, whatever they wrote today.
    """

    offer: OfferFacts
    brand_about: str
    brand_website: str
    brand_is_verified: bool
    campaign_goals: str
    acts: tuple[str, ...]
    steps: tuple[StepFacts, ...]
    messages: tuple[MessageFacts, ...]
    deliveries: tuple[DeliveryFacts, ...]
    why: OfferReasons | None
    confirm_by: datetime | None
    is_available: bool
    has_account: bool
    can_write: bool
    campaign_ends_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOffer:
    """What a brand reads before it asks a creator.

    `left` is what the budget still carries, None without a budget. `commission` as a share.
    """

    campaign_id: int
    campaign_name: str
    campaign_is_open: bool
    campaign_ends_on: date | None
    creator_id: int
    creator_name: str
    creator_handle: str
    currency: str
    commission: str
    least_commission: int
    answer_days: int
    budget: int | None
    left: int | None
    suggested: int | None
    is_available: bool
    has_account: bool
    open_offer_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPage:
    """Offers, those that wait for the reader first; `next_cursor` is None on the last page."""

    rows: tuple[OfferFacts, ...]
    next_cursor: int | None
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """What one offer brought. `cost` is what the brand owes or promised; money in minor units.

    `per_engagement` and `per_thousand_views` are None while nothing was counted. `brief_version`
    is that of the brief when the creator was asked.
    """

    offer_id: int
    brief_version: int
    creator_id: int
    creator_name: str
    state: str
    state_label: str
    videos: int
    views: int | None
    engagement: int | None
    cost: int
    per_engagement: int | None
    per_thousand_views: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignReport:
    """What a campaign brought: a line an agreed offer, and all of them together.

    `promised` and `owed` are parts of the cost: not done yet, and done. `counted_at` is the oldest
    of the newest counts.
    """

    campaign_id: int
    campaign_name: str
    currency: str
    budget: int | None
    lines: tuple[ReportLine, ...]
    videos: int
    views: int | None
    engagement: int | None
    cost: int
    promised: int
    owed: int
    commission: int
    per_engagement: int | None
    per_thousand_views: int | None
    counted_at: datetime | None
