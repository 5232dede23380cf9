"""What a video earned: its best week worked through, every line, and what the open week adds."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, Video
from creatorspark.portals.creators.estimate_card import VideoEstimateWords, video_estimate
from creatorspark.portals.creators.line_words import (
    LineWords,
    bonus_why,
    excluded_words,
    line_words,
    rate_words,
)
from creatorspark.portals.creators.money_weeks import statement_url, week_title
from creatorspark.portals.templatetags.ui import money
from rewards import interface as rewards
from scoring import interface as scoring

LINES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A line of a statement: in which week, what it is, why, and the amount in minor units."""

    week: str
    url: str
    words: LineWords
    amount: int


@dataclass(frozen=True, slots=True)
class Example:
    """One week's base with the bonus on it, whenever that came."""

    title: str
    lead: str
    lines: Sequence[MoneyLine]
    total: int


@dataclass(frozen=True, slots=True)
class VideoMoney:
    """Amounts in minor units of `currency`. `example` is None before any base was paid."""

    currency: str
    total: int
    example: Example | None
    notes: Sequence[str]
    newest: Sequence[MoneyLine]
    older: Sequence[MoneyLine]
    estimate: VideoEstimateWords | None

    @property
    def has_lines(self) -> bool:
        """Whether any statement names the video."""
        return bool(self.newest)


def video_money(creator: Creator, video: Video, *, now: dt.datetime) -> VideoMoney:
    """Return what a video earned and why."""
    lines = rewards.earnings_of_video(video_id=video.pk)
    shown = [_line(line) for line in lines]
    estimate = video_estimate(creator, video, now=now)
    return VideoMoney(
        currency=lines[0].currency if lines else (estimate.currency if estimate else ""),
        total=sum(line.amount for line in lines),
        example=_example(video, lines, estimate, now=now),
        notes=_notes(lines),
        newest=shown[:LINES_SHOWN],
        older=shown[LINES_SHOWN:],
        estimate=estimate,
    )


def _line(line: rewards.LineFacts) -> MoneyLine:
    return MoneyLine(
        week=week_title(line.week),
        url=statement_url(line.week),
        words=line_words(line),
        amount=line.amount,
    )


def _notes(lines: Sequence[rewards.LineFacts]) -> list[str]:
    """Name what a reader would otherwise have to look for among the lines."""
    notes = []
    newest = next((line.views for line in lines if line.views), None)
    if newest and newest.excluded_views:
        notes.append(excluded_words(newest))
    corrected = sum(line.amount for line in lines if line.kind == "adjustment")
    if corrected:
        notes.append(
            _("Corrections of %(amount)s are part of the sum; each line says why.")
            % {"amount": money(corrected, lines[0].currency)}
        )
    return notes


# The worked example -----------------------------------------------------------------------------
def _example(
    video: Video,
    lines: Sequence[rewards.LineFacts],
    estimate: VideoEstimateWords | None,
    *,
    now: dt.datetime,
) -> Example | None:
    base = max(
        (line for line in lines if line.kind == "base"), key=lambda line: line.amount, default=None
    )
    if base is None:
        return None
    on_it = [line for line in lines if line.bonus and line.bonus.base_week == base.week]
    # Lines come newest first; a sum is read from the first line to the last.
    bonuses = sorted(on_it, key=lambda line: (line.week, line.position))
    if bonuses:
        lead = _bonus_lead(bonuses[-1])
    elif estimate and base.week in estimate.bonus_weeks:
        lead = _("Its grade came after this week had closed; the bonus is in the estimate below.")
    else:
        wait = scoring.grade_wait(video_id=video.pk, now=now)
        lead = f"{wait} " + _("A bonus on these views would follow as a line of its own.")
    return Example(
        title=_("Its best week, from %(day)s") % {"day": week_title(base.week)},
        lead=lead.strip(),
        lines=[_line(line) for line in (base, *bonuses)],
        total=base.amount + sum(line.amount for line in bonuses),
    )


def _bonus_lead(last: rewards.LineFacts) -> str:
    """Say in a sentence or two what the bonus on a base is and on what it rests."""
    assert last.bonus is not None
    why = bonus_why(last, last.bonus)
    if not last.bonus.has_rate or last.bonus.originality == "pending":
        return why
    return (
        _("Base %(base)s × %(rate)s for grade %(letter)s = %(due)s.")
        % {
            "base": money(last.bonus.base, last.currency),
            "rate": rate_words(last.bonus.rate),
            "letter": last.bonus.letter,
            "due": money(last.bonus.due, last.currency),
        }
        + f" {why}"
    )
