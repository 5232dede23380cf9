"""The best of many, in memory that doesn't grow, and in an order that is always the same."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from marketplace.domain.matching.factors import content_from, factors_of, wanted_of
from marketplace.domain.matching.gates import stopped
from marketplace.domain.matching.profiles import Needs
from marketplace.domain.matching.shares import shares_of
from marketplace.domain.matching.tables import Flags, Floats, Table

BLOCK: Final = 64
MOST_THREADS: Final = 4
AHEAD: Final = 2 * MOST_THREADS
# What the last bit of a product of matrices could move stays the same to this many decimals.
DECIMALS: Final = 5
Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """The best creators of one brief, best first: their ids, places in the table and scores."""

    needs_id: int
    ids: NDArray[np.int64]
    places: NDArray[np.int64]
    scores: Floats


@dataclass(frozen=True, kw_only=True)
class Judged:
    """All creators held against one brief: the best, and every score, -1 where a gate stops one."""

    best: Ranked
    scores: Floats


def rank(
    table: Table, needs: Sequence[Needs], *, most: int, least_content: float = 0.0
) -> Iterator[Ranked]:
    """Yield the best creators for each brief, at most `most`; those that no gate stopped.

    `least_content` leaves out whose videos, where they are known, have less to do with it.
    Equal scores go by the creator's id, so that the same table and brief give the same list.
    """
    return _each(table, needs, partial(_ranked, most=most, least_content=least_content))


def judge(
    table: Table, needs: Sequence[Needs], *, most: int, least_content: float = 0.0
) -> Iterator[Judged]:
    """Yield the same for each brief, and the scores of everybody beside it."""
    return _each(table, needs, partial(_judged, most=most, least_content=least_content))


def _each(
    table: Table, needs: Sequence[Needs], look: Callable[[Table, Needs, Floats], Found]
) -> Iterator[Found]:
    # NumPy lets other threads run while it counts.
    with ThreadPoolExecutor(max(1, min(MOST_THREADS, os.cpu_count() or 1))) as threads:
        for start in range(0, len(needs), BLOCK):
            block = needs[start : start + BLOCK]
            products = np.stack([wanted_of(table, one) for one in block]) @ table.features.T
            # What is found can be as long as the table, so only so much of it waits to be read.
            for at in range(0, len(block), AHEAD):
                some = slice(at, at + AHEAD)
                yield from threads.map(partial(look, table), block[some], products[some])


def _ranked(
    table: Table, needs: Needs, product: Floats, *, most: int, least_content: float
) -> Ranked:
    scores, passed = _scored(table, needs, product, least_content=least_content)
    return _best(table, needs, scores, passed, most=most)


def _judged(
    table: Table, needs: Needs, product: Floats, *, most: int, least_content: float
) -> Judged:
    scores, passed = _scored(table, needs, product, least_content=least_content)
    best = _best(table, needs, scores, passed, most=most)
    scores = np.round(scores, DECIMALS)
    scores[~passed] = -1
    return Judged(best=best, scores=scores)


def _scored(
    table: Table, needs: Needs, product: Floats, *, least_content: float
) -> tuple[Floats, Flags]:
    shares = shares_of(table, needs)
    content = content_from(table, needs, product)
    factors = factors_of(table, needs, shares=shares, content=content)
    passed = ~stopped(table, needs, shares=shares)
    if least_content and needs.categories and factors.weights.content:
        passed &= factors.content >= np.float32(least_content)
    return factors.score, passed


def _best(table: Table, needs: Needs, scores: Floats, passed: Flags, *, most: int) -> Ranked:
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
        candidates = candidates[left >= last - np.float32(2 * 10.0**-DECIMALS)]
    order = np.lexsort((candidates, -np.round(scores[candidates], DECIMALS)))
    return np.asarray(candidates[order][:most], np.int64)
