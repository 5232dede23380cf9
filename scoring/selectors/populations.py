"""Reading what points are made of, a hundred thousand videos at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from creatorspark.lib.pgcopy import ColumnFormat
from scoring.domain.points.fields import COUNTS, FloatArray, IntArray, VideoFacts
from scoring.selectors.copying import (
    CHUNK,
    PLATFORMS,
    copy_columns,
    id_span,
    known,
    niches_of_creators,
    subtract_exclusions,
)

# What the tables call a field, where that differs from the formula's word.
STORED = {"bookmarks": "saves"}
STORED_COUNTS = tuple(STORED.get(name, name) for name in COUNTS)

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
        **dict.fromkeys(STORED_COUNTS, "int8"),
        "sentiment": "float8",
    }
)
# The snapshot nearest to scoring age when one is near enough, the latest one otherwise. The limits
# on ids are repeated for each table because the planner doesn't carry ranges over joins.
_POPULATION_SQL = """
SELECT DISTINCT ON (v.id)
  v.id, v.posted_at, array_position(%(platforms)s::text[], v.platform::text)::int4 - 1,
  coalesce(v.duration_seconds, -1)::int4, n.code::int4 - 1, s.id, s.observed_at,
  d.distance > %(tolerance)s, s.views, coalesce(s.likes, -1), coalesce(s.shares, -1),
  coalesce(s.comments, -1), coalesce(s.saves, -1),
  CASE WHEN m.supported OR (m.supported IS NOT NULL AND %(neutral)s) THEN m.value ELSE -1 END
FROM core_video v
JOIN core_creator c ON c.id = v.creator_id
JOIN unnest(%(niches)s::text[]) WITH ORDINALITY AS n (niche, code) ON n.niche = c.niche
JOIN core_metricsnapshot s ON s.video_id = v.id AND s.observed_at <= %(now)s
  AND s.video_id >= %(first)s AND s.video_id < %(past)s
CROSS JOIN LATERAL (SELECT greatest(
  s.observed_at - v.posted_at - %(age)s, v.posted_at + %(age)s - s.observed_at
)) d (distance)
LEFT JOIN scoring_sentimentscore m ON m.video_id = v.id AND m.is_current
  AND m.video_id >= %(first)s AND m.video_id < %(past)s
WHERE v.id >= %(first)s AND v.id < %(past)s
  AND v.posted_at >= %(posted_since)s AND v.posted_at <= %(posted_until)s
ORDER BY v.id, d.distance > %(tolerance)s,
  CASE WHEN d.distance > %(tolerance)s THEN %(now)s - s.observed_at ELSE d.distance END,
  s.observed_at DESC
"""
_CURRENT = ColumnFormat(
    {
        "video_id": "int8",
        "reference_id": "int8",
        "snapshot_id": "int8",
        "off_age": "bool",
        **dict.fromkeys(STORED_COUNTS, "int8"),
        "sentiment": "float8",
    }
)
_CURRENT_SQL = f"""
SELECT video_id, reference_id, snapshot_id, off_age, {", ".join(STORED_COUNTS)}, sentiment
FROM scoring_pointsscore
WHERE policy_id = %(policy)s AND is_current
  AND video_id >= %(first)s AND video_id < %(past)s
ORDER BY video_id
"""


@dataclass(frozen=True, slots=True)
class Population:
    """Videos to score, a row a video in the order of ids; -1 where a number isn't known.

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
    shares: IntArray
    comments: IntArray
    saves: IntArray
    sentiment: FloatArray
    niches: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.video_id)

    def take(self, rows: IntArray | slice | npt.NDArray[np.bool_]) -> "Population":
        """Return some of the rows."""
        columns = {name: getattr(self, name)[rows] for name in _COLUMNS}
        return replace(self, **columns)

    def facts(self, rows: IntArray | slice = slice(None)) -> VideoFacts:
        """Return the columns as the formulas want them: floats, NaN for what isn't known."""
        return VideoFacts(
            **{name: known(self.stored(name)[rows]) for name in (*COUNTS, "sentiment")}
        )

    def stored(self, field: str) -> npt.NDArray[Any]:
        """Return the column of a field by the formula's word."""
        column: npt.NDArray[Any] = getattr(self, STORED.get(field, field))
        return column


_COLUMNS = tuple(field.name for field in fields(Population) if field.name != "niches")


def load_population(
    *,
    now: datetime,
    posted_since: datetime,
    posted_until: datetime,
    age: timedelta,
    tolerance: timedelta | None,
    neutral: bool = False,
) -> Iterator[tuple[int, int, Population]]:
    """Yield (ids done, ids in all, part) of the videos posted in a span that have a snapshot.

    `tolerance` None takes the latest snapshot whatever its age. `neutral` takes the 0.5 that
    stands for a sentiment that couldn't be measured; without it such a sentiment isn't known.
    """
    niches = niches_of_creators()
    parameters = {
        "platforms": list(PLATFORMS),
        "niches": list(niches),
        "now": now,
        "age": age,
        "tolerance": timedelta(microseconds=-1) if tolerance is None else tolerance,
        "posted_since": posted_since,
        "posted_until": posted_until,
        "neutral": neutral,
    }
    low, high = id_span(posted_since, posted_until)
    for first in range(low, high, CHUNK):
        past = min(first + CHUNK, high)
        columns = copy_columns(
            _POPULATION, _POPULATION_SQL, parameters | {"first": first, "past": past}
        )
        subtract_exclusions(columns, STORED_COUNTS, first=first, past=past)
        del columns["observed_at"]
        yield past - low, high - low, Population(**cast(dict[str, Any], columns), niches=niches)


def join_populations(parts: list[Population]) -> Population | None:
    """Return the parts as one, None when there are none."""
    if not parts:
        return None
    columns = {name: np.concatenate([getattr(p, name) for p in parts]) for name in _COLUMNS}
    return Population(**columns, niches=parts[0].niches)


def current_scores(policy_id: int, *, first: int, past: int) -> dict[str, npt.NDArray[Any]]:
    """Return what the current scores of a policy were made of, for ids in [first, past)."""
    return copy_columns(_CURRENT, _CURRENT_SQL, {"policy": policy_id, "first": first, "past": past})
