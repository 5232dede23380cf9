"""Holds: placed and released once, told to the creator, seen through both doors."""

import pytest
from django.db import connection

from creatorspark.core.models import AuditEntry, Creator, Notification
from fraud import interface as fraud
from fraud.models import Hold
from fraud.services.holds import place_hold, release_hold
from tests.factories import NOW, CreatorFactory, UserFactory, VideoFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def creator() -> Creator:
    return CreatorFactory(user=UserFactory())


def place(creator: Creator, **scope) -> Hold:
    return place_hold(
        creator, reason_code="burst", reason="We look at a burst.", actor=None, now=NOW, **scope
    )


def seen_by_sql(creator: Creator) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hold_id, video_id FROM fraud_open_holds(%s)", [creator.pk])
        return cursor.fetchall()


def test_a_hold_is_seen_through_both_doors(creator: Creator):
    video = VideoFactory(creator=creator)
    everything, one = place(creator), place(creator, video_id=video.pk)
    place(CreatorFactory())
    seen = fraud.holds_for(creator_id=creator.pk)
    assert [(hold.hold_id, hold.video_id) for hold in seen] == [
        (everything.pk, None),
        (one.pk, video.pk),
    ]
    assert sorted(seen_by_sql(creator)) == [(everything.pk, None), (one.pk, video.pk)]


def test_a_released_hold_holds_nothing(creator: Creator):
    hold = place(creator)
    assert release_hold(hold, reason="It was a class.", actor=None, now=NOW)
    assert not release_hold(hold, reason="It was a class.", actor=None, now=NOW)
    assert fraud.holds_for(creator_id=creator.pk) == ()
    assert seen_by_sql(creator) == []


def test_the_creator_is_told_and_it_is_on_record(creator: Creator):
    release_hold(place(creator), reason="It was a class.", actor=None, now=NOW)
    assert [row.body for row in Notification.objects.order_by("pk")] == [
        "We look at a burst.",
        "It was a class.",
    ]
    assert [row.action for row in AuditEntry.objects.order_by("pk")] == [
        "fraud.hold.placed",
        "fraud.hold.released",
    ]
