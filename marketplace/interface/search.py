"""Creators for a brief: searched, counted, explained, compared, and alike.

Whoever calls has made sure that the reader belongs to the campaign's brand. Nothing is returned
that a creator doesn't show.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from marketplace.models import Campaign
from marketplace.services.search import counting, liking, naming, searching, writing
from marketplace.services.search.counting import BriefUnreadable
from marketplace.services.search.facts import (
    AlikeCard,
    AlikePage,
    AudienceNote,
    ComparedLine,
    Comparison,
    CreatorCard,
    EligibleCount,
    FacetGroup,
    FacetValue,
    FactorLine,
    NamedShare,
    RateNote,
    RuleCount,
    RunNote,
    SearchPage,
    SortChoice,
)
from marketplace.services.search.runs import RunGone

__all__ = [
    "AlikeCard",
    "AlikePage",
    "AudienceNote",
    "BriefUnreadable",
    "ComparedLine",
    "Comparison",
    "CreatorCard",
    "EligibleCount",
    "FacetGroup",
    "FacetValue",
    "FactorLine",
    "NamedShare",
    "RateNote",
    "RuleCount",
    "RunGone",
    "RunNote",
    "SearchPage",
    "SortChoice",
    "alike_creators",
    "compare_creators",
    "count_eligible",
    "explained_creators",
    "recommendations_csv",
    "search_creators",
]


def search_creators(
    *,
    campaign_id: int,
    chosen: Mapping[str, Iterable[str]] | None = None,
    sort: str = "match",
    page: int = 1,
    per_page: int = 24,
    run_version: int | None = None,
    now: datetime,
) -> SearchPage:
    """Return a page of explained creators for a brief, with facets and what rules removed.

    `chosen` maps names of facets (category, market, age, gender, size, grade, originality, rate,
    language, verified) to values; a querystring's lists will do, what isn't known is left out. A
    page beyond the last one is the last one. `run_version` is the run that a link names.

    Raises RunGone when that run isn't kept any more, Campaign.DoesNotExist for no campaign.
    """
    return searching.search(
        _campaign(campaign_id),
        chosen=chosen or {},
        sort=sort,
        page=page,
        per_page=per_page,
        run_version=run_version,
        now=now,
    )


def count_eligible(
    *,
    brand_id: int,
    fields: Mapping[str, Any],
    excluded_creators: Iterable[int] = (),
) -> EligibleCount:
    """Return how many creators a brief leaves, while it is being written.

    `fields` are fields of a campaign as they would be stored (`ages` "18-34", `markets` ["US"],
    `least_grade` "B", …). Raises BriefUnreadable for what contradicts itself.
    """
    return counting.count_eligible(
        brand_id=brand_id, fields=fields, excluded_creators=frozenset(excluded_creators)
    )


def explained_creators(
    *,
    campaign_id: int,
    creator_ids: Sequence[int],
    run_version: int | None = None,
    now: datetime,
) -> tuple[CreatorCard, ...]:
    """Return named creators as they match a brief, also those a rule stops, in the given order.

    Creators that the run doesn't know or who can't be asked are left out. Raises RunGone.
    """
    return naming.explained(
        _campaign(campaign_id), creator_ids=creator_ids, run_version=run_version, now=now
    )


def compare_creators(
    *,
    campaign_id: int,
    creator_ids: Sequence[int],
    run_version: int | None = None,
    now: datetime,
) -> Comparison:
    """Return up to four creators side by side for a brief. Raises RunGone."""
    return naming.compare(
        _campaign(campaign_id), creator_ids=creator_ids, run_version=run_version, now=now
    )


def alike_creators(
    *,
    campaign_id: int,
    creator_ids: Sequence[int],
    most: int = 12,
    run_version: int | None = None,
    now: datetime,
) -> AlikePage:
    """Return creators like the named ones (ten at most count) who pass a brief. Raises RunGone."""
    return liking.alike(
        _campaign(campaign_id),
        creator_ids=creator_ids,
        most=most,
        run_version=run_version,
        now=now,
    )


def recommendations_csv(
    *,
    campaign_id: int,
    chosen: Mapping[str, Iterable[str]] | None = None,
    sort: str = "match",
    run_version: int | None = None,
    now: datetime,
) -> Iterator[str]:
    """Return the list as lines of CSV, at most 5,000 creators of one run. Raises RunGone."""
    return writing.recommendations_csv(
        _campaign(campaign_id), chosen=chosen or {}, sort=sort, run_version=run_version, now=now
    )


def _campaign(campaign_id: int) -> Campaign:
    return Campaign.objects.get(pk=campaign_id)
