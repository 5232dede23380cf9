"""Which learned models are in force. Without one, the curves rate and nobody guesses."""

from scoring.domain.potential import Guesser
from scoring.domain.potential.guessing import guesser_from
from scoring.domain.quality.curves import Part
from scoring.domain.quality.learning.rater import LearnedRater, parts_from
from scoring.models import LearnedModel

Kind = LearnedModel.Kind


def learned_quality() -> LearnedRater | None:
    """Return what corrects the curves' ratings, None where they rate alone.

    Only the parts in which it beat them; nothing that was trained with other measures or curves.
    """
    row = _serving(Kind.QUALITY)
    if row is None:
        return None
    try:
        parts = parts_from(row.parameters)
    except ValueError:
        return None
    better = {Part(name) for name in row.metrics["better"]}
    return LearnedRater(row.version, {part: one for part, one in parts.items() if part in better})


def guesser_in_force() -> tuple[LearnedModel, Guesser] | None:
    """Return the guess of a grade that serves, with its figures; None where none does."""
    row = _serving(Kind.POTENTIAL)
    if row is None:
        return None
    try:
        return row, guesser_from(row.parameters)
    except ValueError:
        return None


def _serving(kind: str) -> LearnedModel | None:
    return LearnedModel.objects.filter(kind=kind, serves=True).first()
