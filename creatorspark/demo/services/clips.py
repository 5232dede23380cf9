"""Sends the cast's films, one after another, on the same way as a creator's upload.

A job of the worker, since drawing takes a processor about a minute: the pages are there before it.
It can be cut short and run again; a video that has its file, or has one on its way, is left alone.
"""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files import File
from django.utils import timezone
from django.utils.translation import gettext as _

from creatorspark.core.jobs import services as jobs
from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Video
from creatorspark.demo.domain.facts import VideoFacts, World
from creatorspark.demo.domain.films.plans import FilmPlan
from creatorspark.demo.selectors import demo_user, facts_of, seeded_world
from creatorspark.demo.services.logins import ADMIN
from scoring import interface as scoring

KIND = "demo.clips"


def request_clips(*, now: datetime) -> None:
    """Queue the job, unless it waits already."""
    if not jobs.is_waiting(KIND):
        jobs.enqueue(KIND, parameters={}, actor=demo_user(ADMIN), now=now)


@jobs.job_kind(KIND)
def send_clips(progress: JobProgress, parameters: dict[str, Any]) -> dict[str, Any]:
    """Draw and send every film whose video has no file yet; return how many were sent."""
    seeded = seeded_world()
    films = _filmed(facts_of(seeded)) if seeded else []
    sent = 0
    for number, facts in enumerate(films):
        progress.report(_("Drawing films"), done=number, total=len(films))
        sent += _send(facts)
    return {"films": len(films), "sent": sent}


def _filmed(world: World) -> list[VideoFacts]:
    """Return the videos with a film, the first one posted first, as uploads would come in."""
    videos = (video for creator in world.creators for video in creator.videos)
    return sorted((video for video in videos if video.film), key=lambda video: video.posted_at)


def _send(facts: VideoFacts) -> bool:
    found = Video.objects.select_related("creator__user").filter(external_id=facts.external_id)
    video = found.first()
    if video is None or facts.film is None or _has_one(video):
        return False
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mp4"
        _draw(facts.film, path)
        with path.open("rb") as file:
            scoring.send_file(
                File(file),
                name=f"{facts.external_id}.mp4",
                actor=video.creator.user or demo_user(ADMIN),
                video_id=video.pk,
                now=timezone.now(),
            )
    return True


def _has_one(video: Video) -> bool:
    sent = scoring.submission_of_video(video_id=video.pk)
    return bool(video.file) or (sent is not None and sent.state != "failed")


def _draw(plan: FilmPlan, path: Path) -> None:
    # Here and not above: whoever only registers the job needs no decoder.
    from creatorspark.demo.domain.films.rendering import render

    render(plan, path)
