"""Every exported row stands for enough people, and no row is told twice."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rewards.domain.anonymity import ANY, Cell, Column, cells

rows = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 2), st.integers(0, 3), st.integers(0, 1)),
    max_size=60,
)
NAMES = ("letter", "niche", "market")


def table(given_rows: list[tuple[int, ...]]) -> tuple[dict[str, Column], np.ndarray]:
    data = np.array(given_rows, np.int64).reshape(-1, 4)
    columns = {
        name: Column(names=[f"{name}{n}" for n in range(4)], code=data[:, place + 1])
        for place, name in enumerate(NAMES)
    }
    return columns, data[:, 0]


def matching(cell: Cell, columns: dict[str, Column]) -> np.ndarray:
    fits = np.ones(len(columns["letter"].code), bool)
    for name, word in zip(NAMES, cell.words, strict=True):
        if word != ANY:
            fits &= columns[name].code == columns[name].names.index(word)
    return fits


@given(given_rows=rows, k=st.integers(1, 6))
def test_each_cell_holds_enough_people_and_each_row_is_in_one_cell_at_most(
    given_rows: list[tuple[int, ...]], k: int
) -> None:
    columns, owner = table(given_rows)
    found = cells(columns, owner=owner, gives_way=["market", "niche"], min_people=k)
    assert all(cell.people >= k for cell in found)
    assert all(len(np.unique(owner[matching(cell, columns)])) >= k for cell in found)
    assert len({cell.words for cell in found}) == len(found)
    assert sum(cell.rows for cell in found) <= len(given_rows)
    # With one person enough, every row is told in full.
    if k == 1:
        assert sum(cell.rows for cell in found) == len(given_rows)
        assert all(ANY not in cell.words for cell in found)


@given(given_rows=rows, k=st.integers(1, 6))
def test_columns_give_way_only_where_they_must(given_rows: list[tuple[int, ...]], k: int) -> None:
    """The same, done slowly with dictionaries."""
    columns, owner = table(given_rows)
    found = cells(columns, owner=owner, gives_way=["market", "niche"], min_people=k)
    expected: dict[tuple[str, ...], int] = {}
    left = list(given_rows)
    for kept in (3, 2, 1):
        shapes: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
        for row in left:
            shapes.setdefault(row[1 : 1 + kept], []).append(row)
        left = []
        for shape, same in shapes.items():
            if len({row[0] for row in same}) < k:
                left += same
                continue
            words = [f"{name}{code}" for name, code in zip(NAMES, shape, strict=False)]
            expected[tuple([*words, ANY, ANY][:3])] = len(same)
    assert {cell.words: cell.rows for cell in found} == expected


def test_a_rare_market_gives_way_and_a_rare_letter_stays_untold() -> None:
    common = [(person, 0, 0, 0) for person in range(10)]
    rare_market = [(person, 0, 0, 1) for person in range(10, 20)]
    few = [(person, 0, 0, 2) for person in range(20, 25)]
    other_few = [(person, 0, 0, 3) for person in range(25, 31)]
    alone = [(31, 1, 0, 0)]
    columns, owner = table([*common, *rare_market, *few, *other_few, *alone])
    found = cells(columns, owner=owner, gives_way=["market"])
    assert [(cell.words, cell.rows) for cell in found] == [
        (("letter0", "niche0", "*"), 11),
        (("letter0", "niche0", "market0"), 10),
        (("letter0", "niche0", "market1"), 10),
    ]


def test_many_rows_of_few_people_are_not_enough() -> None:
    columns, owner = table([(n % 3, 0, 0, 0) for n in range(60)])
    assert cells(columns, owner=owner, gives_way=["market"]) == []
