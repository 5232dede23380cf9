"""Workers that die at any line, or meet on one file."""

import os
import signal
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.utils import timezone

from creatorspark.core.services import audit
from scoring import interface
from scoring.media.sandbox import run_on_video
from scoring.models import (
    EvidenceFrame,
    Measurement,
    MeasuringFailure,
    OriginalityVerdict,
    QualityAssessment,
    QualityFrame,
)
from scoring.services.media import sweeping
from scoring.services.originality import evidence, fingerprints, judging, queue
from scoring.services.quality import frames, rating, reading, tending
from tests.factories import NOW
from tests.integration.scoring.killing import forked
from tests.integration.scoring.originality.films import film, filmed

LATER = NOW + queue.STALE_AFTER + timedelta(minutes=1)


class Killed(BaseException):
    """Ends the work as kill -9 does: nothing of ours runs afterwards."""


def _kill(*args, **kwargs):
    raise Killed


STEPS = {
    "begun": (reading, "run_on_video"),
    "decoded": (reading, "keep"),
    "measured": (fingerprints, "store"),
    "stored": (judging, "rate_quietly"),
    "locked": (rating, "measurement_of"),
    "rated": (rating, "_replace"),
    "replaced": (audit, "record"),
    "committed": (judging, "search"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_at_any_step_is_found_and_its_work_done_once(step, monkeypatch):
    video = filmed(film(1))
    place, name = STEPS[step]
    with monkeypatch.context() as killing:
        killing.setattr(place, name, _kill)
        with pytest.raises(Killed):
            judging.judge(video.pk, now=NOW)
    assert queue.sweep(now=LATER) == 1
    assert judging.judge(video.pk, now=LATER)
    assert Measurement.objects.count() == 1
    assert not MeasuringFailure.objects.exists()
    assert QualityAssessment.objects.count() == 1
    tending.tend(now=LATER + timedelta(days=1))
    assert QualityAssessment.objects.count() == 1


@pytest.mark.django_db
def test_a_file_that_keeps_killing_its_worker_is_given_up(monkeypatch):
    video = filmed(film(1), asked=False)
    with monkeypatch.context() as killing:
        killing.setattr(reading, "run_on_video", _kill)
        now = NOW
        for _ in range(reading.MOST_ATTEMPTS):
            with pytest.raises(Killed):
                tending.measure_unmeasured(now=now)
            now += reading.RETRY_AFTER
        assert tending.measure_unmeasured(now=now) == 0
    report = interface.quality_report(video_id=video.pk, now=now)
    assert (report.state, report.can_retry) == ("failed", True)
    assert report.problem_sentence


@pytest.mark.django_db(transaction=True)
def test_two_workers_measure_a_file_once(monkeypatch):
    one, other = filmed(film(1), days=9), filmed(film(1), days=5)
    run, decoded = run_on_video, []

    def counting(job, path, **given):
        decoded.append(job)
        return run(job, path, **given)

    monkeypatch.setattr(reading, "run_on_video", counting)
    start = threading.Barrier(3)

    def work(order):
        try:
            start.wait()
            for video in order:
                judging.judge(video.pk, now=NOW)
                tending.measure_unmeasured(now=LATER)
                tending.rate_out_of_date(now=LATER)
        finally:
            connections.close_all()

    workers = [
        threading.Thread(target=work, args=(order,))
        for order in ((one, other), (other, one), (one,))
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    connection.close()
    assert len(decoded) == 1
    assert Measurement.objects.count() == 1
    assert QualityAssessment.objects.filter(is_current=True).count() == 2
    assert QualityAssessment.objects.count() == 2


KILLS = {
    "while it reads": (reading, "run_on_video"),
    "before the measures are kept": (reading, "keep"),
    "in the transaction of the rating": (audit, "record"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", KILLS)
def test_kill_9_loses_nothing_and_frees_the_file(moment):
    """The lock on a file belongs to the session: it is free once its holder is gone."""
    video = filmed(film(1))
    worker = forked(lambda: _judge_and_die(video.pk, *KILLS[moment]))
    worker.join(timeout=60)
    assert worker.exitcode == -signal.SIGKILL
    assert not QualityAssessment.objects.exists()
    assert queue.sweep(now=LATER) == 1
    assert judging.judge(video.pk, now=LATER)
    assert Measurement.objects.count() == 1
    assert QualityAssessment.objects.count() == 1


def _judge_and_die(video_id, place, name):
    _die_at(place, name)
    judging.judge(video_id, now=NOW)


def _die_at(place, name):
    setattr(place, name, lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL))


def _keep_frames_and_die(sha256):
    _die_at(frames, "_write")
    frames.keep_frames(sha256=sha256, now=NOW)


def _keep_evidence_and_die(verdict_id):
    _die_at(evidence, "still_there")
    evidence.keep_evidence(verdict_id=verdict_id, now=NOW)


def _pictures(folder):
    return [path for path in Path(default_storage.path(folder)).rglob("*.jpg") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_kill_9_while_pictures_are_kept_leaves_none_for_ever(media):
    video, copy = filmed(film(1), days=9), filmed(film(1), days=5)
    for one in (video, copy):
        judging.judge(one.pk, now=NOW)
    frames.keep_frames(sha256=video.sha256, now=NOW)
    verdict = OriginalityVerdict.objects.get(video=copy)
    evidence.keep_evidence(verdict_id=verdict.pk, now=NOW)
    named = {folder: len(_pictures(folder)) for folder in ("quality", "evidence")}
    assert all(named.values())
    QualityFrame.objects.all().delete()
    EvidenceFrame.objects.all().delete()
    for work in (
        lambda: _keep_frames_and_die(video.sha256),
        lambda: _keep_evidence_and_die(verdict.pk),
    ):
        worker = forked(work)
        worker.join(timeout=60)
        assert worker.exitcode == -signal.SIGKILL
    frames.keep_frames(sha256=video.sha256, now=NOW)
    evidence.keep_evidence(verdict_id=verdict.pk, now=NOW)
    assert sweeping.remove_strays(now=timezone.now()) == 0
    strays = sum(2 * count for count in named.values())
    later = timezone.now() + sweeping.STRAY_AFTER + timedelta(minutes=1)
    assert sweeping.remove_strays(now=later) == strays
    assert {folder: len(_pictures(folder)) for folder in named} == named
    for rows in (QualityFrame.objects.all(), EvidenceFrame.objects.all()):
        assert all(default_storage.exists(name) for name in rows.values_list("file", flat=True))
