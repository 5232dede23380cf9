"""Sends as people do, and works as workers do."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

import scoring.tasks  # noqa: F401 (a worker reads it, and knows the kinds of job then)
from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Job, User, Video
from scoring.models import Submission
from scoring.services.media.kinds import RECEIVE
from scoring.services.media.sending import Order, submit_file, submit_link

Purpose, Source, State = Submission.Purpose, Submission.Source, Submission.State


def order_for(video: Video, **changes: Any) -> Order:
    actor = changes.pop("actor", None) or video.creator.user
    assert isinstance(actor, User)
    values: dict[str, Any] = {
        "purpose": Purpose.VIDEO,
        "source": Source.UPLOAD,
        "actor": actor,
        "now": timezone.now(),
        "video_id": video.pk,
    }
    return Order(**(values | changes))


def send(video: Video, path: Path, **changes: Any) -> Submission:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return submit_file(file, name=path.name, order=order_for(video, **changes))


def send_link(video: Video, url: str, **changes: Any) -> Submission:
    return submit_link(url, order=order_for(video, source=Source.LINK, **changes))


def work() -> None:
    """Do all waiting jobs of this kind, as a worker does."""
    for job in Job.objects.filter(kind=RECEIVE, state=Job.State.QUEUED):
        jobs.run(job.pk, now=timezone.now())
