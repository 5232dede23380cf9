"""Runs of matching and their lists, as pages, the API and staff see them.

A page that follows another one of the same run names its `run`; RunGone when it isn't kept any
more.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from creatorspark.core.models import User
from marketplace.models import MatchRun
from marketplace.services.profiles.currency import house_currency
from marketplace.services.runs import exporting, reading, requesting
from marketplace.services.runs.reading import (
    BrandMatch,
    BrandsForCreator,
    CreatorMatch,
    CreatorsFor,
    Why,
)
from marketplace.services.search.runs import run_of

__all__ = [
    "RUN_EXPORTS",
    "BrandMatch",
    "BrandsForCreator",
    "CreatorMatch",
    "CreatorsFor",
    "RunFacts",
    "Why",
    "brands_for_creator",
    "creators_for_brand",
    "creators_for_campaign",
    "match_run",
    "match_runs",
    "request_match_run",
    "run_csv",
]

_EXPORTS: Final[Mapping[str, Callable[..., Iterator[str]]]] = {
    "recommendations": exporting.recommendations_csv,
    "features": exporting.features_csv,
    "similarity": exporting.similarity_csv,
    "merged": exporting.merged_csv,
}
RUN_EXPORTS: Final = tuple(_EXPORTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """One computation: `state` is building, ready, failed or retired; `sha256` is of all lists."""

    version: int
    state: str
    started_at: datetime
    finished_at: datetime | None
    policy_version: str
    sha256: str
    quality: Mapping[str, Any]
    error: str


def match_run(*, run: int | None = None) -> RunFacts | None:
    """Return a run by its version, or the one shown; None while there is none. Raises RunGone."""
    row = run_of(run)
    return _facts(row) if row else None


def match_runs() -> tuple[RunFacts, ...]:
    """Return the runs that are kept, the newest first."""
    return tuple(_facts(row) for row in MatchRun.objects.select_related("policy"))


def brands_for_creator(
    *, creator_id: int, now: datetime, run: int | None = None
) -> BrandsForCreator:
    """Return the brands that suit a creator and why, best first; empty while none does.

    Raises RunGone.
    """
    return reading.brands_for_creator(creator_id, currency=house_currency(now=now), version=run)


def creators_for_brand(*, brand_id: int, now: datetime, run: int | None = None) -> CreatorsFor:
    """Return the creators that suit a brand without a brief, best first; for staff. RunGone."""
    return reading.creators_for(brand_id=brand_id, currency=house_currency(now=now), version=run)


def creators_for_campaign(
    *, campaign_id: int, now: datetime, run: int | None = None
) -> CreatorsFor:
    """Return the list of an open brief as the run made it, best first; for staff. RunGone."""
    return reading.creators_for(
        campaign_id=campaign_id, currency=house_currency(now=now), version=run
    )


def run_csv(*, kind: str, now: datetime, run: int | None = None) -> Iterator[str] | None:
    """Yield one of RUN_EXPORTS; for staff, since it names everybody. None while there is no run.

    Raises RunGone, and KeyError for another kind.
    """
    export = _EXPORTS[kind]
    row = run_of(run)
    return export(row, now=now) if row else None


def request_match_run(*, actor: User | None, now: datetime, full: bool = True) -> UUID:
    """Queue a run, soon, because somebody waits for it; return the number of its job."""
    return requesting.request_run(full=full, actor=actor, now=now, soon=True).pk


def _facts(row: MatchRun) -> RunFacts:
    return RunFacts(
        version=row.version,
        state=row.state,
        started_at=row.started_at,
        finished_at=row.finished_at,
        policy_version=row.policy.version if row.policy else "",
        sha256=row.sha256,
        quality=row.quality,
        error=row.error,
    )
