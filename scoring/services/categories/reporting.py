"""What a video is about, with its reasons, for pages, the API and other apps."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scoring.models import CategoryAssessment
from scoring.services.categories.wording import label_of, reason_of

CORRECTED = 1.0
# Less than this is chance, and isn't worth a line.
MAYBE = 0.1


@dataclass(frozen=True, slots=True)
class CategoryReport:
    """One category: `confidence` 0 to 1, 1 where a person said so; `because` are plain words."""

    category: str
    label: str
    confidence: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CategoriesReport:
    """What a video is about. `maybe` has what too little speaks for to say so.

    `state` is waiting (not read yet) or found; found with no categories: nothing is clear from its
    words. `source` is words, learned or staff.
    """

    video_id: int
    state: str
    categories: tuple[CategoryReport, ...]
    maybe: tuple[CategoryReport, ...]
    source: str
    reason: str
    model_version: str
    computed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CategoryShare:
    """One category of a video and its confidence, 0 to 1."""

    category: str
    confidence: float


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """What a video is about, the surest first; by a person where `source` is staff."""

    categories: tuple[CategoryShare, ...]
    source: str
    computed_at: datetime


def categories_report(*, video_id: int) -> CategoriesReport:
    """Return what a video is about and why."""
    rows = CategoryAssessment.objects.filter(video_id=video_id, is_current=True)
    row = rows.select_related("correction").first()
    if row is None:
        return CategoriesReport(video_id, "waiting", (), (), "", "", "", None)
    return report_of(row)


def report_of(row: CategoryAssessment) -> CategoriesReport:
    """Return what one stored assessment says."""
    scores = {score["category"]: score for score in row.scores}
    staff = row.source == CategoryAssessment.Source.STAFF
    found = tuple(_line(name, scores.get(name), staff=staff) for name in row.categories)
    maybe = (
        ()
        if staff
        else tuple(
            _line(name, score, staff=False)
            for name, score in scores.items()
            if name not in row.categories and score["confidence"] >= MAYBE
        )
    )
    return CategoriesReport(
        video_id=row.video_id,
        state="found",
        categories=found,
        maybe=maybe,
        source=row.source,
        reason=row.correction.reason if row.correction else "",
        model_version=row.model_version,
        computed_at=row.computed_at,
    )


_FACTS = """
SELECT id, video_id, categories, scores, source, computed_at
FROM scoring_categoryassessment WHERE is_current AND video_id = ANY(%s)
"""


def categories_of_videos(*, video_ids: Collection[int]) -> dict[int, CategoryFacts]:
    """Return what videos are about; those not read yet are absent. One query for any number."""
    # An array parameter: a list of thousands of ids is one value, not thousands.
    rows = CategoryAssessment.objects.raw(_FACTS, [list(video_ids)])
    return {row.video_id: _facts(row) for row in rows}


def _facts(row: CategoryAssessment) -> CategoryFacts:
    known = {score["category"]: float(score["confidence"]) for score in row.scores}
    staff = row.source == CategoryAssessment.Source.STAFF
    return CategoryFacts(
        tuple(CategoryShare(one, CORRECTED if staff else known[one]) for one in row.categories),
        row.source,
        row.computed_at,
    )


def _line(category: str, score: dict[str, Any] | None, *, staff: bool) -> CategoryReport:
    return CategoryReport(
        category,
        label_of(category),
        CORRECTED if staff or score is None else float(score["confidence"]),
        tuple(reason_of(term) for term in score["because"]) if score else (),
    )
