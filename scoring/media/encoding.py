"""Writes pictures and sound as an MP4, as a phone's app would: for training clips and trials."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

Frame = npt.NDArray[np.uint8]
Samples = npt.NDArray[np.float32]

SOUND_RATE = 48_000


def write_clip(
    path: Path,
    frames: Iterable[Frame],
    *,
    rate: int,
    sound: Samples | None = None,
    crf: int = 18,
    preset: str = "ultrafast",
) -> Path:
    """Encode BGR frames as H.264 and samples (channels × samples at 48 kHz) as AAC.

    `crf` is x264's constant quality: 18 looks like the original, 51 like little squares.
    """
    rest = iter(frames)
    first = next(rest)
    height, width = (side // 2 * 2 for side in first.shape[:2])
    with av.open(str(path), "w", format="mp4") as container:
        video = container.add_stream("libx264", rate=rate)
        video.width, video.height, video.pix_fmt = width, height, "yuv420p"
        video.options = {"preset": preset, "crf": str(crf)}
        video.codec_context.thread_count = 1
        layout = "mono" if sound is not None and len(sound) == 1 else "stereo"
        audio = (
            container.add_stream("aac", rate=SOUND_RATE, layout=layout)
            if sound is not None
            else None
        )
        for image in chain([first], rest):
            pixels = np.ascontiguousarray(image[:height, :width])
            container.mux(video.encode(av.VideoFrame.from_ndarray(pixels, format="bgr24")))
        container.mux(video.encode(None))
        if audio is not None and sound is not None:
            audio.bit_rate = 128_000
            container.mux(audio.encode(_sound_frame(sound, layout)))
            container.mux(audio.encode(None))
    return path


def _sound_frame(sound: Samples, layout: str) -> av.AudioFrame:
    samples = np.ascontiguousarray(sound, np.float32)
    frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout=layout)
    frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, 0, Fraction(1, SOUND_RATE)
    return frame
