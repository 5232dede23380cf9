"""What a detector found: a code, a window, numbers, and sentences that a person can check. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

Number = int | float | str


class ReasonCode(StrEnum):
    """Why something is in question. The codes are public and never change their meaning."""

    UA_DECLARED_BOT = "UA_DECLARED_BOT"
    UA_IMPOSSIBLE = "UA_IMPOSSIBLE"
    UA_MONOCULTURE = "UA_MONOCULTURE"
    REF_SPOOFED = "REF_SPOOFED"
    REF_SPAM = "REF_SPAM"
    VIEWS_WITHOUT_LIKES = "VIEWS_WITHOUT_LIKES"
    FEW_VIEWERS_MANY_VIEWS = "FEW_VIEWERS_MANY_VIEWS"
    LIKES_WITHOUT_VIEWS = "LIKES_WITHOUT_VIEWS"
    CLOCKWORK_VIEWS = "CLOCKWORK_VIEWS"
    BULK_SIGNUP = "BULK_SIGNUP"
    SHARED_DEVICE_ONLY = "SHARED_DEVICE_ONLY"
    LOCKSTEP_VIEWS = "LOCKSTEP_VIEWS"
    GIFT_NEW_ACCOUNTS = "GIFT_NEW_ACCOUNTS"
    GIFT_CIRCLE = "GIFT_CIRCLE"
    GIFT_OWN_ACCOUNTS = "GIFT_OWN_ACCOUNTS"


class Family(StrEnum):
    """Kinds of evidence that don't follow from one another, so that two of them agree freely."""

    CLIENT = "client"
    SOURCE = "source"
    COMPOSITION = "composition"
    RHYTHM = "rhythm"
    IDENTITY = "identity"
    MONEY = "money"


FAMILY_OF: Final[Mapping[ReasonCode, Family]] = {
    ReasonCode.UA_DECLARED_BOT: Family.CLIENT,
    ReasonCode.UA_IMPOSSIBLE: Family.CLIENT,
    ReasonCode.UA_MONOCULTURE: Family.CLIENT,
    ReasonCode.REF_SPOOFED: Family.SOURCE,
    ReasonCode.REF_SPAM: Family.SOURCE,
    # These three are shares of the same counts: few viewers can't leave many likes.
    ReasonCode.VIEWS_WITHOUT_LIKES: Family.COMPOSITION,
    ReasonCode.FEW_VIEWERS_MANY_VIEWS: Family.COMPOSITION,
    ReasonCode.LIKES_WITHOUT_VIEWS: Family.COMPOSITION,
    ReasonCode.CLOCKWORK_VIEWS: Family.RHYTHM,
    ReasonCode.LOCKSTEP_VIEWS: Family.RHYTHM,
    ReasonCode.BULK_SIGNUP: Family.IDENTITY,
    ReasonCode.SHARED_DEVICE_ONLY: Family.IDENTITY,
    ReasonCode.GIFT_NEW_ACCOUNTS: Family.MONEY,
    ReasonCode.GIFT_CIRCLE: Family.MONEY,
    ReasonCode.GIFT_OWN_ACCOUNTS: Family.MONEY,
}


def gettext_noop(text: str) -> str:
    """Mark a sentence for translators; it is translated where a person reads it."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A plain sentence with its numbers apart, so that it can be translated and formatted."""

    text: str
    values: Mapping[str, Number] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


@dataclass(frozen=True, slots=True)
class Reading:
    """An innocent explanation that was looked into, and whether it may explain what was seen."""

    name: str
    explains: bool
    result: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found. `start` and `end` are Unix seconds, `end` exclusive; severity 0 to 1.

    `affected` counts what shouldn't count (views, likes or gifts' minor units), `total` all of
    the same kind in the window. `accounts` and the rows of `evidence` hold hashed ids only.
    `benefit` is the share of the accounts' doings that went to this creator: an accomplice's
    accounts work for somebody, a victim gets a small part of what bots do to hide.
    """

    code: ReasonCode
    severity: float
    start: int
    end: int
    creator: int | None = None
    video: int | None = None
    affected: int = 0
    total: int = 0
    accounts: tuple[int, ...] = ()
    observed: Mapping[str, Number] = field(default_factory=dict)
    expected: Mapping[str, Number] = field(default_factory=dict)
    baseline: str = ""
    evidence: tuple[Mapping[str, Number], ...] = ()
    facts: tuple[Sentence, ...] = ()
    readings: tuple[Reading, ...] = ()
    conclusive: bool = False
    benefit: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.severity <= 1:
            raise ValueError("A severity is between 0 and 1.")
        if self.end < self.start:
            raise ValueError("A window ends after it begins.")

    @property
    def family(self) -> Family:
        """Return the kind of evidence that this is."""
        return FAMILY_OF[self.code]


def severity_of(value: float, *, at: float, full: float) -> float:
    """Return 0.5 where `value` just reaches `at`, 1 from `full` on, rounded to be stable."""
    if full == at:
        return 1.0 if value >= full else 0.5
    return round(min(1.0, max(0.5, 0.5 + 0.5 * (value - at) / (full - at))), 3)
