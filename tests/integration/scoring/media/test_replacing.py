"""Which file may take the place of a judged one, and how often what failed is tried again."""

from dataclasses import replace

import pytest
from django.utils import timezone

from scoring.models import OriginalityVerdict, Submission
from scoring.services.media import steps
from scoring.services.media.refusals import SubmissionRefused
from tests.factories import UserFactory
from tests.integration.scoring.media.sending import Source, State, send, send_link, work
from tests.unit.scoring.media import servers

pytestmark = pytest.mark.django_db(transaction=True)


def judge(video, verdict="not_original", **values):
    OriginalityVerdict.objects.create(
        video=video, verdict=verdict, **({"reason": "Alike.", "source": "engine"} | values)
    )


def refusal(act) -> str:
    with pytest.raises(SubmissionRefused) as refused:
        act()
    return refused.value.code


def kept(video, path) -> bool:
    video.refresh_from_db()
    return video.file.read() == path.read_bytes()


@pytest.mark.parametrize("source", [Source.UPLOAD, Source.API])
def test_a_judged_file_stays_unless_it_is_the_same(video, film, other_film, stored, source):
    send(video, film)
    work()
    judge(video)
    with pytest.raises(SubmissionRefused, match=r"it was judged.*own link.*appeal") as refused:
        send(video, other_film, source=source)
    assert refused.value.code == "already_judged"
    assert len(stored()[0]) == 1
    assert send(video, film, source=source).state == State.RECEIVED


def test_judged_while_another_file_is_on_its_way(video, film, other_film, stored):
    send(video, film)
    work()
    late = send(video, other_film)
    judge(video)
    work()
    late.refresh_from_db()
    assert (late.state, late.problem) == (State.FAILED, "already_judged")
    assert kept(video, film)
    assert stored() == ([video.file.name], [])


def test_a_link_to_a_host_that_knows_no_ids_counts_as_a_file(
    video, film, other_film, server, stored
):
    send_link(video, server.url("/film.mp4"))
    server.pages["/film.mp4"] = servers.body(other_film.read_bytes())
    send(video, film)
    work()
    late = send_link(video, server.url("/film.mp4"))
    judge(video)
    work()
    late.refresh_from_db()
    assert (late.state, late.problem) == (State.FAILED, "already_judged")
    assert kept(video, film)
    assert stored() == ([video.file.name], [])
    assert refusal(lambda: send_link(video, server.url("/film.mp4"))) == "already_judged"


def test_the_videos_own_link_and_staff_may_replace(video, film, other_film):
    send(video, film)
    work()
    judge(video)
    assert send_link(video, "").state == State.WAITING
    send(video, other_film, actor=UserFactory(staff=True))
    work()
    assert kept(video, other_film)


def test_what_could_not_be_judged_may_be_replaced(video, film, other_film):
    send(video, film)
    work()
    judge(video, "not_judgeable")
    send(video, other_film)
    work()
    assert kept(video, other_film)


def test_a_file_that_staff_bring_in_is_not_put_aside(video, film, other_film, creator):
    staff = UserFactory(staff=True)
    bulk = send(video, film, source=Source.BULK, actor=staff)
    assert refusal(lambda: send(video, other_film)) == "staff_at_it"
    assert refusal(lambda: send_link(video, "")) == "staff_at_it"
    step = lambda: steps.withdraw(bulk.pk, actor=creator.user, now=timezone.now())  # noqa: E731
    assert refusal(step) == "staff_at_it"
    work()
    assert refusal(lambda: send(video, other_film)) == "from_staff"
    assert kept(video, film)
    assert send_link(video, "").state == State.WAITING


def test_the_same_file_again_supersedes_what_is_under_way(video, film, other_film):
    send(video, film)
    work()
    newer = send(video, other_film)
    send(video, film)
    newer.refresh_from_db()
    assert newer.state == State.WITHDRAWN
    work()
    assert kept(video, film)


def failed(video, **values) -> Submission:
    submission = send_link(video, "")
    Submission.objects.filter(pk=submission.pk).update(state="failed", problem="link_gone")
    return submission


def test_a_creator_tries_again_five_times_and_staff_as_they_like(video, creator):
    submission = failed(video)

    def retry(actor) -> None:
        steps.retry(submission.pk, actor=actor, now=timezone.now())
        Submission.objects.update(state="failed", problem="link_gone")

    for _try in range(steps.MOST_RETRIES):
        retry(creator.user)
    assert refusal(lambda: retry(creator.user)) == "too_many_retries"
    retry(UserFactory(staff=True))


def test_tries_count_as_files_of_the_day(video, film, creator, settings):
    settings.MEDIA = replace(settings.MEDIA, daily_files=2)
    submission = failed(video)
    steps.retry(submission.pk, actor=creator.user, now=timezone.now())
    assert refusal(lambda: send(video, film)) == "daily_limit"
    Submission.objects.update(state="failed", problem="link_gone")
    again = lambda: steps.retry(submission.pk, actor=creator.user, now=timezone.now())  # noqa: E731
    assert refusal(again) == "daily_limit"


def test_an_old_failure_is_not_tried_again_after_a_newer_file(video, film, creator):
    submission = failed(video)
    send(video, film)
    work()
    again = lambda: steps.retry(submission.pk, actor=creator.user, now=timezone.now())  # noqa: E731
    assert refusal(again) == "newer_received"
