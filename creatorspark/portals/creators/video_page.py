"""One video: what it earned, its grade, its points sum, and its history."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, MetricSnapshot, Video
from creatorspark.portals.creators.grade_card import GradeCard, grade_card
from creatorspark.portals.creators.history import History, history_of
from creatorspark.portals.creators.identity import identity_of
from creatorspark.portals.creators.originality_card import OriginalityCard, originality_card
from creatorspark.portals.creators.points_state import SCORING_AGE
from creatorspark.portals.creators.points_sum import Fact, PointsSum, facts_of, sum_of
from creatorspark.portals.creators.video_list import engagement_of, title_of
from creatorspark.portals.creators.video_money import VideoMoney, video_money
from creatorspark.portals.templatetags.ui import compact, grouped, money, percentage
from creatorspark.portals.words import FIELD_LABELS
from rewards import interface as rewards
from scoring import interface as scoring

TIPS_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What the head of the page says."""

    id: int
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
    money: VideoMoney
    grade: GradeCard | None
    grade_wait: str
    originality: OriginalityCard
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
    earned = video_money(creator, video, now=now)
    grade = grade_card(video, now=now)
    return VideoPage(
        video=video_facts(video, creator),
        tiles=(
            _earned_tile(earned),
            _grade_tile(grade),
            _views_tile(video.latest),
            _points_tile(award, found),
        ),
        money=earned,
        grade=grade,
        grade_wait="" if grade else scoring.grade_wait(video_id=video.pk, now=now),
        originality=originality_card(video),
        sum=sum_of(found) if found else None,
        counted_words=_counted_words(award) if found else "",
        waiting_title=waiting_title,
        waiting_words=waiting_words,
        advice_title=_("What would raise the next one") if award else _("What would raise it"),
        advice=tuple(_tips(video, now)) if found else (),
        facts=tuple(facts_of(found)) if found else (),
        history=history_of(video),
    )


def video_facts(video: Video, creator: Creator) -> VideoFacts:
    """Return what the head of a video's pages says."""
    return VideoFacts(
        id=video.pk,
        title=title_of(video),
        posted_at=video.posted_at,
        duration=video.duration_seconds,
        niche=identity_of(creator).niche,
        url=video.url if video.url.startswith("https://") else "",
        platform=video.get_platform_display(),
    )


def _earned_tile(earned: VideoMoney) -> Tile:
    if not earned.has_lines:
        return Tile("cash", _("Earned"), 0, "–", _("nothing closed yet"))
    return Tile(
        "cash",
        _("Earned"),
        earned.total,
        money(earned.total, earned.currency),
        _("in all closed weeks"),
    )


def _grade_tile(grade: GradeCard | None) -> Tile:
    if grade is None or not grade.letter:
        note = _("not graded yet") if grade is None else _("no letter for now")
        return Tile("chart", _("Grade"), 0, "–", note)
    return Tile("chart", _("Grade"), 1, grade.letter, grade.place)


def _views_tile(latest: MetricSnapshot | None) -> Tile:
    views, rate = (latest.views if latest else None), engagement_of(latest)
    note = _("%(rate)s of them reacted") % {"rate": percentage(rate)} if rate is not None else ""
    return Tile("eye", _("Views"), views, compact(views), note)


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
