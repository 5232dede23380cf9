"""Fingerprints in the database: made once for a file, numbered in the order of their commits."""

import hashlib
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from creatorspark.core.models import Video
from scoring.domain.originality import VERSION
from scoring.domain.originality import Fingerprint as Print
from scoring.domain.originality.packing import unpack
from scoring.media.storage import FileMissing, local_file
from scoring.models import Fingerprint
from scoring.services.originality.still_there import still_there
from scoring.services.quality.reading import is_to_measure, one_reader, read_file

CHUNK = 200


@dataclass(frozen=True, slots=True)
class StoredPrint:
    """A fingerprint as it is stored, read."""

    pk: int
    video_id: int
    sha256: str
    made_at: datetime
    content: Print


def fingerprint_video(video: Video, *, now: datetime) -> StoredPrint:
    """Return the fingerprint of a video's file; make and commit it where there is none.

    The same decoding measures the file for its quality. The same file is never decoded twice,
    whoever else sent it. Raises MediaProblem for a file that can't be read and FileMissing where it
    isn't there, or not any more once it is read.
    """
    name = video.file.name or ""
    sha256 = video.sha256 or file_sha256(name)
    row = _stored(sha256, video_id=video.pk)
    if row is None or is_to_measure(sha256, now=now):
        with one_reader(sha256):
            content = read_file(name, sha256=sha256, now=now)
            row = _store_present(video, sha256=sha256, content=content, now=now)
    return _read(row)


def _store_present(video: Video, *, sha256: str, content: bytes, now: datetime) -> Fingerprint:
    with transaction.atomic():
        if not still_there(video_ids=[video.pk]):
            raise FileMissing(video.file.name)
        return store(video_id=video.pk, sha256=sha256, content=content, now=now)


def packed_file(
    name: str,
    *,
    sha256: str,
    now: datetime,
    measure: bool,
    clock: Callable[[], datetime] | None = None,
) -> bytes:
    """Return the packed fingerprint of a file that joins no library; `measure` it in one go.

    `clock` tells when it was measured; without it, at `now`.
    Raises MediaProblem, FileMissing.
    """
    with one_reader(sha256):
        return read_file(name, sha256=sha256, now=now, measure=measure, clock=clock)


def store(*, video_id: int, sha256: str, content: bytes, now: datetime) -> Fingerprint:
    """Keep a packed fingerprint; does nothing where the video has it already."""
    with transaction.atomic():
        # One at a time: who reads up to a number must not miss one below it that commits later.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [zlib.crc32(b"prints") >> 1])
        seconds = unpack(content).seconds
        row, _made = Fingerprint.objects.get_or_create(
            video_id=video_id,
            version=VERSION,
            sha256=sha256,
            defaults={"content": content, "seconds": seconds, "made_at": now},
        )
        return row


def prints_after(number: int) -> Iterator[tuple[int, Print]]:
    """Yield every fingerprint of this version with a higher number, in order."""
    while True:
        rows = Fingerprint.objects.filter(version=VERSION, pk__gt=number).order_by("pk")
        chunk = list(rows.values_list("pk", "content")[:CHUNK])
        for number, content in chunk:
            yield number, unpack(bytes(content))
        if len(chunk) < CHUNK:
            return


def read_prints(numbers: Collection[int]) -> dict[int, StoredPrint]:
    """Return fingerprints by number; those deleted since are absent."""
    return {row.pk: _read(row) for row in Fingerprint.objects.filter(pk__in=numbers)}


def file_sha256(name: str) -> str:
    """Return the digest of a stored file. Raises FileMissing."""
    with local_file(name) as path, path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stored(sha256: str, *, video_id: int) -> Fingerprint | None:
    rows = Fingerprint.objects.filter(video_id=video_id, version=VERSION, sha256=sha256)
    return rows.first()


def _read(row: Fingerprint) -> StoredPrint:
    return StoredPrint(row.pk, row.video_id, row.sha256, row.made_at, unpack(bytes(row.content)))
