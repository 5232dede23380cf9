"""What a creator's next video would be paid, from the views of those before it."""

from datetime import datetime
from typing import Final

from creatorspark.core.models import Creator, Video
from creatorspark.lib.periods import monday_of
from rewards.domain.pay_policy import DEFAULT_PARAMETERS, PayPolicy, VideoTerms
from rewards.domain.prospect import Prospect, prospect
from rewards.services.policies import pay_policy_at, rules_of
from rewards.services.tiers import tiers_at
from scoring import interface as scoring

# A creator's habits change: older videos say little of the next one.
VIDEOS_LOOKED_AT: Final = 20
# The newest aren't graded yet.
VIDEOS_ASKED_FOR: Final = 60
USUAL_AGE_DAYS: Final = 7


def prospect_of(creator_id: int, *, seconds: float | None, now: datetime) -> Prospect:
    """Return what a video of this length would be paid at each grade. Nothing is written."""
    creator = Creator.objects.get(pk=creator_id)
    policy = pay_policy_at(at=now)
    rules = rules_of(policy) if policy else _first_rules()
    tier = tiers_at([creator_id], week=monday_of(now)).get(creator_id, "")
    return prospect(
        rules,
        version=policy.version if policy else "",
        terms=VideoTerms(
            platform=creator.platform,
            market=creator.country,
            niche=creator.niche,
            tier=tier,
            # Platforms tell whole seconds; a video that just misses a limit isn't told that it
            # meets it.
            seconds=None if seconds is None else int(seconds),
            age_days=0,
        ),
        views=_earlier_views(creator_id),
        age_days=_age_days(),
    )


def _first_rules() -> PayPolicy:
    return PayPolicy.from_parameters(DEFAULT_PARAMETERS, sha256="")


def _earlier_views(creator_id: int) -> list[int]:
    """Return the views at scoring age of the newest graded videos, less those that don't count."""
    rows = Video.objects.filter(creator_id=creator_id).order_by("-posted_at", "-pk")
    newest = list(rows.values_list("pk", flat=True)[:VIDEOS_ASKED_FOR])
    found = scoring.judgements(video_ids=newest)
    graded = [found[video] for video in newest if video in found]
    return [int(one.counts["views"] or 0) for one in graded[:VIDEOS_LOOKED_AT]]


def _age_days() -> int:
    policies = scoring.grade_policies()
    if not policies:
        return USUAL_AGE_DAYS
    return int(policies[-1].parameters.get("scoring_age_days", USUAL_AGE_DAYS))
