"""What is told of campaigns, shortlists and teams: frozen, never a row."""

from dataclasses import dataclass
from datetime import datetime

from marketplace.domain.briefs import Brief


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something with a code for machines and a label for people."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """What a brief sells: its share of all, and the words that told."""

    code: str
    label: str
    share: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFacts:
    """A campaign; `brief` is what the editor shows, the rest is for reading.

    `sold_is_read` says that what is sold was read from the goals. Money in minor units.
    """

    campaign_id: int
    brand_id: int
    brand_name: str
    brand_is_verified: bool
    brand_is_suspended: bool
    state: str
    state_label: str
    version: int
    brief: Brief
    currency: str
    sold: tuple[Sold, ...]
    sold_is_read: bool
    categories: tuple[Named, ...]
    genders: tuple[Named, ...]
    markets: tuple[Named, ...]
    languages: tuple[Named, ...]
    excluded_categories: tuple[Named, ...]
    created_at: datetime
    updated_at: datetime

    @property
    def name(self) -> str:
        """Return what the team calls it."""
        return self.brief.name

    @property
    def is_open(self) -> bool:
        """Say whether it finds creators and sends offers."""
        return self.state == "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignLine:
    """A campaign with what happened in it, for lists."""

    campaign: CampaignFacts
    shortlisted: int
    offers_open: int
    offers_waiting: int
    offers_agreed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFacts:
    """Something done to a campaign: by whom ("" for a rule), and the fields that changed."""

    at: datetime
    action: str
    by: str
    version: int | None
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatorName:
    """A creator's public face."""

    creator_id: int
    handle: str
    display_name: str
    platform: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFacts:
    """A creator on a shortlist. `offer_state` is that of the newest offer here, "" for none."""

    creator: CreatorName
    followers: int | None
    note: str
    added_by: str
    added_at: datetime
    offer_id: int | None
    offer_state: str
    offer_state_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortlistFacts:
    """A shortlist; `entries` are empty where only lists are shown."""

    shortlist_id: int
    campaign_id: int
    campaign_name: str
    name: str
    created_by: str
    created_at: datetime
    size: int
    entries: tuple[EntryFacts, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A brand that a person speaks for."""

    brand_id: int
    name: str
    is_owner: bool
    is_verified: bool
    is_suspended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """Somebody of a team; e-mail addresses are for owners of the same team."""

    member_id: int
    name: str
    email: str
    is_owner: bool
    is_reader: bool
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFacts:
    """A brand's team as one of it sees it."""

    brand_id: int
    brand_name: str
    reader_is_owner: bool
    members: tuple[MemberFacts, ...]
