"""Writing grades by binary COPY: only those whose inputs changed, in one transaction a chunk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection, transaction

from creatorspark.lib.pgcopy import RowFormat, microseconds
from scoring.domain.engagement import GradeState
from scoring.domain.engagement.policy import LETTERS
from scoring.domain.points.fields import FloatArray, IntArray
from scoring.models import EngagementGrade
from scoring.selectors import CHUNK, UNKNOWN, GradePopulation, current_grades
from scoring.selectors.engagement import GRADE_COUNTS
from scoring.services.writing import copy_rows

INPUTS = ("snapshot_id", "off_age", *GRADE_COUNTS, "watch_through")
ROWS = RowFormat(
    {
        "video_id": "int8",
        "policy_id": "int8",
        "reference_id": "int8",
        "snapshot_id": "int8",
        **dict.fromkeys(GRADE_COUNTS, "int8"),
        "watch_through": "float8",
        "off_age": "bool",
        "state": "int2",
        "letter": "int2",
        "score": "float8",
        "rate": "float8",
        "plain_rate": "float8",
        "is_current": "bool",
        "computed_at": "timestamptz",
    }
)
TABLE = "scoring_engagementgrade"
STATES = {
    GradeState.GRADED: EngagementGrade.State.GRADED,
    GradeState.ABSOLUTE: EngagementGrade.State.ABSOLUTE,
    GradeState.TOO_EARLY: EngagementGrade.State.TOO_EARLY,
    GradeState.NEEDS_REVIEW: EngagementGrade.State.NEEDS_REVIEW,
}
_RETIRE = f"UPDATE {TABLE} SET is_current = false WHERE is_current AND video_id = ANY(%s)"


@dataclass(frozen=True, slots=True)
class Compared:
    """What is to be done with each video: `reference_id` is that of its current grade, 0 if none.

    `changed`: it has no current grade of this policy and these inputs. A video whose current grade
    is another policy's is left alone.
    """

    changed: npt.NDArray[np.bool_]
    reference_id: IntArray


@dataclass(frozen=True, slots=True)
class Grades:
    """Grades of some videos as they are stored."""

    state: npt.NDArray[np.int16]
    letter: npt.NDArray[np.int16]
    score: FloatArray
    rate: FloatArray
    plain_rate: FloatArray

    @classmethod
    def empty(cls, size: int) -> "Grades":
        """Return room for the grades of so many videos."""
        return cls(
            state=np.zeros(size, np.int16),
            letter=np.zeros(size, np.int16),
            score=np.zeros(size),
            rate=np.zeros(size),
            plain_rate=np.zeros(size),
        )

    def take(self, rows: slice) -> "Grades":
        """Return some of the rows."""
        return Grades(
            self.state[rows],
            self.letter[rows],
            self.score[rows],
            self.rate[rows],
            self.plain_rate[rows],
        )

    def put(self, rows: IntArray, batch: Any) -> None:
        """Store what `grade_batch` returned."""
        states, scores, letters, rates, plain = batch
        for name, code in STATES.items():
            self.state[rows[states == name]] = code
        for number, letter in enumerate(LETTERS, start=1):
            self.letter[rows[letters == letter]] = number
        self.score[rows] = np.where(np.isnan(scores), UNKNOWN, scores)
        self.rate[rows] = rates
        self.plain_rate[rows] = plain


def compare(population: GradePopulation, *, policy_id: int) -> Compared:
    """Compare what videos are made of with what their current grades were made of."""
    changed = np.ones(len(population), np.bool_)
    reference_id = np.zeros(len(population), np.int64)
    for start in range(0, len(population), CHUNK):
        rows = slice(start, start + CHUNK)
        ids = population.video_id[rows]
        current = current_grades(first=int(ids[0]), past=int(ids[-1]) + 1)
        if not len(current["video_id"]):
            continue
        at = np.minimum(np.searchsorted(current["video_id"], ids), len(current["video_id"]) - 1)
        graded = current["video_id"][at] == ids
        same = np.ones(len(ids), np.bool_)
        for name in INPUTS:
            same &= current[name][at] == getattr(population, name)[rows]
        changed[rows] = ~(graded & (same | (current["policy_id"][at] != policy_id)))
        reference_id[rows] = np.where(graded, current["reference_id"][at], 0)
    return Compared(changed, reference_id)


def write_grades(
    population: GradePopulation,
    grades: Grades,
    reference_ids: IntArray,
    *,
    replaced: IntArray,
    policy_id: int,
    now: datetime,
) -> None:
    """Store new current grades in one transaction; those of `replaced` videos become history."""
    if not len(population):
        return
    data = ROWS.encode(_columns(population, grades, reference_ids, policy_id, now))
    with transaction.atomic(), connection.cursor() as cursor:
        if len(replaced):
            cursor.execute(_RETIRE, [replaced.tolist()])
        copy_rows(cursor, TABLE, ROWS, data)


def _columns(
    population: GradePopulation,
    grades: Grades,
    reference_ids: IntArray,
    policy_id: int,
    now: datetime,
) -> dict[str, npt.NDArray[Any]]:
    same, size = np.broadcast_to, (len(population),)
    return {
        "video_id": population.video_id,
        "policy_id": same(np.int64(policy_id), size),
        "reference_id": reference_ids,
        **{name: getattr(population, name) for name in INPUTS},
        "state": grades.state,
        "letter": grades.letter,
        "score": grades.score,
        "rate": grades.rate,
        "plain_rate": grades.plain_rate,
        "is_current": same(np.True_, size),
        "computed_at": same(np.int64(microseconds(now)), size),
    }
