"""What can be read in the pictures of videos."""

from collections.abc import Collection

from django.db import connection

from scoring.domain.screen import TEXT_VERSION

_WORDS = """
SELECT v.id, r.content->>'words' FROM core_video v
JOIN scoring_framereading r ON r.sha256 = v.sha256 AND r.kind = 'text' AND r.version = %s
WHERE v.id = ANY(%s) AND v.sha256 <> '' AND coalesce(r.content->>'words', '') <> ''
"""


def words_on_screen(*, video_ids: Collection[int]) -> dict[int, str]:
    """Return the words that stand in the pictures of videos; those without any are absent."""
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, [TEXT_VERSION, list(video_ids)])
        return {int(video_id): str(words) for video_id, words in cursor.fetchall()}
