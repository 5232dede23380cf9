"""What runs by the clock: forgotten files, new versions, common frames, and reports of many."""

from datetime import timedelta
from functools import partial

import numpy as np
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import Job, Notification
from scoring import interface
from scoring.domain.originality.fingerprint import VERSION
from scoring.domain.originality.packing import pack
from scoring.models import CommonFrames, Fingerprint, JudgementRequest, OriginalityMatch
from scoring.services.originality import common_frames, judging, queue, refreshing, tending
from scoring.services.originality.asking import RetryRefused, ask_again, request_run
from scoring.services.originality.fingerprints import fingerprint_video, store
from scoring.services.originality.pairs import decide_pair
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory
from tests.integration.scoring.originality.films import film, filmed, put_file
from tests.unit.scoring.media.elsewhere import AwayStorage, elsewhere
from tests.unit.scoring.originality.scenes import print_of, scene

pytestmark = pytest.mark.django_db


def older(video):
    """Say that an older version has read this video's file."""
    return Fingerprint.objects.create(
        video=video, version=0, sha256=video.sha256, content=b"old", seconds=4, made_at=NOW
    )


def test_a_file_nobody_asked_for_is_found_once():
    forgotten = filmed(film(1), asked=False)
    VideoFactory(snapshots=0)
    assert tending.ask_for_unasked(now=NOW) == 1
    assert tending.ask_for_unasked(now=NOW) == 0
    assert JudgementRequest.objects.get().video_id == forgotten.pk
    assert queue.sweep(now=NOW) == 1
    assert queue.sweep(now=NOW) == 0
    assert queue.sweep(now=NOW + 2 * queue.NUDGED_AGAIN_AFTER) == 1


def test_while_files_are_read_anew_verdicts_wait_and_then_follow():
    original, copy = filmed(film(1), days=20, asked=False), filmed(film(1), days=5)
    older(original)
    assert refreshing.is_catching_up(now=NOW)
    judging.judge(copy.pk, now=NOW)
    assert interface.originality(video_ids=[copy.pk]) == {}
    report = interface.originality_report(video_id=copy.pk)
    assert (report.state, report.problem) == ("waiting", "catching_up")
    assert "anew" in report.problem_sentence
    assert refreshing.refresh_fingerprints(now=NOW) == 1
    assert not refreshing.is_catching_up(now=NOW)
    assert judging.judge(copy.pk, now=NOW + timedelta(hours=1))
    assert interface.originality(video_ids=[copy.pk]) == {copy.pk: "not_original"}
    versions = Fingerprint.objects.filter(video=original).values_list("version", flat=True)
    assert sorted(versions) == [0, VERSION]


def test_a_file_that_can_not_be_read_any_more_holds_nobody_up():
    broken = filmed(b"no video at all, whatever its name says", asked=False)
    older(broken)
    assert refreshing.refresh_fingerprints(now=NOW) == 1
    assert not refreshing.is_catching_up(now=NOW)


def test_a_storage_that_is_away_makes_nobody_forget_the_library(settings):
    video = filmed(film(1), asked=False)
    older(video)
    here, settings.STORAGES = settings.STORAGES, elsewhere(AwayStorage)
    assert refreshing.refresh_fingerprints(now=NOW) == 1
    settings.STORAGES = here
    assert Fingerprint.objects.filter(video=video, version=0).exists()
    refreshing.refresh_fingerprints(now=NOW)
    assert not refreshing.is_catching_up(now=NOW)


def test_a_file_that_is_gone_elsewhere_holds_nobody_up(settings):
    older(filmed(film(1), asked=False))
    settings.STORAGES = elsewhere()
    assert refreshing.refresh_fingerprints(now=NOW) == 1
    assert not refreshing.is_catching_up(now=NOW)


def test_a_film_that_breaks_its_reader_holds_nobody_up(monkeypatch):
    first, second = filmed(film(1), asked=False), filmed(film(2), asked=False)
    older(first)
    older(second)
    read = fingerprint_video

    def breaks(video, **given):
        if video == first:
            raise RuntimeError("The job on a video failed")
        return read(video, **given)

    monkeypatch.setattr(refreshing, "fingerprint_video", breaks)
    assert refreshing.refresh_fingerprints(now=NOW) == 2
    assert not refreshing.is_catching_up(now=NOW)


def test_reading_anew_is_paced():
    for place in (1, 2):
        older(filmed(film(place, place), asked=False))
    ticks = iter([0.0, 0.0, 5.0])
    assert refreshing.refresh_fingerprints(now=NOW, seconds=3, clock=lambda: next(ticks)) == 1
    assert refreshing.is_catching_up(now=NOW)


def test_a_policy_for_another_version_holds_everything_up(monkeypatch):
    monkeypatch.setattr(refreshing, "VERSION", VERSION + 1)
    assert refreshing.is_catching_up(now=NOW)


def test_frames_that_many_videos_share_are_learned():
    intro = scene(90, 90, seconds=1)
    for place in range(1, 7):
        content = pack(print_of([*intro, *scene(place, place, seconds=2)]))
        video = VideoFactory(snapshots=0)
        store(video_id=video.pk, sha256=str(place), content=content, now=NOW)
    assert len(common_frames.common_frames()) == 0
    count = common_frames.learn_common_frames(now=NOW)
    assert count >= 2
    learned = common_frames.common_frames()
    assert len(learned) == count
    known = {code.tobytes() for code in print_of(intro).hashes[0]}
    assert known & {code.tobytes() for code in np.asarray(learned)}
    for _ in range(common_frames.KEPT + 2):
        common_frames.learn_common_frames(now=NOW)
    assert CommonFrames.objects.count() == common_frames.KEPT


def test_many_reports_cost_as_many_queries_as_one():
    original = filmed(film(1), days=20)
    copies = [filmed(film(1), days=days) for days in (5, 4, 3)]
    for video in (original, *copies):
        judging.judge(video.pk, now=NOW)
    one = queries(lambda: interface.originality_reports(video_ids=[copies[0].pk]))
    ids = [original.pk, *(copy.pk for copy in copies)]
    assert queries(lambda: interface.originality_reports(video_ids=ids)) == one
    assert interface.originality_report(video_id=0).state == "no_file"


def queries(ask):
    with CaptureQueriesContext(connection) as seen:
        ask()
    return len(seen)


def test_a_person_who_says_not_original_is_shown_with_what_they_saw_and_the_creator_told():
    original = filmed(film(1), days=20)
    copy = filmed(film(1), days=5, creator=CreatorFactory(user=UserFactory()))
    for video in (original, copy):
        judging.judge(video.pk, now=NOW)
    match = OriginalityMatch.objects.get(standing="copied")
    staff = UserFactory(staff=True)
    decide = partial(decide_pair, match_id=match.pk, actor=staff, now=NOW)
    decide(verdict="original", reason="They filmed both.")
    assert Notification.objects.filter(title__contains="original again").exists()
    decide(verdict="not_original", reason="It is the same clip after all.")
    report = interface.originality_report(video_id=copy.pk)
    assert (report.source, report.reason) == ("staff", "It is the same clip after all.")
    assert [one.video_id for one in report.matches] == [original.pk]
    assert report.can_appeal
    assert Notification.objects.filter(user=copy.creator.user).count() == 3


def test_the_command_and_the_job_judge_all_that_waits(capsys):
    video = filmed(film(1), asked=False)
    call_command("judge_originality")
    assert "1 videos judged" in capsys.readouterr().out
    put_file(video, film(2, 2))
    job = request_run(actor=None, now=NOW, everything=True)
    assert request_run(actor=None, now=NOW, everything=True) == job
    jobs.run(job.pk, now=NOW)
    assert Job.objects.get().result == {"judged": 1}
    assert Fingerprint.objects.filter(video=video).count() == 2


def test_without_a_file_there_is_nothing_to_ask_for():
    with pytest.raises(RetryRefused, match="Send it first"):
        ask_again(video_id=VideoFactory(snapshots=0).pk, actor=UserFactory(), now=NOW)


def test_a_creator_asks_again_only_where_that_can_help_and_staff_at_any_time():
    video = filmed(film(1))
    creator = UserFactory()
    with pytest.raises(RetryRefused, match="already"):
        ask_again(video_id=video.pk, actor=creator, now=NOW)
    judging.judge(video.pk, now=NOW)
    with pytest.raises(RetryRefused, match="appeal"):
        ask_again(video_id=video.pk, actor=creator, now=NOW)
    ask_again(video_id=video.pk, actor=UserFactory(staff=True), now=NOW)
    row = JudgementRequest.objects.filter(video=video)
    assert row.values_list("asked", flat=True).get() == 2
    stuck = filmed(film(2))
    JudgementRequest.objects.filter(video=stuck).update(state="failed", problem="unexpected")
    ask_again(video_id=stuck.pk, actor=creator, now=NOW)
    assert JudgementRequest.objects.get(video=stuck).state == "waiting"
