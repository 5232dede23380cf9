"""What the creator's pages show, filter and hide."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from creatorspark.core.models import Creator, Notification, ProfileClaim
from tests.factories import CreatorFactory, UserFactory, VideoFactory
from tests.integration.portals.scenes import give_points, post_videos


def text_of(client: Client, path: str, **headers: str) -> str:
    """Return a page that must be there."""
    response = client.get(path, headers=headers)
    assert response.status_code == 200, path
    return response.content.decode()


def test_a_new_creator_sees_designed_empty_states(signed_in: Client) -> None:
    overview = text_of(signed_in, "/studio/")
    assert "Your first points are on the way" in overview
    assert "No videos here yet" in overview
    assert "No points yet" in text_of(signed_in, "/studio/points/")
    assert "The shelf is empty" in text_of(signed_in, "/studio/shop/")


def test_unknown_followers_are_shown_as_unknown_not_as_zero(
    creator: Creator, signed_in: Client
) -> None:
    Creator.objects.filter(pk=creator.pk).update(follower_count=None)
    assert "not known yet" in text_of(signed_in, "/studio/")


def test_captions_cannot_bring_markup_into_a_page(creator: Creator, signed_in: Client) -> None:
    video = VideoFactory(creator=creator, caption="<script>alert(1)</script> ‮evil 🎉")
    for path in ("/studio/", "/studio/videos/", f"/studio/videos/{video.pk}/"):
        html = text_of(signed_in, path)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def test_videos_are_sorted_filtered_and_paged(creator: Creator, signed_in: Client) -> None:
    for number in range(30):
        VideoFactory(
            creator=creator,
            caption=f"Number {number:02} {'soup' if number % 2 else 'rice'}",
            views=100 * (number + 1),
            posted_at=timezone.now() - timedelta(days=number),
        )
    by_views = text_of(signed_in, "/studio/videos/?sort=-views")
    assert by_views.index("Number 29") < by_views.index("Number 28")
    assert "1–25 of 30" in by_views
    assert "Number 00" in text_of(signed_in, "/studio/videos/?sort=-views&page=2")
    soup = text_of(signed_in, "/studio/videos/?q=soup")
    assert "Number 01" in soup
    assert "Number 02" not in soup
    recent = text_of(signed_in, "/studio/videos/?period=7")
    assert "Number 06" in recent
    assert "Number 08" not in recent


@pytest.mark.parametrize(
    "query",
    [
        "sort=drop",
        "page=-3",
        "page=x",
        "page=999",
        "state=x",
        "period=x",
        "q=%00",
        "q=" + "a" * 500,
    ],
)
def test_nonsense_in_the_address_falls_back(signed_in: Client, query: str) -> None:
    text_of(signed_in, f"/studio/videos/?{query}")


def test_every_sort_works_both_ways(creator: Creator, signed_in: Client) -> None:
    VideoFactory(creator=creator, views=0, likes=None)
    post_videos(creator, 2)
    for field in ("posted", "views", "likes", "engagement", "points"):
        for sign in ("", "-"):
            html = text_of(signed_in, f"/studio/videos/?sort={sign}{field}")
            assert f'aria-sort="{"descending" if sign else "ascending"}"' in html


def test_htmx_gets_the_table_alone(creator: Creator, signed_in: Client) -> None:
    VideoFactory(creator=creator)
    part = text_of(signed_in, "/studio/videos/", **{"HX-Request": "true"})
    assert "<html" not in part
    assert "<table" in part
    whole = text_of(
        signed_in,
        "/studio/videos/",
        **{"HX-Request": "true", "HX-History-Restore-Request": "true"},
    )
    assert "<html" in whole


def test_a_scored_video_shows_a_sum_that_adds_up(creator: Creator, signed_in: Client) -> None:
    post_videos(creator, 5)
    video = creator.videos.order_by("-posted_at").first()
    assert video is not None
    html = text_of(signed_in, f"/studio/videos/{video.pk}/")
    assert "How the points add up" in html
    assert "Φ((" in html
    assert "What would raise it" in html
    assert "Redoing this sum today gives another number" not in html


def test_a_young_video_says_when_it_will_be_scored(creator: Creator, signed_in: Client) -> None:
    video = VideoFactory(creator=creator, posted_at=timezone.now() - timedelta(days=1))
    assert "Scored when it is seven days old" in text_of(signed_in, f"/studio/videos/{video.pk}/")


def test_a_video_without_any_count_has_a_page(creator: Creator, signed_in: Client) -> None:
    video = VideoFactory(creator=creator, snapshots=0, caption="")
    html = text_of(signed_in, f"/studio/videos/{video.pk}/")
    assert "Video without words" in html
    assert "not reported" in html


def test_the_statement_runs_and_its_file_says_the_same(creator: Creator, signed_in: Client) -> None:
    give_points(creator, 300, key="one")
    give_points(creator, -120, key="two")
    html = text_of(signed_in, "/studio/points/")
    assert "+300" in html
    assert "−120" in html
    response = signed_in.get("/studio/points.csv")
    body = b"".join(response).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))
    assert [(row["points"], row["balance after"]) for row in rows] == [
        ("300", "300"),
        ("-120", "180"),
    ]


def test_a_reason_that_looks_like_a_formula_is_made_harmless(
    creator: Creator, signed_in: Client
) -> None:
    from rewards import interface as rewards

    rewards.adjust_points(
        creator_id=creator.pk,
        points=5,
        key="formula",
        reason='=HYPERLINK("http://x")',
        actor=None,
        now=timezone.now(),
    )
    body = b"".join(signed_in.get("/studio/points.csv")).decode()
    assert "'=HYPERLINK" in body


@pytest.mark.parametrize(
    "query", ["kind=x", "since=2026-02-31", "until=tomorrow", "before=x", "before=" + "9" * 40]
)
def test_nonsense_asked_of_the_statement_falls_back(signed_in: Client, query: str) -> None:
    text_of(signed_in, f"/studio/points/?{query}")


def test_dates_far_away_do_not_break_the_statement(signed_in: Client) -> None:
    text_of(signed_in, "/studio/points/?since=0001-01-01&until=9999-12-31")


def test_messages_are_counted_and_marked_as_read(creator: Creator, signed_in: Client) -> None:
    assert creator.user is not None
    Notification.objects.create(user=creator.user, key="a", title="214 points arrived")
    assert "Messages, 1 new" in text_of(signed_in, "/studio/")
    assert "214 points arrived" in text_of(signed_in, "/messages/")
    signed_in.post("/messages/read/")
    assert "Messages, 1 new" not in text_of(signed_in, "/studio/")


def test_a_profile_is_claimed_with_a_code_in_the_bio(client: Client, db: None) -> None:
    user = UserFactory()
    profile = CreatorFactory(handle="ana.cooks")
    client.force_login(user)
    assert "ana.cooks" in text_of(client, "/studio/profile/claim/?handle=@ana")
    client.post("/studio/profile/claim/", {"creator": profile.pk})
    claim = ProfileClaim.objects.get(user=user)
    assert claim.code in text_of(client, "/studio/profile/claim/")
    client.post(f"/studio/profile/claim/{claim.pk}/check/")
    assert Creator.objects.get(pk=profile.pk).user is None
    Creator.objects.filter(pk=profile.pk).update(bio=f"I cook. {claim.code}")
    client.post(f"/studio/profile/claim/{claim.pk}/check/")
    assert Creator.objects.get(pk=profile.pk).user == user


def test_somebody_elses_claim_does_not_exist(client: Client, db: None) -> None:
    owner = UserFactory()
    profile = CreatorFactory()
    owners = Client()
    owners.force_login(owner)
    owners.post("/studio/profile/claim/", {"creator": profile.pk})
    claim = ProfileClaim.objects.get(user=owner)
    client.force_login(UserFactory())
    for step in ("check", "withdraw"):
        assert client.post(f"/studio/profile/claim/{claim.pk}/{step}/").status_code == 404


@pytest.mark.parametrize("wanted", ["", "x", "0", "9" * 30])
def test_claiming_nothing_is_not_found(client: Client, db: None, wanted: str) -> None:
    client.force_login(UserFactory())
    assert client.post("/studio/profile/claim/", {"creator": wanted}).status_code == 404


def test_the_theme_is_kept_and_forgotten(client: Client, db: None) -> None:
    client.post("/theme/", {"theme": "dark"})
    assert 'data-theme="dark"' in text_of(client, "/")
    client.post("/theme/", {"theme": "device"})
    assert "data-theme=" not in text_of(client, "/").split(">", 2)[1]


def test_the_theme_never_sends_anyone_elsewhere(client: Client, db: None) -> None:
    response = client.post(
        "/theme/", {"theme": "dark"}, headers={"referer": "https://elsewhere.example/x"}
    )
    assert response["Location"] == "/"


def test_pages_carry_the_strict_policy(signed_in: Client) -> None:
    policy = signed_in.get("/studio/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy


@pytest.mark.parametrize(("role", "address"), [("creator", "/studio/"), ("brand", "/brand/")])
def test_the_guides_are_reached_on_a_phone(
    client: Client, db: None, role: str, address: str
) -> None:
    """The rail, which names them, isn't shown there: what the page itself says must do."""
    client.force_login(UserFactory(brand=role == "brand"))
    found = client.get(f"{address}profile/").content.decode()
    main = found[found.index("<main") : found.index("</main>")]
    assert 'href="/learn/"' in main
