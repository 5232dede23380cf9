"""The evaluation tab in every state; the retention export; the trend; who may see pictures."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape
from django.utils.text import capfirst

from creatorspark.core.models import Creator, Video
from creatorspark.portals.learn.better import GUIDES, WHY
from scoring import interface as scoring
from scoring.domain.quality import Cause
from scoring.domain.quality.measured import VERSION
from scoring.models import MeasuringFailure, QualityAssessment, RetentionCurve
from scoring.services.originality import judging
from tests.factories import UserFactory, VideoFactory
from tests.factories.quality import PICTURE, keep_frame, measure, rate
from tests.integration.portals.scenes import client_of, connected_creator
from tests.integration.scoring.originality.films import film, filmed

HTMX = {"HX-Request": "true"}
EXPORT = b"Second,Retention (%)\n0,100\n3,94\n5,52\n20,31\n"

pytestmark = pytest.mark.usefixtures("media")


@pytest.fixture
def video(creator: Creator) -> Video:
    return VideoFactory(creator=creator, duration_seconds=20, caption="Night market #food #city")


@pytest.fixture
def rated(video: Video) -> Video:
    measure(video)
    rate(video)
    return video


def page(client: Client, video: Video, **asked: Any) -> str:
    response = client.get(f"/studio/videos/{video.pk}/evaluation/", **asked)
    assert response.status_code == 200
    return response.content.decode()


def send(client: Client, video: Video, content: bytes) -> Any:
    file = SimpleUploadedFile("retention.csv", content, "text/csv")
    return client.post(f"/studio/videos/{video.pk}/retention/", {"file": file})


def test_the_videos_pages_are_joined_by_tabs(signed_in: Client, video: Video) -> None:
    results = signed_in.get(f"/studio/videos/{video.pk}/").content.decode()
    address = f"/studio/videos/{video.pk}/evaluation/"
    assert f'href="{address}"' in results
    found = page(signed_in, video)
    assert f'href="{address}" aria-current="page"' in found
    assert f'href="/studio/videos/{video.pk}/"' in found


def test_without_a_file_the_caption_alone_is_rated(signed_in: Client, video: Video) -> None:
    found = page(signed_in, video)
    assert "We don’t have this video yet" in found
    assert f'href="/studio/videos/{video.pk}/file/"' in found
    assert "Its caption so far" in found
    assert "Picture and sound follow once we have it." in found
    assert "hx-get" not in found[found.index('id="made"') :]


def test_without_file_and_words_there_is_nothing_to_rate(
    signed_in: Client, creator: Creator
) -> None:
    found = page(signed_in, VideoFactory(creator=creator, caption="", hashtags=[]))
    assert "We don’t have this video yet" in found
    assert 'id="ratings"' not in found


def test_a_file_in_line_is_watched(signed_in: Client, video: Video) -> None:
    measure(video).delete()
    found = page(signed_in, video)
    assert "Your video is in line" in found
    assert f'hx-get="/studio/videos/{video.pk}/evaluation/"' in found
    part = page(signed_in, video, headers=HTMX)
    assert part.startswith('<div id="made"')


@pytest.fixture
def given_up(creator: Creator) -> Video:
    """A judged video whose measuring was given up, though its file is fine."""
    video: Video = filmed(film(1), creator=creator)
    MeasuringFailure.objects.create(sha256=video.sha256, version=VERSION, problem="too_slow")
    judging.judge(video.pk, now=timezone.now())
    return video


def press(client: Client, video: Video) -> Any:
    """Send the form that the page shows, wherever it goes to."""
    found = page(client, video)
    form = found[: found.index("Try once more")].rpartition('<form method="post" action="')[2]
    return client.post(form.partition('"')[0], follow=True)


def test_try_once_more_has_the_file_read_again(signed_in: Client, given_up: Video) -> None:
    assert "We read it once more" in press(signed_in, given_up).content.decode()
    assert "Your video is in line" in page(signed_in, given_up)
    judging.judge(given_up.pk, now=timezone.now())
    assert scoring.quality_report(video_id=given_up.pk).state == "rated"


def test_trying_again_has_an_end(signed_in: Client, given_up: Video) -> None:
    for _time in range(3):
        assert "We read it once more" in press(signed_in, given_up).content.decode()
        MeasuringFailure.objects.filter(sha256=given_up.sha256).update(retry_at=None)
    assert "as often as we do in a day" in press(signed_in, given_up).content.decode()
    assert MeasuringFailure.objects.filter(sha256=given_up.sha256).exists()


def test_nobody_tries_anothers_file_again(client: Client, given_up: Video) -> None:
    stranger = client_of(connected_creator())
    address = f"/studio/videos/{given_up.pk}/evaluation/again/"
    assert stranger.post(address).status_code == 404
    assert stranger.get(address).status_code == 405
    assert MeasuringFailure.objects.filter(sha256=given_up.sha256).exists()


def test_a_rated_video_shows_ratings_and_what_to_change(signed_in: Client, rated: Video) -> None:
    keep_frame(rated.sha256, second=5.0)
    strip = keep_frame(rated.sha256, second=0, kind="strip")
    found = page(signed_in, rated)
    report = scoring.quality_report(video_id=rated.pk)
    assert report.overall is not None
    assert f"<strong>{round(report.overall)}</strong>" in found
    assert [one.name in found for one in report.advice] == [True] * len(report.advice)
    order = [found.index(f"<h3>{one.name}</h3>") for one in report.advice]
    assert order == sorted(order)
    for words in ("0:03–0:07", "Brightness 31 of 255", "aim for 90 to 170 of 255", "−24 LUFS"):
        assert words in found
    (dark,) = [one for one in report.advice if one.cause == "dark"]
    assert f"/frames/{dark.frames[0].id}.jpg" in found
    assert f"/frames/{strip.pk}.jpg" in found
    assert 'href="/learn/better-pictures/#dark"' in found
    assert "silent" in found
    assert "lane__clipped" in found
    assert "hx-get" not in found[found.index('id="made"') :]


def test_every_stored_measure_is_shown_with_what_it_means(signed_in: Client, rated: Video) -> None:
    found = page(signed_in, rated)
    report = scoring.quality_report(video_id=rated.pk)
    for one in report.measures:
        assert one.label in found
        assert escape(capfirst(one.text)) in found
    assert "18 cuts a minute" in found
    assert "Shown, not rated" in found
    assert report.model_version in found


def test_what_is_stored_in_words_and_rows_is_shown_too(signed_in: Client, rated: Video) -> None:
    found = page(signed_in, rated)
    for words in ("H.264", "Standard range (SDR)", "−312.4 · 7.2 · 7.2", "Timbre (MFCC means)"):
        assert words in found
    told = {one.name: one.text for one in scoring.quality_report(video_id=rated.pk).measures}
    assert {"codec", "transfer", "mfcc_mean", "mfcc_deviation", "language"} <= set(told)
    assert told["language"] == "English"


def test_what_else_moved_a_rating_is_said(signed_in: Client, rated: Video) -> None:
    found = page(signed_in, rated)
    assert "A learned model (" not in found
    assert "moved the overall rating, the weighted" not in found
    row = QualityAssessment.objects.get(video=rated, is_current=True)
    QualityAssessment.objects.filter(pk=row.pk).update(is_current=False)
    row.pk, row.model_version = None, "quality-learned-x"
    row.opinion = {"model": "seer-1", "says": 90, "before": 60.5}
    row.save(force_insert=True)
    found = page(signed_in, rated)
    assert "A learned model (quality-learned-x) then moved the parts" in found
    assert "The second opinion of seer-1 moved the overall rating" in found


def test_what_is_missing_is_said(signed_in: Client, video: Video) -> None:
    Video.objects.filter(pk=video.pk).update(caption="")
    video.refresh_from_db()
    measure(video, has_sound=False)
    rate(video)
    found = page(signed_in, video)
    assert "This video has neither sound nor caption, so only its picture is rated." in found
    assert "Loudness, LUFS" not in found


def test_a_retention_export_is_taken_and_drawn(signed_in: Client, rated: Video) -> None:
    keep_frame(rated.sha256, second=3.0)
    response = send(signed_in, rated, EXPORT)
    assert response.status_code == 302
    found = page(signed_in, rated)
    stay = found[found.index('id="stay"') :]
    assert "42 of 100 viewers leave" in stay
    assert "0:03–0:05" in stay
    together = stay[stay.index("At the same time:") :]
    assert "The picture is too dark" in together[:200], together[:300]
    assert "/frames/" in stay
    assert "by 0:07" in stay


def test_an_export_that_cannot_be_read_says_why(signed_in: Client, rated: Video) -> None:
    response = send(signed_in, rated, b"nothing,of,use\n1,2,3\n")
    assert response.status_code == 422
    words = response.content.decode()
    assert "We found no column" in words
    assert "Nothing was kept." in words
    assert signed_in.post(f"/studio/videos/{rated.pk}/retention/").status_code == 422
    large = send(signed_in, rated, b"x" * 1_200_000)
    assert (large.status_code, large["Connection"]) == (302, "close")
    assert not RetentionCurve.objects.exists()


def test_strangers_find_nothing(rated: Video) -> None:
    frame = keep_frame(rated.sha256, second=5.0)
    stranger = client_of(connected_creator())
    assert stranger.get(f"/studio/videos/{rated.pk}/evaluation/").status_code == 404
    assert send(stranger, rated, EXPORT).status_code == 404
    assert stranger.get(f"/frames/{frame.pk}.jpg").status_code == 404
    assert Client().get(f"/frames/{frame.pk}.jpg").status_code == 302
    staff = Client()
    staff.force_login(UserFactory(is_staff=True, role="staff"))
    assert staff.get(f"/frames/{frame.pk}.jpg").status_code in (200, 302)


def test_a_picture_is_sent_to_its_owner(signed_in: Client, rated: Video) -> None:
    frame = keep_frame(rated.sha256, second=5.0)
    response = signed_in.get(f"/frames/{frame.pk}.jpg")
    assert response.content == PICTURE
    assert response["Content-Type"] == "image/jpeg"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "private" in response["Cache-Control"]
    assert signed_in.get(f"/frames/{uuid.uuid4()}.jpg").status_code == 404


def test_the_trend_says_what_comes_up_again(signed_in: Client, creator: Creator) -> None:
    empty = signed_in.get("/studio/videos/quality/").content.decode()
    assert "No video is rated yet" in empty
    for number in range(12):
        one = VideoFactory(creator=creator, caption=f"Evening {number} #food #city")
        measure(one, values={"loudness": -30.0 if number < 7 else -14.0})
        rate(one)
    found = signed_in.get("/studio/videos/quality/").content.decode()
    assert "Your last 5 videos are rated" in found
    assert "more than the five before" in found or "The five before were rated higher" in found
    assert "The sound is quiet" in found
    assert "of your last 10 videos" in found
    assert found.count("data-axis=") == 13


def test_neither_page_asks_more_for_more_rows(
    signed_in: Client, creator: Creator, rated: Video
) -> None:
    send(signed_in, rated, EXPORT)
    addresses = (f"/studio/videos/{rated.pk}/evaluation/", "/studio/videos/quality/")

    def counts() -> list[int]:
        found = []
        for address in addresses:
            signed_in.get(address)
            with CaptureQueriesContext(connection) as caught:
                assert signed_in.get(address).status_code == 200
            found.append(len(caught))
        return found

    before = counts()
    for second in range(12):
        keep_frame(rated.sha256, second=second + 0.5)
    for number in range(8):
        one = VideoFactory(creator=creator, caption=f"More {number} #food")
        measure(one)
        rate(one, now=timezone.now())
    assert counts() == before


@pytest.mark.parametrize("guide", sorted(GUIDES))
def test_guides_stand_open_to_everyone(db: None, guide: str) -> None:
    found = Client().get(f"/learn/{guide}/").content.decode()
    lines = scoring.guide_lines(guide=guide)
    assert lines
    for line in lines:
        assert f'id="{line.cause}"' in found
        assert line.fix.split('"')[0][:40] in found.replace("&#x27;", "'").replace("&quot;", '"')


def test_every_cause_has_its_lesson() -> None:
    told = {line.cause for guide in GUIDES for line in scoring.guide_lines(guide=guide)}
    assert told <= set(WHY) == set(Cause)


def test_the_guide_to_grades_states_the_rules_in_force(signed_in: Client) -> None:
    found = signed_in.get("/learn/grades/").content.decode()
    for words in ("grade-1", "from 0 to 20 of 100", "from 80 to 100 of 100", "7 days", "100 views"):
        assert words in found


def test_all_guides_are_on_the_shelf(db: None) -> None:
    found = Client().get("/learn/").content.decode()
    for slug in (*GUIDES, "grades", "fair-play", "originality", "earnings", "points", "tiers"):
        assert f'href="/learn/{slug}/"' in found
        assert Client().get(f"/learn/{slug}/").status_code == 200
