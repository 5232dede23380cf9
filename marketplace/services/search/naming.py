"""Creators that somebody names: why they match, and several of them side by side."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import numpy as np

from marketplace.domain.matching.profiles import Needs
from marketplace.models import Campaign, MatchRun
from marketplace.services.needs import needs_of_campaign
from marketplace.services.search.cards import View, cards_of
from marketplace.services.search.facts import ComparedLine, Comparison, CreatorCard
from marketplace.services.search.judging import judged
from marketplace.services.search.runs import note_of, run_of
from marketplace.services.search.searching import currency_of
from marketplace.services.tables.opening import opened

MOST_COMPARED: Final = 4


def explained(
    campaign: Campaign, *, creator_ids: Sequence[int], run_version: int | None, now: datetime
) -> tuple[CreatorCard, ...]:
    """Return named creators as they match a brief, in the order of the names.

    Those that the run doesn't know, or who can't be asked any more, are left out. Raises RunGone.
    """
    run = run_of(run_version)
    if run is None:
        return ()
    return _named(view_of(campaign, run, now=now), creator_ids)


def compare(
    campaign: Campaign, *, creator_ids: Sequence[int], run_version: int | None, now: datetime
) -> Comparison:
    """Return up to four creators side by side: the first four that are named. Raises RunGone."""
    run = run_of(run_version)
    if run is None:
        return Comparison(run=None)
    cards = _named(
        view_of(campaign, run, now=now), list(dict.fromkeys(creator_ids))[:MOST_COMPARED]
    )
    return Comparison(run=note_of(run), creators=cards, lines=_lines(cards))


def view_of(campaign: Campaign, run: MatchRun, *, now: datetime) -> View:
    """Return the ground of a page: a brief held against a run."""
    there = opened(run)
    needs: Needs = needs_of_campaign(campaign)
    return View(
        run=run,
        opened=there,
        needs=needs,
        judged=judged(there, needs),
        currency=currency_of(campaign, now=now),
        today=now.date(),
    )


def _named(view: View, creator_ids: Sequence[int]) -> tuple[CreatorCard, ...]:
    places = view.opened.table.places_of(list(set(creator_ids)))
    cards = {one.creator_id: one for one in cards_of(view, [int(place) for place in places])}
    return tuple(cards[number] for number in creator_ids if number in cards)


def _lines(cards: Sequence[CreatorCard]) -> tuple[ComparedLine, ...]:
    factors = {line.factor: line for card in cards for line in card.lines}
    found = []
    for factor, like in factors.items():
        by_card = [
            next(
                (line.value for line in card.lines if line.factor == factor and line.is_known), None
            )
            for card in cards
        ]
        highest = max((value for value in by_card if value is not None), default=None)
        found.append(
            ComparedLine(
                factor=factor,
                label=like.label,
                weight=like.weight,
                values=tuple(by_card),
                best=tuple(
                    card.creator_id
                    for card, value in zip(cards, by_card, strict=True)
                    if value is not None and highest is not None and np.isclose(value, highest)
                ),
            )
        )
    return tuple(sorted(found, key=lambda line: (-line.weight, line.factor)))
