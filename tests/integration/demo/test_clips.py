"""The films are sent once each, on the way of every upload, and a second run finishes the first."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Job, Video
from creatorspark.demo.domain.films.plans import FilmPlan
from creatorspark.demo.models import SeededWorld
from creatorspark.demo.selectors import facts_of
from creatorspark.demo.services import clips, facts, logins
from creatorspark.demo.services.progress import Unwatched
from scoring.models import Submission
from tests.integration.demo.watching import NOW, SMALL
from tests.unit.scoring.media.films import write_film
from tests.unit.scoring.originality.scenes import scene

pytestmark = pytest.mark.django_db


class Broken(Exception):
    """The worker dies."""


@pytest.fixture(autouse=True)
def _storage(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media", "base_url": None},
        }
    }


@pytest.fixture
def filmed(monkeypatch):
    """How many films were drawn; each is a small file of its own instead."""
    drawn: list[FilmPlan] = []

    def draw(plan: FilmPlan, path: Path) -> None:
        drawn.append(plan)
        write_film(path, scene(len(drawn), 1, seconds=0.5))

    monkeypatch.setattr(clips, "_draw", draw)
    return drawn


@pytest.fixture
def world():
    seeded = SeededWorld.objects.create(seed=7, scale=SMALL, now=NOW, facts_sha256="x")
    facts.write_facts(facts_of(seeded), progress=Unwatched())
    logins.write_logins(now=NOW, progress=Unwatched())
    return facts_of(seeded)


def send() -> dict[str, Any] | None:
    return clips.send_clips(JobProgress(None), {})


def planned(world) -> int:
    return sum(bool(video.film) for creator in world.creators for video in creator.videos)


def test_every_film_is_sent_once_by_whoever_posted_the_video(world, filmed):
    assert send() == {"films": planned(world), "sent": planned(world)}
    assert Submission.objects.count() == planned(world) == len(filmed)
    lina = Submission.objects.filter(creator__handle="lina.nightmarket").first()
    assert lina.submitted_by == lina.creator.user
    assert lina.source == "upload"
    assert send() == {"films": planned(world), "sent": 0}


def test_a_run_that_was_cut_short_is_finished(world, filmed, monkeypatch):
    class Dies(JobProgress):
        def report(self, stage, *, done=0, total=0):
            if done == 3:
                raise Broken

    with pytest.raises(Broken):
        clips.send_clips(Dies(None), {})
    assert Submission.objects.count() == 3
    assert send() == {"films": planned(world), "sent": planned(world) - 3}
    assert len(filmed) == planned(world)


def test_a_file_that_is_there_is_left_alone(world, filmed):
    first = next(video for creator in world.creators for video in creator.videos if video.film)
    Video.objects.filter(external_id=first.external_id).update(file="videos/mine", sha256="a" * 64)
    assert send() == {"films": planned(world), "sent": planned(world) - 1}


def test_the_job_is_queued_once(world):
    clips.request_clips(now=timezone.now())
    clips.request_clips(now=timezone.now())
    assert Job.objects.filter(kind=clips.KIND).count() == 1


def test_without_a_demo_world_there_is_nothing_to_draw(filmed):
    assert send() == {"films": 0, "sent": 0}
