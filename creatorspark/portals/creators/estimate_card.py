"""The open week so far: what is sure, what may follow, and which videos it comes from."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.core.models import Creator, Video
from creatorspark.portals.creators.line_words import LineWords, line_words
from creatorspark.portals.creators.money_weeks import week_title
from creatorspark.portals.creators.video_list import title_of
from creatorspark.portals.templatetags.ui import money
from rewards import interface as rewards

VIDEOS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """What a video may add, in minor units."""

    id: int
    title: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class EstimateCard:
    """The open week in minor units and words; `others` counts the videos that aren't shown."""

    currency: str
    title: str
    low: int
    high: int
    is_over: bool
    has_anything: bool
    sentences: Sequence[str]
    videos: Sequence[EstimateLine]
    others: str
    until: dt.datetime


def estimate_card(creator: Creator, *, now: dt.datetime) -> EstimateCard | None:
    """Return the open week of a creator; None while no pay policy rules it."""
    found = rewards.estimate_of(creator_id=creator.pk, now=now)
    if found is None:
        return None
    shown = [video for video in found.videos if video.high][:VIDEOS_SHOWN]
    named = Video.objects.only("caption").in_bulk([video.video_id for video in shown])
    return EstimateCard(
        currency=found.currency,
        title=_("Week of %(day)s") % {"day": week_title(found.week)},
        low=found.low,
        high=found.high,
        is_over=found.ends_at <= now,
        has_anything=bool(found.videos or found.adjustments),
        sentences=_sentences(found, now=now),
        videos=_lines(shown, named),
        others=_others(len([video for video in found.videos if video.high]) - len(shown)),
        until=found.until,
    )


def _lines(
    shown: Sequence[rewards.VideoEstimate], named: Mapping[int, Video]
) -> list[EstimateLine]:
    return [
        EstimateLine(
            id=video.video_id,
            title=title_of(named[video.video_id]),
            low=video.low,
            high=video.high,
        )
        for video in shown
    ]


def _others(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext("and %(n)d more video", "and %(n)d more videos", count) % {"n": count}


def _sentences(found: rewards.WeekEstimateFacts, *, now: dt.datetime) -> list[str]:
    words = [_range_words(found)]
    if found.adjustments:
        words.append(
            _("A correction of %(amount)s by our staff is part of it.")
            % {"amount": money(found.adjustments, found.currency)}
        )
    if found.ends_at <= now:
        words.append(_("The week is over; its statement comes once it is closed."))
    else:
        last = found.ends_at - dt.timedelta(microseconds=1)
        words.append(
            _("Views until %(day)s (UTC) add to it.")
            % {"day": formats.date_format(last, "MONTH_DAY_FORMAT")}
        )
    return words


def _range_words(found: rewards.WeekEstimateFacts) -> str:
    values = {
        "low": money(found.low, found.currency),
        "originality": money(found.for_originality, found.currency),
        "grade": money(found.for_grade, found.currency),
    }
    if found.low < 0:
        return _below_zero_words(found)
    if found.for_originality and found.for_grade:
        words = _(
            "%(low)s is sure for the views so far. Up to %(originality)s more waits for "
            "originality to be judged, and up to %(grade)s for a grade."
        )
    elif found.for_originality:
        words = _(
            "%(low)s is sure for the views so far. Up to %(originality)s more waits for "
            "originality to be judged."
        )
    elif found.for_grade:
        words = _(
            "%(low)s is sure for the views so far. Up to %(grade)s more follows if the grades "
            "bring a bonus."
        )
    else:
        words = _("%(low)s for the views so far; no judgement is open.")
    return words % values


def _below_zero_words(found: rewards.WeekEstimateFacts) -> str:
    words = _(
        "So far this week takes back %(taken)s more than it brings, because of corrections. What "
        "is left at its end is taken from later weeks, never asked of you."
    ) % {"taken": money(-found.low, found.currency)}
    if found.high > found.low:
        words += " " + _("Open judgements may still add up to %(more)s.") % {
            "more": money(found.high - found.low, found.currency)
        }
    return words


# One video --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class VideoEstimateWords:
    """What the open week adds to one video, in minor units and in lines.

    `bonus_weeks` are the Mondays of the weeks whose bonus it brings.
    """

    title: str
    currency: str
    low: int
    high: int
    lines: Sequence[LineWords]
    bonus_weeks: frozenset[dt.date]


def video_estimate(
    creator: Creator, video: Video, *, now: dt.datetime
) -> VideoEstimateWords | None:
    """Return what the open week adds to a video; None when there is nothing."""
    found = rewards.estimate_of(creator_id=creator.pk, now=now)
    one = next((x for x in found.videos if x.video_id == video.pk), None) if found else None
    if found is None or one is None:
        return None
    return VideoEstimateWords(
        title=_("Week of %(day)s so far") % {"day": week_title(found.week)},
        currency=found.currency,
        low=one.low,
        high=one.high,
        lines=[line_words(line) for line in one.lines],
        bonus_weeks=frozenset(line.bonus.base_week for line in one.lines if line.bonus),
    )
