"""What kind of file it is."""

import io

import pytest

from creatorspark.core.importers.problems import Fault, FileFault
from creatorspark.core.importers.reading import inspect, text_stream

TEXT = "id,views,caption\n6907228749016714497,5,café naïve über\n" * 50


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"],
)
def test_every_common_encoding_is_found_and_read(encoding):
    data = TEXT.encode(encoding)
    facts = inspect(io.BytesIO(data))
    assert facts.size == len(data)
    stream, counter = text_stream(io.BytesIO(data), encoding=facts.encoding)
    assert stream.read().removeprefix("\ufeff") == TEXT
    assert counter.count == len(data)


def test_utf8_with_a_few_broken_bytes_stays_utf8():
    data = TEXT.encode() + b"6907228749016714498,5,bro\xffken\n"
    assert inspect(io.BytesIO(data)).encoding == "utf-8"


def test_a_character_cut_by_a_block_is_whole():
    data = b"a" * (64 * 1024 - 1) + "é".encode() + b"b" * 10
    assert inspect(io.BytesIO(data)).encoding == "utf-8"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.EMPTY),
        (b" \n\n ", Fault.EMPTY),
        (b"PK\x03\x04rest of a workbook", Fault.WORKBOOK),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", Fault.WORKBOOK),
        (b"\x1f\x8b\x08compressed", Fault.COMPRESSED),
        (bytes(range(256)) * 20, Fault.BINARY),
        (b"\x00" * 4096 + b"x", Fault.BINARY),
    ],
)
def test_what_is_not_text_is_refused(data, fault):
    with pytest.raises(FileFault) as refused:
        inspect(io.BytesIO(data))
    assert refused.value.fault == fault


def test_an_unknown_encoding_is_named():
    with pytest.raises(FileFault) as refused:
        inspect(io.BytesIO(b"a,b"), encoding="klingon")
    assert refused.value.details == {"encoding": "klingon"}
