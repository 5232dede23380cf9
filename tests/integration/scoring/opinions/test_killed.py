"""A worker killed at any line loses nothing and leaves nothing at the service."""

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

from scoring.models import Opinion, OpinionBudget, OpinionRequest
from scoring.services.opinions import asking, budget, queue
from scoring.services.opinions.requests import request_opinion

pytestmark = pytest.mark.django_db(transaction=True)
OURS = str(Path(asking.__file__).parent)
LINES_AT_LEAST = 120
# Every line takes minutes; KILL_EVERY=1 asks for them all.
EVERY = int(os.environ.get("KILL_EVERY", "29"))


def _ask_until_line(video_id: int, number: int) -> None:
    """Ask in a forked process and kill it without a word at that line of these services."""
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
    asking.ask_about(video_id, sleep=lambda seconds: None)
    sys.settrace(None)
    os._exit(0)


def in_a_process(*given: Any, run: Any = _ask_until_line) -> Any:
    connections.close_all()
    worker = multiprocessing.get_context("fork").Process(target=run, args=given)
    worker.start()
    return worker


def test_killed_at_any_line(service, video, settings):
    number, came_so_far = 1, True
    while came_so_far:
        OpinionRequest.objects.all().delete()
        Opinion.objects.all().delete()
        OpinionBudget.objects.all().delete()
        asks = service.count("ask")
        request_opinion(video_id=video.pk, actor=None, now=timezone.now())
        worker = in_a_process(video.pk, number)
        worker.join()
        assert worker.exitcode in (0, -signal.SIGKILL)
        came_so_far = worker.exitcode != 0
        go_on(video)
        row = OpinionRequest.objects.get()
        assert (row.state, row.remote_name, row.claim) == ("done", "", None), number
        assert service.files == {}, number
        assert Opinion.objects.count() == 1, number
        # What was asked is never more than what was counted.
        asked = service.count("ask") - asks
        assert asked <= budget.spent(now=timezone.now()).asks <= 2, number
        number += EVERY
    assert number > LINES_AT_LEAST


def go_on(video):
    """What the beat and the next worker do, long after."""
    stale = timezone.now() - queue.STALE_AFTER * 2
    OpinionRequest.objects.update(claimed_at=stale, nudged_at=None, retry_at=None)
    queue.sweep(now=timezone.now())
    asking.ask_about(video.pk, sleep=lambda seconds: None)
    asking.forget_remote(video.pk, now=timezone.now())


def _spend(times: int) -> None:
    connections["default"].connection = None
    for _time in range(times):
        budget.spend(seconds=7.0, now=timezone.now())
    os._exit(0)


def test_workers_at_once_do_not_overspend(setting, db):
    setting(daily_asks=23, daily_seconds=10_000)
    workers = [in_a_process(20, run=_spend) for _worker in range(4)]
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    spent = budget.spent(now=timezone.now())
    assert (spent.asks, spent.seconds) == (23, 23 * 7.0)


def test_two_workers_at_once_ask_each_question_once(service, make_video):
    videos = [make_video(b"\0\0\0\x20ftypisom" + bytes(1000 + n)) for n in range(4)]
    for video in videos:
        request_opinion(video_id=video.pk, actor=None, now=timezone.now())
    workers = [in_a_process(video.pk, -1) for video in videos for _twice in range(2)]
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 8
    assert Opinion.objects.count() == service.count("ask") == 4
    assert service.files == {}
    assert budget.spent(now=timezone.now() + timedelta(0)).asks == 4
