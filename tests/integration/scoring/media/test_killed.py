"""A worker killed at any line loses nothing and leaves nothing: the next one finishes its work."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from creatorspark.core.models import AuditEntry, Job, Video
from scoring.models import Submission
from scoring.services.media import sweeping
from scoring.services.media.claims import STALE_AFTER
from tests.factories import VideoFactory
from tests.integration.scoring.killing import forked, killed_at
from tests.integration.scoring.media.sending import State, send, send_link, work
from tests.unit.scoring.media import servers

pytestmark = pytest.mark.django_db(transaction=True)
OURS = Path(sweeping.__file__).parent
LINES_AT_LEAST, LINES_OF_SENDING = 200, 40
# Every line takes many minutes; KILL_EVERY=1 asks for them all.
EVERY = int(os.environ.get("KILL_EVERY", "67"))


def go_on(now):
    """What the beat and the next worker do, long after."""
    Job.objects.filter(state=Job.State.RUNNING).update(heartbeat_at=now - timedelta(hours=1))
    Submission.objects.filter(state=State.FETCHING).update(claimed_at=now - STALE_AFTER * 2)
    Job.objects.filter(state=Job.State.RUNNING).update(state=Job.State.QUEUED)
    work()
    sweeping.sweep(now=now)
    work()
    sweeping.remove_strays(now=now + sweeping.STRAY_AFTER + timedelta(minutes=1))


@pytest.mark.parametrize("kind", ["file", "link"])
def test_killed_at_any_line(kind, video, film, other_film, stored, content, server):
    server.pages["/film.mp4"] = servers.body(film.read_bytes())
    number, came_so_far = 1, True
    while came_so_far:
        Submission.objects.all().delete()
        Job.objects.all().delete()
        send(video, other_film)
        work()
        if kind == "file":
            send(video, film)
        else:
            send_link(video, server.url("/film.mp4"))
        before = AuditEntry.objects.filter(action="scoring.submission.received").count()
        came_so_far = killed_at(number, work, within=OURS)
        go_on(timezone.now())
        video.refresh_from_db()
        found = Submission.objects.latest("submitted_at")
        assert found.state == State.RECEIVED, number
        assert content(video.file.name) == film.read_bytes(), number
        assert stored() == ([video.file.name], []), number
        after = AuditEntry.objects.filter(action="scoring.submission.received").count()
        assert after == before + 1, number
        number += EVERY
    assert number > LINES_AT_LEAST


def test_an_upload_killed_at_any_line_is_there_whole_or_not_at_all(video, film, stored):
    number, came_so_far = 1, True
    while came_so_far:
        Submission.objects.all().delete()
        Job.objects.all().delete()
        came_so_far = killed_at(
            number, lambda: send(Video.objects.get(pk=video.pk), film), within=OURS
        )
        kept = [row.file.name for row in Submission.objects.all()]
        assert len(kept) == Job.objects.count() <= 1
        sweeping.remove_strays(now=timezone.now() + sweeping.STRAY_AFTER + timedelta(minutes=1))
        assert stored() == (kept, [])
        number += max(1, EVERY // 8)
    assert len(kept) == 1
    assert number > LINES_OF_SENDING


def test_two_workers_at_once_receive_each_file_once(creator, film, other_film, stored):
    videos = VideoFactory.create_batch(6, creator=creator, duration_seconds=None)
    for number, video in enumerate(videos):
        send(video, film if number % 2 else other_film)
    workers = [forked(work) for _number in range(2)]
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert {row.state for row in Submission.objects.all()} == {State.RECEIVED}
    assert AuditEntry.objects.filter(action="scoring.submission.received").count() == 6
    names = sorted(str(row.file.name) for row in Video.objects.all())
    assert stored() == (names, [])
