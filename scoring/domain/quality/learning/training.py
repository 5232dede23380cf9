"""Trains a model of quality from pieces and opinions, and tests it on clips it never saw."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.domain.quality.curves import Part
from scoring.domain.quality.learning.corpus import Piece
from scoring.domain.quality.learning.evaluating import evaluate, verdict
from scoring.domain.quality.learning.network import Network, Table, loss, train
from scoring.domain.quality.learning.rater import PartModel, Scaler, logit, moved, parameters_of
from scoring.domain.quality.learning.rows import Opinion, Rows, rows_of
from scoring.domain.quality.learning.splitting import Side, Split, split

# Part of every card: whatever changes what the same clips teach is a new version.
VERSION = "quality-training-1"
PARTS = (Part.VISUAL, Part.AUDIO)
HIDDEN = 12
ROUNDS = 400
NETWORKS = 4
DECAYS = (1e-4, 1e-3, 1e-2)

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training made; `metrics` are of the test side, `chosen` of the choice."""

    parameters: dict[str, Any]
    metrics: dict[str, Any]
    split: Split
    beats: tuple[Part, ...]


def train_quality(
    pieces: Sequence[Piece],
    opinions: Sequence[Opinion] = (),
    *,
    seed: int,
    report: Report = lambda done, total: None,
) -> Trained:
    """Train a model for each part that there is enough of. Raises TooFew."""
    owners = [*(one.group for one in pieces), *(one.group for one in opinions)]
    groups = split(owners, seed=seed)
    total = len(PARTS) * len(DECAYS) * NETWORKS
    models: dict[Part, PartModel] = {}
    metrics: dict[str, Any] = {}
    for number, part in enumerate(PARTS):
        sides = {side: _side(part, side, groups, pieces, opinions) for side in Side}
        if not all(one.pairs for one in sides.values()):
            metrics[part.value] = {"beats": False, "because": "too_few_clips"}
            continue
        model, decay = _fitted(sides, seed=seed, report=_onwards(report, number, total))
        metrics[part.value] = _tested(model, decay, sides, seed=seed)
        models[part] = model
    report(total, total)
    beats = tuple(part for part in models if metrics[part.value]["beats"])
    return Trained(parameters_of(models), metrics, groups, beats)


def _onwards(report: Report, number: int, total: int) -> Callable[[int], None]:
    return lambda done: report(number * total // len(PARTS) + done, total)


def _side(
    part: Part, side: Side, groups: Split, pieces: Sequence[Piece], opinions: Sequence[Opinion]
) -> Rows:
    wanted = {name for name, one in groups.sides.items() if one is side}
    return rows_of(part, pieces, opinions, wanted)


def _fitted(
    sides: dict[Side, Rows], *, seed: int, report: Callable[[int], None]
) -> tuple[PartModel, float]:
    """Train with each decay and keep the one that did best on the clips to choose with."""
    scaler = Scaler.of(sides[Side.TRAIN].vectors)
    tables = {side: _table(scaler, rows) for side, rows in sides.items()}
    pairs = {side: rows.as_pairs() for side, rows in sides.items()}
    checked = (tables[Side.VALIDATION], pairs[Side.VALIDATION])
    best: tuple[float, float, tuple[Network, ...]] | None = None
    for place, decay in enumerate(DECAYS):
        networks = []
        for number in range(NETWORKS):
            networks.append(
                train(
                    tables[Side.TRAIN],
                    pairs[Side.TRAIN],
                    checked,
                    hidden=HIDDEN,
                    decay=decay,
                    rounds=ROUNDS,
                    seed=seed + number,
                )
            )
            report(place * NETWORKS + number + 1)
        found = float(np.mean([loss(one, *checked) for one in networks]))
        if best is None or found < best[0]:
            best = (found, decay, tuple(networks))
    assert best is not None
    return PartModel(scaler, best[2]), best[1]


def _table(scaler: Scaler, rows: Rows) -> Table:
    return Table(scaler.scaled(rows.vectors), logit(rows.curves))


def _tested(
    model: PartModel, decay: float, sides: dict[Side, Rows], *, seed: int
) -> dict[str, Any]:
    found = {
        side: evaluate(rows, ratings_of(model, rows), seed=seed) for side, rows in sides.items()
    }
    said = verdict(found[Side.TEST])
    return {
        "beats": said.beats,
        "because": said.because,
        "decay": decay,
        "test": found[Side.TEST],
        "train": {name: found[Side.TRAIN][name] for name in ("groups", "pairs", "accuracy")},
        "validation": {
            name: found[Side.VALIDATION][name] for name in ("groups", "pairs", "accuracy")
        },
    }


def ratings_of(model: PartModel, rows: Rows) -> Any:
    """What the model says of every row, 0 to 100."""
    return np.round(moved(rows.curves, model.moves(rows.vectors).mean(axis=0)), 2)
