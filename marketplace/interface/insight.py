"""How audiences behave, as it was frozen last."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marketplace.models import InsightReport
from marketplace.services import insight

__all__ = ["InsightFacts", "freeze_insight", "newest_insight"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InsightFacts:
    """One night's figures, as `marketplace.domain.insight.figures` makes them."""

    computed_at: datetime
    videos: int
    creators: int
    figures: Mapping[str, Any]
    sha256: str


def newest_insight() -> InsightFacts | None:
    """Return the newest figures, None before the first night."""
    row = InsightReport.objects.first()
    return _facts(row) if row else None


def freeze_insight(*, now: datetime) -> InsightFacts:
    """Work out the figures of now and keep them."""
    return _facts(insight.freeze(now=now))


def _facts(row: InsightReport) -> InsightFacts:
    return InsightFacts(
        computed_at=row.computed_at,
        videos=row.videos,
        creators=row.creators,
        figures=row.figures,
        sha256=row.sha256,
    )
