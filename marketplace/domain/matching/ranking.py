"""The best of many, in memory that doesn't grow, and in an order that is always the same."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from marketplace.domain.matching.factors import Factors, content_from, factors_of, wanted_of
from marketplace.domain.matching.gates import stopped
from marketplace.domain.matching.profiles import Needs
from marketplace.domain.matching.shares import Shares, shares_of
from marketplace.domain.matching.tables import Flags, Floats, Table

BLOCK: Final = 64
MOST_THREADS: Final = 4
# What the last bit of a product of matrices could move stays the same to this many decimals.
DECIMALS: Final = 5


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """The best creators of one brief, best first: their ids, places in the table and scores."""

    needs_id: int
    ids: NDArray[np.int64]
    places: NDArray[np.int64]
    scores: Floats


def rank(
    table: Table, needs: Sequence[Needs], *, most: int, least_content: float = 0.0
) -> Iterator[Ranked]:
    """Yield the best creators for each brief, at most `most`; those that no gate stopped.

    `least_content` leaves out whose videos, where they are known, have less to do with it.
    Equal scores go by the creator's id, so that the same table and brief give the same list.
    """
    # NumPy lets other threads run while it counts.
    with ThreadPoolExecutor(max(1, min(MOST_THREADS, os.cpu_count() or 1))) as threads:
        for start in range(0, len(needs), BLOCK):
            block = needs[start : start + BLOCK]
            products = np.stack([wanted_of(table, one) for one in block]) @ table.features.T
            yield from threads.map(
                lambda pair: _ranked(table, *pair, most=most, least_content=least_content),
                zip(block, products, strict=True),
            )


def _ranked(
    table: Table, needs: Needs, product: Floats, *, most: int, least_content: float
) -> Ranked:
    shares = shares_of(table, needs)
    content = content_from(table, needs, product)
    factors = factors_of(table, needs, shares=shares, content=content)
    return best(table, needs, factors, shares=shares, most=most, least_content=least_content)


def best(
    table: Table,
    needs: Needs,
    factors: Factors,
    *,
    shares: Shares,
    most: int,
    least_content: float = 0.0,
) -> Ranked:
    """Return the best creators of one brief from their factors."""
    scores = factors.score
    passed = ~stopped(table, needs, shares=shares)
    if least_content and needs.categories and factors.weights.content:
        passed &= factors.content >= np.float32(least_content)
    places = first(scores, passed, most=most)
    return Ranked(
        needs_id=needs.needs_id,
        ids=table.ids[places],
        places=places,
        scores=np.asarray(np.round(scores[places], DECIMALS), np.float32),
    )


def first(scores: Floats, passed: Flags, *, most: int) -> NDArray[np.int64]:
    """Return the places of the highest scores among those who passed, equal ones by place."""
    candidates = np.flatnonzero(passed)
    if len(candidates) > most:
        left = scores[candidates]
        last = np.partition(left, len(left) - most)[len(left) - most]
        # Everybody about as good as the last may be among them: rounding decides, not luck.
        candidates = candidates[left >= last - np.float32(10.0**-DECIMALS)]
    order = np.lexsort((candidates, -np.round(scores[candidates], DECIMALS)))
    return np.asarray(candidates[order][:most], np.int64)
