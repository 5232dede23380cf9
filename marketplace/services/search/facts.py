"""What a search says. Frozen, in the reader's words, and nothing that a creator doesn't show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RunNote:
    """Which computation a page shows. `is_current` False: a newer one is there."""

    version: int
    made_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedShare:
    """A value, what people call it, and its share of the whole, 0 to 1."""

    value: str
    label: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorLine:
    """One factor of a match: `weight` of all, `value` 0 to 1, `points` their product; and why.

    `speaks_for`: whether the sentence praises. `yours` is the sentence as it is said to the creator
    whom it is about, "" where nobody asks.
    """

    factor: str
    label: str
    weight: float
    value: float
    points: float
    is_known: bool
    speaks_for: bool
    sentence: str
    yours: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """A rule and whom it leaves out: `first` those that no rule before it did, `alone` all."""

    rule: str
    label: str
    first: int
    alone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceNote:
    """Who watches, as far as it is known and shown; `as_of` None when nothing is."""

    ages: tuple[NamedShare, ...] = ()
    female: float | None = None
    markets: tuple[NamedShare, ...] = ()
    as_of: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RateNote:
    """What a sponsored video may cost, in minor units; an estimate."""

    low: int
    high: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatorCard:
    """A creator for a brief. None and empty are “not yet known”, or not shown.

    `place` is the rank in the list that is shown, from 1. `stopped_by` says in words which rules
    leave the creator out; then there is no place. `is_new`: nothing of theirs was graded yet.
    `kit` is the address of a public media kit.
    """

    creator_id: int
    name: str
    handle: str
    platform: str
    verified: bool
    is_new: bool
    kit: str
    place: int | None
    score: float
    stopped_by: tuple[str, ...]
    categories: tuple[NamedShare, ...]
    followers: int | None
    size: str
    country: str
    language: str
    grade: str
    originality: float | None
    rate: RateNote | None
    audience: AudienceNote
    lines: tuple[FactorLine, ...]
    warnings: tuple[str, ...]
    would_help: tuple[str, ...]
    your_warnings: tuple[str, ...] = ()
    newest_data: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """One value of a facet, how many creators it would show, and whether it is chosen."""

    value: str
    label: str
    creators: int
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetGroup:
    """A facet: `name` is what stands in an address, `label` what people read."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def is_chosen(self) -> bool:
        """Say whether anything of it is chosen."""
        return any(one.is_chosen for one in self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class SortChoice:
    """An order of the list."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """A page of creators for a brief, and everything around it. `run` None: nothing computed yet.

    `creators` are in the run, `eligible` pass every rule of the brief, `found` have what is chosen
    too. `removed` says which rule left out how many. `chosen` is what of the wish was understood.
    `brief_version` is that of the brief that was asked.
    """

    run: RunNote | None
    rows: tuple[CreatorCard, ...] = ()
    creators: int = 0
    eligible: int = 0
    found: int = 0
    removed: tuple[RuleCount, ...] = ()
    facets: tuple[FacetGroup, ...] = ()
    sorts: tuple[SortChoice, ...] = ()
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    pages: int = 1
    per_page: int = 24
    brief_version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibleCount:
    """How many creators a brief leaves, of how many, and which rule removed how many."""

    run: RunNote | None
    eligible: int = 0
    creators: int = 0
    removed: tuple[RuleCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikeCard:
    """A creator like others: how much, 0 to 1, and in what, in words."""

    creator: CreatorCard
    likeness: float
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlikePage:
    """Creators like the named ones, the likest first."""

    run: RunNote | None
    like: tuple[CreatorCard, ...] = ()
    rows: tuple[AlikeCard, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLine:
    """A factor over the compared creators, in their order; `best` are numbers of creators."""

    factor: str
    label: str
    weight: float
    values: tuple[float | None, ...]
    best: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Up to four creators side by side."""

    run: RunNote | None
    creators: tuple[CreatorCard, ...] = ()
    lines: tuple[ComparedLine, ...] = ()
