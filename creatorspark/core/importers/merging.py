"""From the staging table to creators, videos and snapshots, a whole file at a time.

Locks are taken in one order, in this phase order and by key inside each, so two imports at once
wait for each other and never deadlock: creators (new ones), videos, snapshots, and last the few
creators whose profile changed, because money locks that row too.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection

from creatorspark.core.importers import departed
from creatorspark.core.importers.problems import Problem, Reason
from creatorspark.core.importers.staging import sequence_of
from creatorspark.core.importers.wording import sentence
from creatorspark.core.models import ImportRun

_COUNTERS: Final = ("views", "likes", "comments", "shares", "saves", "gifts")
_SAME_COUNTS: Final = " AND ".join(
    f"{{a}}.{name} IS NOT DISTINCT FROM {{b}}.{name}" for name in _COUNTERS
)


@dataclass(frozen=True, slots=True)
class Merged:
    """What a file changed, in rows."""

    creators_added: int
    videos_added: int
    snapshots_added: int
    snapshots_unchanged: int
    counters_fell: int
    rejected: int


class Merge:
    """Merges the staged rows of one run; `apply` is called once, inside the transaction."""

    def __init__(self, run: ImportRun, *, platform: str, source: str, now: datetime) -> None:
        self._run = run
        self._platform = platform
        self._source = source
        self._now = now
        self._rejected = 0

    def apply(self) -> Merged:
        """Write the staged rows and return what changed."""
        self._execute("ANALYZE import_stage (line, video_key, observed_at, creator_key, handle)")
        duplicates = self._drop_duplicates()
        creators = self._merge_creators()
        videos = self._merge_videos()
        unchanged = self._drop_recorded()
        snapshots, fell = self._add_snapshots()
        self._point_to_latest()
        self._refresh_creators()
        return Merged(
            creators_added=creators,
            videos_added=videos,
            snapshots_added=snapshots,
            snapshots_unchanged=unchanged + duplicates,
            counters_fell=fell,
            rejected=self._rejected,
        )

    def _execute(self, statement: str, parameters: dict[str, Any] | None = None) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return int(cursor.rowcount)

    def _value(self, statement: str, parameters: dict[str, Any] | None = None) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            row = cursor.fetchone()
            return row[0] if row else None

    def _report(
        self, reason: Reason, *, source: str, field: str = "", value: str = "s.video_key"
    ) -> int:
        """Store one problem for each staged row that `source` (FROM and WHERE) names."""
        rejects = Problem(0, reason).rejects
        count = self._execute(
            "INSERT INTO core_importproblem (run_id, line, field, value, reason, severity)"
            f" SELECT %(run)s, s.line, %(field)s, left({value}, 300), %(reason)s, %(severity)s"
            f" {source}",
            {
                "run": self._run.pk,
                "field": field,
                "reason": sentence(reason),
                "severity": "rejected" if rejects else "noted",
                "platform": self._platform,
            },
        )
        self._rejected += count if rejects else 0
        return count

    # Rows of the file against each other -------------------------------------------------------
    def _drop_duplicates(self) -> int:
        """Keep the first row of each video and moment; return how many said the same again."""
        repeated = self._value(
            "SELECT (SELECT count(*) FROM import_stage)"
            " - (SELECT count(*) FROM (SELECT FROM import_stage GROUP BY video_key, observed_at) g)"
        )
        if not repeated:
            return 0
        self._execute(
            "CREATE TEMP TABLE import_video ON COMMIT DROP AS"
            " SELECT video_key, observed_at, min(line) AS line FROM import_stage"
            " GROUP BY video_key, observed_at HAVING count(*) > 1"
        )
        pairs = (
            "FROM import_stage s JOIN import_video p USING (video_key, observed_at)"
            " JOIN import_stage f ON f.line = p.line WHERE s.line <> p.line AND "
        )
        same = _SAME_COUNTS.format(a="s", b="f")
        self._report(Reason.DUPLICATE_DIFFERS, source=f"{pairs} NOT ({same})")
        count = self._report(Reason.DUPLICATE_SAME, source=f"{pairs} {same}")
        self._execute(
            "DELETE FROM import_stage s USING import_video p"
            " WHERE s.video_key = p.video_key AND s.observed_at = p.observed_at"
            " AND s.line <> p.line"
        )
        self._execute("DROP TABLE import_video")
        return count

    # Creators ----------------------------------------------------------------------------------
    def _merge_creators(self) -> int:
        """Find or add each creator named; a name without an id is "@name" until an id comes."""
        names = {"platform": self._platform, "now": self._now}
        self._execute(_CREATOR_TABLE)
        self._execute("ANALYZE import_creator")
        self._execute(_CREATORS_BY_ID, names)
        self._execute(_ADOPT_PLACEHOLDERS, names)
        self._execute(_CREATORS_BY_ID, names)
        added = self._execute(_ADD_CREATORS.format(kind="key NOT LIKE '@%%'"), names)
        self._execute(_CREATORS_BY_ID, names)
        if self._value("SELECT EXISTS (SELECT FROM import_creator WHERE creator_id IS NULL)"):
            self._execute(_CREATORS_BY_HANDLE, names)
            added += self._execute(_ADD_CREATORS.format(kind="key LIKE '@%%'"), names)
            self._execute(_CREATORS_BY_ID, names)
        self._execute(departed.REDIRECT)
        return added

    # Videos ------------------------------------------------------------------------------------
    def _merge_videos(self) -> int:
        names = {"platform": self._platform, "now": self._now}
        self._execute(_VIDEO_TABLE.format(videos=sequence_of("core_video")), names)
        self._execute("ANALYZE import_video")
        self._execute(_FROM_OTHER_ROWS)
        self._reject_unplaceable()
        if self._value(departed.ANYBODY_ERASED):
            self._execute(departed.FORGET_WORDS)
        expected = self._value("SELECT count(*) FROM import_video WHERE is_new")
        added = self._execute(_ADD_VIDEOS, names) if expected else 0
        if added < expected:
            # Another import added some of them between our look and our insert.
            self._execute(_ADDED_BY_OTHERS, names)
        self._value(
            "SELECT count(*) FROM (SELECT 1 FROM core_video v JOIN import_video i"
            " ON v.id = i.video_id AND NOT i.is_new ORDER BY v.id FOR NO KEY UPDATE OF v) locked"
        )
        self._report(Reason.CREATOR_DIFFERS, source=_OTHER_CREATOR, field="creator")
        return added

    def _reject_unplaceable(self) -> None:
        for reason, test in (
            (Reason.CREATOR_UNKNOWN, "i.creator_id IS NULL"),
            (Reason.POSTED_UNKNOWN, "i.posted_at IS NULL AND i.creator_id IS NOT NULL"),
        ):
            self._report(
                reason,
                source="FROM import_stage s JOIN import_video i USING (video_key)"
                f" WHERE i.is_new AND {test}",
            )
        unplaceable = "i.is_new AND (i.creator_id IS NULL OR i.posted_at IS NULL)"
        self._execute(
            "DELETE FROM import_stage s USING import_video i"
            f" WHERE s.video_key = i.video_key AND {unplaceable}"
        )
        self._execute(f"DELETE FROM import_video i WHERE {unplaceable}")

    # Snapshots ---------------------------------------------------------------------------------
    def _known_videos(self) -> bool:
        return bool(self._value("SELECT EXISTS (SELECT 1 FROM import_video WHERE NOT is_new)"))

    def _drop_recorded(self) -> int:
        """Drop rows whose moment is recorded already; return how many were equal to it."""
        if not self._known_videos():
            return 0
        pairs = (
            "FROM import_stage s JOIN import_video i ON i.video_key = s.video_key AND NOT i.is_new"
            " JOIN core_metricsnapshot m"
            " ON m.video_id = i.video_id AND m.observed_at = s.observed_at"
        )
        same = _SAME_COUNTS.format(a="s", b="m")
        unchanged = self._value(f"SELECT count(*) {pairs} WHERE {same}")
        self._report(Reason.RECORDED_DIFFERS, source=f"{pairs} WHERE NOT ({same})")
        self._execute(f"DELETE FROM import_stage WHERE line IN (SELECT s.line {pairs})")
        return int(unchanged)

    def _add_snapshots(self) -> tuple[int, int]:
        before = _EARLIER_SNAPSHOTS if self._known_videos() else ""
        with connection.cursor() as cursor:
            cursor.execute(
                _ADD_SNAPSHOTS.format(before=before),
                {"source": self._source, "now": self._now},
            )
            added, fell = cursor.fetchone()
        return int(added), int(fell)

    def _point_to_latest(self) -> None:
        """Keep `latest` and the description of known videos at the newest observation."""
        if self._known_videos():
            self._execute(_UPDATE_VIDEOS, {"now": self._now})

    def _refresh_creators(self) -> None:
        self._execute(_UPDATE_CREATORS, {"now": self._now})


_CREATOR_TABLE: Final = """
CREATE TEMP TABLE import_creator ON COMMIT DROP AS
SELECT DISTINCT ON (key) *, NULL::bigint AS creator_id, false AS is_new
FROM (
    SELECT coalesce(creator_key, '@' || lower(handle)) AS key, handle, display_name, bio,
        verified, follower_count, niche, observed_at
    FROM import_stage WHERE coalesce(creator_key, handle) IS NOT NULL
) named
ORDER BY key, observed_at DESC
"""
_CREATORS_BY_ID: Final = """
UPDATE import_creator i SET creator_id = c.id FROM core_creator c
WHERE i.creator_id IS NULL AND c.platform = %(platform)s AND c.external_id = i.key
"""
_ADOPT_PLACEHOLDERS: Final = """
UPDATE core_creator c SET external_id = i.key, updated_at = %(now)s
FROM (
    SELECT DISTINCT ON (lower(handle)) key, handle FROM import_creator
    WHERE creator_id IS NULL AND handle IS NOT NULL AND key NOT LIKE '@%%'
    ORDER BY lower(handle), key
) i
WHERE c.platform = %(platform)s AND c.external_id = '@' || lower(i.handle)
"""
_CREATORS_BY_HANDLE: Final = """
UPDATE import_creator i SET creator_id = c.id
FROM (
    SELECT DISTINCT ON (lower(handle)) lower(handle) AS handle, id FROM core_creator
    WHERE platform = %(platform)s AND handle <> '' ORDER BY lower(handle), id
) c
WHERE i.creator_id IS NULL AND i.key LIKE '@%%' AND c.handle = lower(i.handle)
"""
_ADD_CREATORS: Final = """
WITH added AS (
    INSERT INTO core_creator (platform, external_id, handle, display_name, bio, verified,
        follower_count, niche, country, language, is_demo, created_at, updated_at)
    SELECT %(platform)s, key, coalesce(handle, ''), coalesce(display_name, ''), coalesce(bio, ''),
        coalesce(verified, false), follower_count, coalesce(niche, ''), '', '', false,
        %(now)s, %(now)s
    FROM import_creator WHERE creator_id IS NULL AND {kind} ORDER BY key
    ON CONFLICT (platform, external_id) DO NOTHING
    RETURNING id, external_id
)
UPDATE import_creator i SET creator_id = added.id, is_new = true
FROM added WHERE added.external_id = i.key
"""
_VIDEO_TABLE: Final = """
CREATE TEMP TABLE import_video ON COMMIT DROP AS
SELECT s.video_key, s.line, s.observed_at, s.snapshot_id, s.posted_at, c.creator_id,
    v.id IS NULL AS is_new,
    coalesce(v.id, nextval('{videos}'::regclass)) AS video_id
FROM (
    SELECT DISTINCT ON (video_key) video_key, line, observed_at, snapshot_id, posted_at,
        coalesce(creator_key, '@' || lower(handle)) AS creator_key
    FROM import_stage
    ORDER BY video_key, observed_at DESC
) s
LEFT JOIN import_creator c ON c.key = s.creator_key
LEFT JOIN core_video v ON v.platform = %(platform)s AND v.external_id = s.video_key
"""
_FROM_OTHER_ROWS: Final = """
UPDATE import_video i SET
    creator_id = coalesce(i.creator_id, o.creator_id),
    posted_at = coalesce(i.posted_at, o.posted_at)
FROM (
    SELECT s.video_key, min(c.creator_id) AS creator_id, min(s.posted_at) AS posted_at
    FROM import_stage s JOIN import_video v USING (video_key)
    LEFT JOIN import_creator c ON c.key = coalesce(s.creator_key, '@' || lower(s.handle))
    WHERE v.is_new AND (v.creator_id IS NULL OR v.posted_at IS NULL)
    GROUP BY s.video_key
) o
WHERE o.video_key = i.video_key
"""
_ADD_VIDEOS: Final = """
INSERT INTO core_video (id, creator_id, platform, external_id, url, caption, hashtags,
    sound_title, sound_original, duration_seconds, width, height, posted_at, file, sha256,
    latest_id, created_at, updated_at)
SELECT i.video_id, i.creator_id, %(platform)s, i.video_key, coalesce(s.url, ''),
    coalesce(s.caption, ''), coalesce(s.hashtags, '{}'), coalesce(s.sound_title, ''),
    s.sound_original, s.duration_seconds, s.width, s.height, i.posted_at, '', '',
    i.snapshot_id, %(now)s, %(now)s
FROM import_video i JOIN import_stage s ON s.line = i.line
WHERE i.is_new
ORDER BY i.video_key
ON CONFLICT (platform, external_id) DO NOTHING
"""
_ADDED_BY_OTHERS: Final = """
UPDATE import_video i SET video_id = v.id, is_new = false FROM core_video v
WHERE i.is_new AND v.platform = %(platform)s AND v.external_id = i.video_key
    AND v.id <> i.video_id
"""
_OTHER_CREATOR: Final = """
FROM import_video s JOIN core_video v ON v.id = s.video_id
WHERE NOT s.is_new AND s.creator_id IS NOT NULL AND v.creator_id <> s.creator_id
"""
_EARLIER_SNAPSHOTS: Final = """
    UNION ALL
    SELECT m.id, m.video_id, m.observed_at, m.views, m.likes, m.comments, m.shares, m.saves,
        m.gifts, false
    FROM core_metricsnapshot m JOIN import_video i ON i.video_id = m.video_id AND NOT i.is_new
"""
_FELL: Final = ", ".join(
    f"CASE WHEN {name} < lag({name}) OVER w THEN '{name}' END" for name in _COUNTERS
)
_ADD_SNAPSHOTS: Final = (
    """
WITH counted AS (
    SELECT s.snapshot_id AS id, i.video_id, s.observed_at, s.views, s.likes, s.comments, s.shares,
        s.saves, s.gifts, true AS fresh
    FROM import_stage s JOIN import_video i USING (video_key)
    {before}
), compared AS (
    SELECT *, array_remove(ARRAY["""
    + _FELL
    + """]::text[], NULL) AS fell
    FROM counted WINDOW w AS (PARTITION BY video_id ORDER BY observed_at)
), added AS (
    INSERT INTO core_metricsnapshot (id, video_id, observed_at, views, likes, comments, shares,
        saves, gifts, fell, source, recorded_at)
    SELECT id, video_id, observed_at, views, likes, comments, shares, saves, gifts, fell,
        %(source)s, %(now)s
    FROM compared WHERE fresh
    RETURNING fell
)
SELECT count(*), count(*) FILTER (WHERE fell <> '{{}}') FROM added
"""
)
_UPDATE_VIDEOS: Final = """
UPDATE core_video v SET latest_id = n.snapshot_id,
    url = coalesce(nullif(s.url, ''), v.url),
    caption = coalesce(nullif(s.caption, ''), v.caption),
    hashtags = coalesce(s.hashtags, v.hashtags),
    sound_title = coalesce(nullif(s.sound_title, ''), v.sound_title),
    sound_original = coalesce(s.sound_original, v.sound_original),
    duration_seconds = coalesce(s.duration_seconds, v.duration_seconds),
    width = coalesce(s.width, v.width), height = coalesce(s.height, v.height),
    updated_at = %(now)s
FROM import_stage s
JOIN (
    SELECT DISTINCT ON (st.video_key) st.video_key, i.video_id, st.line, st.snapshot_id,
        st.observed_at
    FROM import_stage st JOIN import_video i ON i.video_key = st.video_key AND NOT i.is_new
    ORDER BY st.video_key, st.observed_at DESC
) n ON n.line = s.line
LEFT JOIN core_video old ON old.id = n.video_id
LEFT JOIN core_metricsnapshot l ON l.id = old.latest_id
WHERE v.id = n.video_id AND (l.id IS NULL OR l.observed_at < n.observed_at)
"""
_UPDATE_CREATORS: Final = """
WITH newer AS (
    SELECT c.id, i.handle, i.display_name, i.bio, i.verified, i.follower_count, i.niche
    FROM import_creator i JOIN core_creator c ON c.id = i.creator_id AND NOT i.is_new
    WHERE (
        (nullif(i.handle, '') IS NOT NULL AND i.handle <> c.handle AND i.key NOT LIKE '@%%')
        OR (nullif(i.display_name, '') IS NOT NULL AND i.display_name <> c.display_name)
        OR (nullif(i.bio, '') IS NOT NULL AND i.bio <> c.bio)
        OR i.verified <> c.verified
        OR i.follower_count IS DISTINCT FROM coalesce(c.follower_count, i.follower_count)
        OR (i.follower_count IS NOT NULL AND c.follower_count IS NULL)
        OR (nullif(i.niche, '') IS NOT NULL AND i.niche <> c.niche)
    ) AND NOT EXISTS (
        SELECT 1 FROM core_video v JOIN core_metricsnapshot m ON m.id = v.latest_id
        WHERE v.creator_id = c.id AND m.observed_at > i.observed_at
    )
    ORDER BY c.id FOR NO KEY UPDATE OF c
)
UPDATE core_creator c SET
    handle = coalesce(nullif(n.handle, ''), c.handle),
    display_name = coalesce(nullif(n.display_name, ''), c.display_name),
    bio = coalesce(nullif(n.bio, ''), c.bio),
    verified = coalesce(n.verified, c.verified),
    follower_count = coalesce(n.follower_count, c.follower_count),
    niche = coalesce(nullif(n.niche, ''), c.niche),
    updated_at = %(now)s
FROM newer n WHERE c.id = n.id
"""
