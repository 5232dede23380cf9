"""One decoding of a file for all that is read off it: its fingerprint and its measures.

What was measured is committed at once and belongs to the file, not to a video. A file that can't
be measured is noted, so that it isn't decoded again and again; its fingerprint doesn't hang on it.
"""

import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from django.db import connection, transaction

from scoring.domain.originality import VERSION as PRINT_VERSION
from scoring.domain.originality.jobs import FINGERPRINT
from scoring.domain.quality.jobs import MEASURES, MEASURES_AND_FINGERPRINT, split_both
from scoring.domain.quality.measured import VERSION, from_bytes
from scoring.media.problems import MediaProblem, Problem
from scoring.media.sandbox import Allowance, run_on_video
from scoring.media.storage import FileMissing, StorageAway, local_file
from scoring.models import Fingerprint, Measurement, MeasuringFailure
from scoring.services.originality.still_there import is_held

# Together with a second try for the fingerprint alone it stays under a claim's ten minutes.
ALLOWANCE = Allowance(wall_seconds=300.0, cpu_seconds=240)
MOST_ATTEMPTS = 4
RETRY_AFTER = timedelta(minutes=10)
"""Longer than a reading may take, so that one under way isn't mistaken for one that died."""
MAY_PASS = frozenset(
    {Problem.TOO_SLOW, Problem.TOO_MUCH_MEMORY, Problem.OUR_FAULT, Problem.FILE_LOST}
)
# What measuring may need too much of, where a fingerprint alone may not.
TOO_MUCH = frozenset({Problem.TOO_SLOW, Problem.TOO_MUCH_MEMORY})

Clock = Callable[[], datetime]

log = structlog.get_logger(__name__)


def read_file(
    name: str,
    *,
    sha256: str,
    now: datetime,
    measure: bool = True,
    clock: Clock | None = None,
) -> bytes:
    """Return a file's packed fingerprint, and measure the file where nobody has.

    What is known of the very same file is never read again; of what lacks, one decoding brings
    all. Hold `one_reader` so that two workers don't both. `clock` tells when it was measured;
    without it, at `now`. Raises MediaProblem, FileMissing.
    """
    moment = clock or (lambda: now)
    known = _known_print(sha256)
    wanted = measure and is_to_measure(sha256, now=now)
    if known is not None:
        if wanted:
            _measure(name, sha256=sha256, now=now, clock=moment)
        return known
    try:
        with local_file(name) as path:
            if wanted:
                return _read_both(path, name, sha256=sha256, now=now, clock=moment)
            return run_on_video(FINGERPRINT, path)
    except StorageAway:
        raise
    except FileMissing:
        if wanted:
            _begin(sha256, now=now)
            _note(sha256, Problem.FILE_LOST, now=now)
        raise


def measure_file(name: str, *, sha256: str, now: datetime) -> None:
    """Measure a file where nobody has; what goes wrong is noted."""
    with one_reader(sha256):
        if is_to_measure(sha256, now=now):
            _measure(name, sha256=sha256, now=now, clock=lambda: now)


def is_to_measure(sha256: str, *, now: datetime) -> bool:
    """Say whether a file isn't measured yet and may be tried now."""
    if Measurement.objects.filter(sha256=sha256, version=VERSION).exists():
        return False
    failure = MeasuringFailure.objects.filter(sha256=sha256, version=VERSION).first()
    return failure is None or (failure.retry_at is not None and failure.retry_at <= now)


@contextmanager
def one_reader(sha256: str) -> Iterator[None]:
    """Wait until nobody else reads this file, and keep others waiting meanwhile.

    The lock belongs to the database session, so a worker that dies gives it back.
    """
    key = [zlib.crc32(b"scoring.reading") >> 1, zlib.crc32(sha256.encode()) >> 1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", key)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _known_print(sha256: str) -> bytes | None:
    rows = Fingerprint.objects.filter(version=PRINT_VERSION, sha256=sha256)
    content = rows.values_list("content", flat=True).first()
    return None if content is None else bytes(content)


def _read_both(path: Path, name: str, *, sha256: str, now: datetime, clock: Clock) -> bytes:
    _begin(sha256, now=now)
    try:
        both = run_on_video(MEASURES_AND_FINGERPRINT, path, allowance=ALLOWANCE)
        measures, fingerprint = split_both(both)
        keep(measures, name=name, sha256=sha256, now=clock())
    except MediaProblem as wrong:
        _note(sha256, wrong.problem, now=now)
        if wrong.problem not in TOO_MUCH:
            raise
    except (RuntimeError, ValueError):
        # A fault of the measures is ours, and no reason to leave a copy unnoticed.
        log.exception("file_not_measured", sha256=sha256)
        _note(sha256, Problem.OUR_FAULT, now=now)
    else:
        return fingerprint
    return run_on_video(FINGERPRINT, path)


def _measure(name: str, *, sha256: str, now: datetime, clock: Clock) -> None:
    """Measure a file whose fingerprint is known; what goes wrong is noted and nobody's trouble."""
    _begin(sha256, now=now)
    try:
        with local_file(name) as path:
            measures = run_on_video(MEASURES, path, allowance=ALLOWANCE)
        keep(measures, name=name, sha256=sha256, now=clock())
    except MediaProblem as wrong:
        _note(sha256, wrong.problem, now=now)
    except StorageAway:
        _note(sha256, Problem.OUR_FAULT, now=now)
    except FileMissing:
        _note(sha256, Problem.FILE_LOST, now=now)
    except (RuntimeError, ValueError):
        log.exception("file_not_measured", sha256=sha256)
        _note(sha256, Problem.OUR_FAULT, now=now)


def came_back(sha256: str) -> None:
    """Forget that a file was lost: somebody has sent it again."""
    MeasuringFailure.objects.filter(sha256=sha256, problem=Problem.FILE_LOST).delete()


def keep(measures: bytes, *, name: str, sha256: str, now: datetime) -> None:
    """Commit what was measured of a file.

    Does nothing where that is known already, or where nobody holds the file any more.
    """
    measured = from_bytes(measures)
    row = Measurement(
        sha256=sha256,
        version=VERSION,
        content=measured.as_json(),
        seconds=measured.seconds,
        has_sound=measured.has_sound,
        made_at=now,
    )
    with transaction.atomic():
        if not is_held(name, sha256=sha256):
            return
        Measurement.objects.bulk_create([row], ignore_conflicts=True)
        MeasuringFailure.objects.filter(sha256=sha256, version=VERSION).delete()


def once_more(sha256: str, *, now: datetime) -> None:
    """Let a file be tried now, and only once: one that kills its worker mustn't do so four times.

    A file that was lost never got so far. What stood in the way of other versions is forgotten.
    """
    rows = MeasuringFailure.objects.filter(sha256=sha256)
    rows.exclude(version=VERSION).delete()
    rows.filter(problem=Problem.FILE_LOST).delete()
    rows.update(attempts=MOST_ATTEMPTS - 1, retry_at=now)


def _begin(sha256: str, *, now: datetime) -> None:
    """Count a try before it is made: a file that kills its worker mustn't do so for ever."""
    with transaction.atomic():
        rows = MeasuringFailure.objects.select_for_update()
        row, made = rows.get_or_create(
            sha256=sha256,
            version=VERSION,
            defaults={"problem": "", "retry_at": now + RETRY_AFTER, "failed_at": now},
        )
        if not made:
            row.attempts += 1
            row.problem, row.failed_at = "", now
            row.retry_at = now + RETRY_AFTER if row.attempts < MOST_ATTEMPTS else None
            row.save()


def _note(sha256: str, problem: Problem, *, now: datetime) -> None:
    """Write down what was wrong; tried again later by itself where that can help."""
    row = MeasuringFailure.objects.filter(sha256=sha256, version=VERSION).first()
    if row is None:
        return  # forgotten with whoever held the file
    again = problem in MAY_PASS and row.attempts < MOST_ATTEMPTS
    row.problem, row.failed_at = problem.value, now
    row.retry_at = now + RETRY_AFTER * row.attempts if again else None
    row.save()
