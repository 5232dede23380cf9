"""Facets against a plain count, creator by creator."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.matching.profiles import Creator, Rate
from marketplace.domain.searching.facets import (
    UNKNOWN,
    Facet,
    counts,
    narrowed,
    rate_range,
    shelves_of,
    size_of,
)
from marketplace.domain.searching.orders import ordered_by
from tests.unit.marketplace.matching import crowds, table

choices = st.fixed_dictionaries(
    {},
    optional={
        Facet.CATEGORY: st.sets(st.sampled_from(["dance", "comedy", "beauty", "nonsense"])),
        Facet.GENDER: st.sets(st.sampled_from(["female", "male", "even", UNKNOWN])),
        Facet.SIZE: st.sets(st.sampled_from(["nano", "micro", "mid", "mega", "star", UNKNOWN])),
        Facet.LANGUAGE: st.sets(st.sampled_from(["en", "de"])),
    },
)


def has(one: Creator, facet: Facet, value: str) -> bool:
    female = one.audience.female
    if facet is Facet.CATEGORY:
        return float(np.float32(one.mix.get(value, 0))) >= 0.15
    if facet is Facet.SIZE:
        return size_of(one.followers) == value
    if facet is Facet.LANGUAGE:
        return value in one.languages
    if female is None:
        return value == UNKNOWN
    share = float(np.float32(female))
    return value == ("female" if share >= 0.6 else "male" if share <= 1 - 0.6 else "even")


def fits(one: Creator, chosen, *, but: Facet | None = None) -> bool:
    return all(
        any(has(one, facet, value) for value in values)
        for facet, values in chosen.items()
        if facet is not but and values - {"nonsense"}
    )


@given(crowd=crowds(), chosen=choices)
def test_counts_are_what_choosing_a_value_would_show(crowd, chosen):
    columns = table(*crowd)
    shelves = shelves_of(columns)
    chosen = {  # A value that nobody has isn't on a shelf of the most frequent ones.
        facet: {value for value in values if value in shelves[facet].values}
        for facet, values in chosen.items()
    }
    passed = columns.available
    kept = [one for one in crowd if one.is_available]
    found = narrowed(shelves, passed, chosen)
    assert int(found.sum()) == sum(fits(one, chosen) for one in kept)
    for facet in (Facet.CATEGORY, Facet.GENDER, Facet.SIZE, Facet.LANGUAGE):
        for count in counts(shelves, passed, chosen)[facet]:
            assert count.creators == sum(
                fits(one, chosen, but=facet) and has(one, facet, count.value) for one in kept
            )


@given(low=st.integers(0, 10**9), more=st.integers(0, 10**6))
def test_a_rate_stands_under_the_value_whose_range_holds_its_middle(low, more):
    rate = Rate(low=low, high=low + more)
    shelf = shelves_of(table(Creator(creator_id=1, rate=rate)))[Facet.RATE]
    (value,) = [name for name, flags in zip(shelf.values, shelf.flags, strict=True) if flags[0]]
    start, end = rate_range(value)
    middle = max(1.0, (max(low, 1) * max(low + more, 1)) ** 0.5)
    assert start * 0.999 <= middle
    assert end is None or middle <= end * 1.001


def test_facets_of_nobody_are_empty():
    shelves = shelves_of(table())
    assert counts(shelves, np.zeros(0, np.bool_), {})[Facet.SIZE][0].creators == 0


@given(
    values=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), max_size=40),
    most=st.integers(1, 50),
)
def test_an_order_is_that_of_sorting_everything(values, most):
    first, second = (np.array([row[n] for row in values], np.float32) for n in (0, 1))
    flags = np.array([row[2] for row in values], np.bool_)
    everything = sorted(
        np.flatnonzero(flags).tolist(), key=lambda place: (-first[place], -second[place], place)
    )
    assert ordered_by((first, second), flags, most=most).tolist() == everything[:most]
