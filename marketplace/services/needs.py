"""What brands and briefs ask for, as matching reads it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from marketplace.domain.cleaning.ages import Ages, read_ages
from marketplace.domain.cleaning.people import Markets
from marketplace.domain.industries import Industry
from marketplace.domain.matching.policy import weights_from
from marketplace.domain.matching.profiles import Needs, Weights, suits
from marketplace.domain.matching.words import words_in
from marketplace.domain.mentions import mentioned_in
from marketplace.models import Brand, Campaign, MatchRun, Offer, Rivalry
from marketplace.services.policies import in_force
from scoring.interface import categories_in_text

# A brand, a creator, and when the work was over.
Deal = tuple[int, int, datetime]


def needs_of_brand(brand: Brand) -> Needs:
    """Return what a brand asks for; `needs_id` is the brand's number."""
    return needs_of_brands([brand], now=timezone.now())[0]


def needs_of_campaign(campaign: Campaign) -> Needs:
    """Return what a brief asks for, also one that isn't saved; `needs_id` is its number or 0."""
    return needs_of_campaigns([campaign], now=timezone.now())[0]


def needs_of_brands(
    brands: Sequence[Brand], *, weights: Weights | None = None, now: datetime
) -> list[Needs]:
    """Return what brands ask for, in their order, in a few queries whatever their number.

    `weights` None: the usual ones.
    """
    market = families()
    weights = weights or usual_weights(now=now)
    return [_of_brand(brand, market, weights=weights) for brand in brands]


def needs_of_campaigns(
    campaigns: Sequence[Campaign], *, weights: Weights | None = None, now: datetime
) -> list[Needs]:
    """Return what briefs ask for, in their order, in a few queries whatever their number.

    `weights` None: the usual ones, where a brief doesn't move them.
    """
    market = families()
    weights = weights or usual_weights(now=now)
    brands = Brand.objects.in_bulk({one.brand_id for one in campaigns})
    deals = _past_deals(campaigns, now=now)
    left_out = _excluded(campaigns)
    return [
        _of_campaign(
            one,
            brands[one.brand_id],
            market,
            deals=[deal for deal in deals if deal[2] >= now - _exclusivity(one)],
            left_out=left_out.get(one.pk or 0, frozenset()),
            weights=weights,
        )
        for one in campaigns
    ]


def usual_weights(*, now: datetime) -> Weights:
    """Return the weights of who moves none: what choices taught the run shown, or the policy's."""
    policy = in_force(at=now)
    run = MatchRun.objects.filter(state=MatchRun.State.READY, policy=policy.row).only("quality")
    shown = run.first()
    learned = shown.quality.get("learned", {}).get("weights") if shown else None
    return weights_from(learned or {}, default=policy.says.weights)


def shares_of_industries(stored: Iterable[Mapping[str, Any]]) -> dict[Industry, float]:
    """Return the shares of industries as they are stored on brands and briefs."""
    known = {one.value for one in Industry}
    return {
        Industry(one["industry"]): float(one["share"]) for one in stored if one["industry"] in known
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Families:
    """Who belongs to which house, and who are rivals."""

    parents: Mapping[int, int | None]
    rivals: Mapping[int, frozenset[int]]
    friends: frozenset[frozenset[int]]
    # Those of `rivals` that staff confirmed: a rule's guess keeps nobody from work.
    confirmed: Mapping[int, frozenset[int]] = field(default_factory=dict)

    def house(self, brand_id: int) -> int:
        """Return the topmost company above a brand, or the brand itself."""
        above = brand_id
        for _step in range(len(self.parents)):
            parent = self.parents.get(above)
            if parent is None:
                break
            above = parent
        return above

    def against(self, brand_id: int, *, confirmed: bool = False) -> frozenset[int]:
        """Return the rivals of a brand and of its house, with all that belongs to them.

        `confirmed` leaves out those that a rule suggested.
        """
        house, rivals = self.house(brand_id), self.confirmed if confirmed else self.rivals
        named = rivals.get(brand_id, frozenset()) | rivals.get(house, frozenset())
        lines = {one for one in self.parents if self.house(one) in named}
        return frozenset(
            one
            for one in named | lines
            if self.house(one) != house and frozenset({one, brand_id}) not in self.friends
        )


def families() -> Families:
    """Return who belongs together and who competes, among all brands."""
    rivals: dict[int, set[int]] = defaultdict(set)
    confirmed: dict[int, set[int]] = defaultdict(set)
    friends = set()
    rows = Rivalry.objects.values_list("first_id", "second_id", "active", "source")
    for first, second, active, source in rows:
        if not active:
            friends.add(frozenset({first, second}))
            continue
        for where in (rivals, confirmed) if source == Rivalry.Source.STAFF else (rivals,):
            where[first].add(second)
            where[second].add(first)
    return Families(
        parents=dict(Brand.objects.values_list("pk", "parent_id")),
        rivals={brand_id: frozenset(others) for brand_id, others in rivals.items()},
        confirmed={brand_id: frozenset(others) for brand_id, others in confirmed.items()},
        friends=frozenset(friends),
    )


def _of_brand(brand: Brand, market: Families, *, weights: Weights) -> Needs:
    industries = shares_of_industries(brand.industries)
    mentioned = categories_in_text(text=mentioned_in(brand.activities))
    return Needs(
        needs_id=brand.pk,
        brand_id=brand.pk,
        house=market.house(brand.pk),
        categories=suits(industries, mentioned=mentioned),
        words=tuple(words_in(brand.goals, brand.about, brand.activities)),
        ages=_ages(brand.target_ages),
        genders=frozenset(brand.target_genders),
        markets=Markets(tuple(brand.target_markets)),
        industries=industries,
        sold_is_confirmed=brand.industries_source == Brand.Source.STAFF,
        rivals=market.against(brand.pk, confirmed=True),
        likely_rivals=market.against(brand.pk),
        weights=weights,
    )


def _of_campaign(
    campaign: Campaign,
    brand: Brand,
    market: Families,
    *,
    deals: Sequence[Deal],
    left_out: frozenset[int],
    weights: Weights,
) -> Needs:
    base = _of_brand(brand, market, weights=weights)
    industries = shares_of_industries(campaign.industries) or dict(base.industries)
    mentioned = categories_in_text(text=mentioned_in(brand.activities))
    return Needs(
        needs_id=campaign.pk or 0,
        brand_id=brand.pk,
        house=base.house,
        categories=_weights(campaign.categories) or suits(industries, mentioned=mentioned),
        words=tuple(words_in(campaign.goals, campaign.name)) or base.words,
        ages=_ages(campaign.ages),
        genders=frozenset(campaign.genders),
        markets=Markets(tuple(campaign.markets)),
        budget=_a_creator(campaign),
        industries=industries,
        sold_is_confirmed=_is_confirmed(campaign, base),
        excluded_categories=frozenset(campaign.excluded_categories),
        excluded_creators=left_out,
        rivals=base.rivals,
        likely_rivals=base.likely_rivals,
        worked_for_rivals=frozenset(
            creator_id for brand_id, creator_id, _ended in deals if brand_id in base.rivals
        ),
        languages=frozenset(campaign.languages),
        least_followers=campaign.least_followers,
        most_followers=campaign.most_followers,
        least_grade=campaign.least_grade,
        least_originality=campaign.least_originality,
        verified_only=campaign.verified_only,
        weights=weights_from(campaign.weights, default=weights),
    )


def _is_confirmed(campaign: Campaign, of_brand: Needs) -> bool:
    if shares_of_industries(campaign.industries):
        return campaign.industries_source == Campaign.Source.PERSON
    return of_brand.sold_is_confirmed


def _ages(text: str) -> Ages | None:
    return read_ages(text) if text else None


def _a_creator(campaign: Campaign) -> int | None:
    """Return what one creator may cost: nobody can cost more than there is in all."""
    named = (campaign.per_creator_budget, campaign.budget)
    return min((one for one in named if one is not None), default=None)


def _weights(stored: Mapping[str, Any]) -> dict[str, float]:
    return {str(name): float(weight) for name, weight in stored.items() if weight}


def _excluded(campaigns: Sequence[Campaign]) -> dict[int, frozenset[int]]:
    ids = [one.pk for one in campaigns if one.pk]
    rows = Campaign.excluded_creators.through.objects.filter(campaign_id__in=ids)
    found: dict[int, set[int]] = defaultdict(set)
    for campaign_id, creator_id in rows.values_list("campaign_id", "creator_id"):
        found[campaign_id].add(creator_id)
    return {campaign_id: frozenset(creators) for campaign_id, creators in found.items()}


def _exclusivity(campaign: Campaign) -> timedelta:
    return timedelta(days=campaign.exclusivity_days)


def _past_deals(campaigns: Sequence[Campaign], *, now: datetime) -> list[Deal]:
    """Return brand, creator and end of the deals that any of the briefs may look back at."""
    furthest = max(map(_exclusivity, campaigns), default=timedelta())
    if not furthest:
        return []
    rows = Offer.objects.filter(completed_at__gte=now - furthest)
    found = rows.values_list("campaign__brand_id", "creator_id", "completed_at")
    return [(brand_id, creator_id, ended) for brand_id, creator_id, ended in found if ended]
