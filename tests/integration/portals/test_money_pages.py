"""What a creator reads about money: Overview, Videos, a video, and the guide."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from creatorspark.core.models import Creator, User, Video
from creatorspark.lib.periods import WEEK, monday_of
from fraud import interface as fraud
from rewards.models import StaffAdjustment
from scoring import interface as scoring
from tests.factories import CreatorFactory, MetricSnapshotFactory, UserFactory, VideoFactory
from tests.factories.statements import write_statement
from tests.integration.portals.money_scene import pay_every_kind
from tests.integration.portals.scenes import (
    client_of,
    close_a_week,
    connected_creator,
    post_videos,
)
from tests.integration.portals.test_pages import text_of


@pytest.fixture
def paid(creator: Creator) -> dict[str, Video]:
    """One video for each thing that pay can say."""
    return pay_every_kind(creator)


# Overview ---------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_where_pay_has_not_begun_nobody_is_promised_a_monday() -> None:
    scoring.ensure_default_policies(now=timezone.now())
    signed_in = client_of(CreatorFactory(user=UserFactory()))
    html = text_of(signed_in, "/studio/")
    assert "begun here yet" in html
    assert "This week so far" not in html
    assert "begun here yet" in text_of(signed_in, "/learn/earnings/")


def test_a_new_creator_sees_calm_money(signed_in: Client) -> None:
    html = text_of(signed_in, "/studio/")
    assert "Your first earnings are on the way" in html
    assert "Your first statement comes on a Monday." in html
    assert "Nothing is in question." in html
    assert "$0.00" in html


def test_the_overview_leads_with_money(creator: Creator, signed_in: Client) -> None:
    post_videos(creator, 3)
    statement = close_a_week(creator, weeks_ago=1)
    html = text_of(signed_in, "/studio/")
    assert f"${statement.total / 100:,.2f}" in html
    assert "more than the week before." in html
    assert "(grade " in html
    assert f"/studio/earnings/{statement.week:%G-W%V}/" in html


def test_a_week_of_corrections_says_that_nobody_has_to_pay(
    creator: Creator, signed_in: Client
) -> None:
    row = StaffAdjustment.objects.create(creator=creator, amount=-500, reason="Twice.", key="one")
    write_statement(creator, week=monday_of(timezone.now()) - WEEK, adjustments=[row])
    html = text_of(signed_in, "/studio/")
    assert "−$5.00" in html
    assert "$5.00 from corrections is still open." in html
    assert "nobody asks you to pay" in html


def test_the_open_week_is_marked_as_an_estimate(creator: Creator, signed_in: Client) -> None:
    post_videos(creator, 2)
    close_a_week(creator, weeks_ago=1)
    video = creator.videos.latest("pk")
    MetricSnapshotFactory(video=video, observed_at=timezone.now(), views=900_000)
    html = text_of(signed_in, "/studio/")
    assert "This week so far" in html
    assert "Estimate" in html
    assert "for the views so far" in html


def test_what_a_scene_pays_does_not_hang_on_what_ran_before(creator: Creator) -> None:
    totals = []
    for one in (creator, connected_creator()):
        post_videos(one, 2)
        totals.append(close_a_week(one, weeks_ago=1).total)
    assert totals[0] == totals[1]


def test_an_open_week_below_zero_is_said_without_blame(creator: Creator, signed_in: Client) -> None:
    post_videos(creator, 2)
    close_a_week(creator, weeks_ago=1)
    StaffAdjustment.objects.create(creator=creator, amount=-90_000, reason="Twice.", key="two")
    html = text_of(signed_in, "/studio/")
    assert "So far this week takes back $" in html
    assert "never asked of you" in html
    assert "is sure for the views so far" not in html


def test_a_hold_is_an_alert_with_its_reason(creator: Creator, signed_in: Client) -> None:
    video = VideoFactory(creator=creator, caption="Ten thousand in one night")
    fraud.place_hold(
        creator_id=creator.pk,
        video_id=video.pk,
        reason_code="burst",
        reason="Most views may have come within one hour.",
        actor=None,
        now=timezone.now(),
    )
    html = text_of(signed_in, "/studio/")
    assert "A person looks at “Ten thousand in one night”" in html
    assert "Most views may have come within one hour." in html


# Videos -----------------------------------------------------------------------------------------
def test_videos_are_sorted_by_what_they_earned(
    paid: dict[str, Video], creator: Creator, signed_in: Client
) -> None:
    html = text_of(signed_in, "/studio/videos/?sort=-earned")
    assert html.index("This one is original") < html.index("This one is pending")
    assert html.index("This one is pending") < html.index("This one is no bonus")
    assert "$42.00" in html


def test_videos_are_sorted_and_filtered_by_grade(creator: Creator, signed_in: Client) -> None:
    for name, likes in (("weak", 1), ("strong", 400), ("middling", 70)):
        VideoFactory(
            creator=creator,
            caption=f"The {name} one",
            likes=likes,
            posted_at=timezone.now() - timedelta(days=12),
        )
    VideoFactory(creator=creator, caption="The young one", posted_at=timezone.now())
    scoring.grade_everything(now=timezone.now())
    html = text_of(signed_in, "/studio/videos/?sort=-grade")
    order = [html.index(f"The {name} one") for name in ("strong", "middling", "weak", "young")]
    assert order == sorted(order)
    best = text_of(signed_in, "/studio/videos/?grade=A")
    assert "The strong one" in best
    assert "The weak one" not in best
    waiting = text_of(signed_in, "/studio/videos/?grade=none")
    assert "The young one" in waiting
    assert "The strong one" not in waiting


@pytest.mark.parametrize("query", ["grade=Z", "grade=%00", "sort=-earned&grade=E&state=paid"])
def test_nonsense_about_money_falls_back(
    paid: dict[str, Video], signed_in: Client, query: str
) -> None:
    text_of(signed_in, f"/studio/videos/?{query}")


# One video --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "original",
            "Base $35.00 × 0.20 for grade A = $7.00. Your video is original, so you keep all of "
            "it.",
        ),
        (
            "pending",
            "We haven&#x27;t judged originality yet. $3.50 is sure; another $3.50 follows if it is "
            "original.",
        ),
        (
            "not original",
            "Base $35.00 × 0.10 for grade A = $3.50. The video isn&#x27;t original, so the rate is "
            "0.10 instead of 0.20.",
        ),
        ("not judgeable", "Originality can&#x27;t be judged for this video"),
        ("no bonus", "Grade C brings no bonus."),
        ("too early", "The video had too few views for a grade at its scoring age"),
        ("needs review", "A person looks at this video&#x27;s numbers"),
        ("ungraded", "A bonus on these views would follow as a line of its own."),
        ("excluded", "8,000 of its views don&#x27;t count: 8,000 for “bought views”."),
        ("fell", "Corrections of −$3.36 are part of the sum"),
        ("fell", "−4,000 views × $0.70 per 1,000 = −$2.80"),
    ],
)
def test_a_video_says_why_it_earned_what_it_earned(
    paid: dict[str, Video], signed_in: Client, name: str, said: str
) -> None:
    assert said in text_of(signed_in, f"/studio/videos/{paid[name].pk}/")


def test_a_video_without_a_statement_says_when_it_is_paid(
    creator: Creator, signed_in: Client
) -> None:
    video = VideoFactory(creator=creator, posted_at=timezone.now())
    assert "Its views are paid when their week closes" in text_of(
        signed_in, f"/studio/videos/{video.pk}/"
    )


def test_a_grade_shows_its_group_its_sum_and_the_next_letter(
    creator: Creator, signed_in: Client
) -> None:
    for number in range(60):
        VideoFactory(
            likes=20 + 2 * number, posted_at=timezone.now() - timedelta(days=40, hours=number)
        )
    video = VideoFactory(
        creator=creator, likes=95, posted_at=timezone.now() - timedelta(days=9), caption="Mine"
    )
    scoring.grade_everything(now=timezone.now())
    html = text_of(signed_in, f"/studio/videos/{video.pk}/")
    assert "Compared with 6" in html
    assert 'class="curve"' in html
    assert "At the same views, about" in html
    assert "more likes" in html
    assert "Redoing this grade today gives another one" not in html


def test_others_cannot_read_what_a_video_earned(paid: dict[str, Video], client: Client) -> None:
    address = f"/studio/videos/{paid['original'].pk}/"
    assert client.get(address).status_code == 302
    stranger = client_of(CreatorFactory(user=UserFactory()))
    assert stranger.get(address).status_code == 404
    assert "This one is original" not in text_of(stranger, "/studio/videos/?sort=-earned")


# The guide --------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_guide_works_an_example_by_the_rules_in_force(client: Client) -> None:
    html = text_of(client, "/learn/earnings/")
    assert "222,222 views × $0.45 per 1,000" in html
    assert "$120.00" in html
    assert "+0.20 × base" in html
    known = Client()
    known.force_login(UserFactory(role=User.Role.CREATOR))
    assert "How pay works" in text_of(known, "/learn/earnings/")
