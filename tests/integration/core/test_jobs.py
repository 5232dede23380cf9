"""Long work: claimed once, seen while it runs, resumed, retried, stopped."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Job
from tests.factories import NOW, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch):
    """Register three kinds of work and list what they did."""
    acts: list[dict] = []

    def work(progress, parameters):
        progress.report("Half way", done=1, total=2)
        acts.append(parameters)
        return {"rows": 2}

    def fault(progress, parameters):
        raise jobs.JobFault("The file ended in the middle.")

    def surprise(progress, parameters):
        raise RuntimeError("secret detail")

    for name, function in (("ok", work), ("fault", fault), ("surprise", surprise)):
        monkeypatch.setitem(jobs._REGISTRY, name, function)
    return acts


def queue(kind="ok", **parameters) -> Job:
    return jobs.enqueue(kind, parameters=parameters, actor=None, now=NOW)


def test_a_job_runs_once(done):
    job = queue(file=7)
    assert jobs.run(job.pk, now=NOW)
    assert not jobs.run(job.pk, now=NOW)
    job.refresh_from_db()
    assert (job.state, job.percent, job.result) == ("succeeded", 100, {"rows": 2})
    assert job.finished_at is not None
    assert done == [{"file": 7}]


def test_an_unknown_id_is_no_job(done):
    assert not jobs.run(uuid4(), now=NOW)


def test_a_fault_is_told_in_its_own_words(done):
    job = queue("fault")
    jobs.run(job.pk, now=NOW)
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "The file ended in the middle.")


def test_a_surprise_is_raised_for_the_log_and_told_without_detail(done):
    job = queue("surprise")
    with pytest.raises(RuntimeError):
        jobs.run(job.pk, now=NOW)
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.error
    assert "secret" not in job.error


def test_a_stop_takes_effect_at_the_next_step(done):
    job = queue()
    assert jobs.claim(job.pk, now=NOW)
    assert jobs.cancel(job, actor=UserFactory(staff=True), now=NOW)
    with pytest.raises(jobs.JobCancelled):
        jobs.JobProgress(job.pk).report("Next")


def test_progress_keeps_the_job_from_looking_dead(done):
    job = queue()
    now = timezone.now()
    jobs.claim(job.pk, now=now - jobs.STALE_AFTER * 2)
    jobs.JobProgress(job.pk).report("Reading", done=30, total=120)
    job.refresh_from_db()
    assert (job.stage, job.percent) == ("Reading", 25)
    assert jobs.claim(job.pk, now=now) is None


def test_a_silent_job_is_taken_over_and_given_up_in_the_end(done):
    job = queue()
    now = NOW
    for attempt in range(1, jobs.MAX_ATTEMPTS + 1):
        claimed = jobs.claim(job.pk, now=now)
        assert claimed is not None
        assert claimed.attempts == attempt
        now += jobs.STALE_AFTER + timedelta(seconds=1)
    jobs.sweep(now=now)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "5 times" in job.error


def test_the_sweep_nudges_what_nobody_took(done):
    queue()
    assert jobs.sweep(now=NOW) == 0, "the first nudge gets its chance"
    assert jobs.sweep(now=NOW + timedelta(minutes=1)) == 1


def test_a_waiting_job_stops_at_once_and_can_be_tried_again(done):
    staff, job = UserFactory(staff=True), queue()
    assert jobs.cancel(job, actor=staff, now=NOW)
    assert not jobs.run(job.pk, now=NOW)
    assert not jobs.cancel(job, actor=staff, now=NOW)
    assert jobs.retry(job, actor=staff, now=NOW)
    assert not jobs.retry(job, actor=staff, now=NOW)
    assert jobs.run(job.pk, now=NOW)
