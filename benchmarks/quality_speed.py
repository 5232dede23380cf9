"""Seconds to measure 720p clips with sound, against decoding them to nothing on one core.

The floor decodes every frame of pictures and sound with FFmpeg's decoders on one thread and throws
them away. `ours` measures pictures and sound; speech detection, a model, is given apart. `both` is
measuring and fingerprinting in one pass, `apart` the two one after the other. Processor seconds,
least of three. Prints one JSON document.

    python benchmarks/quality_speed.py [HOME]
"""

import json
import os
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import av
import cv2
import numpy as np

from benchmarks.originality_clips import HOME, SOURCES, fetch, read
from scoring.domain.originality import fingerprint
from scoring.domain.quality.jobs import MEASURES, packed_measures_and_fingerprint
from scoring.domain.quality.measuring import Measuring
from scoring.media import speech
from scoring.media.decoding import Limits
from scoring.media.encoding import SOUND_RATE, write_clip
from scoring.media.sandbox import run_on_video

AIM = 1.6
NAMES = ("roofs", "rain", "ocean")
SOUND = "bunny"
SECONDS = 6.0
ROUNDS = 3


def main() -> int:
    """Measure each clip."""
    home = Path(sys.argv[1]) if len(sys.argv) > 1 else HOME
    cv2.setNumThreads(1)
    clips = {name: of_clip(large(name, home)) for name in NAMES}
    worst = max(clip["ratio"] for clip in clips.values())
    print(json.dumps({"clips": clips, "ratio": worst, "aim": AIM, "met": worst <= AIM}, indent=1))
    return 0


def large(name: str, home: Path) -> Path:
    """Six seconds at 1280 × 720 with sound, as platforms deliver them."""
    path = home / "quality" / f"{name}.mp4"
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    sources = {source.name: source for source in SOURCES}
    frames, rate = read(fetch(sources[name], home=home), seconds=SECONDS, shape=(1280, 720))
    sound = sound_of(fetch(sources[SOUND], home=home))
    return write_clip(path, frames, rate=round(rate), sound=sound, crf=23, preset="veryfast")


def sound_of(path: Path) -> np.ndarray:
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SOUND_RATE)
    with av.open(str(path)) as container:
        pieces = [
            piece.to_ndarray()
            for frame in container.decode(container.streams.audio[0])
            for piece in resampler.resample(frame)
        ]
    return np.concatenate(pieces, axis=1)[:, 12 * SOUND_RATE :][:, : int(SECONDS * SOUND_RATE)]


def of_clip(path: Path) -> dict:
    """Processor seconds of the floor and of ours."""
    floor = least(lambda: decode(path))
    with_speech = least(lambda: measure(path))
    detector, speech.LIBRARY = speech.LIBRARY, "no_such_library"
    ours = least(lambda: measure(path))
    speech.LIBRARY = detector
    both = least(lambda: packed_measures_and_fingerprint(path, limits=Limits()))
    alone = least(lambda: fingerprint(path))
    start = time.perf_counter()
    run_on_video(MEASURES, path)
    return {
        "floor s": round(floor, 3),
        "ours s": round(ours, 3),
        "ratio": round(ours / floor, 2),
        "beyond, for a second of video": round((ours - floor) / SECONDS, 4),
        "seconds of video a second": round(SECONDS / ours, 1),
        "speech detection s": round(with_speech - ours, 3),
        "both s": round(both, 3),
        "apart s": round(with_speech + alone, 3),
        "sandboxed, by the clock": round(time.perf_counter() - start, 2),
    }


def measure(path: Path) -> None:
    measuring = Measuring(path)
    deque(measuring.samples(), maxlen=0)
    measuring.result()


def decode(path: Path) -> None:
    with av.open(str(path)) as container:
        streams = [container.streams.video[0], container.streams.audio[0]]
        for stream in streams:
            stream.codec_context.thread_count = 1
        for packet in container.demux(*streams):
            packet.decode()


def least(run: Callable[[], object]) -> float:
    return min(timed(run) for _ in range(ROUNDS))


def timed(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


if __name__ == "__main__":
    raise SystemExit(main())
