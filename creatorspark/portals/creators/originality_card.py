"""Originality on a video's page: the state first, then why, what it costs, and where it matches."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from creatorspark.core.models import Video
from creatorspark.portals.creators.film_strip import FilmStrip, Stretch, film_strip
from creatorspark.portals.creators.originality_words import (
    LOOKS,
    STANDINGS,
    Look,
    cost_words,
    edit_words,
)
from creatorspark.portals.creators.points_sum import Fact
from creatorspark.portals.templatetags.ui import clock, percentage
from rewards import interface as rewards
from scoring import interface as scoring

MOVING = ("waiting", "judging")
GAUGE = 240
APPEALED = "originality"


@dataclass(frozen=True, slots=True)
class PictureView:
    """A kept frame: its address, its moment, its size in pixels."""

    url: str
    at: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PairView:
    """The same moment in both videos."""

    own: PictureView
    other: PictureView


@dataclass(frozen=True, slots=True)
class Gauge:
    """A likeness from 0 to 1, drawn `width` wide, and the mark from which it counts."""

    text: str
    x: float
    mark: float | None
    mark_text: str
    width: int = GAUGE


@dataclass(frozen=True, slots=True)
class MatchView:
    """One video that this one is like."""

    handle: str
    url: str
    posted_at: dt.datetime
    sentence: str
    standing: str
    tone: str
    gauge: Gauge
    edits: Sequence[str]
    mirrored: bool
    film: FilmStrip | None
    pairs: Sequence[PairView]


@dataclass(frozen=True, slots=True)
class OriginalityCard:
    """What the section shows. `first` is the match that tells most, `others` come below it."""

    video_id: int
    state: str
    look: Look
    sentences: Sequence[str]
    cost: str
    is_moving: bool
    again: bool
    gauge: Gauge | None
    first: MatchView | None
    others: Sequence[MatchView]
    copies: Sequence[MatchView]
    facts: Sequence[Fact]
    send_url: str
    can_retry: bool
    appeal_url: str


def originality_card(video: Video) -> OriginalityCard:
    """Gather what is known about a video's originality; a handful of queries whatever it is."""
    report = scoring.originality_report(video_id=video.pk)
    state = report.verdict or report.state
    pictures = scoring.evidence_of(match_ids=[match.id for match in report.matches])
    shown = [match for match in report.matches if match.standing != "below"]
    copies = _copies(video, shown=[match.video_id for match in shown])
    views = [_match_view(match, report, video, pictures.get(match.id, [])) for match in shown]
    lines = rewards.earnings_of_video(video_id=video.pk)
    return OriginalityCard(
        video_id=video.pk,
        state=state,
        look=LOOKS[state],
        sentences=_sentences(report),
        cost=cost_words(report.verdict or "pending", lines) if _may_cost(report) else "",
        is_moving=report.state in MOVING,
        again=report.again,
        gauge=None if report.similarity is None else _gauge(report.similarity, report.threshold),
        first=views[0] if views else None,
        others=views[1:],
        copies=copies,
        facts=_facts(report),
        send_url=_send_url(report),
        can_retry=report.can_retry,
        appeal_url=_appeal_url(report),
    )


def _may_cost(report: scoring.OriginalityReport) -> bool:
    return bool(report.verdict) or report.state in MOVING


def _send_url(report: scoring.OriginalityReport) -> str:
    if report.state in ("no_file", "failed") or report.verdict == "not_judgeable":
        return reverse("creators:video_file", args=[report.video_id])
    return ""


def _appeal_url(report: scoring.OriginalityReport) -> str:
    if not report.can_appeal:
        return ""
    return reverse("appeals:new", args=[APPEALED, report.video_id])


def _sentences(report: scoring.OriginalityReport) -> list[str]:
    if report.verdict:
        words = [report.reason or report.problem_sentence]
        if report.verdict == "not_judgeable" and report.problem_sentence not in words:
            words.append(report.problem_sentence)
        return [one for one in words if one]
    if report.state == "no_file":
        return [
            _("Send us the file and we compare it with every earlier video we know."),
            _("Until then the sure half of its bonus is paid; the rest waits for you."),
        ]
    if report.state == "failed":
        return [report.problem_sentence]
    return [
        _("This usually takes a minute or two. You can leave the page; we write you the result.")
    ]


def _gauge(similarity: float, threshold: float | None) -> Gauge:
    return Gauge(
        text=percentage(similarity, 0),
        x=round(GAUGE * similarity, 1),
        mark=None if threshold is None else round(GAUGE * threshold, 1),
        mark_text="" if threshold is None else percentage(threshold, 0),
    )


def _facts(report: scoring.OriginalityReport) -> list[Fact]:
    found = []
    if report.decided_at:
        day = formats.date_format(report.decided_at, "DATETIME_FORMAT")
        found.append(Fact(_("Judged on"), day))
    if report.source:
        by = _("a person") if report.source == "staff" else _("the comparison engine")
        found.append(Fact(_("Judged by"), by))
    if report.policy:
        found.append(Fact(_("Rules"), report.policy))
    if report.version:
        found.append(Fact(_("Engine version"), str(report.version)))
    return found


# Matches ----------------------------------------------------------------------------------------
Pictures = Sequence[scoring.EvidencePicture]


def _match_view(
    match: scoring.MatchReport, report: scoring.OriginalityReport, video: Video, pictures: Pictures
) -> MatchView:
    tone, standing = STANDINGS[match.standing]
    gauge = _gauge(match.similarity, report.threshold)
    stretches = [
        Stretch(one.start, one.end, one.other_start, one.other_end) for one in match.stretches
    ]
    return MatchView(
        handle=match.handle,
        url=match.url,
        posted_at=match.posted_at,
        sentence=match.sentence,
        standing=str(standing),
        tone=tone,
        gauge=gauge,
        edits=edit_words(match.edits, speed=match.speed),
        mirrored=match.mirrored,
        film=_film(stretches, video, pictures, backwards=match.speed < 0),
        pairs=_pairs(pictures, own="query"),
    )


def _copies(video: Video, *, shown: Sequence[int]) -> list[MatchView]:
    """Return who posted this video later, seen from this side."""
    return [
        MatchView(
            handle=copy.handle,
            url=copy.url,
            posted_at=copy.posted_at,
            sentence="",
            standing=str(STANDINGS["later"][1]),
            tone=STANDINGS["later"][0],
            gauge=Gauge(
                percentage(copy.similarity, 0), round(GAUGE * copy.similarity, 1), None, ""
            ),
            edits=edit_words(copy.edits, speed=copy.speed),
            mirrored=copy.mirrored,
            film=None,
            pairs=_pairs(copy.pictures, own="original"),
        )
        for copy in scoring.copies_of(video_id=video.pk)
        if copy.video_id not in shown
    ]


def _film(
    stretches: Sequence[Stretch], video: Video, pictures: Pictures, *, backwards: bool
) -> FilmStrip | None:
    if not stretches:
        return None
    strips: Mapping[str, scoring.EvidencePicture] = {
        one.side: one for one in pictures if one.kind == "strip"
    }
    own, other = strips.get("query"), strips.get("original")
    return film_strip(
        stretches,
        own_seconds=own.at if own else float(video.duration_seconds or 0),
        other_seconds=other.at if other else 0.0,
        own_picture=_address(own.id) if own else "",
        other_picture=_address(other.id) if other else "",
        backwards=backwards,
    )


def _pairs(pictures: Pictures, *, own: str) -> list[PairView]:
    sides: dict[int, dict[str, scoring.EvidencePicture]] = {}
    for one in pictures:
        if one.kind == "pair":
            sides.setdefault(one.number, {})["own" if one.side == own else "other"] = one
    return [
        PairView(_picture(pair["own"]), _picture(pair["other"]))
        for _number, pair in sorted(sides.items())
        if len(pair) == 2
    ]


def _picture(one: scoring.EvidencePicture) -> PictureView:
    return PictureView(_address(one.id), clock(int(one.at)), one.width, one.height)


def _address(picture: UUID) -> str:
    return reverse("evidence_picture", args=[picture])
