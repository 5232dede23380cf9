"""From the text of one cell to a value, as people and spreadsheets write them. Pure.

Every function takes text and returns a value, None where the cell says "not reported", or
raises CellFault. Identifiers never pass through a float.
"""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, Literal

from creatorspark.core.importers.fields import MAX_COUNT, MAX_IDENTIFIER
from creatorspark.core.importers.problems import CellFault, Reason

DateOrder = Literal["ymd", "dmy", "mdy"]

BLANK: Final = frozenset(
    {"", "-", "–", "—", "n/a", "na", "#n/a", "null", "none", "nan", "nil", "\\n", "?", "unknown"}
)
_SUFFIX: Final = {
    "": 1,
    "k": 1_000,
    "m": 1_000_000,
    "b": 1_000_000_000,
    "bn": 1_000_000_000,
    "万": 10_000,
    "萬": 10_000,
    "亿": 100_000_000,
    "億": 100_000_000,
}
_COUNT: Final = re.compile(r"([+-]?)(\d[\d.,'’_ \u00a0\u202f]*)\s*(k|m|bn?|万|萬|亿|億|)\+?", re.I)
_GROUPED: Final = re.compile(
    r"\d{1,3}(?P<mark>[,'’_ \u00a0\u202f])(?:\d{2,3}(?P=mark))*\d{3}(?:\.0*)?"
)
_DOTTED: Final = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,0*)?")
_SCIENTIFIC: Final = re.compile(r"[+-]?\d+(?:[.,]\d+)?e[+-]?\d{1,3}", re.I)
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9_.:\-]+")
_FLOAT_ID: Final = re.compile(r"(\d{1,15})\.0+")
_VIDEO_IN_URL: Final = re.compile(
    r"(?:/(?:video|photo|v|reel|reels|shorts|p)/|[?&]v=|youtu\.be/)([A-Za-z0-9_\-]{5,100})"
)
_TOTAL: Final = re.compile(
    r"(?:grand |sub ?)?(?:totale?|totals|sum|average|avg|mean|median|gesamt|summe|somme|итого"
    r"|合计|合計)\b.*",
    re.I,
)
_CLOCK: Final = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{1,2})(?:[.,]\d+)?")
_UNITS: Final = re.compile(
    r"(?:pt)?(?:(\d+)\s*h(?:ours?|rs?)?)?\s*(?:(\d+)\s*m(?:in(?:ute)?s?)?)?"
    r"\s*(?:(\d+(?:[.,]\d+)?)\s*s(?:ec(?:ond)?s?)?)?",
    re.I,
)
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")
_MILLISECONDS: Final = re.compile(r"(\d+)\s*ms", re.I)
_DATE: Final = re.compile(
    r"(\d{1,4})([./\-])(\d{1,2})\2(\d{1,4})(?:,?[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]m)?)?",
    re.I,
)
_EPOCH: Final = re.compile(r"\d{9,16}(?:\.\d+)?")
_SPREADSHEET_DAY: Final = re.compile(r"[2-6]\d{4}(?:\.\d+)?")
_WRITTEN: Final = (
    "%b %d, %Y",
    "%B %d, %Y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d %Y",
    "%b %d, %Y %H:%M",
    "%b %d, %Y %H:%M:%S",
    "%b %d, %Y, %I:%M %p",
    "%b %d, %Y %I:%M %p",
    "%d %b %Y %H:%M",
    "%d %b %Y %H:%M:%S",
    "%a %b %d %H:%M:%S %Y",
    "%a %b %d %H:%M:%S %z %Y",
    "%a, %d %b %Y %H:%M:%S %z",
    "%a, %d %b %Y %H:%M:%S GMT",
)
EARLIEST: Final = datetime(2004, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)
_SPREADSHEET_EPOCH: Final = datetime(1899, 12, 30, tzinfo=UTC)
MAX_DURATION: Final = 48 * 3600


def is_blank(text: str) -> bool:
    """Whether a cell says "not reported"."""
    return text.strip().lower() in BLANK


def is_total(text: str) -> bool:
    """Whether a cell labels a row of totals or averages rather than a video."""
    return _TOTAL.fullmatch(text.strip()) is not None


def unwrap(text: str) -> str:
    """Take off what a spreadsheet puts around text it must not read as a number."""
    text = text.strip().strip("\u200e\u200f\ufeff")
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1].strip()
    return text.removeprefix("'").strip()


def parse_count(text: str) -> int | None:
    """Return a count: "1,234" is 1234, "541.2K" is 541200, a blank is None (not reported)."""
    text = unwrap(text)
    if text.isascii() and text.isdigit() and len(text) < 20:
        return _in_range(int(text))
    if text.lower() in BLANK:
        return None
    if _SCIENTIFIC.fullmatch(text):
        return _whole(text.replace(",", "."), 1)
    found = _COUNT.fullmatch(text)
    if found is None:
        raise CellFault(Reason.COUNT_INVALID)
    sign, digits, suffix = found.groups()
    factor = _SUFFIX[suffix.lower()]
    value = _whole(_plain_decimal(digits.strip(), scaled=factor > 1), factor)
    if sign == "-" and value:
        raise CellFault(Reason.COUNT_NEGATIVE)
    return value


def _plain_decimal(digits: str, *, scaled: bool) -> str:
    """Return digits with a decimal point at most, or say that they can be read two ways."""
    if digits.isdigit():
        return digits
    if scaled:
        # 1,5K and 1.5K are one and a half; 1,234K could be either.
        if re.fullmatch(r"\d{1,3}[.,]\d{3}", digits) and "," in digits:
            raise CellFault(Reason.COUNT_AMBIGUOUS)
        if re.fullmatch(r"\d+[.,]\d+", digits):
            return digits.replace(",", ".")
    if _GROUPED.fullmatch(digits):
        return re.sub(r"[,'’_ \u00a0\u202f]", "", digits)
    if _DOTTED.fullmatch(digits):
        return digits.replace(".", "").replace(",", ".")
    if re.fullmatch(r"\d{1,3}\.\d{3}", digits):
        raise CellFault(Reason.COUNT_AMBIGUOUS)
    if re.fullmatch(r"\d+\.\d+", digits):
        return digits
    raise CellFault(Reason.COUNT_INVALID)


def _whole(digits: str, factor: int) -> int:
    try:
        value = Decimal(digits) * factor
    except InvalidOperation as fault:
        raise CellFault(Reason.COUNT_INVALID) from fault
    if value.adjusted() > 20:
        raise CellFault(Reason.COUNT_TOO_LARGE)
    if value < 0:
        raise CellFault(Reason.COUNT_NEGATIVE)
    if value != value.to_integral_value():
        raise CellFault(Reason.COUNT_INVALID)
    return _in_range(int(value))


def _in_range(value: int) -> int:
    if value > MAX_COUNT:
        raise CellFault(Reason.COUNT_TOO_LARGE)
    return value


def parse_identifier(text: str) -> str:
    """Return a platform id, digit for digit; an address gives the id inside it.

    An id that a spreadsheet turned into 6.9E+18 lost its last digits and is refused.
    """
    text = unwrap(text)
    if text.isascii() and text.isdigit() and len(text) <= MAX_IDENTIFIER:
        return text
    if text.lower() in BLANK:
        raise CellFault(Reason.ID_MISSING)
    if is_total(text):
        raise CellFault(Reason.TOTAL)
    if _SCIENTIFIC.fullmatch(text) or re.fullmatch(r"\d{16,}[.,]0*", text):
        raise CellFault(Reason.ID_ROUNDED)
    short = _FLOAT_ID.fullmatch(text)
    if short:
        return short[1]
    inside = identifier_in_url(text)
    if inside:
        return inside
    if len(text) > MAX_IDENTIFIER or not _IDENTIFIER.fullmatch(text):
        raise CellFault(Reason.ID_INVALID)
    return text


def identifier_in_url(text: str) -> str | None:
    """Return the video's id inside an address of TikTok, YouTube or Instagram, else None."""
    found = _VIDEO_IN_URL.search(text)
    return found[1] if found else None


@lru_cache(maxsize=4096)
def parse_duration(text: str) -> int | None:
    """Return whole seconds: "00:31" and "31.2s" and "PT31S" are 31; a blank is None."""
    text = unwrap(text).lower()
    if text in BLANK:
        return None
    seconds = _seconds(text)
    if seconds is None or seconds > MAX_DURATION:
        raise CellFault(Reason.DURATION_INVALID)
    return int(seconds.to_integral_value())


def _seconds(text: str) -> Decimal | None:
    if _NUMBER.fullmatch(text):
        return Decimal(text.replace(",", "."))
    clock = _CLOCK.fullmatch(text)
    if clock:
        parts = [int(part or 0) for part in clock.groups()]
        return Decimal(parts[0] * 3600 + parts[1] * 60 + parts[2])
    milliseconds = _MILLISECONDS.fullmatch(text)
    if milliseconds:
        return Decimal(milliseconds[1]) / 1000
    units = _UNITS.fullmatch(text)
    if units and any(units.groups()):
        hours, minutes, written = units.groups()
        return (
            Decimal(hours or 0) * 3600
            + Decimal(minutes or 0) * 60
            + Decimal((written or "0").replace(",", "."))
        )
    return None


@lru_cache(maxsize=4096)
def parse_moment(text: str, *, order: DateOrder = "ymd") -> datetime | None:
    """Return an aware UTC time; without a zone it is taken as UTC; a blank is None.

    `order` says how to read 03/04/2024: "dmy" is 3 April, "mdy" is 4 March.
    """
    text = unwrap(text)
    if text.lower() in BLANK:
        return None
    moment = _iso(text) or _number(text) or _numeric_date(text, order) or _written(text)
    if moment is None or not EARLIEST <= moment <= LATEST:
        raise CellFault(Reason.TIME_INVALID)
    return moment


def _utc(moment: datetime) -> datetime | None:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None


def _iso(text: str) -> datetime | None:
    if text.isdigit():
        return None
    try:
        return _utc(datetime.fromisoformat(text.removesuffix(" UTC")))
    except ValueError:
        return None


def _number(text: str) -> datetime | None:
    """Read seconds, milliseconds or microseconds since 1970, or a spreadsheet's day number."""
    if _EPOCH.fullmatch(text):
        whole = len(text.split(".")[0])
        scale = 1 if whole <= 11 else 1_000 if whole <= 14 else 1_000_000
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(
            microseconds=int(Decimal(text) * 1_000_000 / scale)
        )
    if _SPREADSHEET_DAY.fullmatch(text):
        return _SPREADSHEET_EPOCH + timedelta(seconds=round(Decimal(text) * 86_400))
    return None


def _numeric_date(text: str, order: DateOrder) -> datetime | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    first, _, second, third, hour, minute, second_of_minute, half = found.groups()
    if len(first) == 4:
        year, month, day = first, second, third
    else:
        year = third if len(third) == 4 else f"20{third}"
        day, month = (first, second) if order == "dmy" else (second, first)
    clock = int(hour or 0)
    if half:
        clock = clock % 12 + (12 if half.lower() == "pm" else 0)
    try:
        return datetime(
            int(year),
            int(month),
            int(day),
            clock,
            int(minute or 0),
            int(second_of_minute or 0),
            tzinfo=UTC,
        )
    except ValueError:
        return None


def _written(text: str) -> datetime | None:
    for pattern in _WRITTEN:
        try:
            return _utc(datetime.strptime(text, pattern))  # noqa: DTZ007 (_utc adds the zone)
        except ValueError:
            continue
    return None


def date_order_of(samples: list[str]) -> DateOrder | None:
    """Return how a column writes its dates, None where the samples allow two readings."""
    found = [match for match in map(_DATE.fullmatch, samples) if match and len(match[1]) < 3]
    if not found:
        return "ymd"
    if any(int(match[1]) > 12 for match in found):
        return "dmy"
    if any(int(match[3]) > 12 for match in found):
        return "mdy"
    return None


def posted_at_of_tiktok_id(video_key: str) -> datetime | None:
    """Return when a TikTok video was made, from the upper 32 bits of its 19-digit id."""
    if not (video_key.isascii() and video_key.isdigit() and len(video_key) in (18, 19)):
        return None
    moment = datetime.fromtimestamp(int(video_key) >> 32, tz=UTC)
    return moment if moment.year >= 2014 else None
