"""Frames that many unrelated videos share, learned by night, so that they weigh little."""

from collections.abc import Iterator
from datetime import datetime

import numpy as np
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Mod

from scoring.domain.originality import VERSION
from scoring.domain.originality import Fingerprint as Print
from scoring.domain.originality.frames import BITS, Words
from scoring.domain.originality.packing import unpack
from scoring.domain.originality.rarity import common_frames as frames_of
from scoring.domain.verdicts.standing import person_of
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
    total = _current().count()
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


def _sample(total: int) -> Iterator[tuple[str, Print]]:
    """Yield fingerprints, each with the person whose video it is."""
    every = max(1, -(-total // MOST_VIDEOS))
    rows = _current().alias(turn=Mod(F("pk"), every)).filter(turn=0)
    owner = ("video__creator__user_id", "video__creator__merged_into_id", "video__creator_id")
    for content, user, merged, creator in rows.values_list("content", *owner).iterator(CHUNK):
        yield person_of(user=user, merged=merged, creator=creator), unpack(bytes(content))


def _current() -> QuerySet[Fingerprint]:
    """Of the files that videos have now: one that was replaced teaches nothing any more."""
    is_current = Q(sha256=F("video__sha256")) | Q(video__sha256="")
    return Fingerprint.objects.filter(is_current, version=VERSION)


def _newest() -> QuerySet[CommonFrames]:
    return CommonFrames.objects.filter(version=VERSION).order_by("-pk")


def _words(content: bytes) -> Words:
    return np.frombuffer(content, "<u8").reshape(-1, BITS // 64).astype(np.uint64)
