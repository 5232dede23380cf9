"""How many queries each page makes: a snapshot, and the same with many more rows.

Counted with an empty cache, the dearest case. `UPDATE_SNAPSHOTS=1` writes the file anew.
"""

import json
import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from creatorspark.core.models import Creator, Notification, Video
from creatorspark.lib.periods import week_label
from rewards import interface as rewards
from scoring import interface as scoring
from scoring.models import Submission
from scoring.services.originality.searches import request_search
from scoring.services.quality.rating import rate_draft
from tests.factories import CreatorFactory, ShopItemFactory, UserFactory
from tests.factories.quality import measure, rate
from tests.factories.statements import (
    WEEK,
    StatementFactory,
    grade_of,
    video_week,
    write_statement,
)
from tests.integration.portals.scenes import give_points, post_videos

SNAPSHOT = Path(__file__).resolve().parents[2] / "snapshots" / "portal_queries.json"
PAGES = {
    "overview": "/studio/",
    "videos": "/studio/videos/",
    "videos by points": "/studio/videos/?sort=-points",
    "videos by engagement": "/studio/videos/?sort=-engagement&state=open",
    "videos by grade": "/studio/videos/?sort=-grade",
    "videos by earnings": "/studio/videos/?sort=-earned&grade=A",
    "video": "/studio/videos/{video}/",
    "video evaluation": "/studio/videos/{video}/evaluation/",
    "videos quality": "/studio/videos/quality/",
    "video file": "/studio/videos/{video}/file/",
    "drafts": "/studio/drafts/",
    "draft": "/studio/drafts/{draft}/",
    "shop": "/studio/shop/",
    "redeem": "/studio/shop/{item}/",
    "order": "/studio/orders/{order}/",
    "earnings": "/studio/earnings/",
    "earnings csv": "/studio/earnings.csv",
    "statement": "/studio/earnings/{week}/",
    "statement json": "/studio/earnings/{week}.json",
    "statement print": "/studio/earnings/{week}/print/",
    "payouts": "/studio/payouts/",
    "payout": "/studio/payouts/{payout}/",
    "points": "/studio/points/",
    "points csv": "/studio/points.csv",
    "tier": "/studio/tier/",
    "profile": "/studio/profile/",
    "claim": "/studio/profile/claim/?handle=creator",
    "messages": "/messages/",
}
PUBLIC = {
    "landing": "/",
    "learn": "/learn/points/",
    "learn pay": "/learn/earnings/",
    "learn tiers": "/learn/tiers/",
    "learn originality": "/learn/originality/",
    "learn grades": "/learn/grades/",
    "learn fair play": "/learn/fair-play/",
    "learn guides": "/learn/",
    "learn pictures": "/learn/better-pictures/",
}


def queries_of(client: Client, address: str) -> int:
    """Ask once to warm what lives in the process, then count with an empty cache."""
    client.get(address)
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as caught:
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
    assert response.status_code == 200, address
    assert body
    return len(caught)


def fill(creator: Creator, rows: int, *, start: int) -> dict[str, int | str]:
    """Give a creator that many of everything; return ids for the addresses."""
    post_videos(creator, rows)
    items = [ShopItemFactory(cost=1, name=f"Thing {start + number}") for number in range(rows)]
    give_points(creator, 10 * rows, key=f"gift-{start}")
    receipts = [
        rewards.redeem(
            creator_id=creator.pk,
            item_id=item.pk,
            key=f"order-{start}-{item.pk}",
            actor_id=None,
            now=timezone.now(),
        )
        for item in items
    ]
    assert creator.user is not None
    for number in range(rows):
        Notification.objects.create(user=creator.user, key=f"{start}-{number}", title="Hello")
        CreatorFactory(handle=f"creator{start}x{number}")
    videos = list(Video.objects.filter(creator=creator).order_by("-pk")[:rows])
    for number in range(rows):
        link = f"https://www.tiktok.com/@someone/video/{start}{number}"
        scoring.send_link(link, actor=creator.user, now=timezone.now(), creator_id=creator.pk)
    return {
        "draft": str(make(creator, videos).pk),
        "video": videos[0].pk,
        "item": items[0].pk,
        "order": receipts[0].redemption_id,
        "week": earn(creator, videos, week=WEEK + timedelta(weeks=start)),
        "payout": rewards.payouts_of(creator_id=creator.pk, limit=1).rows[0].payout_id,
    }


def make(creator: Creator, videos: list[Video]) -> Submission:
    """Rate these videos' files, and a clip of the same film that isn't posted; return the clip."""
    for video in videos:
        measure(video)
        rate(video)
    video = videos[0]
    clip = Submission.objects.create(
        creator=creator,
        submitted_by=creator.user,
        purpose=Submission.Purpose.DRAFT,
        source=Submission.Source.UPLOAD,
        state=Submission.State.RECEIVED,
        caption=video.caption,
        file=video.file.name,
        sha256=video.sha256,
        received_at=timezone.now(),
    )
    request_search(submission_id=clip.pk, now=timezone.now())
    assert rate_draft(clip.pk, now=timezone.now())
    return clip


def earn(creator: Creator, videos: list[Video], *, week: date) -> str:
    """Write a statement about these videos, and one that is before it; return its week."""
    StatementFactory(creator=creator, week=week - timedelta(weeks=1))
    graded = [
        video_week(video, week=week, views=9_000, grade=grade_of("A"), originality="original")
        for video in videos
    ]
    write_statement(creator, week=week, videos=graded)
    return week_label(week)


def counts(client: Client, ids: dict[str, int | str]) -> dict[str, int]:
    """Return the queries of every page of a creator."""
    return {name: queries_of(client, path.format(**ids)) for name, path in PAGES.items()}


@pytest.fixture
def few_and_many(
    creator: Creator, signed_in: Client, media: Path
) -> tuple[dict[str, int], dict[str, int]]:
    """Queries with a few rows, then with many more."""
    few = counts(signed_in, fill(creator, 3, start=0))
    many = counts(signed_in, fill(creator, 24, start=100))
    return few, many


def test_queries_do_not_grow_with_rows(
    few_and_many: tuple[dict[str, int], dict[str, int]],
) -> None:
    few, many = few_and_many
    assert many == few


def test_queries_are_those_of_the_snapshot(
    few_and_many: tuple[dict[str, int], dict[str, int]], client: Client
) -> None:
    found = few_and_many[0] | {name: queries_of(client, path) for name, path in PUBLIC.items()}
    brand = Client()
    brand.force_login(UserFactory(brand=True))
    found["brand home"] = queries_of(brand, "/brand/")
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(json.dumps(found, indent=2, sort_keys=True) + "\n")
    assert found == json.loads(SNAPSHOT.read_text())


def test_a_second_look_at_the_overview_asks_less(
    creator: Creator, signed_in: Client, media: Path
) -> None:
    fill(creator, 3, start=0)
    cold = queries_of(signed_in, "/studio/")
    with CaptureQueriesContext(connection) as warm:
        signed_in.get("/studio/")
    assert len(warm) < cold
