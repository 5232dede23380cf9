"""Loudness and true peak as broadcasters measure them, by FFmpeg's own filter.

EBU R 128 and ITU-R BS.1770-4 through `ebur128`.
"""

from dataclasses import dataclass, field

import av
import av.error
import numpy as np
from av.filter import Graph

SILENCE = -70.0
MOMENTS_A_SECOND = 10


@dataclass(slots=True)
class Loudness:
    """LUFS of the whole and of each tenth of a second, range in LU, true peak in dBTP."""

    integrated: float = SILENCE
    spread: float = 0.0
    true_peak: float = SILENCE
    moments: list[float] = field(default_factory=list)


class Meter:
    """Takes frames of one format, in order."""

    def __init__(self, first: av.AudioFrame) -> None:
        self.graph = Graph()
        source = self.graph.add_abuffer(
            sample_rate=first.sample_rate,
            format=first.format,
            layout=first.layout,
            time_base=first.time_base,
        )
        meter = self.graph.add("ebur128", "peak=true:metadata=1:framelog=quiet")
        sink = self.graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        self.graph.configure()
        self.found = Loudness()

    def hear(self, frame: av.AudioFrame | None) -> None:
        """Take one frame; None at the end."""
        self.graph.push(frame)
        while True:
            try:
                measured = self.graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            self._read(measured.metadata)

    def _read(self, values: dict[str, str]) -> None:
        if "lavfi.r128.I" not in values:
            return
        self.found.integrated = max(SILENCE, _number(values["lavfi.r128.I"]))
        self.found.spread = _number(values["lavfi.r128.LRA"])
        peak = _number(values.get("lavfi.r128.true_peak", "0"))
        self.found.true_peak = max(SILENCE, float(20 * np.log10(max(peak, 1e-9))))
        self.found.moments.append(max(SILENCE, _number(values["lavfi.r128.M"])))


def _number(text: str) -> float:
    value = float(text)
    return value if np.isfinite(value) else SILENCE
