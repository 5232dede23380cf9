"""Listens to a sound track a second at a time, and keeps a few numbers of each.

Loudness and peaks are FFmpeg's (`ebur128`: EBU R 128, ITU-R BS.1770); the spectrum's measures are
those of the usual definitions (centroid, bandwidth, 85 % roll-off, MFCC of 40 mel bands).
"""

from functools import cache

import numpy as np
import numpy.typing as npt
import scipy.fft
import scipy.sparse

Floats = npt.NDArray[np.float32]

WINDOW = 2048
HOP = 2048
BANDS = 40
COEFFICIENTS = 13
ROLL_OFF = 0.85
SHORT = 0.05
CUT_OFF = 0.93
HUM_UP_TO = 700
TINY = 1e-10


class Listening:
    """Hears blocks of samples (channels × samples, -1 to 1) in order of time."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.peaks: list[float] = []
        self.cut: list[float] = []
        self.levels: list[Floats] = []
        self.bands: list[Floats] = []
        self.shapes: list[Floats] = []
        self.low_spectra: list[Floats] = []
        self.balance: list[tuple[float, float]] = []
        self._waiting: list[Floats] = []
        self._held = 0
        self._before: Floats | None = None

    def hear(self, samples: Floats) -> None:
        """Take a piece of any length."""
        self._waiting.append(samples)
        self._held += samples.shape[1]
        if self._held >= self.rate:
            whole = np.concatenate(self._waiting, axis=1)
            while whole.shape[1] >= self.rate:
                self._second(whole[:, : self.rate])
                whole = whole[:, self.rate :]
            self._waiting, self._held = [whole], whole.shape[1]

    def finish(self) -> None:
        """Hear what is left, if it is long enough to tell anything."""
        if self._held >= self.rate // 4:
            self._second(np.concatenate(self._waiting, axis=1))
        self._waiting, self._held = [], 0

    def _second(self, samples: Floats) -> None:
        self.peaks.append(float(np.abs(samples).max()))
        self.cut.append(cut_share(samples))
        powers = (samples**2).mean(axis=1)
        self.balance.append((float(powers[0]), float(powers[-1])))
        mono = samples.mean(axis=0)
        self.levels.append(_levels(mono, self.rate))
        self._spectrum(mono)
        self._low(mono)

    def _low(self, mono: Floats) -> None:
        """Look at the low pitches over a second, twice a second."""
        if len(mono) < self.rate:
            return
        half = self.rate // 2
        if self._before is not None:
            both = np.concatenate([self._before[half:], mono[:half]])
            self.low_spectra.append(_low_spectrum(both[: self.rate]))
        self.low_spectra.append(_low_spectrum(mono))
        self._before = mono

    def _spectrum(self, mono: Floats) -> None:
        if len(mono) < WINDOW:
            return
        frames = np.lib.stride_tricks.sliding_window_view(mono, WINDOW)[::HOP]
        power = np.abs(scipy.fft.rfft(frames * _hann(WINDOW), axis=1)) ** 2 / _hann_power(WINDOW)
        self.bands.append(np.asarray((mel_bands(self.rate) @ power.T).T, np.float32))
        self.shapes.append(_shape(power, self.rate))


def cut_share(samples: Floats) -> float:
    """Return the share of samples within 0.6 dB of full scale.

    Lossy coding makes flat tops wavy and some coders turn them down a little, so runs of equal
    samples can't be counted. A cut-off recording that was turned down later isn't noticed.
    """
    return float((np.abs(samples) >= CUT_OFF).mean())


def _levels(mono: Floats, rate: int) -> Floats:
    """Root mean square of every 50 ms, in dB of full scale."""
    length = max(1, int(SHORT * rate))
    whole = mono[: len(mono) // length * length].reshape(-1, length)
    return np.asarray(10 * np.log10((whole**2).mean(axis=1) + TINY), np.float32)


def _shape(power: Floats, rate: int) -> Floats:
    """Centroid, bandwidth and roll-off in Hz of each frame, and its power (frames × 4)."""
    pitch = np.fft.rfftfreq(WINDOW, 1 / rate).astype(np.float32)
    total = power.sum(axis=1) + TINY
    centroid = power @ pitch / total
    spread = np.sqrt(np.maximum(power @ pitch**2 / total - centroid**2, 0))
    reached = np.cumsum(power, axis=1)
    edge = pitch[(reached >= ROLL_OFF * reached[:, -1:]).argmax(axis=1)]
    return np.stack([centroid, spread, edge, total], axis=1).astype(np.float32)


def _low_spectrum(mono: Floats) -> Floats:
    """The power of each Hz up to 700, by a Hann window as long as the second."""
    power = np.abs(scipy.fft.rfft(mono * _hann(len(mono)))[:HUM_UP_TO]) ** 2
    return np.asarray(power / (_hann_power(len(mono)) * len(mono)), np.float32)


@cache
def _hann(length: int) -> Floats:
    return np.hanning(length + 1)[:-1].astype(np.float32)


def _hann_power(length: int) -> float:
    return float((_hann(length) ** 2).sum())


@cache
def mel_bands(rate: int) -> scipy.sparse.csr_array:
    """Triangles on the mel scale (O'Shaughnessy), each weighing one in all (bands × pitches).

    Sparse, because few pitches belong to a band, and a dense product starts threads that wait for
    each other on a busy machine.
    """
    pitch = np.fft.rfftfreq(WINDOW, 1 / rate)
    top = 2595 * np.log10(1 + min(rate / 2, 16_000) / 700)
    edges = 700 * (10 ** (np.linspace(0, top, BANDS + 2) / 2595) - 1)
    rise = (pitch - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - pitch) / (edges[2:] - edges[1:-1])[:, None]
    weights = np.maximum(0, np.minimum(rise, fall))
    even = weights / np.maximum(weights.sum(axis=1, keepdims=True), TINY)
    return scipy.sparse.csr_array(even.astype(np.float32))


def mfcc(bands: Floats) -> Floats:
    """Return 13 coefficients of each frame from its mel bands (Davis and Mermelstein, 1980)."""
    found = scipy.fft.dct(10 * np.log10(bands + TINY), axis=1, norm="ortho")[:, :COEFFICIENTS]
    return np.asarray(found, np.float32)
