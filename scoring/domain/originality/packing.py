"""A fingerprint as bytes and back: small, exact, and refused if it is of another version."""

import struct
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.domain.originality.content import Box
from scoring.domain.originality.fingerprint import THUMB, VERSION, WINDOWS, Fingerprint
from scoring.domain.originality.frames import BITS
from scoring.domain.originality.points import CODE_BITS, Points

MAGIC = b"CSFP"
HEADER = struct.Struct("<4sHff4fIIII")
PLACES = 65535
TURN = 65536 / (2 * np.pi)


def pack(fingerprint: Fingerprint) -> bytes:
    """Return a fingerprint as bytes: about 60 KB for ten seconds."""
    box, points = fingerprint.box, fingerprint.points
    header = HEADER.pack(
        MAGIC,
        fingerprint.version,
        fingerprint.seconds,
        fingerprint.aspect,
        box.left,
        box.top,
        box.right,
        box.bottom,
        len(fingerprint.times),
        len(points),
        len(fingerprint.point_times),
        len(fingerprint.thumb_times),
    )
    thumbs = fingerprint.thumbs.copy()
    thumbs[1:] -= fingerprint.thumbs[:-1]
    arrays = (
        fingerprint.times.astype("<f4"),
        fingerprint.hashes.astype("<u8"),
        fingerprint.shown.astype("<u8"),
        points.frame.astype("<u2"),
        np.round(np.clip(points.place, 0, 1) * PLACES).astype("<u2"),
        points.size.astype("<f2"),
        (np.round(points.angle * TURN).astype(np.int64) % 65536).astype("<u2"),
        points.code.astype("<u8"),
        fingerprint.point_times.astype("<f4"),
        fingerprint.thumb_times.astype("<f4"),
        thumbs,
    )
    return header + zlib.compress(b"".join(array.tobytes() for array in arrays), 6)


def unpack(content: bytes) -> Fingerprint:
    """Return the fingerprint that was packed; raises ValueError for anything else."""
    if len(content) < HEADER.size or content[:4] != MAGIC:
        raise ValueError("These bytes are no fingerprint.")
    _, version, seconds, aspect, *rest = HEADER.unpack_from(content)
    if version != VERSION:
        raise ValueError(f"Fingerprints of version {version} can't be read.")
    frames, count, point_frames, samples = rest[4:]
    reader = _Reader(zlib.decompress(content[HEADER.size :]))
    times = reader.take("<f4", frames)
    hashes = reader.take("<u8", len(WINDOWS), frames, BITS // 64)
    shown = reader.take("<u8", frames, 3)
    points = Points(
        reader.take("<u2", count),
        reader.take("<u2", count, 2).astype(np.float32) / np.float32(PLACES),
        reader.take("<f2", count).astype(np.float32),
        reader.take("<u2", count).astype(np.float32) / np.float32(TURN),
        reader.take("<u8", count, CODE_BITS // 64),
    )
    return Fingerprint(
        version=version,
        seconds=seconds,
        aspect=aspect,
        box=Box(*rest[:4]),
        times=times,
        hashes=hashes,
        shown=shown,
        points=points,
        point_times=reader.take("<f4", point_frames),
        thumb_times=reader.take("<f4", samples),
        thumbs=np.add.accumulate(reader.take("<u1", samples, THUMB, THUMB), axis=0, dtype=np.uint8),
    )


class _Reader:
    """Cuts arrays off a run of bytes."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._place = 0

    def take(self, kind: str, *shape: int) -> npt.NDArray[Any]:
        count = int(np.prod(shape))
        array = np.frombuffer(self._content, np.dtype(kind), count, self._place)
        self._place += array.nbytes
        return array.reshape(shape)


def sizes(fingerprint: Fingerprint) -> Iterator[tuple[str, int]]:
    """Yield what each layer takes before compression, for the documentation's figures."""
    points = fingerprint.points
    yield "hashes", fingerprint.hashes.nbytes + fingerprint.shown.nbytes
    yield "points", len(points) * (2 + 4 + 2 + 2 + CODE_BITS // 8)
    yield "thumbnails", fingerprint.thumbs.nbytes
