"""Frames that many unrelated videos share, learned by night, so that they weigh little."""

from collections.abc import Iterator
from datetime import datetime

import numpy as np
from django.db.models import F, QuerySet
from django.db.models.functions import Mod

from scoring.domain.originality import VERSION
from scoring.domain.originality import Fingerprint as Print
from scoring.domain.originality.frames import BITS, Words
from scoring.domain.originality.packing import unpack
from scoring.domain.originality.rarity import common_frames as frames_of
from scoring.models import CommonFrames, Fingerprint

MOST_VIDEOS = 20_000
MOST_FRAMES = 20_000
CHUNK = 200
KEPT = 7

_read: dict[int, tuple[int, Words]] = {}


def common_frames() -> Words:
    """Return the hashes that were learned last; they are read once a process."""
    number = _newest().values_list("pk", flat=True).first() or 0
    held = _read.get(VERSION)
    if held is None or held[0] != number:
        row = CommonFrames.objects.filter(pk=number).first()
        content = bytes(row.content) if row else b""
        held = _read[VERSION] = (number, _words(content))
    return held[1]


def learn_common_frames(*, now: datetime) -> int:
    """Learn them again from the library, or from an even part of a large one; return how many."""
    total = Fingerprint.objects.filter(version=VERSION).count()
    found = np.unique(frames_of(_sample(total)), axis=0)[:MOST_FRAMES]
    CommonFrames.objects.create(
        version=VERSION,
        content=found.astype("<u8").tobytes(),
        count=len(found),
        videos=min(total, MOST_VIDEOS),
        learned_at=now,
    )
    old = _newest().values_list("pk", flat=True)[KEPT:]
    CommonFrames.objects.filter(pk__in=list(old)).delete()
    return len(found)


def _sample(total: int) -> Iterator[Print]:
    every = max(1, -(-total // MOST_VIDEOS))
    rows = Fingerprint.objects.filter(version=VERSION).alias(turn=Mod(F("pk"), every))
    for content in rows.filter(turn=0).values_list("content", flat=True).iterator(CHUNK):
        yield unpack(bytes(content))


def _newest() -> QuerySet[CommonFrames]:
    return CommonFrames.objects.filter(version=VERSION).order_by("-pk")


def _words(content: bytes) -> Words:
    return np.frombuffer(content, "<u8").reshape(-1, BITS // 64).astype(np.uint64)
