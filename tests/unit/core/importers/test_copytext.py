"""COPY's text form: nothing in a cell may end it too early."""

from hypothesis import given
from hypothesis import strategies as st

from creatorspark.core.importers.copytext import Chunk

UNESCAPE = {"\\t": "\t", "\\n": "\n", "\\r": "\r", "\\\\": "\\"}


def read_back(data):
    """Split as PostgreSQL does: rows at LF, cells at TAB, then the escapes."""
    rows = data.decode().split("\n")
    assert rows.pop() == ""
    return [[_cell(cell) for cell in row.split("\t")] for row in rows]


def _cell(text):
    out, place = "", 0
    while place < len(text):
        pair = text[place : place + 2]
        out, place = (
            (out + UNESCAPE[pair], place + 2)
            if pair in UNESCAPE
            else (
                out + text[place],
                place + 1,
            )
        )
    return out


texts = st.text(alphabet=st.sampled_from('ab\t\n\r\\N."\u202e😀'), max_size=10)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=8))
def test_every_text_comes_back(rows):
    chunk = Chunk(("a", "b"), zip(*rows, strict=True))
    assert read_back(chunk.as_copy_text()) == [list(row) for row in rows]


def test_numbers_none_and_rows_left_out():
    chunk = Chunk(("a", "b"), [[1, None, 3], ["x", "y", "z"]], keep=[True, True, False])
    assert len(chunk) == 2
    assert chunk.as_copy_text() == b"1\tx\n\ty\n"


def test_a_lone_surrogate_does_not_stop_the_import():
    assert Chunk(("a",), [["x\ud83dy"]]).as_copy_text() == b"x?y\n"
