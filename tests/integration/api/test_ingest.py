"""Metrics that machines deliver: row by row, for those who may, and never rewritten."""

from datetime import timedelta

import pytest
from django.test.utils import override_settings
from django.utils import timezone

from creatorspark.core.models import ImportRun, MetricSnapshot
from tests.factories import NOW, CreatorFactory, VideoFactory
from tests.integration.api.callers import (
    Caller,
    assert_problem,
    browser,
    machine,
    queries_of,
)

pytestmark = pytest.mark.django_db
BULK = "/snapshots/bulk/"


@pytest.fixture
def video(creator):
    return VideoFactory(creator=creator)


def row(video, *, days: int = 1, **counts):
    return {
        "video": video.external_id,
        "observed_at": (NOW + timedelta(days=days)).isoformat(),
        "views": 2_000,
        **counts,
    }


def delivery(*rows):
    return {"platform": "tiktok", "rows": list(rows)}


def states(reply) -> list[str]:
    assert reply.status == 200, reply.raw
    assert [one["row"] for one in reply.body["results"]] == list(range(len(reply.body["results"])))
    return [one["state"] for one in reply.body["results"]]


def test_observations_are_recorded_and_become_the_latest(staff, video):
    reply = machine(staff, scope="ingest").post(BULK, delivery(row(video, likes=90, gifts=3)))
    assert states(reply) == ["recorded"]
    assert (reply.body["recorded"], reply.body["rejected"]) == (1, 0)
    video.refresh_from_db()
    newest = video.latest
    assert (newest.views, newest.likes, newest.gifts, newest.comments) == (2_000, 90, 3, None)
    assert newest.source == f"api:{staff.pk}"


def test_the_same_again_is_unchanged_and_another_count_is_refused(staff, video):
    caller = machine(staff, scope="ingest")
    assert states(caller.post(BULK, delivery(row(video)))) == ["recorded"]
    other = row(video) | {"views": 9}
    reply = caller.post(BULK, delivery(row(video), other))
    # Within one delivery the first row of a moment counts; it is known already.
    assert states(reply)[0] == "unchanged"
    assert states(caller.post(BULK, delivery(other))) == ["rejected"]
    assert MetricSnapshot.objects.filter(video=video, views=9).count() == 0


def test_the_same_row_twice_in_one_delivery_counts_once(staff, video):
    reply = machine(staff, scope="ingest").post(BULK, delivery(row(video), row(video)))
    assert states(reply) == ["recorded", "unchanged"]
    assert MetricSnapshot.objects.filter(video=video).count() == 2


def test_good_rows_are_recorded_whatever_the_others_are(staff, video):
    broken = [
        5,
        None,
        [],
        {},
        row(video) | {"views": -1},
        row(video) | {"views": "2000"},
        row(video) | {"views": 2**63},
        row(video) | {"views": 1.5},
        row(video) | {"views": True},
        row(video) | {"views": None},
        row(video) | {"likes": "many"},
        row(video) | {"video": int(video.external_id)},
        row(video) | {"video": "x" * 101},
        row(video) | {"video": "unknown"},
        row(video) | {"observed_at": "yesterday"},
        row(video) | {"observed_at": 1_700_000_000},
        row(video) | {"observed_at": "2025-01-01T00:00:00"},
        row(video) | {"observed_at": "1999-01-01T00:00:00Z"},
        row(video) | {"observed_at": (timezone.now() + timedelta(days=2)).isoformat()},
        row(video) | {"observed_at": "0001-01-01T00:00:00+14:00"},
        row(video) | {"observed_at": "9999-12-31T23:59:59-14:00"},
    ]
    reply = machine(staff, scope="ingest").post(BULK, delivery(*broken, row(video)))
    assert states(reply) == ["rejected"] * len(broken) + ["recorded"]
    for result in reply.body["results"][:-1]:
        assert result["errors"], result
        assert set(result["errors"][0]) == {"field", "code", "detail"}
    assert reply.body["rejected"] == len(broken)


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"platform": "tiktok"},
        {"platform": "tiktok", "rows": []},
        {"platform": "tiktok", "rows": {}},
        {"platform": "tiktok", "rows": "x"},
        {"platform": "myspace", "rows": [{}]},
        {"rows": [{}]},
    ],
)
def test_a_shapeless_delivery_is_invalid(staff, body):
    assert_problem(machine(staff, scope="ingest").post(BULK, body), 400, "invalid")


def test_too_many_rows_or_bytes_are_refused_whole(staff, video):
    caller = machine(staff, scope="ingest")
    with override_settings(API_LIMITS={"bulk_rows": 2, "bulk_bytes": 1_000, "body_bytes": 10}):
        assert_problem(caller.post(BULK, delivery(*[row(video)] * 3)), 400, "invalid")
        assert_problem(caller.post(BULK, delivery(*[row(video)] * 20)), 413, "too-large")
    assert_problem(caller.send("POST", BULK, raw=b"[" + b" " * 10_000_000), 413, "too-large")
    assert MetricSnapshot.objects.filter(video=video).count() == 1


@pytest.mark.parametrize("scope", ["read", "write"])
def test_other_scopes_do_not_deliver(staff, video, scope):
    reply = machine(staff, scope=scope).post(BULK, delivery(row(video)))
    assert_problem(reply, 403, "permission-denied")


def test_who_may_deliver(staff, creator, brand, video):
    body = delivery(row(video))
    assert_problem(Caller().post(BULK, body), 401, "not-authenticated")
    for user in (creator.user, brand):
        assert_problem(browser(user).post(BULK, body), 403, "permission-denied")
    assert states(browser(staff).post(BULK, body)) == ["recorded"]


def test_a_creators_token_delivers_for_nobody_else(creator, rival, video):
    theirs = VideoFactory(creator=rival)
    caller = machine(creator.user, scope="ingest")
    reply = caller.post(BULK, delivery(row(theirs), row(video)))
    assert states(reply) == ["rejected", "recorded"]
    missing = caller.post(BULK, delivery(row(video) | {"video": "no-such-video"}))
    # Nothing tells a foreign video from one that doesn't exist.
    assert reply.body["results"][0]["errors"] == missing.body["results"][0]["errors"]
    assert MetricSnapshot.objects.filter(video=theirs).count() == 1


def test_a_delivery_changes_counts_and_nothing_else(staff, video):
    stranger = CreatorFactory()
    before = (video.caption, video.creator_id, video.posted_at, video.creator.handle)
    forged = row(video) | {
        "creator": stranger.external_id,
        "creator_key": stranger.external_id,
        "handle": "stolen",
        "caption": "stolen",
        "posted_at": "2020-01-01T00:00:00Z",
        "line": 7,
        "recorded_at": "2020-01-01T00:00:00Z",
    }
    assert states(machine(staff, scope="ingest").post(BULK, delivery(forged))) == ["recorded"]
    video.refresh_from_db()
    video.creator.refresh_from_db()
    assert (video.caption, video.creator_id, video.posted_at, video.creator.handle) == before


def test_a_key_makes_a_delivery_once(staff, video):
    caller = machine(staff, scope="ingest")
    first = caller.post(BULK, delivery(row(video)), key="night-1")
    again = caller.post(BULK, delivery(row(video)), key="night-1")
    assert first.raw == again.raw
    assert states(again) == ["recorded"]
    assert ImportRun.objects.count() == 1


def test_queries_do_not_grow_with_rows(staff, creator):
    videos = VideoFactory.create_batch(40, creator=creator)
    caller = machine(staff, scope="ingest")

    def queries(some) -> int:
        return queries_of(lambda: caller.post(BULK, delivery(*map(row, some))))

    queries(videos[:1])  # notes the token's first use
    assert queries(videos[1:3]) == queries(videos[3:])


def test_a_thousand_rows_fit(staff, video):
    rows = [
        row(video) | {"observed_at": (NOW + timedelta(minutes=n)).isoformat(), "views": n}
        for n in range(1_000)
    ]
    reply = machine(staff, scope="ingest").post(BULK, delivery(*rows))
    assert reply.body["recorded"] == 1_000
    rows.append(rows[0])
    assert_problem(machine(staff, scope="ingest").post(BULK, delivery(*rows)), 400, "invalid")
