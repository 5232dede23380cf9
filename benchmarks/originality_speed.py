"""Seconds to fingerprint 720p clips, against decoding them to nothing on one core.

The floor decodes every frame with FFmpeg's decoder on one thread and throws it away. `beyond` is
what a fingerprint costs on top, in processor seconds for ten seconds of video. Sandboxed counts
starting the process. Throughput is clips a second with one worker and with two. Prints one JSON
document.

    python benchmarks/originality_speed.py
"""

import json
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import av
import cv2

from benchmarks.originality_clips import HOME, SOURCES, fetch, read, write
from scoring.domain.originality import fingerprint
from scoring.domain.originality.jobs import FINGERPRINT
from scoring.domain.originality.packing import pack, sizes
from scoring.media.sandbox import run_on_video

AIM = 1.5
NAMES = ("ocean", "rain", "roofs", "earth")
SHORT = "bikes"
ROUNDS = 3


def main() -> int:
    """Measure each clip, then the workers."""
    cv2.setNumThreads(1)
    paths = [large(name) for name in NAMES]
    clips = {path.stem: of_clip(path) for path in [*paths, HOME / "clips" / f"{SHORT}.mp4"]}
    one, two = throughput(paths, 1), throughput(paths, 2)
    worst = max(clip["ratio"] for name, clip in clips.items() if name != SHORT)
    document = {
        "clips": clips,
        "ratio": worst,
        "aim": AIM,
        "met": worst <= AIM,
        "clips a second": {"one worker": one, "two workers": two},
    }
    print(json.dumps(document, indent=1))
    return 0


def large(name: str) -> Path:
    """A clip at 1280 × 720, as platforms deliver it."""
    path = HOME / "large" / f"{name}.mp4"
    if not path.exists():
        source = next(source for source in SOURCES if source.name == name)
        frames, rate = read(fetch(source, home=HOME), seconds=10, shape=(1280, 720))
        write(path, frames, rate=rate, crf=23, preset="medium")
    return path


def of_clip(path: Path) -> dict:
    """Processor seconds of the floor, of ours, and of ours in its sandbox."""
    made = fingerprint(path)
    floor = least(lambda: decode(path))
    ours = least(lambda: fingerprint(path))
    start = time.perf_counter()
    run_on_video(FINGERPRINT, path)
    return {
        "seconds": round(made.seconds, 1),
        "floor s": round(floor, 3),
        "ours s": round(ours, 3),
        "ratio": round(ours / floor, 2),
        "beyond, for 10 s": round((ours - floor) * 10 / made.seconds, 3),
        "sandboxed, by the clock": round(time.perf_counter() - start, 2),
        "bytes": len(pack(made)),
        "bytes before packing": dict(sizes(made)),
    }


def decode(path: Path) -> None:
    """Decode every frame on one thread and throw it away."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.codec_context.thread_count = 1
        for _ in container.decode(stream):
            pass


def least(work: Callable[[], object]) -> float:
    """The fewest processor seconds of some rounds."""
    took = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took)


def throughput(paths: list[Path], workers: int) -> float:
    """Clips a second, each fingerprinted in a process that is there already."""
    with ProcessPoolExecutor(workers) as pool:
        list(pool.map(fingerprint, paths[:workers]))
        start = time.perf_counter()
        list(pool.map(fingerprint, paths * 2))
        return round(2 * len(paths) / (time.perf_counter() - start), 2)


if __name__ == "__main__":
    raise SystemExit(main())
