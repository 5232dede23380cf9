"""Sums that grow with each delivery are the sums that are made anew from everything."""

import random
from datetime import timedelta

import pytest

from fraud.models import DueCreator, HourlyCount
from fraud.services.events import rollups
from tests.factories import NOW, VideoFactory
from tests.integration.fraud.events import AT, deliver, event

pytestmark = pytest.mark.django_db
COUNTS = (
    "video_id", "creator_id", "hour", "views", "machine_views", "viewers", "likes", "follows",
    "comments", "gifts",
)  # fmt: skip


def sums() -> list[tuple[object, ...]]:
    return list(HourlyCount.objects.order_by("video_id", "hour").values_list(*COUNTS))


def something(chance: random.Random, number: int) -> dict:
    kind = chance.choice(["view", "view", "view", "like", "follow", "comment", "gift"])
    more: dict[str, object] = {}
    if kind == "gift":
        more["amount"] = chance.choice([500, 100, -100])
    if kind == "comment":
        more["text"] = chance.choice(["lovely", "Buy 1", "http://x.example/1", "where?"])
    return event(
        number,
        kind=kind,
        at=AT - timedelta(minutes=chance.randrange(600)),
        video=chance.choice(["v0", "v1"]),
        actor=chance.choice(["", "ann", "ben", "cleo"]),
        user_agent=chance.choice(["", "curl/8.1", "Mozilla/5.0 (iPhone)"]),
        **more,
    )


@pytest.mark.parametrize("seed", range(4))
def test_sums_by_delivery_are_sums_of_everything(seed: int):
    chance = random.Random(seed)
    for name in ("v0", "v1"):
        VideoFactory(platform="tiktok", external_id=name)
    events = [something(chance, number) for number in range(150)]
    while events:
        size = chance.randrange(1, 40)
        now, events = events[:size], events[size:]
        # Late, repeated and out of order, as collectors deliver.
        deliver(*now, *chance.sample(now, len(now) // 3))
        rollups.roll_up(hours=chance.randrange(1, 20))
    while rollups.roll_up():
        pass
    grown = sums()
    HourlyCount.objects.all().delete()
    rollups.rebuild(start=NOW - timedelta(days=30), end=NOW)
    while rollups.roll_up():
        pass
    assert grown
    assert sums() == grown


def test_what_was_there_already_makes_no_work():
    VideoFactory(platform="tiktok", external_id="v1")
    deliver(event(1, video="v1"))
    assert rollups.roll_up() == 1
    assert deliver(event(1, video="v1")).duplicates == 1
    assert rollups.roll_up() == 0


def test_only_whose_sums_changed_is_due():
    videos = [VideoFactory(platform="tiktok", external_id=name) for name in ("v0", "v1")]
    deliver(event(1, video="v0"), event(2, video="v1"))
    rollups.roll_up()
    assert DueCreator.objects.count() == 2
    DueCreator.objects.all().delete()
    deliver(event(3, video="v1"))
    rollups.roll_up()
    assert [one.creator_id for one in DueCreator.objects.all()] == [videos[1].creator_id]
