"""What a match means for the video: who came first, and what may be shared. Only one accuses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scoring.domain.verdicts.declarations import Declaration


class Standing(StrEnum):
    """How a match stands. Every other one than COPIED is shown and not punished."""

    COPIED = "copied"
    OWN_EARLIER = "own_earlier"
    LATER = "later"
    DECLARED = "declared"
    LICENSED = "licensed"
    ALLOWED = "allowed"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Publication:
    """A video as it was published.

    `posted_at` is the platform's time; `received_at` ours, which tells apart what was posted in the
    same second. `person` is who stands behind the profile: equal for one person's profiles.
    """

    video_id: int
    person: str
    handle: str
    posted_at: datetime
    received_at: datetime

    @property
    def order(self) -> tuple[datetime, datetime, int]:
        """Videos sort by this: the first is the original."""
        return self.posted_at, self.received_at, self.video_id


@dataclass(frozen=True, slots=True)
class Likeness:
    """What the engine found: how alike, and how much of the later video is the other's.

    `shown` is the share 0..1 of its seconds that match; `inset` if the other is only a part of the
    picture, as in a duet.
    """

    similarity: float
    shown: float
    inset: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """What of the policy decides on a standing."""

    threshold: float
    declared_own_share: float


def person_of(*, user: int | None, merged: int | None, creator: int) -> str:
    """Name who stands behind a profile. An account outranks it: one person may have several."""
    return f"user {user}" if user else f"creator {merged or creator}"


def standing_of(
    likeness: Likeness,
    *,
    this: Publication,
    other: Publication,
    declaration: Declaration,
    allowance: Standing | None,
    rules: Rules,
) -> Standing:
    """Say what a match means. `allowance` is LICENSED or ALLOWED where the two may share."""
    if likeness.similarity < rules.threshold:
        return Standing.BELOW
    if this.order < other.order:
        return Standing.LATER
    if this.person == other.person:
        return Standing.OWN_EARLIER
    if allowance is not None:
        return allowance
    says_so = declaration.bare or declaration.names(other.handle)
    if says_so and has_own(likeness, rules):
        return Standing.DECLARED
    return Standing.COPIED


def has_own(likeness: Likeness, rules: Rules) -> bool:
    """Tell whether a video shows enough of its own for a declaration to count.

    Words alone must not wash a whole copy clean: a duet or stitch shows something of its own.
    """
    return likeness.inset or likeness.shown <= 1 - rules.declared_own_share


def accuses(standings: Iterable[Standing]) -> bool:
    """Tell whether a video with such matches isn't original."""
    return Standing.COPIED in standings
