"""What kind of file is this: its size, hash, encoding and whether it is text at all. Pure."""

import codecs
import hashlib
import io
from dataclasses import dataclass
from typing import IO, Any, Final

from creatorspark.core.importers.problems import Fault, FileFault

BLOCK: Final = 1 << 20
HEAD: Final = 64 * 1024
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_COMPRESSED: Final = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!")
_TEXT_CONTROLS: Final = frozenset("\t\n\r\f\x00\x1a")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What one pass over the bytes told: size in bytes, sha256 in hex, Python's encoding name."""

    size: int
    sha256: str
    encoding: str


class CountingReader(io.RawIOBase):
    """Passes bytes on from any binary file and counts them, for progress and limits."""

    def __init__(self, source: IO[bytes]) -> None:
        super().__init__()
        self._source = source
        self.count = 0

    def readable(self) -> bool:
        """Return True: it is a file to read from."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` from the source; 0 at its end."""
        data = self._source.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


def inspect(source: IO[bytes], *, encoding: str = "", limit: int | None = None) -> FileFacts:
    """Read the file once and return its facts; `encoding` overrides what we would find out.

    With a `limit` in bytes only so much is read: the size is right, the hash is left empty.
    Raises FileFault for an empty file, a workbook, an archive, or bytes that aren't text.
    """
    head = source.read(HEAD)
    if not head.strip():
        raise FileFault(Fault.EMPTY)
    _refuse_known_binary(head)
    named = _known(encoding) if encoding else _encoding_by_mark(head) or _wide_without_mark(head)
    judge = _EncodingJudge() if not named else None
    digest = hashlib.sha256()
    size = 0
    block = head
    while block:
        size += len(block)
        digest.update(block)
        if judge:
            judge.feed(block)
        block = source.read(BLOCK) if limit is None or size < limit else b""
    found = named or (judge.verdict() if judge else "utf-8")
    _refuse_control_characters(head, found)
    if limit is not None:
        return FileFacts(size=source.seek(0, io.SEEK_END), sha256="", encoding=found)
    return FileFacts(size=size, sha256=digest.hexdigest(), encoding=found)


def text_stream(source: IO[bytes], *, encoding: str) -> tuple[io.TextIOWrapper, CountingReader]:
    """Return the file as text with its line ends untouched, and the counter of bytes read.

    Bytes that the encoding doesn't know become U+FFFD: a bad byte in one caption must not cost
    the row.
    """
    counter = CountingReader(source)
    buffered = io.BufferedReader(counter, buffer_size=BLOCK)
    return io.TextIOWrapper(buffered, encoding=encoding, errors="replace", newline=""), counter


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as fault:
        raise FileFault(Fault.ENCODING_UNKNOWN, encoding=encoding) from fault


def _refuse_known_binary(head: bytes) -> None:
    if head.startswith(_WORKBOOKS):
        raise FileFault(Fault.WORKBOOK)
    if head.startswith(_COMPRESSED):
        raise FileFault(Fault.COMPRESSED)


def _encoding_by_mark(head: bytes) -> str | None:
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def _wide_without_mark(head: bytes) -> str | None:
    """Recognise UTF-16 by its zeros: every other byte of Latin text and digits is one."""
    even, odd = head[0::2], head[1::2]
    if odd.count(0) > 0.3 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.3 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return None


def _refuse_control_characters(head: bytes, encoding: str) -> None:
    text = head.decode(encoding, errors="replace")
    odd = sum(1 for sign in text if sign < " " and sign not in _TEXT_CONTROLS)
    lost = text.count("\ufffd")
    zeros = text.count("\0")
    if odd + lost > 0.1 * len(text) or zeros > 0.2 * len(text):
        raise FileFault(Fault.BINARY)


class _EncodingJudge:
    """Reads as UTF-8 until that fails, then weighs broken bytes against good characters."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._good = 0
        self._broken = 0

    def feed(self, block: bytes) -> None:
        try:
            text = self._decoder.decode(block)
        except UnicodeDecodeError:
            self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
            text = self._decoder.decode(block)
        # A character of n bytes leaves n - 1 over; a broken byte becomes one U+FFFD.
        self._broken += text.count("\ufffd")
        self._good += max(len(block) - len(text), 0)

    def verdict(self) -> str:
        """Return utf-8 when whole, or damaged in few places; else the old Western code page."""
        return "utf-8" if self._broken <= self._good else "cp1252"
