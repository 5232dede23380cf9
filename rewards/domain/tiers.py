"""Tiers: what a creator's last weeks show, the tier they earn, and how far the next one is.

All shares are whole percent and are compared by whole-number multiplication, so that nothing
hangs on rounding. Each measure is such that one more good grade or original verdict never lowers
a tier: see tests/unit/rewards/test_tiers.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from rewards.domain.tier_policy import LETTERS, NO_TIER, Need, Tier, TierPolicy


@dataclass(frozen=True, kw_only=True, slots=True)
class JudgedVideo:
    """A video of the window as tiers see it.

    `letter` is "A" to "E", or another word while it has no grade; `originality` "original",
    "not_original", "not_judgeable" or "" while it is pending; `quality` 0 to 100, None unrated.
    """

    video_id: int
    letter: str
    originality: str = ""
    quality: Decimal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TierFacts:
    """Counts over the window. `quality` is the mean of the rated videos, None when none is."""

    graded: int = 0
    strong: int = 0
    originals: int = 0
    not_originals: int = 0
    quality: Decimal | None = None

    @property
    def judged(self) -> int:
        """Videos whose originality is known; pending and not judgeable ones are left out."""
        return self.originals + self.not_originals


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """One need against what is there.

    `have` and `wanted` are videos, whole percent (rounded down) or a rating, as the need says;
    `part` of `whole` is where a percentage comes from. `missing` is how many more videos that
    fit would do, each without another that doesn't: 0 when it is met, None where more videos
    alone can't do it. `unknown`: nothing is known yet, and the policy lets it pass.
    """

    need: Need
    have: int
    wanted: int
    part: int
    whole: int
    missing: int | None
    is_met: bool
    unknown: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class TierResult:
    """The tier that the facts earn, how each of its needs is met, and the next one's measures."""

    tier: str
    reasons: tuple[Measure, ...]
    next_tier: str
    next: tuple[Measure, ...]

    @property
    def gaps(self) -> tuple[Measure, ...]:
        """What the next tier still needs."""
        return tuple(measure for measure in self.next if not measure.is_met)


def facts_of(videos: Iterable[JudgedVideo], policy: TierPolicy) -> TierFacts:
    """Count a window's videos; their order doesn't matter."""
    seen = list(videos)
    graded = [video for video in seen if video.letter in LETTERS]
    rated = [video.quality for video in seen if video.quality is not None]
    return TierFacts(
        graded=len(graded),
        strong=sum(video.letter in policy.strong_letters for video in graded),
        originals=sum(video.originality == "original" for video in seen),
        not_originals=sum(video.originality == "not_original" for video in seen),
        quality=sum(rated, Decimal(0)) / len(rated) if rated else None,
    )


def tier_for(facts: TierFacts, policy: TierPolicy) -> TierResult:
    """Return the highest tier whose needs the facts meet, why, and what the one above needs."""
    tier = NO_TIER
    for candidate in policy.tiers:
        if not all(measure.is_met for measure in measures(facts, candidate)):
            break
        tier = candidate.name
    own, above = policy.named(tier), policy.after(tier)
    return TierResult(
        tier=tier,
        reasons=measures(facts, own) if own else (),
        next_tier=above.name if above else NO_TIER,
        next=measures(facts, above) if above else (),
    )


def measures(facts: TierFacts, tier: Tier) -> tuple[Measure, ...]:
    """Hold the facts against each need of a tier; needs of zero are left out, but one on grades."""
    wanted = tier.needs
    found = [
        _count(Need.GRADED, facts.graded, wanted[Need.GRADED]),
        _share(Need.STRONG, facts.strong, facts.graded, wanted[Need.STRONG]),
        _count(Need.ORIGINALS, facts.originals, wanted[Need.ORIGINALS]),
        _originality(facts, wanted[Need.ORIGINAL]),
        _quality(facts, wanted[Need.QUALITY]),
    ]
    return tuple(one for one in found if one.wanted or one.need is Need.GRADED)


def _count(need: Need, have: int, wanted: int) -> Measure:
    missing = max(0, wanted - have)
    return Measure(
        need=need,
        have=have,
        wanted=wanted,
        part=have,
        whole=have,
        missing=missing,
        is_met=not missing,
    )


def _share(need: Need, part: int, whole: int, wanted: int) -> Measure:
    is_met = 100 * part >= wanted * whole and (whole > 0 or not wanted)
    return Measure(
        need=need,
        have=100 * part // whole if whole else 0,
        wanted=wanted,
        part=part,
        whole=whole,
        missing=0 if is_met else _more_needed(part, whole, wanted),
        is_met=is_met,
    )


def _more_needed(part: int, whole: int, wanted: int) -> int | None:
    """Return the smallest k > 0 with 100·(part + k) ≥ wanted·(whole + k), None when none does."""
    if not whole:
        return 1
    if wanted == 100:
        return None
    return -(-(wanted * whole - 100 * part) // (100 - wanted))


def _originality(facts: TierFacts, wanted: int) -> Measure:
    if not facts.judged:  # the count of originals says whether none judged yet is enough
        return Measure(
            need=Need.ORIGINAL,
            have=0,
            wanted=wanted,
            part=0,
            whole=0,
            missing=0,
            is_met=True,
            unknown=True,
        )
    return _share(Need.ORIGINAL, facts.originals, facts.judged, wanted)


def _quality(facts: TierFacts, wanted: int) -> Measure:
    is_met = facts.quality is None or facts.quality >= wanted
    have = int(facts.quality or 0)
    return Measure(
        need=Need.QUALITY,
        have=have,
        wanted=wanted,
        part=have,
        whole=100,
        missing=0 if is_met else None,
        is_met=is_met,
        unknown=facts.quality is None,
    )
