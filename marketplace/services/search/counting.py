"""How many creators a brief leaves, while it is being written."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from marketplace.domain.matching.profiles import Needs
from marketplace.models import Campaign
from marketplace.services.needs import needs_of_campaign
from marketplace.services.search.facts import EligibleCount
from marketplace.services.search.judging import passing
from marketplace.services.search.runs import note_of, run_of
from marketplace.services.search.searching import rules
from marketplace.services.tables.opening import opened

# What of a brief decides who is left; a name it doesn't know is a mistake of the caller.
COUNTED: Final = frozenset(
    {
        "industries",
        "categories",
        "ages",
        "genders",
        "markets",
        "languages",
        "budget",
        "per_creator_budget",
        "currency",
        "goals",
        "name",
        "excluded_categories",
        "exclusivity_days",
        "weights",
        "least_followers",
        "most_followers",
        "least_grade",
        "least_originality",
        "verified_only",
    }
)


class BriefUnreadable(ValueError):
    """The brief contradicts itself or names what there isn't; nothing can be counted."""


def count_eligible(
    *, brand_id: int, fields: Mapping[str, Any], excluded_creators: frozenset[int]
) -> EligibleCount:
    """Return how many creators pass the rules of a brief that need not be saved.

    `fields` are fields of a campaign by name. Raises BriefUnreadable for what can't be.
    """
    run = run_of(None)
    if run is None:
        return EligibleCount(run=None)
    there = opened(run)
    needs = _needs(brand_id, fields, excluded_creators)
    eligible, removed = passing(there.table, needs)
    return EligibleCount(
        run=note_of(run), eligible=eligible, creators=len(there.table), removed=rules(removed)
    )


def _needs(brand_id: int, fields: Mapping[str, Any], excluded: frozenset[int]) -> Needs:
    unknown = sorted(set(fields) - COUNTED)
    if unknown:
        raise BriefUnreadable(f"“{unknown[0]}” is no part of a brief.")
    given = {name: value for name, value in fields.items() if value is not None}
    try:
        needs = needs_of_campaign(Campaign(brand_id=brand_id, **given))
    except (ValueError, TypeError, KeyError) as fault:
        raise BriefUnreadable(str(fault)) from fault
    return replace(needs, excluded_creators=excluded)
