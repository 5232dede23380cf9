"""Moments as machines write them, read thousands at a time. Pure.

The common ways to write one (`2026-05-04T12:00:03Z`, with up to six decimals, with `+02:00`) are
read as columns of digits. Whatever looks otherwise is read one by one, by the same rules as JSON.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from creatorspark.lib.distinct import distinct
from fraud.domain.activity import Bools, Ints
from fraud.domain.texts import Texts

EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_EPOCH_DAYS: Final = 10_957
_DIGITS: Final = np.array([0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18])
_SIGNS: Final = np.array([4, 7, 10, 13, 16])
_SIGNS_ARE: Final = np.frombuffer(b"--T::", np.uint8)
_WHOLE: Final = 19
_LONGEST: Final = 40
_Aware = Annotated[datetime, msgspec.Meta(tz=True)]
_Bytes = NDArray[np.uint8]


def microseconds(texts: Texts) -> tuple[Ints, dict[int, str]]:
    """Return microseconds since 2000 UTC, and for each place that is no moment why; it holds 0."""
    found = np.zeros(len(texts), np.int64)
    why: dict[int, str] = {}
    for length in distinct(texts.size).tolist():
        places = np.flatnonzero(texts.size == length)
        values, known = _of_one_length(texts.where(places), length)
        found[places] = values
        for place in places[~known].tolist():
            try:
                found[place] = _one(texts[place])
            except msgspec.ValidationError as bad:
                why[place] = str(bad)
    return found, why


def _one(text: str) -> int:
    return (msgspec.convert(text, _Aware) - EPOCH) // timedelta(microseconds=1)


def _of_one_length(texts: Texts, length: int) -> tuple[Ints, Bools]:
    """Return values and which of them are known."""
    if not _WHOLE < length <= _LONGEST:
        return np.zeros(len(texts), np.int64), np.zeros(len(texts), bool)
    written = np.stack(texts.words(), axis=1).view(np.uint8)[:, :length]
    is_utc = written[:, -1] == ord("Z")
    value, known = _read(written)
    if not is_utc.all():
        shift, is_shift = _shift(written[:, -6:])
        fraction, is_fraction = _fraction(written[:, _WHOLE:-6])
        away = ~is_utc
        value[away] += (fraction - shift)[away]
        known &= is_utc | (is_shift & is_fraction)
    if is_utc.any():
        fraction, is_fraction = _fraction(written[:, _WHOLE:-1])
        value[is_utc] += fraction[is_utc]
        known &= ~is_utc | is_fraction
    return np.where(known, value, 0), known


def _read(written: _Bytes) -> tuple[Ints, Bools]:
    """Return the microseconds of date and time of day, as if they were in UTC."""
    digits = written[:, _DIGITS] - np.uint8(48)
    known = (digits < 10).all(axis=1) & (written[:, _SIGNS] == _SIGNS_ARE).all(axis=1)
    digit = digits.T.astype(np.int64)
    year = 1000 * digit[0] + 100 * digit[1] + 10 * digit[2] + digit[3]
    month, day, hour, minute, second = (10 * digit[n] + digit[n + 1] for n in range(4, 14, 2))
    known &= (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
    known &= (hour < 24) & (minute < 60) & (second < 60)
    months = np.where(known, 12 * (year - 1970) + month - 1, 0).astype("M8[M]")
    date = months.astype("M8[D]") + (np.where(known, day, 1) - 1)
    known &= date.astype("M8[M]") == months
    days = date.astype(np.int64) - _EPOCH_DAYS
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000, known


def _fraction(written: _Bytes) -> tuple[Ints, Bools]:
    """Return the microseconds of `.123`, or of nothing."""
    size, width = written.shape
    if not width:
        return np.zeros(size, np.int64), np.ones(size, bool)
    if not 2 <= width <= 7:
        return np.zeros(size, np.int64), np.zeros(size, bool)
    digits = written[:, 1:] - np.uint8(48)
    known = (digits < 10).all(axis=1) & (written[:, 0] == ord("."))
    weights = 10 ** np.arange(5, 6 - width, -1)
    return digits.astype(np.int64) @ weights, known


def _shift(written: _Bytes) -> tuple[Ints, Bools]:
    """Return the microseconds by which `+02:00` is ahead of UTC."""
    if written.shape[1] < 6:
        return np.zeros(len(written), np.int64), np.zeros(len(written), bool)
    ahead, behind = written[:, 0] == ord("+"), written[:, 0] == ord("-")
    digits = written[:, [1, 2, 4, 5]] - np.uint8(48)
    known = (ahead | behind) & (written[:, 3] == ord(":")) & (digits < 10).all(axis=1)
    hours = 10 * digits[:, 0].astype(np.int64) + digits[:, 1]
    minutes = 10 * digits[:, 2].astype(np.int64) + digits[:, 3]
    known &= (hours < 24) & (minutes < 60)
    return np.where(behind, -1, 1) * (60 * hours + minutes) * 60_000_000, known
