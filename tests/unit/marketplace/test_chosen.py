"""Lists as columns say what the lists said, and all lists of a run take little for each creator."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.matching_drawn import drawn_needs, drawn_table
from marketplace.domain.matching.chosen import chosen_from
from marketplace.domain.matching.exposure import Candidate
from marketplace.domain.matching.policy import DEFAULT, parse
from marketplace.services.runs.listing import Asking, make_lists
from marketplace.services.tables.opening import WORKED_OUT

candidates = st.builds(Candidate, st.integers(0, 6), st.floats(0, 1), st.just(1))
lists = st.lists(st.lists(candidates, max_size=4, unique_by=lambda one: one.number), max_size=8)

MOST_BYTES_A_CREATOR = 400


@given(lists, st.integers(1, 5))
def test_columns_say_what_the_lists_said(given_lists, length):
    cut = [one[:length] for one in given_lists]
    found = chosen_from(given_lists, length=length)
    places = [place for number in range(7) for place in found.places_of(number)]
    assert sorted(places) == [
        (which, rank, one.score) for which, row in enumerate(cut) for rank, one in enumerate(row, 1)
    ]
    assert found.scores().tolist() == [one.score for row in cut for one in row]
    times = [sum(one.number == number for row in cut for one in row) for number in range(7)]
    assert found.shown().tolist() == sorted(one for one in times if one)
    assert (len(found), found.empty()) == (len(cut), sum(not row for row in cut))


def test_all_lists_take_little_for_each_creator():
    # Both numbers make blocks of the same size, which are spread one after the other.
    few, many = 6_000, 12_000
    assert peak_of(many) - peak_of(few) < MOST_BYTES_A_CREATOR * (many - few)


def peak_of(creators: int) -> int:
    """Return how many bytes making all lists held at the most, beyond the table."""
    table, asking = drawn_table(creators, 0), [Asking(needs=one) for one in drawn_needs(20, 0)]
    for name in WORKED_OUT:
        getattr(table, name)
    tracemalloc.start()
    try:
        made = make_lists(table, asking, policy=parse(DEFAULT))
        assert len(made.brands.scores()) > creators, "hardly anything was listed"
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
