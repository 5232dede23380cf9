"""A worker killed at any line loses nothing and leaves nothing: the next one finishes its work."""

import multiprocessing
import os
import signal
import sys
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from creatorspark.core.models import AuditEntry, Job, Video
from scoring.models import Submission
from scoring.services.media import sweeping
from scoring.services.media.claims import STALE_AFTER
from tests.factories import VideoFactory
from tests.integration.scoring.media.sending import State, send, send_link, work
from tests.unit.scoring.media import servers

pytestmark = pytest.mark.django_db(transaction=True)
OURS = str(Path(sweeping.__file__).parent)
LINES_AT_LEAST, LINES_OF_SENDING = 200, 40
# Every line takes many minutes; KILL_EVERY=1 asks for them all.
EVERY = int(os.environ.get("KILL_EVERY", "67"))


def _work_until_line(number: int) -> None:
    """Work in a forked process and kill it without a word at that line of these services."""
    connections["default"].connection = None
    seen = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal seen
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        if event == "line":
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    work()
    sys.settrace(None)
    os._exit(0)


def kill_at(number: int) -> bool:
    """Say whether a worker came so far as to be killed there."""
    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=_work_until_line, args=(number,))
    worker.start()
    worker.join()
    assert worker.exitcode in (0, -signal.SIGKILL)
    return worker.exitcode != 0


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
        came_so_far = kill_at(number)
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


def _send_until_line(video_id: int, path: Path, number: int) -> None:
    """Take an upload in a forked process and kill it likewise."""
    connections["default"].connection = None
    seen = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal seen
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        if event == "line":
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    send(Video.objects.get(pk=video_id), path)
    sys.settrace(None)
    os._exit(0)


def test_an_upload_killed_at_any_line_is_there_whole_or_not_at_all(video, film, stored):
    number, came_so_far = 1, True
    while came_so_far:
        Submission.objects.all().delete()
        Job.objects.all().delete()
        connections.close_all()
        sender = multiprocessing.get_context("fork").Process(
            target=_send_until_line, args=(video.pk, film, number)
        )
        sender.start()
        sender.join()
        assert sender.exitcode in (0, -signal.SIGKILL)
        came_so_far = sender.exitcode != 0
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
    connections.close_all()
    workers = [
        multiprocessing.get_context("fork").Process(target=_work_until_line, args=(-1,))
        for _number in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert {row.state for row in Submission.objects.all()} == {State.RECEIVED}
    assert AuditEntry.objects.filter(action="scoring.submission.received").count() == 6
    names = sorted(str(row.file.name) for row in Video.objects.all())
    assert stored() == (names, [])
