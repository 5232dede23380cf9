"""From what was kept of each picture to the measures of the whole video."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scoring.domain.quality.looking import Glimpse, Looking

Floats = npt.NDArray[np.float64]
Values = dict[str, float | None]
Series = dict[str, tuple[float, ...]]

# FFmpeg's scdet: a cut is a difference that its neighbours don't have.
CUT = 14.0
CUT_OVER_NEIGHBOURS = 2.5
# FFmpeg's freezedetect: -60 dB of difference for two seconds.
STILL = 0.12
FREEZE_SECONDS = 2.0
AGREEING = 0.06
WILD = 10.0
SMOOTH = 5
PHONE = 9 / 16


def picture_values(looking: Looking, *, seconds: float) -> tuple[Values, Series]:
    """Return the values and the series of what was seen."""
    glimpses = looking.glimpses
    times = np.array([one.time for one in glimpses])
    change = _column(glimpses, "change") * looking.scale.factor
    cuts = _cuts(change)
    mean = looking.scale.shown(_column(glimpses, "mean"))
    span = (_column(glimpses, "high") - _column(glimpses, "low")) * looking.scale.factor
    second = np.minimum(times.astype(int), _length(seconds) - 1)
    jitter = _jitter(glimpses, cuts)
    series: Series = {
        "brightness": _by_second(mean, second, seconds),
        "contrast": _by_second(span, second, seconds),
        "crushed": _by_second(_column(glimpses, "crushed"), second, seconds),
        "blown": _by_second(_column(glimpses, "blown"), second, seconds),
        "motion": _by_second(change, second, seconds),
        "jitter": _by_second(jitter, second, seconds),
        **_close_series(looking, seconds),
    }
    values: Values = {name: _middle(row) for name, row in series.items()}
    values |= {
        "motion": float(change.mean()),
        "jitter": float(np.percentile(jitter, 75)),
        "cuts_a_minute": 60 * len(cuts) / max(seconds, 1.0),
        "frozen": _frozen(times, change, seconds),
        "black_bars": float(np.median(_column(glimpses, "bars"))),
        "screen_filled": _filled(looking.shape),
    }
    return values, series


def _close_series(looking: Looking, seconds: float) -> Series:
    second = np.minimum(np.array(looking.close_times).astype(int), _length(seconds) - 1)
    names = {
        "edge_blur": "blur",
        "noise": "noise",
        "blockiness": "blockiness",
        "colourfulness": "colour",
        "quantiser": "quantiser",
    }
    return {
        name: _by_second(_column(looking.close, kept), second, seconds)
        for name, kept in names.items()
    }


def _column(rows: Sequence[object], name: str) -> Floats:
    """One number of each row, NaN for None."""
    return np.array([getattr(row, name) for row in rows], np.float64)


def _length(seconds: float) -> int:
    return max(1, int(np.ceil(seconds - 0.25)))


def _by_second(values: Floats, second: npt.NDArray[np.int64], seconds: float) -> tuple[float, ...]:
    found = np.full(_length(seconds), np.nan)
    for number in np.unique(second):
        here = values[(second == number) & ~np.isnan(values)]
        if len(here):
            found[number] = here.mean()
    return tuple(float(value) for value in found)


def _middle(row: tuple[float, ...]) -> float | None:
    known = [value for value in row if not np.isnan(value)]
    return float(np.median(known)) if known else None


def _cuts(change: Floats) -> list[int]:
    """The samples with which a new shot begins."""
    if len(change) < 3:
        return []
    padded = np.pad(change, 1, mode="edge")
    around = np.maximum(padded[:-2], padded[2:])
    around[0] = change[1]
    lone = (change >= CUT) & (change > CUT_OVER_NEIGHBOURS * around)
    return [int(place) for place in np.flatnonzero(lone) if place > 0]


def _jitter(glimpses: list[Glimpse], cuts: list[int]) -> Floats:
    """How far each picture is from where a smooth movement would have it, in % of the long side.

    The camera's path less its running mean, as in video stabilisation (Grundmann et al., 2011).
    """
    shifts = np.array([one.shift for one in glimpses])
    unsure = _column(glimpses, "agreement") < AGREEING
    unsure[cuts] = True
    shifts[unsure] = 0.0
    if len(shifts) < SMOOTH:
        return np.zeros(len(shifts))
    padded = np.pad(shifts, ((SMOOTH // 2, SMOOTH // 2), (0, 0)), mode="edge")
    window = np.lib.stride_tricks.sliding_window_view(padded, SMOOTH, axis=0)
    away = 100 * np.hypot(*(shifts - np.median(window, axis=2)).T)
    return np.asarray(np.minimum(away, WILD))


def _frozen(times: Floats, change: Floats, seconds: float) -> float:
    """The share of time in stretches of two seconds or more in which nothing changes."""
    frozen, start = 0.0, 0
    for place in range(1, len(times) + 1):
        if place == len(times) or change[place] > STILL:
            length = times[place - 1] - times[start]
            frozen += length if length >= FREEZE_SECONDS else 0.0
            start = place
    return min(1.0, frozen / max(seconds, 0.1))


def _filled(shape: tuple[int, int]) -> float:
    """How much of an upright phone's screen the picture fills."""
    aspect = shape[1] / max(shape[0], 1)
    return float(min(aspect / PHONE, PHONE / aspect))
