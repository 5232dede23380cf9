"""Measures a video in one pass over its file, and lets others see the same pictures."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from scoring.domain.originality.fingerprint import Sample
from scoring.domain.quality.listening import Listening
from scoring.domain.quality.looking import Looking
from scoring.domain.quality.measured import VERSION, Measured
from scoring.domain.quality.pictures import Series, Values, picture_values
from scoring.domain.quality.scale import Scale
from scoring.domain.quality.sounds import mfcc_profile, sound_values
from scoring.media.decoding import Limits
from scoring.media.loudness import MOMENTS_A_SECOND, Loudness, Meter
from scoring.media.passing import End, Header, Picture, Sound, read_once
from scoring.media.speech import SPEAKING, SpeechDetector

CHANCES_A_SECOND = 31.25


class Measuring:
    """One video's measuring: go through `samples()` to its end, then ask for `result()`."""

    def __init__(self, path: Path, *, limits: Limits | None = None) -> None:
        self.path = path
        self.limits = limits
        self.header: Header | None = None
        self.end = End(0.0, 0)
        self.looking = Looking(Scale.of(full_range=False))
        self.listening: Listening | None = None
        self.meter: Meter | None = None
        self.speech = SpeechDetector()

    def samples(self) -> Iterator[Sample]:
        """Read the file, measure as it goes by, and yield the pictures of a fingerprint.

        Raises MediaProblem with what is wrong with the file.
        """
        for event in read_once(self.path, limits=self.limits):
            if isinstance(event, Picture):
                self._see(event)
                yield Sample(event.time, event.luma)
            elif isinstance(event, Sound):
                self._hear(event)
            elif isinstance(event, Header):
                self.header = event
                self.looking = Looking(Scale.of(full_range=event.full_range))
            else:
                self.end = event

    def _see(self, picture: Picture) -> None:
        self.looking.see(picture.time, picture.luma)
        if picture.close is not None:
            close = picture.close
            self.looking.see_closely(picture.time, close.luma, close.colour, close.quantiser)

    def _hear(self, sound: Sound) -> None:
        if self.meter is None or self.listening is None:
            self.meter = Meter(sound.frame)
            self.listening = Listening(sound.frame.sample_rate)
        self.meter.hear(sound.frame)
        self.listening.hear(np.asarray(sound.frame.to_ndarray(), np.float32))
        self.speech.hear(sound.frame)

    def result(self) -> Measured:
        """Return what was measured, once the file has been read to its end."""
        assert self.header is not None
        seconds = self.end.seconds
        values, series = picture_values(self.looking, seconds=seconds)
        values |= self._of_the_file()
        profile = {}
        if self.listening is not None and self.meter is not None:
            self.listening.finish()
            self.meter.hear(None)
            heard, heard_series = sound_values(self.listening, seconds=seconds)
            values |= heard | self._loudness(self.meter.found)
            series |= heard_series | self._sound_series(self.meter.found)
            profile = mfcc_profile(self.listening)
        return Measured(
            version=VERSION,
            seconds=seconds,
            has_sound=self.listening is not None,
            values=values,
            series=series,
            profile=profile,
            facts={"codec": self.header.codec, "transfer": self.header.transfer},
        )

    def _of_the_file(self) -> Values:
        assert self.header is not None
        return {
            "short_side": float(min(self.header.width, self.header.height)),
            "frame_rate": self.end.frames / max(self.end.seconds, 1e-6),
            "bits_a_second": float(self.header.bits_a_second),
        }

    def _loudness(self, loudness: Loudness) -> Values:
        chances = self.speech.chances
        return {
            "loudness": loudness.integrated,
            "loudness_range": loudness.spread,
            "true_peak": loudness.true_peak,
            "speech": float(np.mean(np.array(chances) > SPEAKING)) if chances else None,
        }

    def _sound_series(self, loudness: Loudness) -> Series:
        found = {"loudness": _rows(loudness.moments, MOMENTS_A_SECOND, self.end.seconds)}
        if self.speech.chances:
            found["speech"] = _rows(self.speech.chances, CHANCES_A_SECOND, self.end.seconds)
        return found


def _rows(values: list[float], rate: float, seconds: float) -> tuple[float, ...]:
    """The mean of each second, NaN for seconds without a value."""
    length = max(1, int(np.ceil(seconds - 0.25)))
    second = (np.arange(len(values)) / rate).astype(int)
    known = np.array(values)
    return tuple(
        float(known[second == number].mean()) if (second == number).any() else float("nan")
        for number in range(length)
    )


def measure(path: Path | str, *, limits: Limits | None = None) -> Measured:
    """Measure a video in this process. Raises MediaProblem with what is wrong with the file."""
    cv2.setNumThreads(1)
    measuring = Measuring(Path(path), limits=limits)
    for _ in measuring.samples():
        pass
    return measuring.result()
