"""What the guides to better videos rest on: each cause with its measure, its target and its fix."""

from collections.abc import Iterator
from dataclasses import dataclass

from scoring.domain.quality import Cause, Part
from scoring.domain.quality.captions import TEXT
from scoring.domain.quality.criteria import AUDIO, VISUAL
from scoring.domain.quality.curves import Criterion
from scoring.services.quality.fixes import FIXES, NAMES
from scoring.services.quality.labels import GUIDES, LABELS
from scoring.services.quality.wording import target_words

CRITERIA = {Part.VISUAL: VISUAL, Part.AUDIO: AUDIO, Part.TEXT: TEXT}


@dataclass(frozen=True, slots=True)
class GuideLine:
    """One cause: what it is called, what tells it, what is good, and how to mend it."""

    cause: str
    name: str
    measure: str
    target: str
    fix: str


def guide_lines(*, guide: str) -> list[GuideLine]:
    """Return a guide's causes, what weighs most first; nothing for a guide that isn't one."""
    parts = [part for part, name in GUIDES.items() if name == guide]
    return [line for part in parts for line in _lines(part)]


def _lines(part: Part) -> Iterator[GuideLine]:
    told: set[Cause] = set()
    for criterion in sorted(CRITERIA[part], key=lambda one: -one.weight):
        for cause in (criterion.below, criterion.above):
            if cause is not None and cause not in told:
                told.add(cause)
                yield _line(cause, criterion)


def _line(cause: Cause, criterion: Criterion) -> GuideLine:
    return GuideLine(
        cause=cause.value,
        name=str(NAMES[cause]),
        measure=str(LABELS.get(criterion.measure, criterion.measure)),
        target=target_words(criterion.measure, criterion.target),
        fix=str(FIXES[cause]),
    )
