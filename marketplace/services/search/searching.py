"""A page of creators for a brief: judged, narrowed, ordered, explained."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

import numpy as np
from django.utils.translation import gettext_lazy
from numpy.typing import NDArray

from marketplace.domain.matching.gates import Removed
from marketplace.domain.matching.tables import NEUTRAL, Flags, Table
from marketplace.domain.searching.facets import Facet, Shelves, counts, narrowed
from marketplace.domain.searching.fairness import FIRST_PAGE, Places, fair_order
from marketplace.domain.searching.orders import ordered_by
from marketplace.models import Campaign
from marketplace.selectors import saying
from marketplace.services.needs import needs_of_campaign
from marketplace.services.search.cards import View, cards_of
from marketplace.services.search.facts import (
    FacetGroup,
    FacetValue,
    RuleCount,
    SearchPage,
    SortChoice,
)
from marketplace.services.search.judging import judged
from marketplace.services.search.runs import chosen_first, note_of, run_of
from marketplace.services.tables.opening import opened
from rewards import interface as rewards

MOST_A_PAGE: Final = 100
MOST_PAGES: Final = 200


class Sort(StrEnum):
    """The orders of a list."""

    MATCH = "match"
    FOLLOWERS = "followers"
    ENGAGEMENT = "engagement"
    ORIGINALITY = "originality"
    PRICE = "price"


SORT_LABELS: Final = {
    Sort.MATCH: gettext_lazy("Best match"),
    Sort.FOLLOWERS: gettext_lazy("Most followers"),
    Sort.ENGAGEMENT: gettext_lazy("Best engagement"),
    Sort.ORIGINALITY: gettext_lazy("Most original"),
    Sort.PRICE: gettext_lazy("Lowest estimate"),
}


def search(
    campaign: Campaign,
    *,
    chosen: Mapping[str, Iterable[str]],
    sort: str,
    page: int,
    per_page: int,
    run_version: int | None,
    now: datetime,
) -> SearchPage:
    """Return a page of explained creators. What isn't understood of a wish is left out.

    Raises RunGone for a run that isn't kept any more.
    """
    run = run_of(run_version)
    if run is None:
        return SearchPage(run=None)
    wish, order = understood(chosen), _sort(sort)
    per_page = max(1, min(per_page, MOST_A_PAGE))
    needs_now = needs_of_campaign(campaign)
    leading = chosen_first(run, campaign) if order is Sort.MATCH else ()
    for at_once in (False, True):
        there = opened(run, at_once=at_once)
        view = View(
            run=run,
            opened=there,
            needs=needs_now,
            judged=judged(there, needs_now),
            currency=currency_of(campaign, now=now),
            today=now.date(),
        )
        flags = narrowed(there.shelves, view.judged.passed, wish)
        places, pages, page = _page(
            view, flags, order, leading=leading, page=page, per_page=per_page
        )
        rows = cards_of(view, places.tolist(), first=(page - 1) * per_page + 1)
        if len(rows) == len(places):
            break
        # Somebody has left since the table was read: read who can be asked anew, once.
    return SearchPage(
        run=note_of(run),
        brief_version=campaign.version,
        rows=rows,
        creators=len(there.table),
        eligible=view.judged.eligible,
        found=int(np.count_nonzero(flags)),
        removed=rules(view.judged.removed),
        facets=_facets(there.shelves, view.judged.passed, wish, currency=view.currency),
        sorts=_sorts(order),
        chosen={facet.value: tuple(values) for facet, values in wish.items()},
        page=page,
        pages=pages,
        per_page=per_page,
    )


def understood(chosen: Mapping[str, Iterable[str]]) -> dict[Facet, tuple[str, ...]]:
    """Return the facets that are meant, by their names."""
    known = {one.value: one for one in Facet}
    found = {
        known[name]: tuple(dict.fromkeys(str(value) for value in values if value))
        for name, values in chosen.items()
        if name in known
    }
    return {facet: values for facet, values in found.items() if values}


def rules(removed: Iterable[Removed]) -> tuple[RuleCount, ...]:
    """Return in words which rule left out how many."""
    return tuple(
        RuleCount(
            rule=one.gate.value,
            label=str(saying.RULE_LABELS[one.gate]),
            first=one.first,
            alone=one.alone,
        )
        for one in removed
    )


def currency_of(campaign: Campaign, *, now: datetime) -> str:
    """Return the currency of a brief, the house's where it names none."""
    return campaign.currency or rewards.pay_terms_at(now=now).currency


def _page(
    view: View,
    flags: Flags,
    order: Sort,
    *,
    leading: Sequence[int],
    page: int,
    per_page: int,
) -> tuple[Places, int, int]:
    found = int(np.count_nonzero(flags))
    pages = max(1, min(MOST_PAGES, -(-found // per_page)))
    page = max(1, min(page, pages))
    most = page * per_page
    places = ordered_by(_keys(view.opened.table, view, order), flags, most=most)
    if order is Sort.MATCH:
        places = _fairly(view, places, flags, leading=leading)
    return places[(page - 1) * per_page :], pages, page


def _fairly(view: View, places: Places, flags: Flags, *, leading: Sequence[int]) -> Places:
    """Let those that the run's spreading chose come first, and newcomers have their places."""
    table, weights, scores = view.opened.table, view.judged.factors.weights, view.judged.scores
    new = flags & table.is_new
    return fair_order(
        places,
        leading=[
            place for one in leading for place in table.places_of([one]).tolist() if flags[place]
        ],
        new=ordered_by((scores,), new, most=FIRST_PAGE),
        scores=scores,
        reach=(1 - NEUTRAL) * (weights.performance + weights.trust),
    )


def _keys(table: Table, view: View, order: Sort) -> tuple[NDArray[np.float32], ...]:
    """Return what decides the order, the highest first; scores decide where that is equal."""
    scores = view.judged.scores
    by: dict[Sort, NDArray[np.generic]] = {
        Sort.FOLLOWERS: table.followers,
        Sort.ENGAGEMENT: table.performance,
        Sort.ORIGINALITY: table.originality,
        Sort.PRICE: np.where(table.rate < 0, -np.inf, -table.rate.astype(np.float32)),
    }
    if order is Sort.MATCH:
        return (scores,)
    return (np.nan_to_num(by[order].astype(np.float32), nan=-np.inf), scores)


def _facets(
    shelves: Shelves, passed: Flags, wish: Mapping[Facet, tuple[str, ...]], *, currency: str
) -> tuple[FacetGroup, ...]:
    found = counts(shelves, passed, wish)
    groups = []
    for facet, values in found.items():
        shown = tuple(
            FacetValue(
                value=one.value,
                label=saying.facet_value_label(facet, one.value, currency=currency),
                creators=one.creators,
                is_chosen=one.value in wish.get(facet, ()),
            )
            for one in values
            if one.creators or one.value in wish.get(facet, ())
        )
        if shown:
            groups.append(
                FacetGroup(name=facet.value, label=str(saying.FACET_LABELS[facet]), values=shown)
            )
    return tuple(groups)


def _sorts(order: Sort) -> tuple[SortChoice, ...]:
    return tuple(
        SortChoice(value=one.value, label=str(label), is_chosen=one is order)
        for one, label in SORT_LABELS.items()
    )


def _sort(wished: str) -> Sort:
    try:
        return Sort(wished)
    except ValueError:
        return Sort.MATCH
