"""Originality on a video's page, in every state; and who may see the pictures."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from creatorspark.core.models import Creator, Video
from scoring import interface as scoring
from scoring.models import EvidenceFrame, OriginalityVerdict
from tests.factories import UserFactory, VideoFactory
from tests.factories.originality import PICTURE, judge, keep_pictures, match
from tests.factories.statements import WEEK, grade_of, video_week, write_statement
from tests.integration.portals.scenes import client_of, connected_creator

HTMX = {"HX-Request": "true"}

pytestmark = pytest.mark.usefixtures("media")


@pytest.fixture
def video(creator: Creator) -> Video:
    return VideoFactory(creator=creator, duration_seconds=12)


@pytest.fixture
def other(db: None) -> Video:
    return VideoFactory(creator=connected_creator())


@pytest.fixture
def verdict(video: Video, other: Video) -> OriginalityVerdict:
    row = judge(video, others=(other,))
    keep_pictures(row.matches.get())
    return row


def section(client: Client, video: Video) -> str:
    response = client.get(f"/studio/videos/{video.pk}/")
    assert response.status_code == 200
    page = response.content.decode()
    return page[
        page.index('id="originality"') : page.index("</section>", page.index("originality-title"))
    ]


def test_without_a_file_the_page_asks_for_it(signed_in: Client, video: Video) -> None:
    found = section(signed_in, video)
    assert "We don’t have this video yet" in found
    assert f'href="/studio/videos/{video.pk}/file/"' in found
    assert "/appeals/new/" not in found
    assert "hx-get" not in found


def test_while_it_is_judged_the_section_watches(signed_in: Client, video: Video) -> None:
    scoring.request_judgement(video_id=video.pk, now=timezone.now())
    found = section(signed_in, video)
    assert "Your video is in line" in found
    address = f"/studio/videos/{video.pk}/originality/"
    assert f'hx-get="{address}"' in found
    part = signed_in.get(address, headers=HTMX).content.decode()
    assert part.startswith("<section")
    assert "Your video is in line" in part
    assert signed_in.get(address)["Location"] == f"/studio/videos/{video.pk}/"


def test_a_copy_is_shown_with_where_and_how(
    signed_in: Client, video: Video, other: Video, verdict: OriginalityVerdict
) -> None:
    found = section(signed_in, video)
    handle = other.creator.handle
    assert "Not original" in found
    assert f"Seconds 3–11 match @{handle}’s video" in found
    assert "Theirs came first" in found
    for words in ("Mirrored", "Cropped", "0:03–0:11", "97 %", "62 %", "originality-1"):
        assert words in found
    assert f'href="/appeals/new/originality/{video.pk}/"' in found
    for frame in EvidenceFrame.objects.all():
        assert f"/evidence/{frame.pk}.jpg" in found
    assert "half of its bonus" in found


def test_ones_own_earlier_post_is_no_copy(signed_in: Client, video: Video) -> None:
    earlier = VideoFactory(creator=video.creator)
    judge(video, others=(earlier,), verdict="original", standing="own_earlier")
    found = section(signed_in, video)
    assert "Your own earlier post" in found
    assert "/appeals/new/" not in found


def test_what_is_too_little_alike_is_not_shown(
    signed_in: Client, video: Video, other: Video
) -> None:
    judge(video, others=(other,), verdict="original", standing="below", similarity=0.3)
    found = section(signed_in, video)
    assert "This one is yours" in found
    assert other.creator.handle not in found


def test_what_cannot_be_judged_says_why_and_what_helps(signed_in: Client, video: Video) -> None:
    judge(video, verdict="not_judgeable", similarity=None, problem="says_nothing")
    found = section(signed_in, video)
    assert "nearly black" in found
    assert f"/studio/videos/{video.pk}/file/" in found
    assert f"/appeals/new/originality/{video.pk}/" in found


def test_other_matches_stand_below_with_their_standing(
    signed_in: Client, video: Video, other: Video, verdict: OriginalityVerdict
) -> None:
    declared = VideoFactory()
    match(verdict, declared, rank=2, standing="declared")
    found = section(signed_in, video)
    assert "Other matches" in found
    assert declared.creator.handle in found
    assert "Duet or stitch, as you say" in found


def test_whose_video_it_was_sees_who_posted_it(
    other: Video, video: Video, verdict: OriginalityVerdict
) -> None:
    found = section(client_of(other.creator), other)
    assert "Others who posted your video" in found
    assert video.creator.handle in found
    OriginalityVerdict.objects.filter(pk=verdict.pk).update(is_current=False)
    assert "Others who posted" not in section(client_of(other.creator), other)


def test_pictures_have_strict_headers_and_few_eyes(
    signed_in: Client, other: Video, verdict: OriginalityVerdict
) -> None:
    pair = EvidenceFrame.objects.get(kind="pair", side="query")
    strip = EvidenceFrame.objects.get(kind="strip", side="query")
    stranger = Client()
    stranger.force_login(UserFactory())

    def seen(client: Client, frame: EvidenceFrame) -> int:
        return client.get(f"/evidence/{frame.pk}.jpg").status_code

    answer = signed_in.get(f"/evidence/{pair.pk}.jpg")
    assert answer.content == PICTURE
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"].startswith("private")
    assert seen(client_of(other.creator), pair) == 200
    assert seen(client_of(other.creator), strip) == 404
    assert seen(stranger, pair) == 404
    assert seen(Client(), pair) == 302
    assert signed_in.get(f"/evidence/{uuid.uuid4()}.jpg").status_code == 404


def test_another_look_can_be_asked_for(signed_in: Client, video: Video) -> None:
    judge(video, verdict="not_judgeable", similarity=None, problem="too_slow")
    assert "Look at it once more" in section(signed_in, video)
    answer = signed_in.post(f"/studio/videos/{video.pk}/again/", follow=True)
    assert "Send it first" in answer.content.decode()
    foreign = VideoFactory()
    assert signed_in.post(f"/studio/videos/{foreign.pk}/again/").status_code == 404
    assert signed_in.get(f"/studio/videos/{foreign.pk}/originality/").status_code == 404


def test_queries_do_not_grow_with_matches(
    signed_in: Client, video: Video, other: Video, verdict: OriginalityVerdict
) -> None:
    section(signed_in, video)
    with CaptureQueriesContext(connection) as few:
        section(signed_in, video)
    for rank in range(2, 8):
        keep_pictures(match(verdict, VideoFactory(), rank=rank))
    with CaptureQueriesContext(connection) as many:
        section(signed_in, video)
    assert len(many) == len(few)


def test_everyone_can_read_how_it_works(client: Client) -> None:
    page = client.get("/learn/originality/")
    assert page.status_code == 200
    assert "How originality works" in page.content.decode()


def test_what_it_costs_comes_from_the_statements(
    signed_in: Client, creator: Creator, video: Video, verdict: OriginalityVerdict
) -> None:
    week = video_week(
        video, week=WEEK, views=90_000, grade=grade_of("A"), originality="not_original"
    )
    write_statement(creator, week=WEEK, videos=[week])
    assert "It costs you about $" in section(signed_in, video)


def test_a_grade_without_a_bonus_costs_nothing(
    signed_in: Client, creator: Creator, video: Video, verdict: OriginalityVerdict
) -> None:
    week = video_week(
        video, week=WEEK, views=90_000, grade=grade_of("E"), originality="not_original"
    )
    write_statement(creator, week=WEEK, videos=[week])
    assert "this changes nothing" in section(signed_in, video)
