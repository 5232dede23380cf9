"""How long viewers stay, where they leave, and what is on the screen there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.portals.creators.evaluation.advice_cards import (
    AdviceCard,
    Picture,
    picture_of,
)
from creatorspark.portals.creators.evaluation.timeline import HEIGHT, WIDTH, Span, span
from creatorspark.portals.templatetags.ui import clock
from scoring import interface as scoring

MOST_POINTS = 240
SHOWN_WITHIN = 1.0


@dataclass(frozen=True, slots=True)
class DropView:
    """Where viewers leave: of 100, how many, what is seen then, and what is wrong then."""

    when: str
    words: str
    picture: Picture | None
    causes: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class StayRow:
    """A line of the table behind the curve."""

    at: str
    share: float


@dataclass(frozen=True, slots=True)
class RetentionCard:
    """The curve, drawn from all viewers (top) down to none, and its largest falls."""

    line: str
    area: str
    half_y: float
    top: str
    length: str
    mean: float
    mean_words: str
    half_words: str
    kept: float
    drops: tuple[DropView, ...]
    rows: tuple[StayRow, ...]
    given_at: datetime
    source: str


def retention_card(
    report: scoring.RetentionReport | None,
    *,
    pictures: scoring.QualityPictures,
    advice: Sequence[AdviceCard],
) -> RetentionCard | None:
    """Return the card, None where nobody gave a curve."""
    if report is None:
        return None
    highest = max(1.0, *report.shares)
    points = _points(report.shares, highest)
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return RetentionCard(
        line=line,
        area=f"0,{HEIGHT:.0f} {line} {WIDTH:.0f},{HEIGHT:.0f}",
        half_y=round(HEIGHT * (1 - 0.5 / highest), 1),
        top=f"{round(100 * highest)} %",
        length=clock(round(report.seconds)),
        mean=report.mean,
        mean_words=_("%(watched)s of %(all)s")
        % {
            "watched": clock(round(report.mean * report.seconds)),
            "all": clock(round(report.seconds)),
        },
        half_words="" if report.half_at is None else clock(report.half_at),
        kept=report.kept,
        drops=tuple(_drop(one, report.seconds, pictures, advice) for one in report.drops),
        rows=_rows(report.shares),
        given_at=report.given_at,
        source=report.source,
    )


def _points(shares: Sequence[float], highest: float) -> list[tuple[float, float]]:
    last = max(len(shares) - 1, 1)
    step = max(1, -(-len(shares) // MOST_POINTS))
    places = sorted({*range(0, len(shares), step), len(shares) - 1})
    return [(at / last * WIDTH, HEIGHT * (1 - shares[at] / highest)) for at in places]


def _rows(shares: Sequence[float]) -> tuple[StayRow, ...]:
    step = max(1, -(-len(shares) // 60))
    return tuple(StayRow(clock(at), shares[at]) for at in range(0, len(shares), step))


def _drop(
    drop: scoring.Drop,
    seconds: float,
    pictures: scoring.QualityPictures,
    advice: Sequence[AdviceCard],
) -> DropView:
    lost = round(100 * drop.lost)
    near = pictures.nearest(drop.start, within=SHOWN_WITHIN)
    return DropView(
        when=f"{clock(drop.start)}–{clock(drop.end)}",
        words=ngettext("%(n)d of 100 viewers leaves", "%(n)d of 100 viewers leave", lost)
        % {"n": lost},
        picture=picture_of(near.id, near.at) if near else None,
        causes=tuple(
            one.name
            for one in advice
            if any(start < drop.end and drop.start < end for start, end in one.stretches)
        ),
        span=span(drop.start, drop.end, seconds=seconds),
    )
