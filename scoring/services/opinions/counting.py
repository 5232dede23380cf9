"""How an opinion counts: within the cap of the policy in force, and told beside what it moved."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from creatorspark.core.models import Video
from scoring.domain.opinions import weigh
from scoring.models import Opinion


@dataclass(frozen=True, slots=True)
class Counted:
    """A value after an opinion was counted, and what is stored about it (None: there was none)."""

    value: float
    trace: dict[str, Any] | None


def opinions_on(video_ids: Collection[int]) -> dict[int, Opinion]:
    """Return the newest opinion that was read of each video, of its file and caption as they are.

    What was said of another file or another caption counts no more. Two queries.
    """
    rows = Opinion.objects.filter(video__in=video_ids, outcome=Opinion.Outcome.READ)
    newest = {row.video_id: row for row in rows.order_by("pk")}
    videos = Video.objects.filter(pk__in=newest).values_list("pk", "sha256", "caption")
    return {
        pk: newest[pk]
        for pk, digest, caption in videos
        if _still_holds(newest[pk], digest, caption)
    }


def count(
    value: float,
    opinion: Opinion | None,
    *,
    says: float | None,
    cap: float,
    low: float = 0.0,
    high: float = 1.0,
) -> Counted:
    """Move a value by what an opinion says of it, at most by `cap` of its range."""
    if opinion is None or says is None:
        return Counted(value, None)
    moved = weigh(value, says, cap=cap, low=low, high=high)
    trace = {
        "opinion": opinion.pk,
        "model": opinion.model,
        "prompt_version": opinion.prompt_version,
        "says": says,
        "before": value,
        "cap": cap,
    }
    return Counted(moved, trace)


def _still_holds(opinion: Opinion, digest: str, caption: str) -> bool:
    same_words = opinion.caption_sha256 in ("", sha256(caption.encode()).hexdigest())
    return opinion.sha256 == digest and same_words
