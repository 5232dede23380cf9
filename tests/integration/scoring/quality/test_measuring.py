"""A file received is read once: fingerprint, measures, ratings, and a report that shows them."""

from datetime import timedelta

import pytest

from creatorspark.core.models import AuditEntry, Video
from scoring import interface
from scoring.domain.originality.jobs import FINGERPRINT
from scoring.domain.quality.jobs import MEASURES, MEASURES_AND_FINGERPRINT
from scoring.media.problems import MediaProblem, Problem
from scoring.media.sandbox import run_on_video
from scoring.models import (
    Fingerprint,
    Measurement,
    MeasuringFailure,
    OriginalityVerdict,
    QualityAssessment,
)
from scoring.services.media.drafting import DraftWords, rewrite_draft
from scoring.services.originality import judging, searches
from scoring.services.originality.requests import request_judgements
from scoring.services.quality import reading, tending
from tests.factories import NOW, CreatorFactory, UserFactory
from tests.integration.scoring.originality.films import film, filmed, put_file
from tests.integration.scoring.originality.test_searches import send

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)
CAPTION = "We bake bread with my grandmother's recipe on a rainy day #bread #baking"


@pytest.fixture
def jobs(monkeypatch):
    """The sandbox's jobs in the order in which they were run."""
    run = []

    def counting(job, path, **given):
        run.append(job)
        return run_on_video(job, path, **given)

    monkeypatch.setattr(reading, "run_on_video", counting)
    return run


def report_of(video):
    return interface.quality_report(video_id=video.pk, now=NOW)


def test_one_decoding_brings_verdict_measures_and_ratings(jobs):
    video = filmed(film(1), caption=CAPTION)
    assert report_of(video).state == "waiting"
    judging.judge(video.pk, now=NOW)
    assert jobs == [MEASURES_AND_FINGERPRINT]
    assert OriginalityVerdict.objects.get(video=video).verdict == "original"
    assert Fingerprint.objects.filter(sha256=video.sha256).exists()
    assert Measurement.objects.get().sha256 == video.sha256
    assert not MeasuringFailure.objects.exists()
    row = QualityAssessment.objects.get(video=video)
    report = report_of(video)
    assert (report.state, report.overall) == ("rated", float(row.overall))
    assert {part.part for part in report.parts} == {"visual", "text"}
    assert report.missing == ("audio",)
    assert not report.has_sound
    assert not report.is_stale
    assert report.policy == "quality-1"
    names = {measure.name: measure for measure in report.measures}
    assert names["short_side"].text.endswith("px on the short side")
    assert len(report.series["brightness"]) >= 3
    assert report.advice[0].fix
    assert interface.qualities(video_ids=[video.pk])[video.pk].overall == row.overall
    assert AuditEntry.objects.filter(action="scoring.quality.rated").count() == 1


def test_the_same_file_of_two_videos_is_measured_once(jobs):
    one, other = filmed(film(1), days=9), filmed(film(1), days=5)
    for video in (one, other, one):
        judging.judge(video.pk, now=NOW)
    assert jobs == [MEASURES_AND_FINGERPRINT]
    assert QualityAssessment.objects.count() == 2


def test_a_file_that_has_a_fingerprint_is_measured_only(jobs):
    video = filmed(film(1))
    judging.judge(video.pk, now=NOW)
    Measurement.objects.all().delete()
    assert tending.measure_unmeasured(now=LATER) == 1
    assert jobs == [MEASURES_AND_FINGERPRINT, MEASURES]
    assert tending.measure_unmeasured(now=LATER) == 0


def test_a_file_that_is_measured_gets_its_fingerprint_only(jobs):
    video = filmed(film(1))
    judging.judge(video.pk, now=NOW)
    Fingerprint.objects.all().delete()
    request_judgements(video_ids=[video.pk], now=NOW, cause="asked", nudge=False)
    judging.judge(video.pk, now=NOW)
    assert jobs == [MEASURES_AND_FINGERPRINT, FINGERPRINT]


def test_files_from_before_are_measured_by_and_by(jobs):
    video = filmed(film(1), asked=False)
    tending.tend(now=LATER)
    assert jobs == [MEASURES_AND_FINGERPRINT]
    assert report_of(video).state == "rated"
    assert Fingerprint.objects.filter(video=video).exists()


def test_a_new_file_is_left_to_the_judging_of_its_originality(jobs):
    filmed(film(1))
    tending.tend(now=NOW)
    assert jobs == []


def test_a_new_file_brings_a_new_rating():
    video = filmed(film(1), caption=CAPTION)
    judging.judge(video.pk, now=NOW)
    put_file(video, film(4, 4))
    assert report_of(video).is_stale
    request_judgements(video_ids=[video.pk], now=NOW, cause="new_file", nudge=False)
    judging.judge(video.pk, now=NOW)
    rows = QualityAssessment.objects.filter(video=video)
    assert rows.count() == 2
    assert rows.get(is_current=True).sha256 == video.sha256
    assert not report_of(video).is_stale


def test_a_broken_file_says_why_and_is_not_decoded_again(jobs):
    video = filmed(b"this is no video at all, whatever its name says", caption=CAPTION)
    judging.judge(video.pk, now=NOW)
    tending.tend(now=LATER)
    assert len(jobs) == 1
    report = report_of(video)
    assert (report.state, report.problem) == ("failed", "not_a_video")
    assert "isn't a video" in report.problem_sentence
    assert report.missing == ("visual", "audio")
    assert report.overall is not None
    # The worker goes on with the next one.
    good = filmed(film(1))
    judging.judge(good.pk, now=NOW)
    assert report_of(good).state == "rated"


@pytest.mark.parametrize("problem", [Problem.TOO_SLOW, Problem.TOO_MUCH_MEMORY])
def test_measures_that_need_too_much_cost_no_verdict(problem, monkeypatch):
    def heavy(job, path, **given):
        if job == MEASURES_AND_FINGERPRINT:
            raise MediaProblem(problem)
        return run_on_video(job, path, **given)

    monkeypatch.setattr(reading, "run_on_video", heavy)
    video = filmed(film(1))
    judging.judge(video.pk, now=NOW)
    assert OriginalityVerdict.objects.get(video=video).verdict == "original"
    report = report_of(video)
    assert (report.state, report.problem) == ("waiting", problem.value)
    assert report.problem_sentence
    monkeypatch.setattr(reading, "run_on_video", run_on_video)
    assert tending.measure_unmeasured(now=LATER) == 1
    assert report_of(video).state == "rated"


def test_a_fault_of_the_measures_costs_no_verdict_and_ends(monkeypatch):
    def broken(job, path, **given):
        if job != FINGERPRINT:
            raise RuntimeError("The job on a video failed")
        return run_on_video(job, path, **given)

    monkeypatch.setattr(reading, "run_on_video", broken)
    video = filmed(film(1))
    judging.judge(video.pk, now=NOW)
    assert OriginalityVerdict.objects.get(video=video).verdict == "original"
    now = NOW
    for _ in range(reading.MOST_ATTEMPTS):
        now += timedelta(hours=3)
        tending.tend(now=now)
    assert MeasuringFailure.objects.get().attempts == reading.MOST_ATTEMPTS
    report = report_of(video)
    assert (report.state, report.problem, report.can_retry) == ("failed", "our_fault", True)


def test_a_lost_file_is_said_and_keeps_nobody_waiting():
    lost, good = filmed(film(1), asked=False), filmed(film(2), asked=False)
    Video.objects.filter(pk=lost.pk).update(file="videos/gone")
    tending.tend(now=LATER)
    assert report_of(good).state == "rated"
    assert report_of(lost).state in {"waiting", "failed"}


def test_a_draft_is_decoded_once_and_rated_with_the_caption_it_would_have(jobs):
    creator = CreatorFactory(user=UserFactory())
    sent = send(film(1), creator=creator)
    assert interface.draft_quality(submission_id=sent.pk, now=NOW).state == "waiting"
    searches.run_search(sent.pk, now=NOW)
    assert jobs == [MEASURES_AND_FINGERPRINT]
    assert not Fingerprint.objects.exists()
    before = interface.draft_quality(submission_id=sent.pk, now=NOW)
    assert (before.state, before.missing) == ("rated", ("audio", "text"))
    words = DraftWords(caption=CAPTION)
    rewrite_draft(sent.pk, words, actor=creator.user, now=NOW)
    after = interface.draft_quality(submission_id=sent.pk, now=NOW)
    assert (after.state, after.missing) == ("rated", ("audio",))
    assert not after.is_stale
    assert len(jobs) == 1


def test_what_staff_search_with_is_not_measured(jobs):
    sent = send(film(1))
    searches.run_search(sent.pk, now=NOW)
    assert jobs == [FINGERPRINT]
    assert interface.draft_quality(submission_id=sent.pk, now=NOW).state == "no_file"


def test_a_draft_that_could_not_be_measured_is_tried_again(monkeypatch, jobs):
    creator = CreatorFactory(user=UserFactory())
    sent = send(film(1), creator=creator)

    def heavy(job, path, **given):
        if job == MEASURES_AND_FINGERPRINT:
            raise MediaProblem(Problem.TOO_SLOW)
        return run_on_video(job, path, **given)

    with monkeypatch.context() as slow:
        slow.setattr(reading, "run_on_video", heavy)
        searches.run_search(sent.pk, now=NOW)
    assert interface.draft_quality(submission_id=sent.pk, now=NOW).state == "waiting"
    tending.tend(now=LATER)
    assert jobs == [MEASURES]
    assert interface.draft_quality(submission_id=sent.pk, now=NOW).state == "rated"
