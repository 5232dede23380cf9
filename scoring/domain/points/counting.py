"""From video points to counted points: the weekly cap of a creator and the pool of a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from scoring.domain.points.policy import FairPolicy


@dataclass(frozen=True, slots=True)
class WeekVideo:
    """A video that reached scoring age in the week, and its points."""

    video_id: int
    creator_id: int
    points: int


@dataclass(frozen=True, slots=True)
class CountedVideo:
    """What a video counts. `rank` is its place among its creator's videos of the week, from 1.

    `before_pool` is after the creator's cap; `counted` after the week's pool as well.
    """

    video_id: int
    creator_id: int
    points: int
    rank: int
    before_pool: int
    counted: int


def count_week(videos: Sequence[WeekVideo], policy: FairPolicy) -> list[CountedVideo]:
    """Apply the cap a creator and the pool of the week; the order of input doesn't matter.

    A creator's best videos count in full, the others at the policy's share, rounded half to even.
    When the week then exceeds the pool, all are scaled by largest remainder and sum to the pool.
    Equal points rank by video id. The result is in the order of creator, then rank.
    """
    capped: list[tuple[WeekVideo, int, int]] = []
    ranked = sorted(videos, key=lambda video: (video.creator_id, -video.points, video.video_id))
    for _, own in groupby(ranked, key=lambda video: video.creator_id):
        for rank, video in enumerate(own, start=1):
            capped.append((video, rank, _capped(video.points, rank, policy)))
    amounts = [amount for _, _, amount in capped]
    if policy.weekly_pool is not None and sum(amounts) > policy.weekly_pool:
        counted = share_pool(policy.weekly_pool, amounts)
    else:
        counted = amounts
    return [
        CountedVideo(video.video_id, video.creator_id, video.points, rank, amount, final)
        for (video, rank, amount), final in zip(capped, counted, strict=True)
    ]


def share_pool(pool: int, claims: Sequence[int]) -> list[int]:
    """Split a pool in proportion to claims (≥ 0) by largest remainder: it sums to the pool exactly.

    Equal remainders go to the larger claim, then to the earlier one. No claim, no share.
    """
    total = sum(claims)
    if total == 0:
        return [0] * len(claims)
    shares = [pool * claim // total for claim in claims]
    order = sorted(range(len(claims)), key=lambda i: (-(pool * claims[i] % total), -claims[i], i))
    for index in order[: pool - sum(shares)]:
        shares[index] += 1
    return shares


def _capped(points: int, rank: int, policy: FairPolicy) -> int:
    if rank <= policy.full_videos_per_week:
        return points
    share: Fraction = points * policy.share_beyond_exactly
    return round(share)
