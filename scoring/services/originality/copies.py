"""The other way round: who else posted a video, as far as it was judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from scoring.models import OriginalityMatch, OriginalityVerdict
from scoring.services.originality.evidence import EvidencePicture, accusation_stands, frames_of

MOST_COPIES = 10


@dataclass(frozen=True, slots=True)
class CopyReport:
    """A later video that was judged a copy of this one; `pictures` show the two side by side."""

    video_id: int
    handle: str
    url: str
    posted_at: datetime
    similarity: float
    speed: float
    mirrored: bool
    edits: tuple[str, ...]
    stretches: tuple[tuple[float, ...], ...]
    pictures: Sequence[EvidencePicture]


def copies_of(*, video_id: int) -> list[CopyReport]:
    """Return the videos whose verdict now says that they copy this one, the likest first.

    Only what was judged: a match that is declared, licensed or too faint accuses nobody. A person
    who confirms the engine's verdict leaves its matches standing.
    """
    rows = (
        OriginalityMatch.objects.filter(
            accusation_stands("verdict"),
            other_id=video_id,
            standing=OriginalityMatch.Standing.COPIED,
            verdict__verdict=OriginalityVerdict.Verdict.NOT_ORIGINAL,
        )
        .select_related("verdict__video__creator")
        .order_by("-similarity", "pk")[:MOST_COPIES]
    )
    pictures = frames_of(match_ids=[row.pk for row in rows])
    return [_report(row, pictures.get(row.pk, [])) for row in rows]


def _report(row: OriginalityMatch, pictures: Sequence[EvidencePicture]) -> CopyReport:
    video = row.verdict.video
    return CopyReport(
        video_id=video.pk,
        handle=video.creator.handle,
        url=video.url if video.url.startswith("https://") else "",
        posted_at=video.posted_at,
        similarity=row.similarity,
        speed=row.speed,
        mirrored=row.mirrored,
        edits=tuple(row.edits),
        stretches=tuple(tuple(stretch) for stretch in row.stretches),
        pictures=[picture for picture in pictures if picture.kind == "pair"],
    )
