"""The lists of a run, both ways: creators for brands and briefs, brands for creators."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import numpy as np
from django.db.models import Q, QuerySet
from numpy.typing import NDArray

from marketplace.domain.matching.choosing import Best
from marketplace.domain.matching.chosen import Chosen
from marketplace.domain.matching.exposure import TOLLS, Candidate, Rivalries, spread
from marketplace.domain.matching.policy import MatchPolicy
from marketplace.domain.matching.profiles import Needs, Weights
from marketplace.domain.matching.ranking import DECIMALS, Ranked, judge, rank
from marketplace.domain.matching.tables import Table
from marketplace.models import Brand, Campaign
from marketplace.selectors.strangers import strangers
from marketplace.services.needs import needs_of_brands, needs_of_campaigns

# What a creator sees first of a brand's list is spread; further down the best simply follow.
FIRST_PAGE: Final = 5
# How far down a list spreading may look.
DEPTH: Final = 20
# Nobody is recommended whose videos have next to nothing to do with what is asked for.
LEAST_CONTENT: Final = 0.2
# How many brands a creator's list is chosen from.
CHOICE: Final = 40
# Spreading looks at every list again and again, so very many are spread by these first ones.
MOST_SPREAD: Final = 3_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Somebody who looks for creators: a brand by itself, or one brief in its version.

    A brand that nobody has checked isn't known: it has its list and takes no place in others'.
    """

    needs: Needs
    is_known: bool = True
    campaign_id: int | None = None
    campaign_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """All lists of a run. `creators` by who asks; `brands` are those of `shown_to`, in their order.

    `shown_to` are numbers of creators; `tolls` say how much spreading took, by direction.
    """

    creators: list[tuple[Asking, list[Candidate]]]
    shown_to: NDArray[np.int64]
    brands: Chosen
    tolls: Mapping[str, float] = field(default_factory=dict)


def askings(*, weights: Weights, now: datetime) -> list[Asking]:
    """Return who asks: every brand, then every open brief, each in the order of its number.

    `weights` are those of everybody who didn't move them.
    """
    brands = list(Brand.objects.order_by("pk"))
    unchecked = set(strangers().values_list("pk", flat=True))
    briefs = list(_open_briefs(now=now).order_by("pk"))
    asked = needs_of_campaigns(briefs, weights=weights, now=now)
    return [
        *(
            Asking(needs=one, is_known=one.brand_id not in unchecked)
            for one in needs_of_brands(brands, weights=weights, now=now)
        ),
        *(
            Asking(needs=one, campaign_id=brief.pk, campaign_version=brief.version)
            for brief, one in zip(briefs, asked, strict=True)
        ),
    ]


def _open_briefs(*, now: datetime) -> QuerySet[Campaign]:
    """Return the briefs that still ask for somebody: what is past asks nothing."""
    ends = Q(ends_on=None) | Q(ends_on__gte=now.date())
    return Campaign.objects.filter(ends, state=Campaign.State.OPEN)


def make_lists(
    table: Table,
    asking: Sequence[Asking],
    *,
    policy: MatchPolicy,
    turned_down: Mapping[int, frozenset[int]] | None = None,
) -> Lists:
    """Return all lists; the same table and askings always give the same ones.

    `turned_down` are brands by creator that said no to them; others take their places.
    """
    brands = [one for one in asking if one.campaign_id is None]
    briefs = [one for one in asking if one.campaign_id is not None]
    best = Best(len(table), brands=len(brands), most=CHOICE)
    of_brands = list(_first_of_brands(table, brands, policy=policy, best=best))
    of_briefs = list(_first_of_briefs(table, briefs, policy=policy))
    spread_brands, brand_toll = _spread(
        of_brands, of=len(table), gini_at_most=policy.creator_gini_at_most
    )
    spread_briefs, brief_toll = _spread(
        of_briefs, of=len(table), gini_at_most=policy.creator_gini_at_most
    )
    can_be_asked = np.flatnonzero(table.available)
    found, toll = _brands_of(
        table,
        can_be_asked,
        best,
        of=len(brands),
        policy=policy,
        turned_down=turned_down or {},
        rivalries=_rivalries(brands),
    )
    return Lists(
        creators=[
            *zip(brands, spread_brands, strict=True),
            *zip(briefs, spread_briefs, strict=True),
        ],
        shown_to=table.ids[can_be_asked],
        brands=found,
        tolls={"brands": toll, "creators": brand_toll, "briefs": brief_toll},
    )


def _first_of_brands(
    table: Table, asking: Sequence[Asking], *, policy: MatchPolicy, best: Best
) -> Iterator[list[Candidate]]:
    """Yield the best creators for each brand; `best` hears of all that are possible."""
    needs = [one.needs for one in asking]
    found = judge(table, needs, most=policy.creators_a_list, least_content=LEAST_CONTENT)
    for one, judged in zip(asking, found, strict=True):
        # Of whom it isn't known what they sell, nobody can say whom they suit.
        if one.is_known and one.needs.categories:
            best.take(one.needs, judged.scores)
        yield _candidates(judged.best)


def _first_of_briefs(
    table: Table, asking: Sequence[Asking], *, policy: MatchPolicy
) -> Iterator[list[Candidate]]:
    """Yield the best creators for each brief."""
    needs = [one.needs for one in asking]
    found = rank(table, needs, most=policy.creators_a_list, least_content=LEAST_CONTENT)
    return map(_candidates, found)


def _candidates(ranked: Ranked) -> list[Candidate]:
    return [
        Candidate(number, round(score, DECIMALS), number)
        for number, score in zip(ranked.ids.tolist(), ranked.scores.tolist(), strict=True)
    ]


def _spread(
    lists: Sequence[list[Candidate]], *, of: int, gini_at_most: float
) -> tuple[list[list[Candidate]], float]:
    """Spread the first places of the lists; whoever isn't in them follows by score."""
    if not lists or len(lists) > MOST_SPREAD:
        return list(lists), 0.0
    slots = min(of, FIRST_PAGE * len(lists))
    chosen, toll = spread(
        [one[:DEPTH] for one in lists], length=FIRST_PAGE, gini_at_most=gini_at_most, of=slots
    )
    return [_then_the_rest(first, all_) for first, all_ in zip(chosen, lists, strict=True)], toll


def _then_the_rest(first: list[Candidate], all_: list[Candidate]) -> list[Candidate]:
    shown = {one.number for one in first}
    return [*first, *(one for one in all_ if one.number not in shown)]


def _brands_of(
    table: Table,
    places: NDArray[np.int64],
    best: Best,
    *,
    of: int,
    policy: MatchPolicy,
    turned_down: Mapping[int, frozenset[int]],
    rivalries: Rivalries,
) -> tuple[Chosen, float]:
    """Return the brands of each creator who can be asked, spread over brands.

    `places` say where they are in the table. At most one of a house and of a pair of confirmed
    rivals is in a list, two of likely ones.
    """
    nothing: frozenset[int] = frozenset()

    def wanted(which: int) -> list[Candidate]:
        place = int(places[which])
        unwanted = turned_down.get(int(table.ids[place]), nothing)
        return [one for one in best.candidates(place) if one.number not in unwanted]

    return spread_in_blocks(len(places), wanted, policy=policy, of=of, rivalries=rivalries)


def _rivalries(brands: Sequence[Asking]) -> Rivalries:
    return Rivalries(
        confirmed={one.needs.needs_id: one.needs.rivals for one in brands},
        likely={one.needs.needs_id: one.needs.likely_rivals for one in brands},
    )


def spread_in_blocks(
    lists: int,
    candidates: Callable[[int], list[Candidate]],
    *,
    policy: MatchPolicy,
    of: int,
    rivalries: Rivalries,
) -> tuple[Chosen, float]:
    """Spread block by block: each block settles by itself, and is forgotten but for what it shows.

    `candidates` are asked for list by list. Those of a block are drawn evenly from all, so that
    each block is like the whole.
    """
    blocks = -(-lists // MOST_SPREAD)
    chosen = Chosen(lists, length=policy.brands_a_list)
    highest = 0.0
    tolls: Sequence[float] = TOLLS
    for block in range(blocks):
        numbers = range(block, lists, blocks)
        found, toll = spread(
            [candidates(number) for number in numbers],
            length=policy.brands_a_list,
            gini_at_most=policy.brand_gini_at_most,
            of=of,
            rivalries=rivalries,
            tolls=tolls,
        )
        highest = max(highest, toll)
        # Blocks are alike, so the next one hardly needs less.
        tolls = TOLLS[max(0, TOLLS.index(toll) - 1) :]
        for number, one in zip(numbers, found, strict=True):
            chosen.put(number, one)
    return chosen, highest
