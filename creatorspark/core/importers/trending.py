"""The TikTok trending format: `{"collector": [video, …]}`, or a plain list. Streamed. Pure.

A file that ends too early gives the records before the cut; what follows is one problem.
"""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import IO, Any, Final

import ijson

from creatorspark.core.importers.fields import (
    MAX_HANDLE,
    MAX_IDENTIFIER,
    MAX_NAME,
    MAX_URL,
    StagedRow,
    array_literal,
)
from creatorspark.core.importers.parsing import (
    EARLIEST,
    parse_count,
    parse_duration,
    parse_identifier,
)
from creatorspark.core.importers.problems import CellFault, Fault, FileFault, Problem, Reason
from creatorspark.core.importers.reading import CountingReader, text_stream

MAX_RECORD_BYTES: Final = 32 * 1024 * 1024
_MAX_PIXELS: Final = 100_000
_COUNTS: Final = (
    ("views", "playCount"),
    ("likes", "diggCount"),
    ("comments", "commentCount"),
    ("shares", "shareCount"),
    ("saves", "collectCount"),
    ("gifts", "giftCount"),
)


class RecordTooLarge(Exception):
    """One record goes on and on: the file is damaged or hostile."""


class _Utf8(io.RawIOBase):
    """The file as UTF-8 without NULs or byte-order mark, refusing endless records."""

    def __init__(self, source: IO[bytes], encoding: str) -> None:
        super().__init__()
        self._text, self.counter = text_stream(source, encoding=encoding)
        self._since_record = 0

    def read(self, size: int = -1) -> bytes:
        """Return about `size` bytes, b"" at the end."""
        text = self._text.read(size if size > 0 else 1 << 16)
        self._since_record += len(text)
        if self._since_record > MAX_RECORD_BYTES:
            raise RecordTooLarge
        return text.replace("\0", "").removeprefix("\ufeff").encode("utf-8", errors="replace")

    def record_done(self) -> None:
        """Start counting anew: a whole record came out."""
        self._since_record = 0


class TrendingReader:
    """Iterates over the staged rows of a file; `problems` is to be drained, `records` counts.

    `observed_at` None leaves the time open, for the newest posting time of the file. Raises
    FileFault where there is no list of videos at all.
    """

    def __init__(
        self, source: IO[bytes], *, encoding: str, observed_at: datetime | None, now: datetime
    ) -> None:
        self._source = _Utf8(source, encoding)
        self._observed_at = observed_at.isoformat() if observed_at else None
        self._newest_allowed = now.timestamp() + 86_400
        self.problems: list[Problem] = []
        self.records = 0

    @property
    def counter(self) -> CountingReader:
        """Where the bytes read are counted."""
        return self._source.counter

    def __iter__(self) -> Iterator[StagedRow]:
        for record in self._items():
            self.records += 1
            self._source.record_done()
            row = self._row(record)
            if row is not None:
                yield row

    def _items(self) -> Iterator[Any]:
        stream = _Peekable(self._source)
        prefix = {b"[": "item", b"{": "collector.item"}.get(stream.first_sign())
        if prefix is None:
            raise FileFault(Fault.NOT_JSON)
        found = False
        try:
            for record in ijson.items(stream, prefix):
                found = True
                yield record
        except RecordTooLarge:
            self._stopped(Reason.RECORD_TOO_LARGE)
        except ijson.IncompleteJSONError as fault:
            if not found:
                raise FileFault(Fault.NO_RECORDS) from fault
            at_end = "premature EOF" in str(fault)
            self._stopped(Reason.JSON_CUT_OFF if at_end else Reason.JSON_BROKEN)
        except (ijson.JSONError, UnicodeDecodeError) as fault:
            if not found:
                raise FileFault(Fault.NOT_JSON) from fault
            self._stopped(Reason.JSON_BROKEN)
        else:
            if not found:
                raise FileFault(Fault.NO_RECORDS)

    def _stopped(self, reason: Reason) -> None:
        self.problems.append(Problem(self.records + 1, reason))

    def _row(self, record: Any) -> StagedRow | None:
        fields: dict[str, Any] = {}
        field = ""
        try:
            if not isinstance(record, dict):
                raise CellFault(Reason.RECORD_INVALID)
            field = "id"
            key = parse_identifier(_text(record.get("id")))
            for field, name in _COUNTS:
                fields[field] = _count(record.get(name))
            field = "views"
            if fields["views"] is None:
                raise CellFault(Reason.VIEWS_MISSING)
            field = "posted_at"
            posted = self._posted(record.get("createTime"))
            field = "creator"
            fields |= _creator(record.get("authorMeta") or record.get("author"))
        except CellFault as fault:
            value = _value_of(record, field)
            self.problems.append(Problem(self.records, fault.reason, field, value))
            return None
        fields |= self._described(record)
        self._note(fields, posted)
        return StagedRow(
            line=self.records,
            video_key=key,
            posted_at=posted.isoformat() if posted else None,
            observed_at=self._observed_at,
            **fields,
        )

    def _posted(self, value: Any) -> datetime | None:
        if value in (None, "", 0):
            return None
        try:
            seconds = int(Decimal(_text(value)))
            if seconds > self._newest_allowed:
                raise CellFault(Reason.TIME_FUTURE)
            moment = datetime.fromtimestamp(seconds, tz=UTC)
        except (ArithmeticError, ValueError, OSError) as fault:
            raise CellFault(Reason.TIME_INVALID) from fault
        if moment < EARLIEST:
            raise CellFault(Reason.TIME_INVALID)
        return moment

    def _described(self, record: dict[str, Any]) -> dict[str, Any]:
        video = record.get("videoMeta")
        video = video if isinstance(video, dict) else {}
        sound = record.get("musicMeta")
        sound = sound if isinstance(sound, dict) else {}
        try:
            duration = parse_duration(_text(video.get("duration")))
        except CellFault:
            duration = None
            self._noted(Reason.DURATION_INVALID, "duration", video.get("duration"))
        url = _text(record.get("webVideoUrl"))
        original = sound.get("musicOriginal")
        return {
            "caption": _text(record.get("text")),
            "hashtags": _hashtags(record.get("hashtags")),
            "sound_title": _text(sound.get("musicName"))[:300],
            "sound_original": original if isinstance(original, bool) else None,
            "duration_seconds": duration,
            "width": _pixels(video.get("width")),
            "height": _pixels(video.get("height")),
            "url": url if url.startswith("https://") and len(url) <= MAX_URL else "",
        }

    def _note(self, fields: dict[str, Any], posted: datetime | None) -> None:
        engaged = sum(fields[name] or 0 for name in ("likes", "comments", "shares", "saves"))
        if engaged > fields["views"]:
            value = f"{engaged} > {fields['views']}"
            self._noted(Reason.ENGAGEMENT_ABOVE_VIEWS, "views", value)
        if posted and self._observed_at and datetime.fromisoformat(self._observed_at) < posted:
            self._noted(Reason.OBSERVED_BEFORE_POSTED, "observed_at", posted.isoformat())

    def _noted(self, reason: Reason, field: str, value: Any) -> None:
        self.problems.append(Problem(self.records, reason, field, _text(value)))


class _Peekable:
    """Shows the first sign that isn't a space, and then gives the bytes from the start."""

    def __init__(self, source: _Utf8) -> None:
        self._source = source
        self._held = b""

    def first_sign(self) -> bytes:
        while not self._held.strip():
            block = self._source.read(1 << 16)
            if not block:
                return b""
            self._held += block
        return self._held.lstrip()[:1]

    def read(self, size: int = -1) -> bytes:
        if size == 0:
            return b""
        held, self._held = self._held, b""
        return held or self._source.read(size)


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool | dict | list):
        return ""
    return str(value).replace("\0", "")


def _count(value: Any) -> int | None:
    if isinstance(value, bool | dict | list):
        raise CellFault(Reason.COUNT_INVALID)
    return parse_count(_text(value))


def _creator(author: Any) -> dict[str, Any]:
    """Return the creator's fields; the id is digits as text, the name its handle."""
    if isinstance(author, str):
        author = {"name": author}
    if not isinstance(author, dict):
        raise CellFault(Reason.CREATOR_INVALID)
    key, handle = _text(author.get("id")).strip(), _text(author.get("name")).strip()
    handle = handle.removeprefix("@")
    if not (key or handle) or len(key) > MAX_IDENTIFIER or len(handle) > MAX_HANDLE:
        raise CellFault(Reason.CREATOR_INVALID)
    verified = author.get("verified")
    try:
        followers = _count(author.get("fans"))
    except CellFault:
        followers = None
    return {
        "creator_key": key or None,
        "handle": handle or None,
        "display_name": _text(author.get("nickName")).strip()[:MAX_NAME],
        "bio": _text(author.get("signature"))[:5_000],
        "verified": verified if isinstance(verified, bool) else None,
        "follower_count": followers,
    }


def _hashtags(value: Any) -> str | None:
    if not isinstance(value, list):
        return None
    names = [_text(tag.get("name") if isinstance(tag, dict) else tag).strip() for tag in value]
    return array_literal([name[:200] for name in dict.fromkeys(names) if name])


def _pixels(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MAX_PIXELS:
        return value
    return None


def _value_of(record: Any, field: str) -> str:
    if not isinstance(record, dict):
        return str(record)[:300]
    names = {"id": "id", "posted_at": "createTime", "creator": "authorMeta"} | dict(_COUNTS)
    return str(record.get(names.get(field, field), ""))[:300]
