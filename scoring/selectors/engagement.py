"""Reading what grades are made of, a hundred thousand videos at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from creatorspark.lib.pgcopy import ColumnFormat
from scoring.domain.engagement import Counts
from scoring.domain.engagement.policy import ACTIONS
from scoring.domain.points.fields import FloatArray, IntArray
from scoring.selectors.copying import (
    CHUNK,
    PLATFORMS,
    Columns,
    copy_columns,
    id_span,
    known,
    niches_of_creators,
    subtract_exclusions,
)

GRADE_COUNTS = ("views", *ACTIONS)
_POPULATION = ColumnFormat(
    {
        "video_id": "int8",
        "posted_at": "timestamptz",
        "platform": "int4",
        "seconds": "int4",
        "niche": "int4",
        "snapshot_id": "int8",
        "observed_at": "timestamptz",
        "off_age": "bool",
        **dict.fromkeys(GRADE_COUNTS, "int8"),
        "watch_through": "float8",
    }
)
# The snapshot nearest to scoring age when one is near enough; else the first one after it, else
# the last one before it. Unlike "the latest" that choice settles, and a grade is meant to stay.
# The limits on ids are repeated because the planner doesn't carry ranges over joins.
_POPULATION_SQL = """
SELECT DISTINCT ON (v.id)
  v.id, v.posted_at, array_position(%(platforms)s::text[], v.platform::text)::int4 - 1,
  coalesce(v.duration_seconds, -1)::int4, n.code::int4 - 1, s.id, s.observed_at,
  d.distance > %(tolerance)s, s.views, coalesce(s.likes, -1), coalesce(s.comments, -1),
  coalesce(s.shares, -1), coalesce(s.saves, -1), coalesce(s.watch_through, -1)
FROM core_video v
JOIN core_creator c ON c.id = v.creator_id
JOIN unnest(%(niches)s::text[]) WITH ORDINALITY AS n (niche, code) ON n.niche = c.niche
JOIN core_metricsnapshot s ON s.video_id = v.id AND s.observed_at <= %(now)s
  AND s.video_id >= %(first)s AND s.video_id < %(past)s
CROSS JOIN LATERAL (SELECT greatest(
  s.observed_at - v.posted_at - %(age)s, v.posted_at + %(age)s - s.observed_at
)) d (distance)
WHERE v.id >= %(first)s AND v.id < %(past)s
  AND v.posted_at >= %(posted_since)s AND v.posted_at <= %(posted_until)s
ORDER BY v.id, d.distance > %(tolerance)s,
  d.distance > %(tolerance)s AND s.observed_at < v.posted_at + %(age)s,
  d.distance, s.observed_at DESC
"""
_CURRENT = ColumnFormat(
    {
        "video_id": "int8",
        "policy_id": "int8",
        "reference_id": "int8",
        "snapshot_id": "int8",
        "off_age": "bool",
        **dict.fromkeys(GRADE_COUNTS, "int8"),
        "watch_through": "float8",
    }
)
_CURRENT_SQL = f"""
SELECT {", ".join(_CURRENT.columns)} FROM scoring_engagementgrade
WHERE is_current AND video_id >= %(first)s AND video_id < %(past)s
ORDER BY video_id
"""


@dataclass(frozen=True, slots=True)
class GradePopulation:
    """Videos to grade, a row a video in the order of ids; -1 where a number isn't known.

    `posted_at` in microseconds since 2000 UTC; `platform` and `niche` are positions in PLATFORMS
    and `niches`; counts are less what was excluded as not counting.
    """

    video_id: IntArray
    posted_at: IntArray
    platform: npt.NDArray[np.int32]
    seconds: npt.NDArray[np.int32]
    niche: npt.NDArray[np.int32]
    snapshot_id: IntArray
    off_age: npt.NDArray[np.bool_]
    views: IntArray
    likes: IntArray
    comments: IntArray
    shares: IntArray
    saves: IntArray
    watch_through: FloatArray
    niches: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.video_id)

    def take(self, rows: IntArray | slice | npt.NDArray[np.bool_]) -> "GradePopulation":
        """Return some of the rows."""
        columns = {name: getattr(self, name)[rows] for name in _COLUMNS}
        return replace(self, **columns)

    def counts(self, rows: IntArray | slice = slice(None)) -> Counts:
        """Return the counts as the formulas want them: floats, NaN for what isn't known."""
        names = (*GRADE_COUNTS, "watch_through")
        return Counts(**{name: known(getattr(self, name)[rows]) for name in names})


_COLUMNS = tuple(field.name for field in fields(GradePopulation) if field.name != "niches")


def load_grade_population(
    *,
    now: datetime,
    posted_since: datetime,
    posted_until: datetime,
    age: timedelta,
    tolerance: timedelta,
) -> Iterator[tuple[int, int, GradePopulation]]:
    """Yield (ids done, ids in all, part) of the videos posted in a span that have a snapshot."""
    niches = niches_of_creators()
    parameters = {
        "platforms": list(PLATFORMS),
        "niches": list(niches),
        "now": now,
        "age": age,
        "tolerance": tolerance,
        "posted_since": posted_since,
        "posted_until": posted_until,
    }
    low, high = id_span(posted_since, posted_until)
    for first in range(low, high, CHUNK):
        past = min(first + CHUNK, high)
        columns = copy_columns(
            _POPULATION, _POPULATION_SQL, parameters | {"first": first, "past": past}
        )
        subtract_exclusions(columns, GRADE_COUNTS, first=first, past=past)
        del columns["observed_at"]
        yield (
            past - low,
            high - low,
            GradePopulation(**cast(dict[str, Any], columns), niches=niches),
        )


def join_grade_populations(parts: list[GradePopulation]) -> GradePopulation | None:
    """Return the parts as one, None when there are none."""
    if not parts:
        return None
    columns = {name: np.concatenate([getattr(p, name) for p in parts]) for name in _COLUMNS}
    return GradePopulation(**columns, niches=parts[0].niches)


def current_grades(*, first: int, past: int) -> Columns:
    """Return what the current grades were made of, for ids in [first, past)."""
    return copy_columns(_CURRENT, _CURRENT_SQL, {"first": first, "past": past})
