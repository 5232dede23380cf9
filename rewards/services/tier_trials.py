"""Trying a draft of a tier policy as a job: who would earn which tier today; it changes nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobFault, JobProgress, job_kind
from creatorspark.core.models import Creator, Policy
from creatorspark.lib.periods import monday_of
from rewards.domain.groups import NOT_KNOWN, SIZES
from rewards.domain.tier_policy import NO_TIER, TierPolicy
from rewards.domain.tiers import JudgedVideo, facts_of, tier_for
from rewards.services.policies import tier_policy_at, tier_rules_of
from rewards.services.tier_facts import Window, judged_videos, window_before

TRY_TIERS = "rewards.try_tiers"
AT_ONCE = 2_000
PEOPLE_SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Person:
    """A creator with a video in either window: the tier earned by each policy."""

    handle: str
    niche: str
    size: str
    before: str
    after: str


@job_kind(TRY_TIERS)
def try_tiers(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Work out everybody's tier under a draft and under the policy in force; plain JSON."""
    draft = Policy.objects.filter(pk=parameters["policy_id"]).first()
    if draft is None or draft.sha256 != parameters["sha256"]:
        raise JobFault(_("The draft was changed before the trial began. Try it again."))
    now = timezone.now()
    base = tier_policy_at(at=now)
    sides = [tier_rules_of(policy) for policy in (base or draft, draft)]
    people = list(_people(sides, now=now, progress=progress))
    return {
        "base": base.version if base else "",
        "draft": draft.version,
        **outcome_of(people, tiers=_tiers(sides)),
    }


def outcome_of(people: Sequence[Person], *, tiers: Sequence[str]) -> dict[str, Any]:
    """Count people by tier, before and after, as a whole and by niche and size."""
    ranks = {tier: place for place, tier in enumerate(tiers)}
    sizes = {name: place for place, (_limit, name) in enumerate(SIZES)}
    niches = sorted({one.niche for one in people}, key=lambda name: (name == NOT_KNOWN, name))
    found = sorted({one.size for one in people}, key=lambda name: sizes.get(name, len(sizes)))
    rises = [one for one in people if ranks[one.after] > ranks[one.before]]
    falls = [one for one in people if ranks[one.after] < ranks[one.before]]
    return {
        "tiers": list(tiers),
        "creators": len(people),
        "totals": _counts(people, tiers),
        "by_niche": [_group(n, [p for p in people if p.niche == n], tiers) for n in niches],
        "by_size": [_group(n, [p for p in people if p.size == n], tiers) for n in found],
        "rises": _side(rises),
        "falls": _side(falls),
    }


def _people(
    sides: Sequence[TierPolicy], *, now: datetime, progress: JobProgress
) -> Iterator[Person]:
    windows = [window_before(monday_of(now), rules=rules) for rules in sides]
    total, done, last = Creator.objects.count(), 0, 0
    stage = _("Working out tiers")
    while rows := list(Creator.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        progress.report(stage, done=done, total=total)
        ids = [row.pk for row in rows]
        seen = [_seen(ids, window) for window in windows]
        for row in rows:
            videos = [side.get(row.pk, ()) for side in seen]
            if any(videos):
                before, after = (
                    tier_for(facts_of(own, rules), rules).tier
                    for own, rules in zip(videos, sides, strict=True)
                )
                yield Person(
                    handle=str(row),
                    niche=row.niche,
                    size=_size(row.follower_count),
                    before=before,
                    after=after,
                )
        done, last = done + len(rows), rows[-1].pk


def _seen(creator_ids: Sequence[int], window: Window | None) -> dict[int, Sequence[JudgedVideo]]:
    return judged_videos(creator_ids, window=window) if window else {}


def _tiers(sides: Iterable[TierPolicy]) -> list[str]:
    """Return the names of all tiers, lowest first, those of the draft deciding the order."""
    base, draft = ([tier.name for tier in rules.tiers] for rules in sides)
    return [NO_TIER, *(name for name in base if name not in draft), *draft]


def _size(followers: int | None) -> str:
    if followers is None:
        return NOT_KNOWN
    return next(name for limit, name in SIZES if limit is None or followers < limit)


def _counts(people: Sequence[Person], tiers: Sequence[str]) -> list[list[int]]:
    """Return how many have each tier, before and after, in the order of `tiers`."""
    before = Counter(one.before for one in people)
    after = Counter(one.after for one in people)
    return [[before[tier], after[tier]] for tier in tiers]


def _group(name: str, people: Sequence[Person], tiers: Sequence[str]) -> dict[str, Any]:
    return {"name": name, "creators": len(people), "counts": _counts(people, tiers)}


def _side(people: Sequence[Person]) -> dict[str, Any]:
    return {
        "creators": len(people),
        "some": [[one.handle, one.before, one.after] for one in people[:PEOPLE_SHOWN]],
    }
