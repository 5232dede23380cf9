"""Several creators side by side, ready to be drawn."""

from dataclasses import dataclass

from marketplace.interface import ComparedLine, Comparison


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
