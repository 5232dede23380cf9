"""What shortlists, offers and refusals say about who suits, as matching learns from them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from marketplace.domain.matching.factors import Factors, factors_of
from marketplace.domain.matching.gates import stopped
from marketplace.domain.matching.learning import Choice, Learned, learn
from marketplace.domain.matching.policy import FACTORS
from marketplace.domain.matching.profiles import Weights
from marketplace.domain.matching.ranking import first
from marketplace.domain.matching.shares import shares_of
from marketplace.domain.matching.tables import NEUTRAL, Table
from marketplace.models import Campaign, Offer, ShortlistEntry
from marketplace.services.needs import needs_of_campaigns

# Beside whoever was chosen, so many of the best stand for those that were looked at.
SHOWN: Final = 30
MOST_BRIEFS: Final = 2_000


def taught(table: Table, *, policy: Weights, now: datetime) -> Learned:
    """Return what brands' choices teach: shortlisted and invited creators against others shown.

    A creator who declined wasn't a match after all, whatever the brand thought. Briefs that moved
    the weights themselves are left out: they say what they want.
    """
    yes, no = _chosen(), _declined()
    known = Campaign.objects.filter(pk__in=yes.keys() | no.keys(), weights={})
    briefs = list(known.order_by("-pk")[:MOST_BRIEFS])
    choices: list[Choice] = []
    for brief, needs in zip(
        briefs, needs_of_campaigns(briefs, weights=policy, now=now), strict=True
    ):
        shares = shares_of(table, needs)
        factors = factors_of(table, needs, shares=shares)
        best = first(factors.score, ~stopped(table, needs, shares=shares), most=SHOWN)
        chosen = table.places_of(sorted(yes[brief.pk] - no[brief.pk])).tolist()
        others = {*best.tolist(), *table.places_of(sorted(no[brief.pk])).tolist()} - {*chosen}
        choices += _said(brief.pk, factors, chosen, chosen=True)
        choices += _said(brief.pk, factors, sorted(others), chosen=False)
    return learn(choices, policy=policy)


def told(found: Learned) -> dict[str, Any]:
    """Return it as a run keeps it; `weights` only where they are used."""
    kept: dict[str, Any] = {"briefs": found.briefs, "choices": found.choices}
    if found.before is not None:
        kept |= {"before": found.before, "after": found.after}
    if found.weights is not None:
        kept["weights"] = {name: getattr(found.weights, name) for name in FACTORS}
    return kept


def _said(brief: int, factors: Factors, places: Sequence[int], *, chosen: bool) -> list[Choice]:
    columns = [getattr(factors, name) for name in FACTORS]
    return [
        Choice(
            brief=brief,
            values=tuple(NEUTRAL if one is None else float(one[place]) for one in columns),
            chosen=chosen,
        )
        for place in places
    ]


def _chosen() -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    kept = ShortlistEntry.objects.values_list("shortlist__campaign_id", "creator_id")
    asked = Offer.objects.values_list("campaign_id", "creator_id")
    for campaign_id, creator_id in (*kept, *asked):
        found[campaign_id].add(creator_id)
    return found


def _declined() -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = Offer.objects.filter(state=Offer.State.DECLINED)
    for campaign_id, creator_id in rows.values_list("campaign_id", "creator_id"):
        found[campaign_id].add(creator_id)
    return found
