"""What is kept, for how long, and what is removed: drafts, erased creators, strays of a crash."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from creatorspark.core.models import Creator, Job
from creatorspark.core.policies.services import activate, create_draft
from creatorspark.core.services.erasure import erase_creator, merge_creators
from scoring.domain.quality.policy import DEFAULT_PARAMETERS
from scoring.media import probing
from scoring.media.problems import Problem
from scoring.models import Submission
from scoring.services.media import receiving, sweeping
from scoring.services.media.refusals import SubmissionRefused
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.integration.scoring.media.sending import Purpose, State, send, send_link, work

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_draft_is_kept_for_its_time(video, film, creator, stored):
    draft = send(video, film, purpose=Purpose.DRAFT, video_id=None, creator_id=creator.pk)
    work()
    draft.refresh_from_db()
    assert stored() == ([draft.file.name], [])
    assert draft.expires_at is not None
    assert sweeping.sweep(now=draft.expires_at - timedelta(seconds=1)) == 0
    assert sweeping.sweep(now=draft.expires_at) == 1
    draft.refresh_from_db()
    assert (draft.state, draft.file.name) == (State.RECEIVED, "")
    assert stored() == ([], [])


@pytest.mark.parametrize(("days", "kept"), [(2, 2), (90, 7), (None, 7)])
def test_the_policy_says_how_long_a_draft_is_kept(video, film, creator, days, kept):
    """Never longer than the settings allow; a policy from before this rule leaves it to them."""
    now = timezone.now()
    rules = {**DEFAULT_PARAMETERS, "draft_kept_days": days}
    if days is None:
        del rules["draft_kept_days"]
    policy = create_draft("quality", version="quality-2", parameters=rules, actor=None)
    activate(policy, effective_from=now, actor=None, now=now)
    draft = send(video, film, purpose=Purpose.DRAFT, video_id=None, creator_id=creator.pk)
    work()
    draft.refresh_from_db()
    assert draft.expires_at is not None
    assert draft.received_at is not None
    assert draft.expires_at - draft.received_at == timedelta(days=kept)
    page = Client()
    page.force_login(creator.user)
    assert f"after {kept} days it is removed" in page.get("/studio/drafts/").content.decode()


def test_erasing_a_creator_leaves_no_file(video, film, other_film, creator, stored):
    send(video, film)
    work()
    send(video, other_film)
    send(video, film, purpose=Purpose.DRAFT, video_id=None, creator_id=creator.pk)
    send_link(VideoFactory(creator=creator), "https://www.tiktok.com/@someone/video/1")
    assert len(stored()[0]) == 3
    erase_creator(creator, reason="They asked.", actor=None, now=timezone.now(), though_open=True)
    assert stored() == ([], [])
    for row in Submission.objects.all():
        kept = (row.file.name, row.url, row.file_name, row.sha256, row.submitted_by_id)
        assert kept == ("", "", "", "", None)
        assert row.state in (State.RECEIVED, State.WITHDRAWN)
    work()
    assert stored() == ([], [])


def test_erased_while_a_worker_is_at_it(video, film, creator, stored, monkeypatch):
    send(video, film)

    def erased(*args, **kwargs):
        erase_creator(
            creator, reason="They asked.", actor=None, now=timezone.now(), though_open=True
        )
        return probing.probe(*args, **kwargs)

    monkeypatch.setattr(receiving, "probe", erased)
    work()
    video.refresh_from_db()
    assert not video.file
    assert stored() == ([], [])


def test_merged_profiles_keep_their_files(video, film, creator, stored):
    draft = send(video, film, purpose=Purpose.DRAFT, video_id=None, creator_id=creator.pk)
    submission = send(video, film)
    work()
    kept = CreatorFactory()
    merge_creators(kept, creator, reason="The same person.", actor=None, now=timezone.now())
    assert len(stored()[0]) == 2
    for row in (draft, submission):
        row.refresh_from_db()
        assert row.creator == kept
    video.refresh_from_db()
    assert video.creator == kept
    assert video.file.read() == film.read_bytes()


def test_nothing_is_taken_for_a_profile_that_is_gone(video, film, stored):
    Creator.objects.filter(pk=video.creator_id).update(user=None, erased_at=timezone.now())
    with pytest.raises(SubmissionRefused) as refused:
        send(video, film, actor=UserFactory(staff=True))
    assert refused.value.code == "creator_gone"
    assert stored() == ([], [])


def test_strays_of_a_crash_are_removed_and_nothing_else(video, film, places, creator, stored):
    send(video, film)
    work()
    draft = send(video, film, purpose=Purpose.DRAFT, video_id=None, creator_id=creator.pk)
    video.refresh_from_db()
    stray = default_storage.save("videos/2026/01/stray", ContentFile(film.read_bytes()))
    (places.incoming / "half").mkdir(parents=True)
    (places.incoming / "half" / "video.bin").write_bytes(b"x")
    (places.incoming / "tmp.upload").write_bytes(b"x")
    assert sweeping.remove_strays(now=timezone.now()) == 0
    later = timezone.now() + sweeping.STRAY_AFTER + timedelta(minutes=1)
    assert sweeping.remove_strays(now=later) == 3
    assert sorted(stored()[0]) == sorted([video.file.name, draft.file.name])
    assert stored()[1] == []
    assert not default_storage.exists(stray)


def test_a_file_that_takes_every_worker_down_is_given_up(video, film, stored):
    submission = send(video, film)
    Submission.objects.update(attempts=sweeping.MOST_ATTEMPTS)
    Job.objects.update(state=Job.State.FAILED)
    assert sweeping.sweep(now=timezone.now()) == 1
    submission.refresh_from_db()
    assert (submission.state, submission.problem) == (State.FAILED, Problem.OUR_FAULT)
    assert stored() == ([], [])


def test_a_lost_nudge_loses_nothing(video, film):
    submission = send(video, film)
    Job.objects.all().delete()
    assert sweeping.sweep(now=timezone.now()) == 1
    assert sweeping.sweep(now=timezone.now()) == 0
    work()
    submission.refresh_from_db()
    assert submission.state == State.RECEIVED
