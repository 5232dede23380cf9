"""The Videos page: which videos it shows, in which order."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, FloatField, QuerySet
from django.db.models.functions import Cast, Coalesce, NullIf

from creatorspark.core.models import Creator, Video
from creatorspark.portals.creators.judged import LETTERS
from creatorspark.portals.creators.video_filters import NO_GRADE, VideoFilters
from rewards import interface as rewards
from scoring import interface as scoring

ROWS_PER_PAGE = 25
JUDGED = frozenset({"grade", "earned", "points"})


def page_of_videos(
    creator: Creator, filters: VideoFilters, *, page: str | None, now: dt.datetime
) -> tuple[Page[Any], list[Video]]:
    """Return one page of a creator's videos, with their newest counts."""
    videos = _narrowed(creator, filters, now)
    if filters.field in JUDGED or filters.state or filters.grade:
        return _page_by_judgements(videos, filters, page)
    found = Paginator(_sorted(videos, filters), ROWS_PER_PAGE).get_page(page)
    return found, list(found.object_list)


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


def _page_by_judgements(
    videos: QuerySet[Video], filters: VideoFilters, page: str | None
) -> tuple[Page[int], list[Video]]:
    """Judgements live in other apps: ids are put in order here and only one page is loaded."""
    by_time = replace(filters, sort="-posted") if filters.field in JUDGED else filters
    ids = list(_sorted(videos, by_time).values_list("pk", flat=True))
    if filters.grade:
        ids = _graded(ids, filters.grade)
    if filters.state:
        awarded = rewards.awards_for(video_ids=ids)
        ids = [pk for pk in ids if (pk in awarded) == (filters.state == "paid")]
    if filters.field in JUDGED:
        values, sign = _values(ids, filters.field), -1 if filters.falls else 1
        ids.sort(key=lambda pk: (pk not in values, sign * values.get(pk, 0)))
    found = Paginator(ids, ROWS_PER_PAGE).get_page(page)
    loaded = Video.objects.select_related("latest").in_bulk(found.object_list)
    return found, [loaded[pk] for pk in found.object_list]


def _graded(ids: list[int], grade: str) -> list[int]:
    grades = scoring.judgements(video_ids=ids)
    letters = {pk: found.letter for pk, found in grades.items() if found.letter in LETTERS}
    if grade == NO_GRADE:
        return [pk for pk in ids if pk not in letters]
    return [pk for pk in ids if letters.get(pk) == grade]


def _values(ids: list[int], field: str) -> Mapping[int, float]:
    """Return what a field of another app sorts by; videos without it are absent."""
    if field == "grade":
        grades = scoring.judgements(video_ids=ids)
        return {pk: float(found.score) for pk, found in grades.items() if found.score}
    if field == "earned":
        earned = rewards.earnings_of_videos(video_ids=ids)
        return {pk: found.total for pk, found in earned.items()}
    awards = rewards.awards_for(video_ids=ids)
    return {pk: award.counted_points for pk, award in awards.items()}
