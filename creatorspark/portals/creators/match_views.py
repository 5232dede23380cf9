"""Matches as pages show them: words, two films, and frames side by side."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from creatorspark.portals.creators.film_strip import FilmStrip, Stretch, film_strip
from creatorspark.portals.creators.originality_words import STANDINGS, edit_words
from creatorspark.portals.templatetags.ui import clock, percentage
from scoring import interface as scoring

GAUGE = 240
OWN = "own_earlier"
Pictures = Sequence[scoring.EvidencePicture]


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
    """One video that this one is like; `is_own` if it is the reader's too."""

    handle: str
    is_own: bool
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


def gauge_of(similarity: float, threshold: float | None) -> Gauge:
    """Draw a likeness of 0 to 1 beside the mark from which it counts."""
    return Gauge(
        text=percentage(similarity, 0),
        x=round(GAUGE * similarity, 1),
        mark=None if threshold is None else round(GAUGE * threshold, 1),
        mark_text="" if threshold is None else percentage(threshold, 0),
    )


def match_view(
    match: scoring.MatchReport,
    *,
    threshold: float | None,
    seconds: float,
    pictures: Pictures = (),
) -> MatchView:
    """Show one match; `seconds` is how long one's own video is, 0 if that isn't known."""
    tone, standing = STANDINGS[match.standing]
    stretches = [
        Stretch(one.start, one.end, one.other_start, one.other_end) for one in match.stretches
    ]
    is_own = match.standing == OWN
    return MatchView(
        handle=match.handle,
        is_own=is_own,
        url=reverse("creators:video", args=[match.video_id]) if is_own else match.url,
        posted_at=match.posted_at,
        sentence=match.sentence,
        standing=str(standing),
        tone=tone,
        gauge=gauge_of(match.similarity, threshold),
        edits=edit_words(match.edits, speed=match.speed),
        mirrored=match.mirrored,
        film=_film(stretches, seconds, pictures, backwards=match.speed < 0),
        pairs=pairs_of(pictures, own="query"),
    )


def _film(
    stretches: Sequence[Stretch], seconds: float, pictures: Pictures, *, backwards: bool
) -> FilmStrip | None:
    if not stretches:
        return None
    strips: Mapping[str, scoring.EvidencePicture] = {
        one.side: one for one in pictures if one.kind == "strip"
    }
    own, other = strips.get("query"), strips.get("original")
    return film_strip(
        stretches,
        own_seconds=own.at if own else seconds,
        other_seconds=other.at if other else 0.0,
        own_picture=_address(own.id) if own else "",
        other_picture=_address(other.id) if other else "",
        backwards=backwards,
    )


def pairs_of(pictures: Pictures, *, own: str) -> list[PairView]:
    """Put the pictures of both sides next to each other; `own` names the reader's side."""
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
