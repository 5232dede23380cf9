"""How videos look, as their files were measured: how bright, how colourful, how fast."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from scoring.domain.quality.measured import VERSION

_MEASURED = """
SELECT v.id, (m.content->'values'->>'brightness')::float,
  (m.content->'values'->>'colourfulness')::float, (m.content->'values'->>'cuts_a_minute')::float
FROM core_video v JOIN scoring_measurement m ON m.sha256 = v.sha256 AND m.version = %s
WHERE v.id = ANY(%s) AND v.sha256 <> ''
"""


@dataclass(frozen=True, slots=True)
class Look:
    """How a video looks. None is not known.

    `brightness` is 0 to 255; `colour` 0 for grey and over 60 for vivid (Hasler and Süsstrunk);
    `cuts` are those in a minute.
    """

    brightness: float | None
    colour: float | None
    cuts: float | None


def looks_of(*, video_ids: Collection[int]) -> dict[int, Look]:
    """Return how videos look; those whose file wasn't measured are absent. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_MEASURED, [VERSION, list(video_ids)])
        return {int(video_id): Look(*found) for video_id, *found in cursor.fetchall()}
