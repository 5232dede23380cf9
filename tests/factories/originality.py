"""Verdicts with matches and kept pictures, as the engine would leave them."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.utils import timezone

from creatorspark.core.models import Video
from scoring.models import EvidenceFrame, OriginalityMatch, OriginalityVerdict

PICTURE = b"\xff\xd8 a picture"


def judge(
    video: Video,
    *,
    others: tuple[Video, ...] = (),
    verdict: str = "not_original",
    standing: str = "copied",
    similarity: float | None = 0.97,
    problem: str = "",
    now: datetime | None = None,
) -> OriginalityVerdict:
    """Give a video a verdict that rests on these other videos, the likest first."""
    evidence = {"version": 1, "policy": "originality-1", "threshold": 0.62}
    row = OriginalityVerdict.objects.create(
        video=video,
        verdict=verdict,
        similarity=similarity,
        reason="It says so.",
        source="engine",
        evidence=evidence | ({"problem": problem} if problem else {}),
        decided_at=now or timezone.now(),
    )
    for rank, other in enumerate(others, 1):
        match(row, other, rank=rank, standing=standing)
    return row


def match(
    verdict: OriginalityVerdict, other: Video, *, rank: int = 1, standing: str = "copied"
) -> OriginalityMatch:
    """Let seconds 3 to 11 be those from 0 on of another video, mirrored and cropped."""
    return OriginalityMatch.objects.create(
        verdict=verdict,
        rank=rank,
        other=other,
        similarity=0.97,
        covered=0.9,
        speed=1.0,
        mirrored=True,
        edits=["mirrored", "cropped"],
        stretches=[[3.0, 11.0, 0.0, 8.0]],
        pairs=[[4.0, 1.0], [7.0, 4.0]],
        standing=standing,
    )


def keep_pictures(match: OriginalityMatch) -> None:
    """Keep a pair and the strips of a match."""
    for kind, number in (("pair", 1), ("strip", 0)):
        for side in ("query", "original"):
            frame = EvidenceFrame(
                match=match, kind=kind, side=side, number=number, at=12.0, width=360, height=640
            )
            frame.file.save("x", ContentFile(PICTURE))
