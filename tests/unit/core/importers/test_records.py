"""Rows of a CSV with the line each began on, whatever is broken around them."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from creatorspark.core.importers.problems import Reason
from creatorspark.core.importers.records import MAX_CELL, MAX_RECOVERIES, Records


def read(text, *, width, size=3):
    records = Records(io.StringIO(text, newline=""), delimiter=",", width=width)
    found = []
    for lines, rows in records.batches(size):
        found += list(zip(lines, rows, strict=True))
    return found, records


def test_lines_are_counted_through_cells_of_many_lines():
    found, records = read('a,b\n"x\ny\nz",1\nlast,2\n', width=2)
    assert found == [(1, ["a", "b"]), (2, ["x\ny\nz", "1"]), (5, ["last", "2"])]
    assert records.problems == []


def test_empty_lines_are_no_rows():
    found, _ = read("a,b\n\n  \nc,d\n", width=2)
    assert found == [(1, ["a", "b"]), (4, ["c", "d"])]


def test_a_quote_that_never_closes_costs_its_own_line_alone():
    found, records = read('a,b\n"open,1\nc,2\nd,3\n', width=2)
    assert [cells for _, cells in found] == [["a", "b"], ["c", "2"], ["d", "3"]]
    assert [(problem.line, problem.reason) for problem in records.problems] == [
        (2, Reason.QUOTE_OPEN)
    ]
    assert [line for line, _ in found] == [1, 3, 4]


def test_a_cell_beyond_the_limit_costs_its_own_line_alone():
    swallowed = f'"{"x" * 1000}\n' * (MAX_CELL // 1000 + 2)
    found, records = read(f"a,b\nq,{swallowed[:-1]}\nlast,2\n", width=2, size=10_000)
    assert found[0] == (1, ["a", "b"])
    assert found[-1][1] == ["last", "2"]
    assert records.problems


def test_work_on_a_hostile_file_is_bounded():
    found, records = read('"a\n' * (MAX_RECOVERIES * 3), width=2, size=1000)
    assert len(records.problems) == MAX_RECOVERIES
    assert len(found) <= MAX_RECOVERIES * 3


def test_nuls_are_taken_out_and_named():
    found, records = read("a,b\nc\0,d\n", width=2)
    assert found == [(1, ["a", "b"]), (2, ["c", "d"])]
    assert records.cleaned_lines == [2]


def test_rows_of_another_width_are_handed_on():
    found, _ = read("a,b\nonly\nx,y,z\n", width=2)
    assert found == [(1, ["a", "b"]), (2, ["only"]), (3, ["x", "y", "z"])]


cells = st.text(alphabet=st.sampled_from('ab ,"\n\r;é😀\u202e'), max_size=8)


@given(st.lists(st.tuples(cells, cells, cells), max_size=12), st.integers(1, 5))
def test_what_a_writer_writes_is_read_back(rows, size):
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    found, records = read(file.getvalue(), width=3, size=size)
    written = [list(row) for row in rows if any(cell.strip() for cell in row)]
    assert [cells for _, cells in found if any(map(str.strip, cells))] == written
    assert records.problems == []
