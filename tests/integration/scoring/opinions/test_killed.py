"""A worker killed at any line loses nothing and leaves nothing at the service."""

import os
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.utils import timezone

from creatorspark.core.models import Video
from scoring.models import Opinion, OpinionBudget, OpinionRequest
from scoring.services.opinions import asking, budget, queue
from scoring.services.opinions.requests import request_opinion
from tests.integration.scoring.killing import forked, killed_at

pytestmark = pytest.mark.django_db(transaction=True)
OURS = Path(asking.__file__).parent
LINES_AT_LEAST = 120
# Every line takes minutes; KILL_EVERY=1 asks for them all.
EVERY = int(os.environ.get("KILL_EVERY", "29"))


def ask(video: Video) -> None:
    asking.ask_about(video.pk, sleep=lambda seconds: None)


def test_killed_at_any_line(service, video, settings):
    number, came_so_far = 1, True
    while came_so_far:
        OpinionRequest.objects.all().delete()
        Opinion.objects.all().delete()
        OpinionBudget.objects.all().delete()
        asks = service.count("ask")
        request_opinion(video_id=video.pk, actor=None, now=timezone.now())
        came_so_far = killed_at(number, partial(ask, video), within=OURS)
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
    ask(video)
    asking.forget_remote(video.pk, now=timezone.now())


def _spend(times: int) -> None:
    for _time in range(times):
        budget.spend(seconds=7.0, now=timezone.now())


def test_workers_at_once_do_not_overspend(setting, db):
    setting(daily_asks=23, daily_seconds=10_000)
    workers = [forked(partial(_spend, 20)) for _worker in range(4)]
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    spent = budget.spent(now=timezone.now())
    assert (spent.asks, spent.seconds) == (23, 23 * 7.0)


def test_two_workers_at_once_ask_each_question_once(service, make_video):
    videos = [make_video(b"\0\0\0\x20ftypisom" + bytes(1000 + n)) for n in range(4)]
    for video in videos:
        request_opinion(video_id=video.pk, actor=None, now=timezone.now())
    workers = [forked(partial(ask, video)) for video in videos for _twice in range(2)]
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 8
    assert Opinion.objects.count() == service.count("ask") == 4
    assert service.files == {}
    assert budget.spent(now=timezone.now() + timedelta(0)).asks == 4
