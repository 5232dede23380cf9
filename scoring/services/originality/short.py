"""Verdicts of originality in short, for many videos at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from scoring.models import OriginalityVerdict


@dataclass(frozen=True, slots=True)
class ShortVerdict:
    """Whether a video is original, as it stands now: original, not_original, not_judgeable."""

    verdict: str
    decided_at: datetime


def verdicts_of(*, video_ids: Collection[int]) -> dict[int, ShortVerdict]:
    """Return the verdicts that stand; videos without one are absent. One query."""
    rows = OriginalityVerdict.objects.filter(video_id__in=video_ids, is_current=True)
    return {
        video_id: ShortVerdict(verdict, decided_at)
        for video_id, verdict, decided_at in rows.values_list("video_id", "verdict", "decided_at")
    }
