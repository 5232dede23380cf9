"""Why a creator suits a brief, and several side by side, ready to be drawn."""

from dataclasses import dataclass

from creatorspark.portals.rounding import add_up
from marketplace.interface import ComparedLine, Comparison, CreatorCard, FactorLine


@dataclass(frozen=True, slots=True)
class FactorRow:
    """A factor of a match; the `points` of all rows are the score that is shown."""

    line: FactorLine
    points: int


def factor_rows(card: CreatorCard) -> tuple[FactorRow, ...]:
    """Return the factors of a match with points that add up."""
    points = add_up([line.points for line in card.lines])
    return tuple(FactorRow(*one) for one in zip(card.lines, points, strict=True))


@dataclass(frozen=True, slots=True)
class Cell:
    """A factor of one of the compared; `value` None where it isn't known."""

    value: float | None
    is_best: bool


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A factor over the compared."""

    label: str
    weight: float
    cells: tuple[Cell, ...]


def compared(found: Comparison) -> tuple[ComparedRow, ...]:
    """Return the factors of the compared, row by row."""
    return tuple(_row(one, found) for one in found.lines)


def _row(line: ComparedLine, found: Comparison) -> ComparedRow:
    ids = [one.creator_id for one in found.creators]
    # Where all are equal, nobody is the best.
    best = set(line.best) if len(line.best) < len(ids) else set()
    return ComparedRow(
        label=line.label,
        weight=line.weight,
        cells=tuple(
            Cell(value=value, is_best=creator_id in best)
            for creator_id, value in zip(ids, line.values, strict=True)
        ),
    )
