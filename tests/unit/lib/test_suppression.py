"""Small counts stay hidden, also from who subtracts what is shown."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creatorspark.lib.suppression import LEAST, Sum, hidden_cells, highest

COUNTS = st.integers(0, 12)


def fits(cells, sums, hidden):
    """Every way in which a reader may fill in what is hidden, by trying all small numbers."""
    names = sorted(hidden)
    for values in product(range(30), repeat=len(names)):
        tried = cells | dict(zip(names, values, strict=True))
        if all(tried[one.total] == sum(tried[part] for part in one.parts) for one in sums):
            yield tried


def one_table(parts):
    cells = {f"part {place}": count for place, count in enumerate(parts)}
    return cells | {"all": sum(parts)}, [Sum("all", tuple(cells))]


def two_ways(rows):
    """A table with sums along rows and columns, and a total of both."""
    cells: dict[str, int] = {}
    sums: list[Sum] = []
    for place, row in enumerate(rows):
        names = [f"{place}.{column}" for column in range(len(row))]
        cells |= dict(zip(names, row, strict=True)) | {f"row {place}": sum(row)}
        sums.append(Sum(f"row {place}", tuple(names)))
    for column in range(len(rows[0])):
        names = [f"{place}.{column}" for place in range(len(rows))]
        cells[f"column {column}"] = sum(row[column] for row in rows)
        sums.append(Sum(f"column {column}", tuple(names)))
    cells["all"] = sum(map(sum, rows))
    sums.append(Sum("all", tuple(f"row {place}" for place in range(len(rows)))))
    sums.append(Sum("all", tuple(f"column {column}" for column in range(len(rows[0])))))
    return cells, sums


@given(st.lists(COUNTS, min_size=1, max_size=5))
def test_no_small_count_is_shown_and_no_zero_is_hidden(parts):
    cells, sums = one_table(parts)
    hidden = hidden_cells(cells, sums)
    assert {name for name, count in cells.items() if 0 < count < LEAST} <= hidden
    assert not {name for name, count in cells.items() if count == 0} & hidden


@given(st.lists(COUNTS, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_what_is_hidden_might_always_be_no_small_count(parts):
    cells, sums = one_table(parts)
    hidden = hidden_cells(cells, sums)
    if len(hidden) > 3:
        hidden_parts = [name for name in hidden if name != "all"]
        assert "all" in hidden or sum(cells[name] for name in hidden_parts) >= LEAST
        return
    found = list(fits(cells, sums, hidden))
    for name in hidden:
        if cells[name] < LEAST:
            assert max(one[name] for one in found) >= LEAST


@given(st.lists(st.tuples(COUNTS, COUNTS, COUNTS), min_size=2, max_size=4))
@settings(max_examples=60, deadline=None)
def test_sums_in_two_directions_give_nothing_away(rows):
    cells, sums = two_ways(rows)
    hidden = hidden_cells(cells, sums)
    for name in hidden:
        assert highest(name, cells, sums, hidden=hidden) > cells[name] or cells[name] >= LEAST


@given(st.lists(st.integers(LEAST, 90), min_size=1, max_size=6))
def test_large_counts_are_all_shown(parts):
    assert hidden_cells(*one_table(parts)) == frozenset()


def test_the_one_small_count_takes_its_smallest_neighbour_along():
    cells, sums = one_table([3, 40, 9])
    assert hidden_cells(cells, sums) == {"part 0", "part 2"}


def test_two_that_are_known_to_be_one_each_take_a_third_along():
    cells, sums = one_table([1, 1, 30])
    assert hidden_cells(cells, sums) == {"part 0", "part 1", "part 2"}


def test_few_groups_lose_much_instead_of_many_a_little():
    cells, sums = two_ways([(2, 0), (35, 26), (20, 49), (30, 90)])
    touched = {name.split(".")[0] for name in hidden_cells(cells, sums) if "." in name}
    assert len(touched) == 2


def test_counts_that_stand_alone_are_hidden_alone():
    assert hidden_cells({"some": 2, "many": 80}, []) == {"some"}


def test_what_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match="sum of its parts"):
        hidden_cells({"all": 4, "one": 3}, [Sum("all", ("one",))])
    with pytest.raises(ValueError, match="below zero"):
        hidden_cells({"all": -1}, [])
