"""What originality does when a creator is erased or merged."""

from creatorspark.core.models import Creator
from creatorspark.core.services.leaving import Chapter, Leave
from scoring.models import (
    Fingerprint,
    JudgementRequest,
    OriginalityMatch,
    OriginalityVerdict,
)
from scoring.services.originality.requests import request_judgements


def _erase(creator: Creator, leave: Leave) -> None:
    """Fingerprints hold small pictures, so they go with the videos; verdicts hold numbers only."""
    Fingerprint.objects.filter(video__creator=creator).delete()


def _merge(kept: Creator, absorbed: Creator, leave: Leave) -> None:
    """Nobody copies themselves: what rests on the other profile's videos is judged anew."""
    people = [kept, absorbed]
    rows = OriginalityMatch.objects.filter(
        verdict__is_current=True,
        verdict__source=OriginalityVerdict.Source.ENGINE,
        verdict__video__creator__in=people,
        other__creator__in=people,
        standing=OriginalityMatch.Standing.COPIED,
    )
    videos = set(rows.values_list("verdict__video_id", flat=True))
    request_judgements(video_ids=videos, now=leave.now, cause=JudgementRequest.Cause.ASKED)


CHAPTER = Chapter(name="scoring.originality", erase=_erase, merge=_merge)
