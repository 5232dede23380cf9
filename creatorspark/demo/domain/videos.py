"""One creator's videos with everything that was counted about them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from creatorspark.demo.domain import captions, engagement, growth
from creatorspark.demo.domain.cast import Story
from creatorspark.demo.domain.facts import COUNTERS, SnapshotFacts, VideoFacts
from creatorspark.demo.domain.filming import Originals, duet_words, film_of, taken
from creatorspark.demo.domain.films.programme import Part
from creatorspark.demo.domain.niches import LENGTH_BUCKETS, NICHE_BY_NAME
from creatorspark.demo.domain.people import Profile
from creatorspark.demo.domain.twists import Burst, Twist

# Counters a platform does not give to anybody.
NOT_REPORTED = {"tiktok": (), "youtube": ("shares", "saves", "gifts"), "instagram": ("gifts",)}
# Once in a while a platform removes fake reactions and a counter falls.
CLEAN_UP_SHARE = 0.006
ORDINARY = Twist()
NOTHING: Originals = {}
COPIED_SHARE = 0.8
COPY_DELAY = (timedelta(days=1), timedelta(days=8))


@dataclass(frozen=True, slots=True)
class VideoPlan:
    """Where and when a video was posted, and what is unusual about it."""

    external_id: str
    number: int
    posted_at: datetime
    twist: Twist = ORDINARY
    part: Part | None = None


def make_video(
    rng: np.random.Generator,
    profile: Profile,
    plan: VideoPlan,
    *,
    now: datetime,
    originals: Originals = NOTHING,
) -> VideoFacts:
    """Return one video; a re-poster takes it from `originals`, by story, when one is fresh."""
    beside = taken(plan.part, originals, at=plan.posted_at)
    source = _something_to_copy(rng, profile, plan, originals, beside)
    film = film_of(plan.part, beside)
    if source is None:
        duration = _duration(rng, profile.niche)
        caption, hashtags = captions.caption_for(rng, profile, number=plan.number)
    else:
        duration = source.duration_seconds
        caption, hashtags = captions.repost_caption(rng)
    if film is not None:
        duration = film.seconds
    if plan.part is not None and plan.part.says_so and beside is not None:
        caption, hashtags = f"{caption} {duet_words(plan.part)}", (*hashtags, "duet")
    title, own = captions.sound_for(rng, profile)
    return VideoFacts(
        external_id=plan.external_id,
        url=f"https://{profile.platform}.demo.example/@{profile.handle}/{plan.external_id}",
        caption=caption,
        hashtags=hashtags,
        sound_title=title,
        sound_original=own and source is None,
        duration_seconds=duration,
        posted_at=plan.posted_at,
        copy_of=source.external_id if source else "",
        film=film,
        snapshots=_observe(rng, profile, plan, duration=duration, now=now),
    )


def _something_to_copy(
    rng: np.random.Generator,
    profile: Profile,
    plan: VideoPlan,
    originals: Originals,
    beside: VideoFacts | None,
) -> VideoFacts | None:
    if profile.story != Story.REPOSTER:
        return None
    is_copy = rng.random() < COPIED_SHARE
    if beside is not None or not is_copy:
        return beside
    shortest, longest = COPY_DELAY
    fresh = [
        video
        for videos in originals.values()
        for video in videos
        if shortest <= plan.posted_at - video.posted_at <= longest
    ]
    return fresh[int(rng.integers(len(fresh)))] if fresh else None


def _duration(rng: np.random.Generator, niche: str) -> int:
    bucket = int(rng.choice(len(LENGTH_BUCKETS), p=NICHE_BY_NAME[niche].lengths))
    shortest, longest = LENGTH_BUCKETS[bucket]
    return int(rng.integers(shortest, longest + 1))


def _observe(
    rng: np.random.Generator, profile: Profile, plan: VideoPlan, *, duration: int, now: datetime
) -> tuple[SnapshotFacts, ...]:
    age_hours = (now - plan.posted_at) / growth.HOUR
    ages = growth.observation_ages(rng, age_hours=age_hours)
    closely = np.array([age for age in plan.twist.watch_closely if age < age_hours])
    ages = np.unique(np.concatenate([ages, closely]))
    counts = _counts(rng, profile, plan.twist, duration=duration, ages=ages)
    watched: float | None = None
    if profile.shares_watch_time:
        watched = engagement.watch_through(rng, duration_seconds=duration, appeal=profile.appeal)
    moments = [plan.posted_at + timedelta(seconds=round(age * 3600)) for age in ages.tolist()]
    return _snapshots(moments, counts, watched=watched, hidden=NOT_REPORTED[profile.platform])


def _counts(
    rng: np.random.Generator,
    profile: Profile,
    twist: Twist,
    *,
    duration: int,
    ages: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Return one row an observation, one column a counter in the order of `COUNTERS`."""
    final = growth.final_views(rng, followers=profile.followers, reach=profile.reach)
    tau = float(rng.lognormal(np.log(30.0), 0.45))
    beta = float(rng.uniform(0.55, 0.85))
    shares = growth.saturation(ages, tau_hours=twist.tau_hours or tau, beta=beta)
    views = growth.noisy_growth(rng, shares) * (twist.views or final)
    rates = engagement.reaction_rates(
        rng,
        duration_seconds=duration,
        niche=NICHE_BY_NAME[profile.niche],
        appeal=profile.appeal,
    )
    reacted = engagement.reactions(rng, views, ages, rates=rates)
    seen = np.floor(views).astype(np.int64)
    gifts = _gifts(rng, profile, seen)
    counts = np.column_stack([seen, np.minimum(reacted, seen[:, None]), gifts])
    if twist.burst:
        counts = _with_burst(counts, ages, twist.burst)
    if ages.size > 6 and rng.random() < CLEAN_UP_SHARE:
        counts = _cleaned_up(rng, counts)
    return counts


def _gifts(
    rng: np.random.Generator, profile: Profile, views: NDArray[np.int64]
) -> NDArray[np.int64]:
    per_view = 0.18 if profile.story == Story.GIFTING_RING else 0.00002
    steps = np.diff(views, prepend=0) * per_view
    gifts: NDArray[np.int64] = np.cumsum(rng.poisson(steps)).astype(np.int64)
    return gifts


def _with_burst(
    counts: NDArray[np.int64], ages: NDArray[np.float64], burst: Burst
) -> NDArray[np.int64]:
    share = burst.share_at(ages)
    added = counts.copy()
    added[:, COUNTERS.index("views")] += np.floor(share * burst.views).astype(np.int64)
    added[:, COUNTERS.index("likes")] += np.floor(share * burst.likes).astype(np.int64)
    return added


def _cleaned_up(rng: np.random.Generator, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    place = int(rng.integers(5, len(counts)))
    cleaned = counts.copy()
    for counter in ("views", "likes"):
        column = COUNTERS.index(counter)
        cleaned[place:, column] -= counts[place - 1, column] // 25
    return cleaned


def _snapshots(
    moments: list[datetime],
    counts: NDArray[np.int64],
    *,
    watched: float | None,
    hidden: tuple[str, ...],
) -> tuple[SnapshotFacts, ...]:
    rows: list[SnapshotFacts] = []
    before: dict[str, int] = {}
    for moment, row in zip(moments, counts.tolist(), strict=True):
        seen = {name: n for name, n in zip(COUNTERS, row, strict=True) if name not in hidden}
        rows.append(
            SnapshotFacts(
                observed_at=moment,
                views=seen["views"],
                likes=seen.get("likes"),
                comments=seen.get("comments"),
                shares=seen.get("shares"),
                saves=seen.get("saves"),
                gifts=seen.get("gifts"),
                watch_through=watched,
                fell=tuple(name for name, n in seen.items() if n < before.get(name, 0)),
            )
        )
        before = seen
    return tuple(rows)
