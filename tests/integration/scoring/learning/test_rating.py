"""People rate blind, each video once, and only those who were let."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from creatorspark.core.models import AuditEntry
from scoring.domain.quality.measured import VERSION
from scoring.models import HumanRating, Measurement
from scoring.services.training import ratings
from scoring.services.training.ratings import RatingRefused, give_rating, next_to_rate
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory

pytestmark = pytest.mark.django_db
RATE = reverse("admin:scoring_humanrating_rate")


@pytest.fixture(autouse=True)
def _storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def rater(**fields):
    person = UserFactory(staff=True, **fields)
    ratings.let_rate(person, may=True, actor=UserFactory(superuser=True))
    return type(person).objects.get(pk=person.pk)


def clip(number: int, *, caption: str = "A walk with @ana.b #dogs", sound: bool = True, **fields):
    sha256 = f"{number:064d}"
    Measurement.objects.get_or_create(
        sha256=sha256,
        version=VERSION,
        defaults={"content": {}, "seconds": 8.0, "has_sound": sound},
    )
    video = VideoFactory(sha256=sha256, caption=caption, **fields)
    video.file.save("clip", ContentFile(b"0123456789"))
    return video


def points(shown, value: int = 3):
    return dict.fromkeys(shown.dimensions, value)


def give(shown, person, *, value: int = 3, now=NOW, **changes):
    given = {
        "video_id": shown.video_id,
        "points": points(shown, value),
        "sha256": shown.sha256,
        "caption_sha256": shown.caption_sha256,
    }
    return give_rating(**(given | changes), rater=person, now=now)


def test_the_queue_has_every_video_once_and_ends():
    person, wanted = rater(), {clip(number).pk for number in range(4)}
    seen = set()
    while shown := next_to_rate(rater=person):
        seen.add(shown.video_id)
        give(shown, person)
    assert seen == wanted
    assert HumanRating.objects.count() == 4


def test_what_others_began_comes_first_until_three_have_rated():
    videos = [clip(number) for number in range(6)]
    first = rater()
    begun = next_to_rate(rater=first)
    give(begun, first)
    for _ in range(2):
        person = rater()
        shown = next_to_rate(rater=person)
        assert shown.video_id == begun.video_id
        give(shown, person)
    assert next_to_rate(rater=rater()).video_id != begun.video_id
    assert len(videos) == 6


def test_nobody_rates_their_own():
    person = rater()
    clip(1, creator=CreatorFactory(user=person))
    assert next_to_rate(rater=person) is None


def test_files_that_were_not_measured_wait():
    VideoFactory(sha256="f" * 64)
    assert next_to_rate(rater=rater()) is None


@pytest.mark.parametrize(
    ("sound", "caption", "asked"),
    [
        (True, "Words", ("visual", "audio", "text", "overall")),
        (False, "Words", ("visual", "text", "overall")),
        (True, "  ", ("visual", "audio", "overall")),
    ],
)
def test_only_what_a_video_has_is_asked_for(sound, caption, asked):
    clip(1, sound=sound, caption=caption)
    assert next_to_rate(rater=rater()).dimensions == asked


def test_thinking_again_appends_and_the_same_again_does_not():
    person, video = rater(), clip(1)
    shown = ratings.video_to_rate(video.pk, rater=person)
    give(shown, person, value=2)
    give(shown, person, value=4)
    give(shown, person, value=4)
    rows = HumanRating.objects.order_by("pk").values_list("overall", "is_current")
    assert list(rows) == [(2, False), (4, True)]
    assert AuditEntry.objects.filter(action="scoring.rating.given").count() == 2
    assert ratings.video_to_rate(video.pk, rater=person).given["overall"] == 4


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sha256": "e" * 64}, "changed"),
        ({"caption_sha256": "e" * 64}, "changed"),
        ({"points": {"overall": 3}}, "everything"),
        ({"points": dict.fromkeys(ratings.DIMENSIONS, 6)}, "1 to 5"),
        ({"video_id": 0}, "isn’t there"),
    ],
)
def test_what_does_not_fit_is_refused(change, words):
    person = rater()
    clip(1)
    with pytest.raises(RatingRefused, match=words):
        give(next_to_rate(rater=person), person, **change)
    assert not HumanRating.objects.exists()


def test_staff_who_were_not_let_and_creators_do_not_rate(client):
    clip(1)
    shown = next_to_rate(rater=rater())
    for person in (UserFactory(staff=True), UserFactory()):
        with pytest.raises(RatingRefused):
            give(shown, person)
    client.force_login(UserFactory(staff=True))
    play = reverse("admin:scoring_humanrating_play", args=[shown.video_id])
    assert client.get(RATE).status_code == 403
    assert client.get(play).status_code == 403


def test_only_owners_let_people_rate():
    with pytest.raises(RatingRefused):
        ratings.let_rate(UserFactory(staff=True), may=True, actor=UserFactory(staff=True))
    with pytest.raises(RatingRefused):
        ratings.let_rate(UserFactory(), may=True, actor=UserFactory(superuser=True))


def test_it_can_be_ended():
    person, owner = rater(), UserFactory(superuser=True)
    assert ratings.let_rate(person, may=False, actor=owner)
    assert not ratings.let_rate(person, may=False, actor=owner)
    assert not ratings.may_rate(type(person).objects.get(pk=person.pk))


def test_the_page_is_blind_keeps_and_goes_on(client):
    creator = CreatorFactory(handle="very_famous")
    video = clip(1, creator=creator, views=987_654)
    client.force_login(rater())
    page = client.get(RATE).content.decode()
    assert "A walk with @… #dogs" in page
    for secret in ("very_famous", "ana.b", "987", video.external_id):
        assert secret not in page
    shown = ratings.video_to_rate(video.pk, rater=rater())
    given = {
        "video_id": video.pk,
        "sha256": shown.sha256,
        "caption_sha256": shown.caption_sha256,
        **points(shown, 5),
    }
    missing = client.post(RATE, {**given, "audio": ""})
    assert "Choose one" in missing.content.decode()
    assert not HumanRating.objects.exists()
    after = client.post(RATE, given, follow=True)
    assert HumanRating.objects.get().audio == 5
    assert "Nothing left to rate" in after.content.decode()


def test_raters_see_their_own_ratings_and_owners_all(client):
    clip(1)
    first, second = rater(), rater()
    for person in (first, second):
        give(next_to_rate(rater=person), person)
    listed = reverse("admin:scoring_humanrating_changelist")
    for person, count in ((first, 1), (UserFactory(superuser=True), 2)):
        client.force_login(person)
        page = client.get(listed)
        assert page.context["cl"].result_count == count
        assert "Krippendorff" in page.content.decode()


def test_agreement_counts_ratings_of_the_same_thing():
    people = [rater(), rater()]
    for number in range(4):
        video = clip(number)
        for person in people:
            give(ratings.video_to_rate(video.pk, rater=person), person, value=number + 1)
    found = {one.dimension: one.agreement for one in ratings.agreement()}
    assert found["visual"].alpha == 1.0
    assert (found["overall"].videos, found["overall"].ratings) == (4, 8)
    video = clip(0)
    HumanRating.objects.filter(rater=people[0]).update(is_current=False)
    assert {one.agreement.videos for one in ratings.agreement()} == {0}
    assert video.pk


@pytest.mark.parametrize(
    ("asked", "status", "body"),
    [
        ("", 200, b"0123456789"),
        ("bytes=2-4", 206, b"234"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-2", 206, b"89"),
        ("bytes=0-99", 206, b"0123456789"),
        ("bytes=99-", 416, b""),
        ("bytes=5-2", 416, b""),
        ("bytes=-", 200, b"0123456789"),
        ("pages=1-2", 200, b"0123456789"),
    ],
)
def test_a_player_gets_the_piece_it_asks_for(client, asked, status, body):
    video = clip(1)
    client.force_login(rater())
    address = reverse("admin:scoring_humanrating_play", args=[video.pk])
    answer = client.get(address, headers={"range": asked} if asked else {})
    assert answer.status_code == status
    sent = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert sent == body
    if status != 416:
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == "video/mp4"


def test_the_way_there_is_shown_to_those_who_may_go_it(client):
    for person, shown in ((UserFactory(staff=True), False), (rater(), True)):
        client.force_login(person)
        assert (f'href="{RATE}"' in client.get("/admin/").content.decode()) is shown


def test_the_number_of_queries_does_not_grow_with_ratings(client, django_assert_max_num_queries):
    people = [rater() for _ in range(3)]
    for number in range(8):
        video = clip(number)
        for person in people:
            give(ratings.video_to_rate(video.pk, rater=person), person)
    client.force_login(UserFactory(superuser=True))
    with django_assert_max_num_queries(16):
        assert client.get(reverse("admin:scoring_humanrating_changelist")).status_code == 200
