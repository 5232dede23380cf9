"""Grading as a job, as a command, and as the night's task."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from creatorspark.core.jobs import services as job_services
from creatorspark.core.models import Job, Policy
from scoring import interface, tasks
from scoring.models import EngagementGrade
from scoring.services import jobs
from tests.factories import NOW, VideoFactory

pytestmark = pytest.mark.django_db


def test_a_job_grades_and_says_how_many():
    VideoFactory(views=5_000)
    job_id = interface.request_grading(actor=None, now=NOW)
    assert job_services.run(job_id, now=NOW)
    assert Job.objects.get(pk=job_id).result == {"videos": 1, "graded": 1}
    assert EngagementGrade.objects.get().is_current


def test_a_waiting_job_is_not_queued_twice():
    job_id = interface.request_grading(actor=None, now=NOW)
    assert interface.request_grading(actor=None, now=NOW) == job_id
    tasks.grade_videos()
    assert Job.objects.count() == 1


def test_nights_grade_recent_months_and_mondays_everything():
    monday = NOW - timedelta(days=NOW.weekday())
    whole = [
        jobs.request_nightly_grading(now=monday + timedelta(days=day)).parameters["whole_history"]
        for day in range(3)
    ]
    assert whole == [True, False, False]


def test_a_job_under_a_broken_policy_fails_with_its_sentence():
    Policy.objects.create(
        kind="grade",
        version="broken",
        parameters={},
        sha256="0" * 64,
        state="active",
        effective_from=NOW - timedelta(days=900),
    )
    job_id = interface.request_grading(actor=None, now=NOW)
    job_services.run(job_id, now=NOW)
    job = Job.objects.get(pk=job_id)
    assert (job.state, job.error) == ("failed", "The grade policy lacks “absolute”.")


def test_a_cancelled_job_stops_between_chunks_and_a_retry_goes_on():
    VideoFactory(views=5_000)
    job_id = interface.request_grading(actor=None, now=NOW)
    Job.objects.filter(pk=job_id).update(cancel_requested=True)
    job_services.run(job_id, now=NOW)
    assert Job.objects.get(pk=job_id).state == "cancelled"
    assert interface.grade_everything(now=NOW) == 1


def test_the_command_grades_and_counts_letters():
    VideoFactory(views=1_000, likes=300, comments=0, shares=0, saves=0)
    VideoFactory(views=5)
    out = StringIO()
    call_command("grade_videos", stdout=out)
    said = out.getvalue()
    assert "2 videos looked at, 2 graded anew." in said
    assert dict(line.split() for line in said.splitlines()[1:]) == {"A": "1", "too_early": "1"}
    again = StringIO()
    call_command("grade_videos", "--recent", stdout=again)
    assert "0 graded anew" in again.getvalue()
