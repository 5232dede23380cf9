"""What a day may cost, who sees a clip, and what is left of one that was taken back."""

from dataclasses import replace

import pytest
from django.utils import timezone

from creatorspark.core.models import Creator
from scoring.models import OriginalitySearch, Submission
from scoring.services.media import describing, sending, steps
from scoring.services.media.refusals import SubmissionRefused
from tests.factories import UserFactory, VideoFactory
from tests.integration.api.callers import assert_problem, browser
from tests.integration.scoring.media.sending import Purpose, State, send, send_link, work
from tests.unit.scoring.media import servers

pytestmark = pytest.mark.django_db(transaction=True)


def never(*args, **kwargs):
    raise AssertionError("It was known to be too much.")


def limits(settings, **values) -> None:
    settings.MEDIA = replace(settings.MEDIA, **values)


def test_what_is_too_much_is_neither_read_nor_kept(video, film, settings, monkeypatch):
    limits(settings, daily_bytes=film.stat().st_size - 1)
    monkeypatch.setattr(sending, "stored_name", never)
    with pytest.raises(SubmissionRefused):
        send(video, film)
    limits(settings, daily_files=0)
    monkeypatch.setattr(sending, "digest_of", never)
    with pytest.raises(SubmissionRefused):
        send(video, film)


def test_a_link_that_may_be_too_much_waits(video, film, server, creator, settings):
    size = film.stat().st_size
    server.pages["/film.mp4"] = servers.body(film.read_bytes())
    limits(settings, file_bytes=size, daily_bytes=2 * size - 1)
    send(video, film)
    work()
    link = send_link(VideoFactory(creator=creator), server.url("/film.mp4"))
    work()
    link.refresh_from_db()
    assert (link.state, link.problem) == (State.WAITING, "daily_limit")
    limits(settings, daily_bytes=2 * size)
    steps.retry(link.pk, actor=creator.user, now=timezone.now())
    work()
    link.refresh_from_db()
    assert (link.state, link.bytes) == (State.RECEIVED, size)


@pytest.mark.parametrize(
    ("problem", "is_counted"), [("too_large_file", True), ("link_slow", True), ("link_gone", False)]
)
def test_a_link_counts_as_the_most_there_can_be(video, film, settings, problem, is_counted):
    size = film.stat().st_size
    limits(settings, file_bytes=size, daily_bytes=2 * size - 1)
    send_link(video, "")
    Submission.objects.update(state="failed", problem=problem, attempts=1)
    if not is_counted:
        assert send(video, film).state == State.WAITING
        return
    with pytest.raises(SubmissionRefused):
        send(video, film)


@pytest.fixture
def draft(video, film, creator):
    sent = send(video, film, purpose=Purpose.DRAFT, video_id=None, creator_id=creator.pk)
    work()
    sent.refresh_from_db()
    return sent


def test_a_clip_does_not_pass_on_with_the_profile(creator, draft):
    caller = browser(creator.user)
    assert [one.id for one in describing.drafts_of(creator)] == [draft.pk]
    assert caller.get(f"/submissions/{draft.pk}/").status == 200
    heir = UserFactory()
    Creator.objects.filter(pk=creator.pk).update(user=heir)
    creator.refresh_from_db()
    assert describing.drafts_of(creator) == []
    found = describing.submission_of_creator(creator_id=creator.pk, submission_id=draft.pk)
    assert found is None
    for path in (f"/submissions/{draft.pk}/", f"/originality/searches/{draft.pk}/"):
        assert_problem(browser(heir).get(path), 404, "not-found")


def test_what_is_taken_back_leaves_nothing(creator, draft):
    OriginalitySearch.objects.filter(pk=draft.pk).update(state="done", findings={"matches": []})
    steps.withdraw(draft.pk, actor=creator.user, now=timezone.now())
    draft.refresh_from_db()
    left = (draft.state, draft.file.name, draft.url, draft.file_name, draft.sha256)
    assert left == (State.WITHDRAWN, "", "", "", "")
    assert not OriginalitySearch.objects.exists()
