"""Posts of pictures, before posting and published: kept, rated on what they have, not compared."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from scoring.models import Measurement, OriginalityVerdict, QualityAssessment, Submission
from scoring.services.media.refusals import SubmissionRefused
from scoring.services.media.sending import submit_pictures
from scoring.services.originality import judging, searches
from scoring.services.quality.reports import draft_quality, quality_report
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.integration.scoring.media.sending import Purpose, State, order_for, send, work
from tests.unit.scoring.media.test_pictures import picture

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/studio/drafts/"


def files(*contents: bytes) -> list[SimpleUploadedFile]:
    return [SimpleUploadedFile(f"{n}.jpg", content) for n, content in enumerate(contents)]


def test_a_post_before_posting_is_rated_and_said_not_to_be_compared(creator, stored):
    order = order_for(
        VideoFactory(creator=creator), purpose=Purpose.DRAFT, video_id=None, creator_id=creator.pk
    )
    clip = submit_pictures(files(picture(), picture(level=0.5)), name="post", order=order)
    work()
    searches.run_search(clip.pk, now=timezone.now())
    clip.refresh_from_db()
    assert (clip.state, clip.seconds, clip.width, clip.has_sound) == (
        State.RECEIVED,
        None,
        360,
        False,
    )
    found = searches.searches_of(submission_ids=[clip.pk])[clip.pk]
    assert "pictures aren’t compared" in found.problem_sentence
    report = draft_quality(submission_id=clip.pk)
    assert report.state == "rated"
    assert "audio" in report.missing
    assert (report.seconds, report.has_sound, dict(report.series)) == (None, False, {})
    assert stored()[1] == []


def test_a_post_that_somebody_else_posted_already_says_so(creator):
    post = VideoFactory(creator=CreatorFactory(user=UserFactory()), duration_seconds=None)
    submit_pictures(files(picture(), picture(wide=270)), name="post", order=order_for(post))
    own = VideoFactory(creator=creator)
    order = order_for(own, purpose=Purpose.DRAFT, video_id=None, creator_id=creator.pk)
    clip = submit_pictures(files(picture(), picture(wide=270)), name="post", order=order)
    work()
    searches.run_search(clip.pk, now=timezone.now())
    found = searches.searches_of(submission_ids=[clip.pk])[clip.pk]
    assert f"@{post.creator.handle} has posted the very same pictures" in found.problem_sentence
    client = Client()
    client.force_login(creator.user)
    page = client.get(f"{PAGE}{clip.pk}/").content.decode()
    assert f"@{post.creator.handle} has posted the very same pictures" in page


def test_a_published_post_gets_its_ratings_and_no_accusation(creator):
    post = VideoFactory(creator=creator, duration_seconds=None, caption="Looks for rain #rain")
    submit_pictures(files(picture(), picture(wide=270)), name="post", order=order_for(post))
    work()
    assert judging.judge(post.pk, now=timezone.now())
    verdict = OriginalityVerdict.objects.get(video=post, is_current=True)
    assert (verdict.verdict, "pictures" in verdict.reason) == ("not_judgeable", True)
    rating = QualityAssessment.objects.get(video=post, is_current=True)
    assert rating.visual is not None
    assert rating.audio is None
    assert rating.text is not None
    assert Measurement.objects.get().content["facts"]["pictures"] == "2"
    assert quality_report(video_id=post.pk).state == "rated"


def test_pictures_for_a_film_that_has_a_length_are_another_post(creator):
    film = VideoFactory(creator=creator, duration_seconds=30)
    sent = submit_pictures(files(picture()), name="post", order=order_for(film))
    work()
    sent.refresh_from_db()
    assert (sent.state, sent.problem, sent.file.name) == (State.FAILED, "other_length", "")


def test_a_broken_picture_is_said_so_and_nothing_is_kept(creator, stored):
    post = VideoFactory(creator=creator, duration_seconds=None)
    sent = submit_pictures(
        files(picture(), b"\xff\xd8\xff" + bytes(900)), name="post", order=order_for(post)
    )
    work()
    sent.refresh_from_db()
    assert (sent.state, sent.problem) == (State.FAILED, "unreadable")
    assert stored() == ([], [])


@pytest.mark.parametrize("content", [b"GIF89a" + bytes(99), b"\0\0\0\x20ftypisom" + bytes(99)])
def test_what_is_no_picture_is_refused_before_it_is_kept(creator, stored, content):
    post = VideoFactory(creator=creator, duration_seconds=None)
    with pytest.raises(SubmissionRefused) as refused:
        submit_pictures(files(picture(), content), name="post", order=order_for(post))
    assert refused.value.code == "not_a_picture"
    assert stored() == ([], [])


def test_a_picture_where_a_video_is_expected_is_refused_as_before(video, tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(picture())
    with pytest.raises(SubmissionRefused) as refused:
        send(video, path)
    assert refused.value.code == "still_image"


def test_a_creator_sends_the_pictures_of_a_post_on_the_page(client, creator):
    client.force_login(creator.user)
    page = client.get(PAGE).content.decode()
    assert "multiple" in page
    assert "35 JPEG, PNG or WebP" in page
    client.post(PAGE, {"file": files(picture(), picture(level=0.6))})
    sent = Submission.objects.get()
    assert (sent.purpose, sent.state) == (Purpose.DRAFT, State.WAITING)
    work()
    sent.refresh_from_db()
    assert sent.state == State.RECEIVED
    searches.run_search(sent.pk, now=timezone.now())
    for address in (PAGE, f"{PAGE}{sent.pk}/"):
        assert client.get(address).status_code == 200


def test_a_picture_and_a_video_together_are_said_so(client, creator, film):
    client.force_login(creator.user)
    both = [*files(picture()), SimpleUploadedFile("film.mp4", film.read_bytes())]
    page = client.post(PAGE, {"file": both}, follow=True).content.decode()
    assert "isn’t a JPEG, PNG or WebP" in page
    assert Submission.objects.count() == 0
