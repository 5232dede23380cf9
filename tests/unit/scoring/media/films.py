"""Small video files of every sort, good and bad, written by our own code."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from tests.unit.scoring.originality.scenes import Grey


def write_film(
    path: Path,
    frames: Iterable[Grey],
    *,
    rate: int = 8,
    times: list[float] | None = None,
    sound: bool = False,
    rotation: int = 0,
    codec: str = "libx264",
    fast_start: bool = False,
) -> Path:
    """Encode grey frames; `times` gives each frame its own moment."""
    options = {"movflags": "faststart"} if fast_start else {}
    with av.open(str(path), "w", options=options) as container:
        frames = list(frames)
        height, width = frames[0].shape
        video = container.add_stream(codec, rate=rate)
        assert isinstance(video, av.VideoStream)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.codec_context.time_base = Fraction(1, 1000)
        if codec == "libx264":
            video.options = {"preset": "ultrafast", "crf": "20"}
        tone = container.add_stream("aac", rate=44100, layout="mono") if sound else None
        for number, image in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(image, format="gray").reformat(format="yuv420p")
            frame.pts = round(1000 * (times[number] if times else number / rate))
            frame.time_base = Fraction(1, 1000)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
        if tone is not None:
            container.mux(tone.encode(hum()))
            container.mux(tone.encode(None))
    if rotation:
        turn(path, rotation)
    return path


def write_sound(path: Path) -> Path:
    """Encode one second of a tone and nothing else."""
    with av.open(str(path), "w") as container:
        tone = container.add_stream("aac", rate=44100, layout="mono")
        container.mux(tone.encode(hum()))
        container.mux(tone.encode(None))
    return path


def hum() -> av.AudioFrame:
    wave = np.sin(np.arange(44100) * 0.06).astype(np.float32)[None]
    frame = av.AudioFrame.from_ndarray(wave, format="fltp", layout="mono")
    frame.sample_rate, frame.pts = 44100, 0
    return frame


def turn(path: Path, degrees: int) -> None:
    """Write a rotation flag into an MP4's track header, as phones do."""
    one = 0x10000
    matrices = {
        90: (0, one, 0, -one & 0xFFFFFFFF, 0, 0),
        180: (-one & 0xFFFFFFFF, 0, 0, 0, -one & 0xFFFFFFFF, 0),
        270: (0, -one & 0xFFFFFFFF, 0, one, 0, 0),
    }
    content = bytearray(path.read_bytes())
    header = content.index(b"tkhd") + 4
    start = header + 40
    for number, value in enumerate(matrices[degrees]):
        content[start + 4 * number : start + 4 * number + 4] = value.to_bytes(4, "big")
    path.write_bytes(content)
