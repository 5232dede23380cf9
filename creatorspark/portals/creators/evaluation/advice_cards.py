"""What to change first, each with its moment, its picture and the way to mend it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from creatorspark.portals.creators.evaluation.timeline import Span, span
from creatorspark.portals.templatetags.ui import clock
from scoring import interface as scoring

# What a single picture shows of what is so all through; the rest needs no picture of its own.
SEEN_IN_ONE = frozenset(
    {"soft", "dark", "bright", "flat", "pale", "garish", "grainy", "compressed", "bars"}
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A kept picture and the moment that it shows, as M:SS."""

    id: UUID
    at: str
    label: str


@dataclass(frozen=True, slots=True)
class AdviceCard:
    """One piece of feedback. `spans` are its stretches on the timeline; none: all through."""

    number: int
    part: str
    cause: str
    name: str
    when: str
    measured: str
    target: str
    fix: str
    points: int
    points_text: str
    pictures: tuple[Picture, ...]
    spans: tuple[Span, ...]
    stretches: tuple[tuple[int, int], ...]
    learn: str


def advice_cards(
    advice: Sequence[scoring.AdviceReport], *, seconds: float | None
) -> list[AdviceCard]:
    """Return feedback in the order of the points that it would bring."""
    return [_card(number, one, seconds or 1.0) for number, one in enumerate(advice, 1)]


def picture_of(frame_id: UUID, at: float) -> Picture:
    """Return a kept picture with its moment in words."""
    moment = clock(int(at))
    return Picture(frame_id, moment, _("Your video at %(moment)s") % {"moment": moment})


def _card(number: int, one: scoring.AdviceReport, seconds: float) -> AdviceCard:
    return AdviceCard(
        number=number,
        part=one.part,
        cause=one.cause,
        name=one.name,
        when=one.when,
        measured=one.measured,
        target=one.target_text,
        fix=one.fix,
        points=max(1, round(one.points)),
        points_text=one.points_text,
        pictures=tuple(
            picture_of(frame.id, frame.at)
            for frame in one.frames
            if one.moments or one.cause in SEEN_IN_ONE
        ),
        spans=tuple(span(start, end, seconds=seconds) for start, end in one.moments),
        stretches=one.moments,
        learn=f"{reverse('learn:better', args=[one.learn])}#{one.cause}",
    )
