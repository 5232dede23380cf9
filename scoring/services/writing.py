"""Writing scores by binary COPY: only those whose inputs changed, in one transaction a chunk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection, transaction

from creatorspark.lib.pgcopy import HEADER, TRAILER, RowFormat, microseconds, pieces
from scoring.domain.points.fields import FIELDS, FloatArray, IntArray
from scoring.selectors import CHUNK, STORED, STORED_COUNTS, Population, current_scores

INPUTS = ("snapshot_id", "off_age", *STORED_COUNTS, "sentiment")
Z_COLUMNS = tuple(f"z_{STORED.get(name, name)}" for name in FIELDS)
ROWS = RowFormat(
    {
        "video_id": "int8",
        "policy_id": "int8",
        "reference_id": "int8",
        "snapshot_id": "int8",
        **dict.fromkeys(STORED_COUNTS, "int8"),
        "engagement_rate": "float8",
        "sentiment": "float8",
        **dict.fromkeys(Z_COLUMNS, "float8"),
        "left_out": "int2",
        "off_age": "bool",
        "score": "float8",
        "points": "int4",
        "is_current": "bool",
        "computed_at": "timestamptz",
    }
)
_RETIRE = (
    "UPDATE scoring_pointsscore SET is_current = false "
    "WHERE is_current AND policy_id = %s AND video_id = ANY(%s)"
)


@dataclass(frozen=True, slots=True)
class Scored:
    """Scores of some videos, whichever formula made them; `z` has a row a field."""

    points: IntArray
    total: FloatArray
    z: FloatArray
    left_out: npt.NDArray[np.int16]
    engagement_rate: FloatArray


def changed_rows(
    population: Population, reference_ids: IntArray, *, policy_id: int
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return which videos have no current score of the same inputs and reference, and which any."""
    changed = np.ones(len(population), np.bool_)
    scored = np.zeros(len(population), np.bool_)
    for start in range(0, len(population), CHUNK):
        rows = slice(start, start + CHUNK)
        ids = population.video_id[rows]
        current = current_scores(policy_id, first=int(ids[0]), past=int(ids[-1]) + 1)
        if not len(current["video_id"]):
            continue
        at = np.minimum(np.searchsorted(current["video_id"], ids), len(current["video_id"]) - 1)
        scored[rows] = current["video_id"][at] == ids
        same = scored[rows] & (current["reference_id"][at] == reference_ids[rows])
        for name in INPUTS:
            same &= current[name][at] == getattr(population, name)[rows]
        changed[rows] = ~same
    return changed, scored


def write_scores(
    population: Population,
    scored: Scored,
    reference_ids: IntArray,
    *,
    replaced: IntArray,
    policy_id: int,
    now: datetime,
) -> None:
    """Store new current scores in one transaction.

    `replaced` are the ids of the videos whose current scores become history.
    """
    if not len(population):
        return
    data = ROWS.encode(_columns(population, scored, reference_ids, policy_id, now))
    with transaction.atomic(), connection.cursor() as cursor:
        if len(replaced):
            cursor.execute(_RETIRE, [policy_id, replaced.tolist()])
        copy_rows(cursor, "scoring_pointsscore", ROWS, data)


def copy_rows(cursor: Any, table: str, form: RowFormat, data: memoryview) -> None:
    """Send encoded rows into a table."""
    names = ", ".join(form.names)
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT binary)") as copy:
        copy.write(HEADER)
        for piece in pieces(data):
            copy.write(piece)
        copy.write(TRAILER)


def _columns(
    population: Population,
    scored: Scored,
    reference_ids: IntArray,
    policy_id: int,
    now: datetime,
) -> dict[str, npt.NDArray[Any]]:
    same = np.broadcast_to
    size = (len(population),)
    return {
        "video_id": population.video_id,
        "policy_id": same(np.int64(policy_id), size),
        "reference_id": reference_ids,
        **{name: getattr(population, name) for name in INPUTS},
        "engagement_rate": scored.engagement_rate,
        **dict(zip(Z_COLUMNS, scored.z, strict=True)),
        "left_out": scored.left_out,
        "score": scored.total,
        "points": scored.points,
        "is_current": same(np.True_, size),
        "computed_at": same(np.int64(microseconds(now)), size),
    }
