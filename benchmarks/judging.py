"""Videos judged a minute by one worker and by two: file to verdict, on real files and PostgreSQL.

Each clip has 10 s of 640 × 360 at 25 frames a second, drawn by our own code; a third are mirrored,
coded copies of others. Everything a worker does is in it: claiming, decoding in the sandbox,
fingerprint, index, close comparison, verdict, audit. Also measures the index: seconds to write it
anew, bytes on disk, and how long a new process takes to find its first candidates.
Works in a database of its own. Prints one JSON document.

    python benchmarks/judging.py [--videos 18] [--workers 1 2]
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")
os.environ["DATABASE_POOL"] = "false"

import django

django.setup()

import cv2
import numpy as np
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from benchmarks.scratch import scratch_database
from scoring.domain.originality.packing import unpack
from scoring.models import Fingerprint, JudgementRequest, OriginalityVerdict
from scoring.services.originality import index, volumes
from scoring.services.originality.asking import ask_for_everything, judge_waiting
from scoring.services.policies import ensure_default_policies
from tests.factories import VideoFactory
from tests.unit.scoring.media.films import write_film
from tests.unit.scoring.originality.scenes import mirrored, scene

SECONDS, RATE, SIZE = 10, 25, (640, 360)
FORK = multiprocessing.get_context("fork")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--videos", type=int, default=18)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings.VAR_DIR = Path(folder)
        clips = draw(options.videos, Path(folder))
        runs = [run(clips, workers) for workers in options.workers]
    print(json.dumps({"benchmark": "judging", "clip_seconds": SECONDS, "runs": runs}, indent=2))


def draw(count: int, folder: Path) -> list[Path]:
    """Encode the clips; every third is a mirrored copy of the one before it."""
    made = []
    for number in range(count):
        copied = number % 3 == 2
        place = 100 + (number - 1 if copied else number)
        frames = scene(place, place, seconds=SECONDS, rate=RATE)
        shown = [mirrored(frame) if copied else frame for frame in frames]
        large = [np.asarray(cv2.resize(frame, SIZE), np.uint8) for frame in shown]
        made.append(write_film(folder / f"{number}.mp4", large, rate=RATE))
    return made


def run(clips: list[Path], workers: int) -> dict[str, Any]:
    """Judge all clips in an empty database."""
    with scratch_database("creatorspark_judging"):
        ensure_default_policies(now=timezone.now())
        names = [store(clip, number) for number, clip in enumerate(clips)]
        ask_for_everything(now=timezone.now())
        began, spent = time.perf_counter(), cpu()
        work(workers)
        seconds, used = time.perf_counter() - began, cpu() - spent
        found = report(len(clips), workers, seconds, used)
        for name in names:
            default_storage.delete(name)
    return found


def store(clip: Path, number: int) -> str:
    """Give a new video its file, the later ones posted later."""
    content = clip.read_bytes()
    with clip.open("rb") as file:
        name = default_storage.save(f"benchmark/{number}", file)
    posted = timezone.now() + timedelta(seconds=number - 100_000)
    VideoFactory(
        snapshots=0, file=name, sha256=hashlib.sha256(content).hexdigest(), posted_at=posted
    )
    return str(name)


def work(workers: int) -> None:
    """Let so many processes take from the queue until it is empty."""
    connection.close()
    hands = [FORK.Process(target=judge_waiting) for _ in range(workers)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    judge_waiting()


def report(count: int, workers: int, seconds: float, used: float) -> dict[str, Any]:
    """Say how fast it went, what came out, and what the index takes."""
    verdicts = OriginalityVerdict.objects.filter(is_current=True)
    unfinished = JudgementRequest.objects.exclude(state="done").count()
    began = time.perf_counter()
    written = index.write_volumes(from_scratch=True)
    writing = time.perf_counter() - began
    return {
        "workers": workers,
        "videos": count,
        "seconds": round(seconds, 1),
        "videos_a_minute": round(60 * count / seconds, 1),
        "cpu_seconds_a_video": round(used / count, 2),
        "not_original": verdicts.filter(verdict="not_original").count(),
        "copies": count // 3,
        "unfinished": unfinished,
        "fingerprint_bytes_a_video": _mean_bytes(),
        "index": {
            "videos": written,
            "seconds_to_write": round(writing, 2),
            "disk_bytes_a_video": _disk_bytes() // max(written, 1),
            "seconds_to_first_candidates": _first_candidates(),
        },
        "load_average": round(os.getloadavg()[0], 1),
    }


def _mean_bytes() -> int:
    sizes = [len(row) for row in Fingerprint.objects.values_list("content", flat=True)]
    return sum(sizes) // max(len(sizes), 1)


def _disk_bytes() -> int:
    return sum(file.stat().st_size for file in volumes.folder().rglob("*") if file.is_file())


def _first_candidates() -> float:
    row = Fingerprint.objects.latest("pk")
    query = unpack(bytes(row.content))
    index.forget_index()
    began = time.perf_counter()
    index.library_index().candidates(query, count=50)
    return round(time.perf_counter() - began, 3)


def cpu() -> float:
    """Processor seconds of this process and of those it has waited for."""
    own, others = (
        resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


if __name__ == "__main__":
    main()
