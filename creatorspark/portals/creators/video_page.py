"""One video: its counts, its points sum, what would raise it, and its history."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, MetricSnapshot, Video
from creatorspark.portals.creators.history import History, history_of
from creatorspark.portals.creators.identity import identity_of
from creatorspark.portals.creators.points_state import SCORING_AGE
from creatorspark.portals.creators.points_sum import Fact, PointsSum, facts_of, sum_of
from creatorspark.portals.creators.video_list import engagement_of, title_of
from creatorspark.portals.templatetags.ui import compact, grouped, percentage
from creatorspark.portals.words import FIELD_LABELS
from rewards import interface as rewards
from scoring import interface as scoring

TIPS_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What the head of the page says."""

    title: str
    posted_at: dt.datetime
    duration: int | None
    niche: str
    url: str
    platform: str


@dataclass(frozen=True, slots=True)
class Tile:
    """A number with its label; `value` None reads “not reported”."""

    icon: str
    label: str
    value: float | None
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Tip:
    """What a tenth more of one count brings."""

    icon: str
    title: str
    words: str
    gain: int


@dataclass(frozen=True, slots=True)
class VideoPage:
    """Everything the page shows."""

    video: VideoFacts
    tiles: tuple[Tile, ...]
    sum: PointsSum | None
    counted_words: str
    waiting_title: str
    waiting_words: str
    advice_title: str
    advice: tuple[Tip, ...]
    facts: tuple[Fact, ...]
    history: History


def page_of(video: Video, creator: Creator, *, now: dt.datetime) -> VideoPage:
    """Gather one video's page; a handful of queries whatever its history."""
    award = rewards.awards_for(video_ids=[video.pk]).get(video.pk)
    found = (
        scoring.score_breakdown(score_id=award.score_id)
        if award
        else scoring.points_breakdown(video_id=video.pk, now=now)
    )
    waiting_title, waiting_words = _waiting(video, now)
    return VideoPage(
        video=_facts(video, creator),
        tiles=tuple(_tiles(video.latest, award, found)),
        sum=sum_of(found) if found else None,
        counted_words=_counted_words(award) if found else "",
        waiting_title=waiting_title,
        waiting_words=waiting_words,
        advice_title=_("What would raise the next one") if award else _("What would raise it"),
        advice=tuple(_tips(video, now)) if found else (),
        facts=tuple(facts_of(found)) if found else (),
        history=history_of(video),
    )


def _facts(video: Video, creator: Creator) -> VideoFacts:
    return VideoFacts(
        title=title_of(video),
        posted_at=video.posted_at,
        duration=video.duration_seconds,
        niche=identity_of(creator).niche,
        url=video.url if video.url.startswith("https://") else "",
        platform=video.get_platform_display(),
    )


def _tiles(
    latest: MetricSnapshot | None,
    award: rewards.AwardFacts | None,
    found: scoring.PointsBreakdown | None,
) -> list[Tile]:
    views = latest.views if latest else None
    rate = engagement_of(latest)
    return [
        _count_tile("eye", _("Views"), views, _("all together")),
        Tile(
            "heart",
            _("Engagement"),
            rate,
            percentage(rate),
            _("likes, comments, shares and saves per view"),
        ),
        _count_tile("copy", _("Saves"), latest.saves if latest else None, ""),
        _points_tile(award, found),
    ]


def _count_tile(icon: str, label: str, count: int | None, note: str) -> Tile:
    exact = grouped(count) if count is not None and count >= 1000 else note
    return Tile(icon, label, count, compact(count), exact)


def _points_tile(award: rewards.AwardFacts | None, found: scoring.PointsBreakdown | None) -> Tile:
    if award:
        note = _("paid on %(day)s") % {"day": formats.date_format(award.awarded_at, "DATE_FORMAT")}
        counted = award.counted_points
        return Tile("points", _("Points"), counted, grouped(counted), note)
    if found:
        note = _("paid when the week closes")
        return Tile("points", _("Points"), found.points, grouped(found.points), note)
    return Tile("points", _("Points"), 0, "–", _("not scored yet"))


def _waiting(video: Video, now: dt.datetime) -> tuple[str, str]:
    due = video.posted_at + SCORING_AGE
    if now < due:
        day = formats.date_format(due, "DATE_FORMAT")
        return (
            _("Scored when it is seven days old"),
            _("That is on %(day)s. Its sum appears here, line by line.") % {"day": day},
        )
    return (
        _("Not scored yet"),
        _("Scoring runs every night. If a count of this video is missing, it waits for it."),
    )


def _counted_words(award: rewards.AwardFacts | None) -> str:
    if award is None:
        return _("The points arrive when the week closes, on Monday.")
    if award.is_reversed:
        return _("These points were taken back. Your statement says when and why.")
    if award.counted_points == award.video_points:
        return _("All %(points)s points count: it was number %(rank)d of your week.") % {
            "points": grouped(award.video_points),
            "rank": award.rank,
        }
    return award.why


def _tips(video: Video, now: dt.datetime) -> Sequence[Tip]:
    hints = scoring.next_points_hint(video_id=video.pk, now=now)
    return [
        Tip(
            icon="target",
            title=str(FIELD_LABELS[hint.field]),
            words=_("%(then)s instead of %(now)s, all else the same")
            % {"then": grouped(hint.then), "now": grouped(hint.now)},
            gain=hint.points_gained,
        )
        for hint in hints[:TIPS_AT_MOST]
        if hint.points_gained > 0
    ]
