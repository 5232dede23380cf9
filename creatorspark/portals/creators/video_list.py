"""The Videos page: the rows of its table."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.core.models import Creator, MetricSnapshot, Video
from creatorspark.portals.creators.judged import Judged, judged_of
from creatorspark.portals.creators.points_state import VideoPoints, points_of_videos
from creatorspark.portals.creators.video_filters import VideoFilters
from creatorspark.portals.creators.video_order import page_of_videos
from fraud import interface as fraud
from rewards import interface as rewards

TREND_COUNTS = 24
TITLE_LETTERS = 160
SENTENCE_LETTERS = 60


@dataclass(frozen=True, slots=True)
class VideoRow:
    """One video of the table. Counts are None when the platform did not report them.

    `earned` is in minor units, None before a statement names the video.
    """

    id: int
    title: str
    posted_at: dt.datetime
    duration: int | None
    views: int | None
    likes: int | None
    engagement: float | None
    trend: Sequence[int]
    trend_words: str
    judged: Judged
    earned: int | None
    currency: str
    points: int | None
    points_state: str
    mark: fraud.VideoMark | None


def title_of(video: Video) -> str:
    """Return what a video is called: its caption, else words for a video without one."""
    caption = " ".join(video.caption.split())
    if not caption:
        return _("Video without words")
    return caption if len(caption) <= TITLE_LETTERS else caption[:TITLE_LETTERS].rstrip() + "…"


def short_title_of(video: Video) -> str:
    """Return the first words of a caption, without its hashtags, to stand in a sentence."""
    words = title_of(video).partition(" #")[0]
    if len(words) <= SENTENCE_LETTERS:
        return words
    return words[:SENTENCE_LETTERS].rpartition(" ")[0].rstrip(",.;:") + "…"


def video_page(
    creator: Creator, filters: VideoFilters, *, page: str | None, now: dt.datetime
) -> tuple[Page[Any], list[VideoRow]]:
    """Return one page of a creator's videos and its rows."""
    found, videos = page_of_videos(creator, filters, page=page, now=now)
    return found, rows_of(videos, now=now)


def rows_of(videos: Sequence[Video], *, now: dt.datetime) -> list[VideoRow]:
    """Return table rows: a fixed number of queries, however many videos."""
    trends = view_trends([video.pk for video in videos])
    points = points_of_videos(videos, now=now)
    judged = judged_of(videos, now=now)
    earned = rewards.earnings_of_videos(video_ids=[video.pk for video in videos])
    marks = fraud.marks_of(video_ids=[video.pk for video in videos])
    return [
        _row(
            video,
            trends.get(video.pk, []),
            points[video.pk],
            judged[video.pk],
            earned.get(video.pk),
            marks.get(video.pk),
        )
        for video in videos
    ]


def view_trends(video_ids: Sequence[int]) -> dict[int, list[int]]:
    """Return the views of each video as they were counted, oldest first, the newest 24."""
    counted = MetricSnapshot.objects.filter(video_id__in=video_ids).order_by("observed_at")
    trends: dict[int, list[int]] = {}
    for video_id, views in counted.values_list("video_id", "views"):
        trends.setdefault(video_id, []).append(views)
    return {video_id: views[-TREND_COUNTS:] for video_id, views in trends.items()}


def engagement_of(snapshot: MetricSnapshot | None) -> float | None:
    """Return reactions per view (0..), None without views."""
    if snapshot is None or not snapshot.views:
        return None
    counted = (snapshot.likes, snapshot.comments, snapshot.shares, snapshot.saves)
    return sum(count or 0 for count in counted) / snapshot.views


def _row(
    video: Video,
    trend: list[int],
    points: VideoPoints,
    judged: Judged,
    earned: rewards.VideoEarnings | None,
    mark: fraud.VideoMark | None,
) -> VideoRow:
    latest = video.latest
    return VideoRow(
        id=video.pk,
        title=title_of(video),
        posted_at=video.posted_at,
        duration=video.duration_seconds,
        views=latest.views if latest else None,
        likes=latest.likes if latest else None,
        engagement=engagement_of(latest),
        trend=trend,
        trend_words=_trend_words(trend),
        judged=judged,
        earned=earned.total if earned else None,
        currency=earned.currency if earned else "",
        points=points.points,
        points_state=points.state,
        mark=mark,
    )


def _trend_words(trend: list[int]) -> str:
    if not trend:
        return ""
    return ngettext(
        "%(n)d count, from %(first)d to %(last)d views",
        "%(n)d counts, from %(first)d to %(last)d views",
        len(trend),
    ) % {"n": len(trend), "first": trend[0], "last": trend[-1]}
