"""What happens to a file between its sender and us, step by step."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from creatorspark.core.jobs import services as jobs
from creatorspark.core.models import AuditEntry, Job
from scoring.media import probing
from scoring.media.problems import Problem
from scoring.media.storage import StorageAway
from scoring.models import Submission
from scoring.models.judging import JudgementRequest
from scoring.services.media import receiving, steps, sweeping
from scoring.services.media.claims import STALE_AFTER, take
from scoring.services.media.refusals import SubmissionRefused
from scoring.services.media.sending import allowed_addresses
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.integration.scoring.media.sending import State, send, send_link, work
from tests.unit.scoring.media import servers
from tests.unit.scoring.media.elsewhere import AwayStorage, elsewhere

pytestmark = pytest.mark.django_db(transaction=True)


def latest() -> Submission:
    return Submission.objects.latest("submitted_at")


def acts() -> list[str]:
    rows = AuditEntry.objects.filter(action__startswith="scoring.submission.").order_by("pk")
    return [row.action.removeprefix("scoring.submission.") for row in rows]


def test_a_received_file_belongs_to_its_video_and_is_judged(video, film, stored, content):
    send(video, film)
    work()
    video.refresh_from_db()
    found = latest()
    assert (found.state, found.file.name, found.sha256) == (State.RECEIVED, "", video.sha256)
    assert (found.width, found.height, found.has_sound) == (320, 180, True)
    assert content(video.file.name) == film.read_bytes()
    assert stored() == ([video.file.name], [])
    assert JudgementRequest.objects.get().video == video
    assert acts() == ["sent", "received"]
    job = Job.objects.get()
    assert (job.state, job.result) == (Job.State.SUCCEEDED, {"state": "received", "problem": ""})


def test_a_newer_file_takes_the_place_of_the_older(video, film, other_film, stored):
    send(video, film)
    work()
    send(video, other_film)
    work()
    video.refresh_from_db()
    assert stored() == ([video.file.name], [])
    assert video.file.size == other_film.stat().st_size


def test_a_newer_file_wins_over_one_under_way(video, film, other_film, stored):
    older, newer = send(video, film), send(video, other_film)
    work()
    older.refresh_from_db()
    newer.refresh_from_db()
    video.refresh_from_db()
    assert (older.state, newer.state) == (State.WITHDRAWN, State.RECEIVED)
    assert stored() == ([video.file.name], [])


def test_the_same_file_again_is_recognised_and_not_kept_twice(video, film, stored, monkeypatch):
    send(video, film)
    work()
    monkeypatch.setattr(receiving, "probe", never)
    again = send(video, film)
    video.refresh_from_db()
    assert again.state == State.RECEIVED
    assert again.seconds == pytest.approx(2, abs=0.2)
    assert stored() == ([video.file.name], [])
    assert not Job.objects.filter(state=Job.State.QUEUED).exists()


def test_a_file_known_from_another_video_is_not_read_again(video, film, monkeypatch):
    send(video, film)
    work()
    monkeypatch.setattr(receiving, "probe", never)
    copy = VideoFactory(creator=video.creator, duration_seconds=None)
    send(copy, film)
    work()
    copy.refresh_from_db()
    assert latest().seconds == pytest.approx(2, abs=0.2)
    assert copy.sha256


def test_another_film_s_file_is_not_taken_for_the_posted_one(video, film, stored):
    video.duration_seconds = 30
    video.save()
    send(video, film)
    work()
    video.refresh_from_db()
    assert (latest().state, latest().problem) == (State.FAILED, Problem.OTHER_LENGTH)
    assert (video.sha256, stored()) == ("", ([], []))


def test_platforms_round_the_length_that_a_file_has(video, film):
    video.duration_seconds = 3
    video.save()
    send(video, film)
    work()
    assert latest().state == State.RECEIVED


def test_a_link_of_the_video_itself_is_right_whatever_its_length(video, film, server):
    video.duration_seconds = 30
    video.save()
    server.pages["/film.mp4"] = servers.body(film.read_bytes())
    send_link(video, server.url("/film.mp4"))
    work()
    assert latest().state == State.RECEIVED


def never(*args, **kwargs):
    raise AssertionError("It was known.")


def test_a_link_is_followed_and_its_file_kept(video, film, server, stored, content):
    server.pages["/film.mp4"] = servers.body(film.read_bytes())
    send_link(video, server.url("/film.mp4"))
    work()
    video.refresh_from_db()
    assert content(video.file.name) == film.read_bytes()
    assert stored() == ([video.file.name], [])


def test_what_may_pass_is_tried_again_with_longer_and_longer_pauses(video, server, stored):
    server.pages["/film.mp4"] = servers.status(503)
    submission = send_link(video, server.url("/film.mp4"))
    work()
    now, pauses = timezone.now(), []
    for _try in range(4):
        submission.refresh_from_db()
        assert (submission.state, submission.problem) == (State.WAITING, Problem.LINK_BUSY)
        assert submission.retry_at is not None
        pauses.append(submission.retry_at)
        assert sweeping.sweep(now=submission.retry_at - timedelta(seconds=1)) == 0
        Submission.objects.update(retry_at=now)
        assert sweeping.sweep(now=timezone.now()) == 1
        work()
    submission.refresh_from_db()
    assert (submission.state, submission.attempts) == (State.FAILED, 5)
    minutes = [round((pause - now).total_seconds() / 60) for pause in pauses]
    assert minutes == sorted(minutes)
    assert minutes[-1] == 120
    assert stored() == ([], [])


def test_a_person_tries_again_after_mending_the_cause(video, film, server, creator):
    server.pages["/film.mp4"] = servers.status(403)
    submission = send_link(video, server.url("/film.mp4"))
    work()
    server.pages["/film.mp4"] = servers.body(film.read_bytes())
    steps.retry(submission.pk, actor=creator.user, now=timezone.now())
    work()
    submission.refresh_from_db()
    assert (submission.state, submission.problem) == (State.RECEIVED, "")


def test_a_file_that_failed_for_good_cannot_be_tried_again(video, tmp_path, creator):
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"\0\0\0\x18ftypmp42" + bytes(5_000))
    submission = send(video, bad)
    work()
    with pytest.raises(SubmissionRefused, match="moved on"):
        steps.retry(submission.pk, actor=creator.user, now=timezone.now())


def test_taken_back_before_and_while_a_worker_has_it(video, film, creator, stored, monkeypatch):
    waiting = send(video, film)
    steps.withdraw(waiting.pk, actor=creator.user, now=timezone.now())
    assert stored() == ([], [])
    work()
    under_way = send(video, film)

    def taken_back(*args, **kwargs):
        steps.withdraw(under_way.pk, actor=creator.user, now=timezone.now())
        return probing.probe(*args, **kwargs)

    monkeypatch.setattr(receiving, "probe", taken_back)
    work()
    under_way.refresh_from_db()
    video.refresh_from_db()
    assert under_way.state == State.WITHDRAWN
    assert not video.file
    assert stored() == ([], [])


def test_staff_stop_the_job_and_the_sender_can_go_on(video, film, creator, server, stored):
    def stop(to):
        Job.objects.update(cancel_requested=True)
        servers.stalled(film.read_bytes())(to)

    server.pages["/film.mp4"] = stop
    submission = send_link(video, server.url("/film.mp4"))
    work()
    submission.refresh_from_db()
    assert (submission.state, submission.problem) == (State.FAILED, Problem.STOPPED)
    assert Job.objects.get().state == Job.State.CANCELLED
    assert steps.can_retry(submission)
    assert stored() == ([], [])


def test_staff_stop_what_only_waits(video, film, creator, stored):
    submission = send(video, film)
    jobs.cancel(Job.objects.get(), actor=None, now=timezone.now())
    assert sweeping.sweep(now=timezone.now()) == 1
    submission.refresh_from_db()
    assert (submission.state, submission.problem) == (State.FAILED, Problem.STOPPED)
    assert sweeping.sweep(now=timezone.now()) == 0
    steps.retry(submission.pk, actor=creator.user, now=timezone.now())
    work()
    submission.refresh_from_db()
    assert submission.state == State.RECEIVED
    assert len(stored()[0]) == 1


def test_production_reaches_nothing_but_the_public_network(server, settings):
    assert allowed_addresses() == (server.place,)
    settings.PRODUCTION = True
    assert allowed_addresses() == ()


def test_two_workers_share_nothing(video, film):
    submission = send(video, film)
    now = timezone.now()
    assert take(submission.pk, now=now) is not None
    assert take(submission.pk, now=now) is None
    later = now + STALE_AFTER + timedelta(seconds=1)
    assert take(submission.pk, now=later) is not None


def test_a_worker_that_comes_back_late_changes_nothing(video, film, stored, monkeypatch):
    submission = send(video, film)
    rounds: list[int] = []

    def slow(*args, **kwargs):
        if not rounds:
            rounds.append(1)
            Submission.objects.update(claimed_at=timezone.now() - STALE_AFTER * 2)
            receiving.receive(submission.pk, report=lambda *a, **k: None)
        return probing.probe(*args, **kwargs)

    monkeypatch.setattr(receiving, "probe", slow)
    work()
    video.refresh_from_db()
    assert stored() == ([video.file.name], [])
    assert acts() == ["sent", "received"]


def test_a_surprise_of_our_own_is_tried_again(video, film, monkeypatch, stored):
    submission = send(video, film)
    monkeypatch.setattr(receiving, "probe", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        work()
    submission.refresh_from_db()
    assert (submission.state, submission.problem) == (State.WAITING, Problem.OUR_FAULT)
    monkeypatch.undo()
    assert submission.retry_at is not None
    assert sweeping.sweep(now=submission.retry_at) == 1
    Submission.objects.update(retry_at=None)
    work()
    submission.refresh_from_db()
    assert submission.state == State.RECEIVED


def test_a_file_that_vanished_is_said_so(video, film, stored):
    submission = send(video, film)
    default_storage.delete(str(submission.file.name))
    work()
    submission.refresh_from_db()
    assert (submission.state, submission.problem) == (State.FAILED, Problem.FILE_LOST)


def test_files_that_other_machines_keep_are_received_alike(video, film, settings, stored, content):
    settings.STORAGES = elsewhere()
    lost = send(video, film)
    default_storage.delete(str(lost.file.name))
    work()
    lost.refresh_from_db()
    assert (lost.state, lost.problem) == (State.FAILED, Problem.FILE_LOST)
    send(video, film)
    work()
    video.refresh_from_db()
    assert latest().state == State.RECEIVED
    assert content(video.file.name) == film.read_bytes()
    assert stored() == ([], [])


def test_a_storage_that_is_away_is_tried_again(video, film, settings):
    submission = send(video, film)
    settings.STORAGES = elsewhere(AwayStorage)
    with pytest.raises(StorageAway):
        work()
    submission.refresh_from_db()
    assert (submission.state, submission.problem) == (State.WAITING, Problem.OUR_FAULT)


def test_a_day_has_so_many_files_and_bytes(video, film, settings, stored):
    settings.MEDIA = replace(settings.MEDIA, daily_files=2)
    send(video, film)
    send(video, film)
    with pytest.raises(SubmissionRefused) as refused:
        send(video, film)
    assert refused.value.code == "daily_limit"
    settings.MEDIA = replace(
        settings.MEDIA, daily_files=50, daily_bytes=int(2.5 * film.stat().st_size)
    )
    with pytest.raises(SubmissionRefused):
        send(video, film)
    send(video, film, actor=UserFactory(staff=True))
    assert len(stored()[0]) == 1


def test_strangers_send_nothing(video, film, stored):
    for actor in (UserFactory(), CreatorFactory(user=UserFactory()).user, UserFactory(brand=True)):
        with pytest.raises(SubmissionRefused) as refused:
            send(video, film, actor=actor)
        assert refused.value.code == "no_such_video"
    assert stored() == ([], [])
