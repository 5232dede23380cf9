"""How an opinion counts: within the cap of the policy in force, and told beside what it moved."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from creatorspark.core.models import Video
from scoring.domain.opinions import weigh
from scoring.domain.quality import Part
from scoring.domain.quality.policy import QualityPolicy
from scoring.models import Opinion, QualityAssessment

CENT = Decimal("0.01")


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
    read = list(rows.defer("raw").order_by("pk"))
    videos = Video.objects.filter(pk__in={row.video_id for row in read})
    as_they_are = {pk: now for pk, *now in videos.values_list("pk", "sha256", "caption")}
    return {row.video_id: row for row in read if _still_holds(row, *as_they_are[row.video_id])}


def count_in(row: QualityAssessment, opinion: Opinion | None, *, rules: QualityPolicy) -> None:
    """Let an opinion move an unsaved rating's overall number; its parts stay what was measured."""
    found = count(
        float(row.overall),
        opinion,
        says=_overall(row, opinion, rules),
        cap=rules.opinion_cap,
        high=100.0,
    )
    row.opinion = found.trace
    if found.trace is not None:
        row.overall = Decimal(str(found.value)).quantize(CENT)


def _overall(row: QualityAssessment, opinion: Opinion | None, rules: QualityPolicy) -> float | None:
    """Return what an opinion makes of the parts that we rated too, weighed as ours are."""
    said = (opinion.values or {}) if opinion else {}
    rated = {
        part: float(said[part.value])
        for part in Part
        if getattr(row, part.value) is not None and said.get(part.value) is not None
    }
    total = sum(rules.weights[part] for part in rated)
    if not total:
        return None
    return round(sum(rules.weights[part] * value for part, value in rated.items()) / total, 2)


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
