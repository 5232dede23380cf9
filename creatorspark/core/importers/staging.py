"""The staging table: rows stream into it by COPY inside the import's one transaction.

It is temporary, so a process that dies at any moment leaves nothing behind, and two imports
never see each other's rows.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import Any, Final

from django.db import connection

from creatorspark.core.importers.copytext import Chunk
from creatorspark.core.importers.fields import StagedRow
from creatorspark.core.importers.problems import Problem
from creatorspark.core.importers.wording import sentence
from creatorspark.core.models import ImportProblem, ImportRun

MAX_NOTES: Final = 10_000
"""Notes kept for one run; rejected rows are all kept."""
SESSION_TABLES: Final = ("import_stage", "import_creator", "import_video")

_PROBLEM_COLUMNS: Final = ("run_id", "line", "field", "value", "reason", "severity")
_CREATE: Final = """
CREATE TEMP TABLE import_stage (
    line bigint NOT NULL, video_key text NOT NULL, creator_key text, handle text,
    display_name text, bio text, verified boolean, follower_count bigint, niche text,
    caption text, hashtags text[], sound_title text, sound_original boolean,
    duration_seconds integer, width integer, height integer, url text,
    posted_at timestamptz, observed_at timestamptz,
    views bigint NOT NULL, likes bigint, comments bigint, shares bigint, saves bigint,
    gifts bigint,
    snapshot_id bigint NOT NULL DEFAULT nextval('{snapshots}'::regclass)
) ON COMMIT DROP
"""


def open_stage() -> None:
    """Make the empty staging table; call it inside a transaction."""
    with connection.cursor() as cursor:
        drop_session_tables()
        # Sorts and hashes of the merge: memory of the server for this transaction alone.
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute(_CREATE.format(snapshots=sequence_of("core_metricsnapshot")))


def sequence_of(table: str) -> str:
    """Return the name of the sequence behind a table's id, quoted as SQL needs it.

    Asked for once: inside a default or a query it would be looked up again for every row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        return str(cursor.fetchone()[0])


def drop_session_tables() -> None:
    """Drop what the import made; ON COMMIT does it too, but not for a savepoint."""
    with connection.cursor() as cursor:
        for table in SESSION_TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{table}")


class StageWriter:
    """Streams chunks into the staging table through one COPY, opened by the first chunk.

    The server stores one chunk while the next is being read and parsed. No other statement can
    run on the connection until `close`.
    """

    def __init__(self) -> None:
        self._exit = ExitStack()
        self._copy: Any = None
        self._columns: tuple[str, ...] = ()

    def write(self, chunk: Chunk) -> None:
        """Send rows; their columns are names of StagedRow, the same for every chunk of a file."""
        if self._copy is None:
            unknown = set(chunk.names) - set(StagedRow._fields)
            if unknown:
                raise ValueError(f"not staged: {sorted(unknown)}")
            self._columns = chunk.names
            cursor = self._exit.enter_context(connection.cursor())
            statement = f"COPY import_stage ({', '.join(chunk.names)}) FROM STDIN (NULL '')"
            self._copy = self._exit.enter_context(cursor.copy(statement))
        elif chunk.names != self._columns:
            raise ValueError("every chunk of a file has the same columns")
        self._copy.write(chunk.as_copy_text())

    def __enter__(self) -> "StageWriter":
        return self

    def __exit__(self, *fault: Any) -> None:
        self._exit.__exit__(*fault)


class ProblemLog:
    """Keeps problems aside while the rows stream, then stores them in the same transaction.

    Every rejected row is kept, and `MAX_NOTES` notes. They wait on disk, not in memory.
    """

    def __init__(self, run: ImportRun) -> None:
        self._run = run
        self._spool = SpooledTemporaryFile(max_size=1 << 20)  # noqa: SIM115 (closed by store)
        self.rejected = 0
        self.noted = 0

    def drain(self, problems: list[Problem]) -> None:
        """Take over the problems found so far and empty the list."""
        if problems:
            rows = list(self._rows(problems))
            problems.clear()
            if rows:
                self._spool.write(Chunk(_PROBLEM_COLUMNS, zip(*rows, strict=True)).as_copy_text())

    def store(self) -> None:
        """Write all of them to the database; call it once, after the rows are staged."""
        statement = f"COPY core_importproblem ({', '.join(_PROBLEM_COLUMNS)}) FROM STDIN"
        with self._spool, connection.cursor() as cursor, cursor.copy(statement) as copy:
            self._spool.seek(0)
            while block := self._spool.read(1 << 20):
                copy.write(block)

    def _rows(self, problems: list[Problem]) -> Iterator[tuple[Any, ...]]:
        for problem in problems:
            if problem.rejects:
                self.rejected += 1
                severity = ImportProblem.Severity.REJECTED
            else:
                self.noted += 1
                severity = ImportProblem.Severity.NOTED
                if self.noted > MAX_NOTES:
                    continue
            yield (
                self._run.pk,
                problem.line,
                problem.field,
                shorten(problem.value),
                sentence(problem.reason),
                severity.value,
            )


def shorten(value: str, *, length: int = 300) -> str:
    """Return at most `length` characters, without NULs, ending in … when cut."""
    value = value.replace("\0", "")
    return value if len(value) <= length else value[: length - 1] + "…"


def fill_observed_at() -> str | None:
    """Give rows without a time the newest posting time of the file; return it in ISO form."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(posted_at) FROM import_stage")
        (newest,) = cursor.fetchone()
        if newest is None:
            return None
        cursor.execute(
            "UPDATE import_stage SET observed_at = %s WHERE observed_at IS NULL", [newest]
        )
    return str(newest.isoformat())
