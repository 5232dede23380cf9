"""Workers that die at any line, meet on one video, or judge two copies at the same moment."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from creatorspark.core.models import AuditEntry
from creatorspark.core.services import audit
from scoring.models import Fingerprint, JudgementRequest, OriginalityMatch, OriginalityVerdict
from scoring.services.originality import fingerprints, judging, queue, searching, writing
from scoring.services.originality.requests import request_judgement
from tests.factories import NOW, CreatorFactory
from tests.integration.scoring.originality.films import film, filmed

LATER = NOW + queue.STALE_AFTER + timedelta(minutes=1)


class Killed(BaseException):
    """Ends the work as kill -9 does: nothing of ours runs afterwards."""


STEPS = {
    "claimed": (judging, "fingerprint_video"),
    "decoded": (fingerprints, "store"),
    "committed": (judging, "search"),
    "searched": (judging, "_ask_for_later_ones"),
    "asked": (judging, "write_outcome"),
    "locked": (writing, "_says_the_same"),
    "written": (OriginalityMatch.objects, "bulk_create"),
    "matched": (audit, "record"),
    "audited": (queue, "finish"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_at_any_step_is_found_and_its_work_done_once(step, monkeypatch):
    original, copy = filmed(film(1), days=20), filmed(film(1), days=5)
    judging.judge(original.pk, now=NOW)
    place, name = STEPS[step]
    with monkeypatch.context() as killing:
        killing.setattr(place, name, _kill)
        with pytest.raises(Killed):
            judging.judge(copy.pk, now=NOW)
    assert JudgementRequest.objects.get(video=copy).state == "judging"
    assert not OriginalityVerdict.objects.filter(video=copy).exists()
    # Nobody else takes it while the worker may be alive.
    assert not judging.judge(copy.pk, now=NOW)
    assert queue.sweep(now=LATER) == 1
    assert judging.judge(copy.pk, now=LATER)
    assert OriginalityVerdict.objects.get(video=copy).verdict == "not_original"
    assert OriginalityMatch.objects.filter(verdict__video=copy).count() == 1
    assert Fingerprint.objects.filter(video=copy).count() == 1
    acts = AuditEntry.objects.filter(action="scoring.originality.judged", target_id=str(copy.pk))
    assert acts.count() == 1
    assert queue.sweep(now=LATER) == 0


def _kill(*args, **kwargs):
    raise Killed


@pytest.mark.django_db
def test_a_worker_that_wakes_up_too_late_writes_nothing(monkeypatch):
    video = filmed(film(1))
    search = searching.search

    def slowly(*args):
        found = search(*args)
        monkeypatch.setattr(judging, "search", search)
        assert judging.judge(video.pk, now=LATER)
        return found

    monkeypatch.setattr(judging, "search", slowly)
    assert not judging.judge(video.pk, now=NOW)
    assert OriginalityVerdict.objects.filter(video=video).count() == 1


@pytest.mark.django_db
def test_a_file_that_keeps_killing_its_worker_is_left_to_a_person(monkeypatch):
    video = filmed(film(1))
    monkeypatch.setattr(judging, "fingerprint_video", _kill)
    now = NOW
    for _ in range(queue.MOST_ATTEMPTS):
        with pytest.raises(Killed):
            judging.judge(video.pk, now=now)
        now += queue.STALE_AFTER + timedelta(minutes=1)
    assert queue.sweep(now=now) == 0
    row = JudgementRequest.objects.get(video=video)
    assert (row.state, row.problem) == ("failed", "crashed")


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["put off", "silent"])
def test_a_new_file_sent_during_the_last_try_is_not_given_up_with_the_old(end):
    video = filmed(film(1))
    now = NOW
    for _ in range(queue.MOST_ATTEMPTS - 1):
        assert queue.claim(video.pk, now=now)
        now += queue.STALE_AFTER + timedelta(minutes=1)
    held = queue.claim(video.pk, now=now)
    assert held is not None
    assert held.attempts == queue.MOST_ATTEMPTS
    request_judgement(video_id=video.pk, now=now)
    if end == "put off":
        queue.put_off(held, problem="unexpected", now=now)
    now += queue.STALE_AFTER + timedelta(minutes=1)
    queue.sweep(now=now)
    assert judging.judge(video.pk, now=now)


@pytest.mark.django_db
def test_an_unexpected_fault_is_raised_for_the_log_and_tried_again(monkeypatch):
    video = filmed(film(1))
    with monkeypatch.context() as broken:
        broken.setattr(judging, "search", _break)
        with pytest.raises(ZeroDivisionError):
            judging.judge(video.pk, now=NOW)
    row = JudgementRequest.objects.get(video=video)
    assert (row.state, row.problem) == ("waiting", "unexpected")
    assert not judging.judge(video.pk, now=NOW)
    assert judging.judge(video.pk, now=NOW + timedelta(hours=1))


def _break(*args, **kwargs):
    raise ZeroDivisionError


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["original", "copy"])
def test_of_two_judged_at_the_same_time_the_later_published_is_the_copy(first, monkeypatch):
    """One searches before the other's fingerprint is there, and writes after the other is done."""
    original, copy = filmed(film(1), days=20), filmed(film(1), days=5)
    slow, quick = (original, copy) if first == "original" else (copy, original)
    search = searching.search

    def meanwhile(*args):
        found = search(*args)
        monkeypatch.setattr(judging, "search", search)
        assert judging.judge(quick.pk, now=NOW)
        return found

    monkeypatch.setattr(judging, "search", meanwhile)
    assert judging.judge(slow.pk, now=NOW)
    for video in (original, copy):
        judging.judge(video.pk, now=NOW)
    current = OriginalityVerdict.objects.filter(is_current=True)
    assert current.get(video=original).verdict == "original"
    assert current.get(video=copy).verdict == "not_original"
    assert not JudgementRequest.objects.exclude(state="done").exists()


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_leave_one_original_and_nothing_undone():
    creators = [CreatorFactory() for _ in range(4)]
    videos = [
        filmed(film(1, edit="coded" if place % 2 else ""), days=20 - place, creator=creator)
        for place, creator in enumerate(creators)
    ]
    start = threading.Barrier(3)

    def work(order):
        try:
            start.wait()
            for _ in range(3):
                for video in order:
                    judging.judge(video.pk, now=NOW)
        finally:
            connections.close_all()

    orders = (videos, videos[::-1], videos[2:] + videos[:2])
    workers = [threading.Thread(target=work, args=(order,)) for order in orders]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    connection.close()
    for video in videos:
        judging.judge(video.pk, now=NOW)
    current = OriginalityVerdict.objects.filter(is_current=True).order_by("video__posted_at")
    assert [row.verdict for row in current] == ["original"] + ["not_original"] * 3
    assert not JudgementRequest.objects.exclude(state="done").exists()
    assert Fingerprint.objects.count() == 4


@pytest.mark.django_db
def test_asked_for_while_it_is_judged_it_is_judged_once_more(monkeypatch):
    video = filmed(film(1))
    search = searching.search

    def asked(*args):
        request_judgement(video_id=video.pk, now=NOW, nudge=False)
        return search(*args)

    with monkeypatch.context() as asking:
        asking.setattr(judging, "search", asked)
        judging.judge(video.pk, now=NOW)
    assert JudgementRequest.objects.get(video=video).state == "waiting"
    assert judging.judge(video.pk, now=NOW)
    assert JudgementRequest.objects.get(video=video).state == "done"
