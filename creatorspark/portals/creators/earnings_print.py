"""A statement on paper: every line in the order it was signed, with what proves it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, Video
from creatorspark.portals.creators.earnings_dates import week_span_and_year
from creatorspark.portals.creators.earnings_page import Line, line_of
from creatorspark.portals.creators.identity import Identity, identity_of
from creatorspark.portals.creators.payout_words import PartWords, parts_of
from creatorspark.portals.creators.video_list import short_title_of
from rewards import interface as rewards


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line with the video it is about; `title` is empty where the line before says it."""

    title: str
    video_id: int | None
    line: Line


@dataclass(frozen=True, slots=True)
class Sheet:
    """A statement for paper."""

    creator: Identity
    statement: rewards.EarningsStatement
    days: str
    lines: Sequence[PrintedLine]
    parts: Sequence[PartWords]
    proof: rewards.StatementProof


def printed_statement(creator: Creator, *, week: dt.date, now: dt.datetime) -> Sheet | None:
    """Gather a statement with all of its lines; None when the creator has none for that week."""
    found = rewards.earnings_statement(creator_id=creator.pk, week=week)
    if found is None:
        return None
    return Sheet(
        creator=identity_of(creator),
        statement=found.statement,
        days=week_span_and_year(week),
        lines=_lines(found.lines),
        parts=parts_of(found.statement, now=now),
        proof=found.proof,
    )


def _lines(lines: Sequence[rewards.LineFacts]) -> list[PrintedLine]:
    wanted = {line.video_id for line in lines if line.video_id is not None}
    videos = Video.objects.only("pk", "caption").in_bulk(wanted)
    printed: list[PrintedLine] = []
    for line in lines:
        is_new = not printed or line.video_id != printed[-1].video_id
        video = videos.get(line.video_id) if line.video_id is not None else None
        title = short_title_of(video) if video else _("Corrections by our staff")
        if video is None and line.video_id is not None:
            title = _("Video %(id)d") % {"id": line.video_id}
        printed.append(PrintedLine(title if is_new else "", line.video_id, line_of(line)))
    return printed
