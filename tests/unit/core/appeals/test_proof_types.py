"""A file is what its bytes say, and whatever they say, nothing breaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.core.domain.appeals.proof_types import HEAD, sniff

PADDING = b"\0" * 64


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"\xff\xd8\xff\xe0" + PADDING, "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n" + PADDING, "image/png"),
        (b"GIF89a" + PADDING, "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 " + PADDING, "image/webp"),
        (b"\0\0\0\x18ftypheic" + PADDING, "image/heic"),
        (b"%PDF-1.7\n" + PADDING, "application/pdf"),
        (b"\0\0\0\x18ftypisom" + PADDING, "video/mp4"),
        (b"\0\0\0\x14ftypqt  " + PADDING, "video/quicktime"),
        (b"\x1aE\xdf\xa3" + PADDING, "video/webm"),
        ("Ich habe es gefilmt, früh um fünf.\n".encode(), "text/plain"),
        (b"\xef\xbb\xbfhello", "text/plain"),
    ],
)
def test_what_we_take_is_known_by_its_bytes(head: bytes, media_type: str):
    found = sniff(head)
    assert found is not None
    assert found.media_type == media_type


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b" \n\t",
        b"MZ" + PADDING,
        b"\x7fELF" + PADDING,
        b"PK\x03\x04" + PADDING,
        b"RIFF\0\0\0\0WAVE" + PADDING,
        b"\0\0\0\x18ftypM4A " + PADDING,
        b"  <!DOCTYPE html>",
        b"\xef\xbb\xbf<svg xmlns=''>",
        b"<?xml version='1.0'?>",
        b"words and \x1b[31m colours",
        b"\xff\xfeh\0e\0",
    ],
)
def test_what_could_run_or_can_not_be_read_is_not_taken(head: bytes):
    assert sniff(head) is None


@given(st.binary(max_size=HEAD))
def test_no_bytes_break_it(head: bytes):
    found = sniff(head)
    assert found is None or found.most_bytes > 0


@given(st.text(st.characters(categories=["L", "N", "P"]), min_size=1).map("wort ".__add__))
def test_words_of_any_language_are_text_wherever_they_are_cut(words: str):
    long = (words * (HEAD // len(words.encode()) + 2)).encode()
    found = sniff(long[:HEAD])
    assert found is not None
    assert found.type == "text"
