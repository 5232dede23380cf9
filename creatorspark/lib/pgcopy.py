"""PostgreSQL's binary COPY format for fixed-width columns, whole buffers at a time.

When no column is null and each has a fixed width, every row has the same bytes, so a NumPy record
type with big-endian fields reads and writes a million rows without a loop. Null values must be
replaced in the query (`coalesce(likes, -1)`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

SIGNATURE = b"PGCOPY\n\xff\r\n\x00"
HEADER = SIGNATURE + b"\x00" * 8
TRAILER = b"\xff\xff"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

# Names of PostgreSQL's types to big-endian NumPy types of the same bytes.
_TYPES: Mapping[str, str] = {
    "bool": "?",
    "int2": ">i2",
    "int4": ">i4",
    "int8": ">i8",
    "float8": ">f8",
    "timestamptz": ">i8",
}

Columns = Mapping[str, npt.NDArray[np.generic]]


class CopyFormatError(ValueError):
    """The bytes aren't rows of these columns; the message says where they differ."""


class RowFormat:
    """The rows of a COPY with these columns, in order: name to PostgreSQL type.

    `timestamptz` travels as whole microseconds since 2000-01-01 UTC (see `microseconds`).
    """

    def __init__(self, columns: Mapping[str, str]) -> None:
        self.columns = dict(columns)
        fields: list[tuple[str, str]] = [("__fields", ">i2")]
        for name, kind in self.columns.items():
            fields += [(f"__width_{name}", ">i4"), (name, _TYPES[kind])]
        self.record = np.dtype(fields)

    @property
    def names(self) -> Sequence[str]:
        return tuple(self.columns)

    def encode(self, columns: Columns) -> memoryview:
        """Return the rows' bytes, without header and trailer. KeyError for a missing column."""
        size = len(columns[self.names[0]])
        rows = np.empty(size, self.record)
        rows["__fields"] = len(self.columns)
        for name in self.columns:
            rows[f"__width_{name}"] = self.record[name].itemsize
            rows[name] = columns[name]
        return rows.view(np.uint8).data.cast("B")

    def decode(self, parts: Iterable[bytes | memoryview]) -> dict[str, npt.NDArray[np.generic]]:
        """Return the columns of a whole COPY, in the machine's byte order.

        `parts` are the pieces in order, cut anywhere. Raises CopyFormatError when the bytes aren't
        complete rows of these columns.
        """
        data = b"".join(parts)
        if data[: len(SIGNATURE)] != SIGNATURE or data[-len(TRAILER) :] != TRAILER:
            raise CopyFormatError("This is not a complete binary COPY.")
        body = memoryview(data)[len(HEADER) : -len(TRAILER)]
        if len(body) % self.record.itemsize:
            raise CopyFormatError("A row has another width than these columns; is a value null?")
        rows = np.frombuffer(body, self.record)
        self._check(rows)
        return {
            name: rows[name].astype(self.record[name].newbyteorder("="), copy=True)
            for name in self.columns
        }

    def _check(self, rows: npt.NDArray[np.void]) -> None:
        if (rows["__fields"] != len(self.columns)).any():
            raise CopyFormatError("A row has another number of columns.")
        for name in self.columns:
            if (rows[f"__width_{name}"] != self.record[name].itemsize).any():
                raise CopyFormatError(f"{name} is null or of another type somewhere.")


def pieces(data: bytes | memoryview, *, size: int = 1 << 20) -> Iterator[memoryview]:
    """Cut a buffer into pieces that a connection sends well."""
    view = memoryview(data)
    for start in range(0, len(view), size):
        yield view[start : start + size]


def microseconds(moment: datetime) -> int:
    """Return an aware moment as PostgreSQL stores it: microseconds since 2000-01-01 UTC."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(value: int) -> datetime:
    """Return the aware UTC moment of PostgreSQL's microseconds."""
    return EPOCH + timedelta(microseconds=int(value))


class ColumnFormat:
    """One row of arrays: `COPY (SELECT array_agg(a), array_agg(b) …) TO STDOUT (FORMAT binary)`.

    A server sends one message a row, and a client spends more time on a million small messages
    than on the bytes; arrays hold the same bytes in one message. All arrays must be aggregated in
    one SELECT, so that they are in the same order, and hold no null.
    """

    def __init__(self, columns: Mapping[str, str]) -> None:
        self.columns = dict(columns)

    def decode(self, parts: Iterable[bytes | memoryview]) -> dict[str, npt.NDArray[np.generic]]:
        """Return the columns; empty ones when the SELECT found no rows. Raises CopyFormatError."""
        data = memoryview(b"".join(parts))
        if data[: len(SIGNATURE)] != SIGNATURE or data[-len(TRAILER) :] != TRAILER:
            raise CopyFormatError("This is not a complete binary COPY.")
        fields, at = _int(data, len(HEADER), 2), len(HEADER) + 2
        if fields != len(self.columns):
            raise CopyFormatError("The row has another number of columns.")
        found = {}
        for name, kind in self.columns.items():
            width, at = _int(data, at, 4), at + 4
            body = data[at : at + max(width, 0)]
            found[name] = _array(name, body, np.dtype(_TYPES[kind]))
            at += max(width, 0)
        return found


def _array(name: str, body: memoryview, kind: np.dtype[np.generic]) -> npt.NDArray[np.generic]:
    native = kind.newbyteorder("=")
    if not len(body):
        return np.empty(0, native)
    dimensions, nulls, size = _int(body, 0, 4), _int(body, 4, 4), _int(body, 12, 4)
    elements = np.dtype([("width", ">i4"), ("value", kind)])
    if dimensions != 1 or nulls or len(body) != 20 + size * elements.itemsize:
        raise CopyFormatError(f"{name} isn't an array of {kind.name} without nulls.")
    return np.frombuffer(body[20:], elements)["value"].astype(native)


def _int(data: memoryview, at: int, width: int) -> int:
    return int.from_bytes(data[at : at + width], "big", signed=True)
