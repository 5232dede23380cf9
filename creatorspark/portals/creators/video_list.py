"""The Videos page: what is asked for, and the rows that answer it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, FloatField, QuerySet
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from creatorspark.core.models import Creator, MetricSnapshot, Video
from creatorspark.portals.creators.points_state import VideoPoints, points_of_videos
from rewards import interface as rewards

ROWS_PER_PAGE = 25
TREND_COUNTS = 24
TITLE_LETTERS = 160
SENTENCE_LETTERS = 60
SORTS = ("posted", "views", "likes", "engagement", "points")
STATES = (
    ("", gettext_lazy("All")),
    ("paid", gettext_lazy("With points")),
    ("open", gettext_lazy("Without points")),
)
PERIODS = (
    ("", gettext_lazy("Any time")),
    ("7", gettext_lazy("Last 7 days")),
    ("30", gettext_lazy("Last 30 days")),
    ("90", gettext_lazy("Last 90 days")),
)


@dataclass(frozen=True, slots=True)
class VideoFilters:
    """What a reader asked the Videos page for; anything unknown falls back to the default."""

    q: str
    state: str
    period: str
    sort: str

    states = STATES
    periods = PERIODS

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "VideoFilters":
        """Read the query string of an address."""
        sort = query.get("sort", "")
        return cls(
            q=query.get("q", "").replace("\x00", "").strip()[:100],
            state=_known(query.get("state", ""), STATES),
            period=_known(query.get("period", ""), PERIODS),
            sort=sort if sort.removeprefix("-") in SORTS else "-posted",
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether some videos may be hidden."""
        return bool(self.q or self.state or self.period)

    @property
    def falls(self) -> bool:
        """Whether the largest comes first."""
        return self.sort.startswith("-")

    @property
    def field(self) -> str:
        """What the rows are sorted by."""
        return self.sort.removeprefix("-")


@dataclass(frozen=True, slots=True)
class Column:
    """A column head: its label, how it is sorted now, and what a click sorts by."""

    label: str | Promise
    is_number: bool
    direction: str
    next_sort: str


@dataclass(frozen=True, slots=True)
class VideoRow:
    """One video of the table. Counts are None when the platform did not report them."""

    id: int
    title: str
    posted_at: dt.datetime
    duration: int | None
    views: int | None
    likes: int | None
    engagement: float | None
    trend: Sequence[int]
    trend_words: str
    points: int | None
    points_state: str


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


def columns(filters: VideoFilters) -> list[Column]:
    """Return the heads of the table."""
    return [
        _column(_("Video"), "posted", filters, is_number=False),
        _column(_("Views"), "views", filters),
        _column(_("Likes"), "likes", filters),
        _column(_("Engagement"), "engagement", filters),
        Column(_("Views over time"), is_number=False, direction="", next_sort=""),
        _column(_("Points"), "points", filters),
    ]


def video_page(
    creator: Creator, filters: VideoFilters, *, page: str | None, now: dt.datetime
) -> tuple[Page[Any], list[VideoRow]]:
    """Return one page of a creator's videos and its rows."""
    videos = _narrowed(creator, filters, now)
    if filters.field == "points" or filters.state:
        page_of_ids, shown = _page_by_points(videos, filters, page)
        return page_of_ids, rows_of(shown, now=now)
    found = Paginator(_sorted(videos, filters), ROWS_PER_PAGE).get_page(page)
    return found, rows_of(list(found.object_list), now=now)


def rows_of(videos: Sequence[Video], *, now: dt.datetime) -> list[VideoRow]:
    """Return table rows: two more queries, however many videos."""
    trends = view_trends([video.pk for video in videos])
    points = points_of_videos(videos, now=now)
    return [_row(video, trends.get(video.pk, []), points[video.pk]) for video in videos]


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


def _known(value: str, choices: Sequence[tuple[str, Promise]]) -> str:
    return value if any(value == known for known, _label in choices) else ""


def _column(label: str, field: str, filters: VideoFilters, *, is_number: bool = True) -> Column:
    is_sorted = filters.field == field
    direction = ("descending" if filters.falls else "ascending") if is_sorted else ""
    next_sort = field if is_sorted and filters.falls else f"-{field}"
    return Column(label, is_number, direction, next_sort)


def _narrowed(creator: Creator, filters: VideoFilters, now: dt.datetime) -> QuerySet[Video]:
    videos = Video.objects.filter(creator=creator).select_related("latest")
    if filters.q:
        videos = videos.filter(caption__icontains=filters.q)
    if filters.period:
        videos = videos.filter(posted_at__gte=now - dt.timedelta(days=int(filters.period)))
    return videos


def _sorted(videos: QuerySet[Video], filters: VideoFilters) -> QuerySet[Video]:
    if filters.field == "engagement":
        reactions = sum(
            (Coalesce(F(f"latest__{name}"), 0) for name in ("likes", "comments", "shares")),
            start=Coalesce(F("latest__saves"), 0),
        )
        views = NullIf(F("latest__views"), 0)
        videos = videos.annotate(rate=Cast(reactions, FloatField()) / views)
        by = F("rate")
    elif filters.field == "posted":
        by = F("posted_at")
    else:
        by = F(f"latest__{filters.field}")
    order = by.desc(nulls_last=True) if filters.falls else by.asc(nulls_last=True)
    return videos.order_by(order, "-posted_at", "-pk")


def _page_by_points(
    videos: QuerySet[Video], filters: VideoFilters, page: str | None
) -> tuple[Page[int], list[Video]]:
    """Points live in another app, so ids are put in order here and only one page is loaded."""
    by_time = filters if filters.field != "points" else VideoFilters("", "", "", "-posted")
    ids = list(_sorted(videos, by_time).values_list("pk", flat=True))
    awards = rewards.awards_for(video_ids=ids)
    counted = {pk: award.counted_points for pk, award in awards.items()}
    if filters.state == "paid":
        ids = [pk for pk in ids if pk in counted]
    elif filters.state == "open":
        ids = [pk for pk in ids if pk not in counted]
    if filters.field == "points":
        sign = -1 if filters.falls else 1
        ids.sort(key=lambda pk: (pk not in counted, sign * counted.get(pk, 0)))
    found = Paginator(ids, ROWS_PER_PAGE).get_page(page)
    loaded = Video.objects.select_related("latest").in_bulk(found.object_list)
    return found, [loaded[pk] for pk in found.object_list]


def _row(video: Video, trend: list[int], points: VideoPoints) -> VideoRow:
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
        points=points.points,
        points_state=points.state,
    )


def _trend_words(trend: list[int]) -> str:
    if not trend:
        return ""
    return ngettext(
        "%(n)d count, from %(first)d to %(last)d views",
        "%(n)d counts, from %(first)d to %(last)d views",
        len(trend),
    ) % {"n": len(trend), "first": trend[0], "last": trend[-1]}
