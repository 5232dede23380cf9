"""Puts the world together: the cast, the crowd beside it, and all their videos."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import numpy as np

from creatorspark.demo.domain import people, posting
from creatorspark.demo.domain.cast import DORMANT_FOR_WEEKS, Story
from creatorspark.demo.domain.facts import CreatorFacts, VideoFacts, World
from creatorspark.demo.domain.films.programme import parts_for
from creatorspark.demo.domain.twists import twists_for
from creatorspark.demo.domain.videos import ORDINARY, VideoPlan, make_video

# Real platform ids are 19 digits that begin with 6 or 7; ours begin with 9 and meet none.
VIDEO_ID, CREATOR_ID = "90", "91"


def generate(*, seed: int, scale: float, now: datetime) -> World:
    """Return the demo world as it looks at `now` (aware UTC; cut to the second).

    `scale` 1 gives about 60 creators and 2,000 videos. The cast is complete at every scale.
    Raises ValueError for a naive moment, a negative seed or a scale that isn't positive.
    """
    if now.tzinfo is None:
        raise ValueError("The moment needs a time zone.")
    if seed < 0 or scale <= 0:
        raise ValueError("The seed is 0 or more and the scale is above 0.")
    moment = now.astimezone(UTC).replace(microsecond=0)
    return World(seed, scale, moment, tuple(_creators(seed=seed, scale=scale, now=moment)))


def _creators(*, seed: int, scale: float, now: datetime) -> Iterator[CreatorFacts]:
    cast = people.cast_profiles()
    crowd = [
        people.crowd_profile(_stream(seed, 1, index), index=index)
        for index in range(people.crowd_size(scale=scale))
    ]
    everyone = list(enumerate([*cast, *crowd]))
    # Whoever copies comes last, when there is something to copy.
    everyone.sort(key=lambda item: item[1].story == Story.REPOSTER)
    originals: dict[str, list[VideoFacts]] = {}
    for place, profile in everyone:
        # The cast keeps its random streams and ids whatever the scale is.
        creator = _creator(profile, place=place, seed=seed, now=now, originals=originals)
        originals.setdefault(profile.story, []).extend(creator.videos)
        yield creator


def _stream(seed: int, kind: int, index: int) -> np.random.Generator:
    return np.random.default_rng([seed, kind, index])


def _creator(
    profile: people.Profile,
    *,
    place: int,
    seed: int,
    now: datetime,
    originals: Mapping[str, list[VideoFacts]],
) -> CreatorFacts:
    rng = _stream(seed, 2, place)
    posted = _posted(rng, profile, now=now)
    twists = twists_for(profile.story, posted=posted, now=now)
    parts = parts_for(profile.handle, videos=len(posted))
    videos = tuple(
        make_video(
            rng,
            profile,
            VideoPlan(
                external_id=_external_id(VIDEO_ID, seed=seed, place=place, number=number),
                number=number,
                posted_at=moment,
                twist=twists.get(number, ORDINARY),
                part=parts.get(number),
            ),
            now=now,
            originals=originals,
        )
        for number, moment in enumerate(posted)
    )
    return CreatorFacts(
        external_id=_external_id(CREATOR_ID, seed=seed, place=place, number=0),
        platform=profile.platform,
        handle=profile.handle,
        display_name=profile.display_name,
        bio=profile.bio,
        verified=profile.verified,
        follower_count=profile.followers,
        niche=profile.niche,
        country=profile.country,
        language=profile.language,
        created_at=now - timedelta(weeks=posting.HISTORY_WEEKS, days=int(rng.integers(20, 900))),
        story=profile.story,
        videos=videos,
    )


def _posted(rng: np.random.Generator, profile: people.Profile, *, now: datetime) -> list[datetime]:
    posted = posting.posting_times(
        rng,
        per_week=profile.posts_per_week,
        utc_offset=profile.utc_offset,
        now=now,
        silent_weeks=DORMANT_FOR_WEEKS if profile.story == Story.DORMANT else 0,
    )
    week = posting.week_start(now)
    if profile.story == Story.SMALL_BUT_GOOD and posted[-1] < week:
        # Whoever logs in first should find something of this week.
        posted.append(week + (now - week) / 2)
    return posted


def _external_id(prefix: str, *, seed: int, place: int, number: int) -> str:
    return f"{prefix}{seed % 1000:03d}{place:06d}{number:08d}"
