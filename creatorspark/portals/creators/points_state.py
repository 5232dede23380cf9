"""What is known about a video's points: paid, scored and waiting, too young, or not scored."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from creatorspark.core.models import Video
from rewards import interface as rewards
from scoring import interface as scoring

SCORING_AGE = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class VideoPoints:
    """Points that counted (None before they are paid) and the state that says why not."""

    points: int | None
    state: str


def points_of_videos(videos: Sequence[Video], *, now: dt.datetime) -> dict[int, VideoPoints]:
    """Return the state of each video: at most three queries, however many videos."""
    # Most lists begin with young videos, which nobody needs to be asked about.
    old = [video.pk for video in videos if now - video.posted_at >= SCORING_AGE]
    awards = rewards.awards_for(video_ids=old) if old else {}
    waiting = [pk for pk in old if pk not in awards]
    scored = scoring.current_points(video_ids=waiting, now=now) if waiting else {}
    return {
        video.pk: VideoPoints(awards[video.pk].counted_points, "paid")
        if video.pk in awards
        else VideoPoints(None, _state(video, scored, now))
        for video in videos
    }


def _state(video: Video, scored: Collection[int], now: dt.datetime) -> str:
    if video.pk in scored:
        return "scored"
    return "too_young" if now - video.posted_at < SCORING_AGE else "unscored"
