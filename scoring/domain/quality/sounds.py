"""From what was kept of each second of sound to the measures of the whole track."""

import numpy as np
import numpy.typing as npt

from scoring.domain.quality.listening import HUM_UP_TO, TINY, Listening, mfcc

Floats = npt.NDArray[np.float64]
Values = dict[str, float | None]
Series = dict[str, tuple[float, ...]]

# Nothing to hear: so far below the loud parts that a phone's speaker lets it go, for longer than
# between two sentences.
SILENT = -60.0
SILENT_BELOW_LOUD = 36.0
SILENT_SECONDS = 0.8
LEVELS_A_SECOND = 20
NOTHING = -80.0
QUIETEST = -100.0
MAINS = (50, 60)
HUM_WINDOWS = 5
NEAR, FAR = 3, 16
CLEAR_LINE = 3.0
LEAST_LINES = 2
# Power of a frame over all pitches below which it is silence.
HEARD = 1e-3
LOUD = 20.0


def sound_values(listening: Listening, *, seconds: float) -> tuple[Values, Series]:
    """Return the values and the series of what was heard; `seconds` is the pictures' length."""
    if not listening.levels:
        return {}, {}
    levels = np.concatenate(listening.levels).astype(np.float64)
    silent = _silent(levels, seconds)
    shapes = np.concatenate(listening.shapes) if listening.shapes else np.zeros((0, 4), np.float32)
    values: Values = {
        "clipping": float(np.mean(listening.cut)),
        "noise_floor": _noise_floor(listening, levels),
        "hum": _hum(listening),
        "silence": float(silent.mean()),
        "imbalance": _imbalance(listening.balance),
        **_spectral(shapes),
    }
    floor = values["noise_floor"]
    values["signal_to_noise"] = None if floor is None else _loud(levels) - floor
    series: Series = {
        "clipping": tuple(listening.cut),
        "silence": _by_second(silent, seconds),
        "level": _by_second(np.maximum(levels, QUIETEST), seconds),
    }
    return values, series


def mfcc_profile(listening: Listening) -> dict[str, tuple[float, ...]]:
    """Return means and deviations of the MFCC of the track."""
    if not listening.bands:
        return {}
    found = mfcc(np.concatenate(listening.bands))
    return {
        "mfcc_mean": tuple(float(one) for one in found.mean(axis=0)),
        "mfcc_deviation": tuple(float(one) for one in found.std(axis=0)),
    }


def _silent(levels: Floats, seconds: float) -> Floats:
    """1 for each 50 ms within 0.8 s or more of silence; sound that ends early is silent.

    Hiss and hum in a pause don't make it less silent, as long as they stay well below the rest.
    """
    expected = int(seconds * LEVELS_A_SECOND)
    if len(levels) < expected:
        levels = np.pad(levels, (0, expected - len(levels)), constant_values=QUIETEST)
    below = max(SILENT, _loud(levels) - SILENT_BELOW_LOUD)
    quiet = np.concatenate([[False], levels < below, [False]])
    edges = np.flatnonzero(np.diff(quiet.astype(int)))
    silent = np.zeros(len(levels))
    for start, end in edges.reshape(-1, 2):
        if end - start >= SILENT_SECONDS * LEVELS_A_SECOND:
            silent[start:end] = 1.0
    return silent


def _by_second(values: Floats, seconds: float) -> tuple[float, ...]:
    """Means of each second; a rest shorter than a quarter of one isn't told."""
    rows = [
        values[start : start + LEVELS_A_SECOND] for start in range(0, len(values), LEVELS_A_SECOND)
    ]
    length = max(1, int(np.ceil(seconds - 0.25)))
    means = [float(row.mean()) for row in rows][:length]
    return tuple(means + [float("nan")] * (length - len(means)))


def _loud(levels: Floats) -> float:
    """The level of the loud parts, in dB of full scale."""
    heard = levels[levels > NOTHING]
    return float(np.percentile(heard, 90)) if len(heard) else QUIETEST


def _noise_floor(listening: Listening, levels: Floats) -> float | None:
    """The level of steady noise in dB of full scale, None where nothing is heard.

    What stays in each band at the quietest tenth of the time (minimum statistics: Martin, 2001),
    and of the bands the middle one: tones that stay are music or hum, not noise.
    """
    bands = np.concatenate(listening.bands) if listening.bands else np.zeros((0, 1))
    heard = bands[10 * np.log10(bands.mean(axis=1) + TINY) > NOTHING]
    if not len(heard):
        return None
    floor = float(np.median(np.percentile(heard, 10, axis=0)))
    return max(QUIETEST, 10 * float(np.log10(floor + TINY)))


def _hum(listening: Listening) -> float | None:
    """The level of what the mains leave (50 or 60 Hz and multiples), in dB below the loud parts.

    Only what stands out of its surroundings all the time counts; a bass plays notes.
    """
    if len(listening.low_spectra) < HUM_WINDOWS:
        return None
    spectra = np.array(listening.low_spectra, np.float64)
    heard = spectra[spectra.sum(axis=1) > 10 ** (NOTHING / 10)]
    if len(heard) < HUM_WINDOWS:
        return None
    steady = np.percentile(heard, 10, axis=0)
    power = max(_standing_out(steady, mains) for mains in MAINS)
    levels = np.concatenate(listening.levels).astype(np.float64)
    return float(np.clip(10 * np.log10(2 * power + TINY) - _loud(levels), -LOUD * 4, LOUD))


def _standing_out(steady: Floats, mains: int) -> float:
    """The power of the mains' pitch and its multiples, where they are lines, not a voice."""
    lines = []
    for pitch in range(mains, HUM_UP_TO - FAR, mains):
        around = np.r_[
            steady[pitch - FAR : pitch - NEAR], steady[pitch + NEAR + 1 : pitch + FAR + 1]
        ]
        here = float(steady[pitch - 1 : pitch + 2].sum())
        usual = 3 * float(np.percentile(around, 75))
        lines.append(here - usual if here > CLEAR_LINE * usual else 0.0)
    return sum(lines) if sum(line > 0 for line in lines) >= LEAST_LINES else 0.0


def _imbalance(pairs: list[tuple[float, float]]) -> float:
    """How many dB one side is louder than the other over the whole track."""
    left, right = np.array(pairs).sum(axis=0)
    return float(min(60.0, abs(10 * np.log10((left + TINY) / (right + TINY)))))


def _spectral(shapes: npt.NDArray[np.float32]) -> Values:
    """Centroid, bandwidth and roll-off in Hz: medians, of the frames that are loud."""
    names = ("centroid", "bandwidth", "roll_off")
    heard = shapes[shapes[:, 3] > HEARD]
    if not len(heard):
        return dict.fromkeys(names)
    power = 10 * np.log10(heard[:, 3])
    heard = heard[power >= np.percentile(power, 90) - LOUD]
    return {name: float(np.median(heard[:, place])) for place, name in enumerate(names)}
