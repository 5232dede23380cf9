"""The report on a clip before it is posted: 20 s of 720p with sound, stage by stage.

Everything that stands between the upload and the finished page: taking the file in, looking at it
in a worker, one decoding for measures and fingerprint, rating, comparing with a library, and the
page itself. Waiting for a free worker isn't in it. Stages are told by the times that the database
keeps, the same that the page shows. The ratio is of processor seconds (PostgreSQL's apart), against
decoding the same file to nothing on one thread.
Works in a database of its own. Prints one JSON document.

    python benchmarks/before_post.py [--library 200] [--rounds 2]
"""

import argparse
import hashlib
import json
import logging
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")
os.environ["DATABASE_POOL"] = "false"

import django

django.setup()

import av
import cv2
import numpy as np
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from benchmarks.scratch import scratch_database
from rewards import interface as rewards
from scoring import interface as scoring
from scoring.domain.originality.jobs import FINGERPRINT
from scoring.media.encoding import SOUND_RATE, write_clip
from scoring.media.sandbox import run_on_video
from scoring.models import Measurement, OriginalitySearch, QualityAssessment, Submission
from scoring.services.locks import silent
from scoring.services.media.receiving import receive
from scoring.services.originality import index
from scoring.services.originality.fingerprints import store
from scoring.services.originality.searches import run_search
from scoring.services.policies import ensure_default_policies
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.unit.scoring.originality.scenes import scene

SECONDS, RATE, SIZE = 20, 30, (1280, 720)
DRAWN = 12
PROCESSOR = "processor"
CHILDREN = resource.RUSAGE_CHILDREN
CAPTION = "A night market after the rain, with my grandmother. #food #market"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--library", type=int, default=200, help="videos to compare with")
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as folder:
        places(Path(folder))
        clips = [draw(Path(folder), 500 + number, SIZE) for number in range(options.rounds)]
        floor = min(decode(clip) for clip in clips)
        with scratch_database("creatorspark_before_post"):
            client, creator_id = prepare(Path(folder), options.library)
            rounds = [report(clip, client, creator_id) for clip in clips]
    print(json.dumps(document(rounds, floor=floor, library=options.library), indent=2))


def places(folder: Path) -> None:
    """Keep every file in a folder that goes."""
    settings.VAR_DIR = folder
    settings.MEDIA = replace(settings.MEDIA, incoming=folder / "incoming")
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": folder / "media", "base_url": None},
        }
    }


def draw(folder: Path, place: int, size: tuple[int, int], seconds: int = SECONDS) -> Path:
    """Encode a drawn film with sound."""
    frames = scene(place, place, seconds=seconds, rate=RATE)
    large = (np.asarray(cv2.resize(frame, size), np.uint8) for frame in frames)
    tinted = (np.asarray(cv2.applyColorMap(x, cv2.COLORMAP_BONE), np.uint8) for x in large)
    random = np.random.default_rng(place)
    times = np.arange(seconds * SOUND_RATE) / SOUND_RATE
    voice = 0.2 * np.sin(2 * np.pi * 220 * times) * (1 + np.sin(2 * np.pi * 2 * times)) / 2
    sound = (voice + random.normal(0, 0.01, (2, len(times)))).astype(np.float32)
    path = folder / f"{place}.mp4"
    return write_clip(path, tinted, rate=RATE, sound=sound, crf=23, preset="veryfast")


def decode(path: Path) -> float:
    """Return the processor seconds that decoding everything to nothing takes, on one thread."""
    began = cpu()
    with av.open(str(path)) as container:
        streams = [container.streams.video[0], container.streams.audio[0]]
        for stream in streams:
            stream.codec_context.thread_count = 1
        for packet in container.demux(*streams):
            packet.decode()
    return cpu() - began


def cpu() -> float:
    """Return the processor seconds of this process and its finished children."""
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def prepare(folder: Path, library: int) -> tuple[Client, int]:
    """Put policies in force, fill the library, and sign a creator in."""
    now = timezone.now()
    ensure_default_policies(now=now)
    rewards.ensure_pay_policy(now=now)
    prints = [
        run_on_video(FINGERPRINT, draw(folder, number, (320, 180), seconds=8))
        for number in range(DRAWN)
    ]
    for number in range(library):
        digest = hashlib.sha256(str(number).encode()).hexdigest()
        video = VideoFactory(snapshots=0, sha256=digest)
        store(video_id=video.pk, sha256=digest, content=prints[number % DRAWN], now=now)
    index.write_volumes(from_scratch=True)
    user = UserFactory()
    creator = CreatorFactory(user=user)
    client = Client()
    client.force_login(user)
    return client, creator.pk


def report(clip: Path, client: Client, creator_id: int) -> dict[str, float]:
    """Send one clip and do all that follows; returns the seconds of each stage."""
    creator_user = client.session["_auth_user_id"]
    stages: dict[str, float] = {}
    spent = cpu()
    with timing(stages, "upload"):
        sent = scoring.send_file(
            ContentFile(clip.read_bytes()),
            name=clip.name,
            actor=UserFactory._meta.model.objects.get(pk=creator_user),
            creator_id=creator_id,
            now=timezone.now(),
            words=scoring.DraftWords(caption=CAPTION),
        )
    with timing(stages, "received"):
        receive(sent.id, report=silent)
    run_search(sent.id, now=timezone.now(), clock=timezone.now)
    stages |= kept_times(Submission.objects.get(pk=sent.id))
    with timing(stages, "page"):
        page = client.get(f"/studio/drafts/{sent.id}/")
    if page.status_code != 200 or b"Your report is ready" not in page.content:
        raise SystemExit("The page didn't report.")
    return stages | {PROCESSOR: cpu() - spent}


def kept_times(sent: Submission) -> dict[str, float]:
    """Return the stages of a worker's search as the database tells them."""
    search = OriginalitySearch.objects.get(pk=sent.pk)
    measured = Measurement.objects.get(sha256=sent.sha256).made_at
    rated = QualityAssessment.objects.get(submission=sent, is_current=True).computed_at
    return {
        "looked at and listened to": between(search.claimed_at, measured),
        "rated": between(measured, rated),
        "compared": between(rated, search.finished_at),
    }


def between(begun: datetime | None, ended: datetime | None) -> float:
    if begun is None or ended is None:
        raise SystemExit("A stage has no time.")
    return (ended - begun).total_seconds()


@contextmanager
def timing(stages: dict[str, float], name: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    stages[name] = time.perf_counter() - began


def document(rounds: list[dict[str, float]], *, floor: float, library: int) -> dict[str, Any]:
    """Say what each stage takes, the median of the rounds, and its share of the whole."""
    medians = {name: statistics.median(one[name] for one in rounds) for name in rounds[0]}
    spent = medians.pop(PROCESSOR)
    total = sum(medians.values())
    return {
        "benchmark": "before_post",
        "clip": {"seconds": SECONDS, "size": SIZE, "rate": RATE, "sound": True},
        "library_videos": library,
        "rounds": len(rounds),
        "stages": [
            {
                "name": name,
                "seconds": round(seconds, 3),
                "share": round(seconds / total, 3),
            }
            for name, seconds in medians.items()
        ],
        "total_seconds": round(total, 2),
        "processor_seconds": round(spent, 2),
        "floor_processor_seconds": round(floor, 2),
        "ratio": round(spent / floor, 2),
        "load_average": round(os.getloadavg()[0], 1),
    }


if __name__ == "__main__":
    main()
