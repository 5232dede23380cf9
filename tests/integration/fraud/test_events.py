"""The event store on the real database: once each, small, by the month, summed by the hour."""

import gzip
import json
import threading
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from creatorspark.core.models import CountExclusion, Video
from creatorspark.portals.creators.alerts import alerts_of_video
from fraud.domain.activity import Kind
from fraud.models import (
    ActivityEvent,
    DueCreator,
    EventSource,
    HourlyCount,
    Referrer,
    UserAgent,
)
from fraud.services.events import partitions, rollups
from fraud.services.events.ingestion import Busy, Scattered
from tests.factories import NOW, CreatorFactory, VideoFactory
from tests.integration.fraud.events import AT, deliver, event

pytestmark = pytest.mark.django_db


@pytest.fixture
def video() -> Video:
    return VideoFactory(platform="tiktok", external_id="v1")


def test_an_event_is_stored_with_nothing_of_the_person(video: Video):
    done = deliver(
        event(
            video="v1", actor="ann", device="phone-1", address="203.0.113.77",
            user_agent="curl/8", referrer="https://News.example.org/a?who=ann",
        )
    )  # fmt: skip
    assert (done.accepted, done.duplicates, done.faults) == (1, 0, ())
    row = ActivityEvent.objects.get()
    assert (row.kind, row.at, row.video_id, row.creator_id) == (
        Kind.VIEW, AT, video.pk, video.creator_id,
    )  # fmt: skip
    assert 0 not in (row.actor, row.device)
    assert row.actor != row.device
    assert row.network == (203 << 16) + (0 << 8) + 113 + (1 << 48)
    assert UserAgent.objects.get(pk=row.agent_id).text == "curl/8"
    assert Referrer.objects.get(pk=row.referrer_id).text == "https://news.example.org/"
    assert EventSource.objects.get(pk=row.source_id).name == "tests"
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(one)::text FROM fraud_activityevent AS one")
        assert "ann" not in cursor.fetchone()[0]


def test_the_same_event_again_is_stored_once(video: Video):
    assert deliver(event(1, video="v1"), event(2, video="v1")).accepted == 2
    again = deliver(event(1, video="v1"), event(3, video="v1"), event(3, video="v1"))
    assert (again.accepted, again.duplicates) == (1, 2)
    assert ActivityEvent.objects.count() == 3


@pytest.mark.parametrize("later", [timedelta(microseconds=1), timedelta(days=1), timedelta(days=9)])
def test_an_id_that_comes_again_with_another_time_is_a_repeat(video: Video, later: timedelta):
    start = datetime(2026, 3, 28, tzinfo=UTC)  # nine days on is another month
    now = start + timedelta(days=20)
    assert deliver(event(1, video="v1", at=start), now=now).accepted == 1
    again = deliver(event(1, video="v1", at=start + later), event(2, video="v1", at=start), now=now)
    assert (again.accepted, again.duplicates) == (1, 1)
    assert ActivityEvent.objects.filter(at=start).count() == 2


def test_an_id_twice_in_one_delivery_is_a_repeat_too(video: Video):
    start = datetime(2026, 3, 28, tzinfo=UTC)
    days = (0, 2, 9)
    done = deliver(
        *(event(1, video="v1", at=start + timedelta(days=day)) for day in days),
        now=start + timedelta(days=20),
    )
    assert (done.accepted, done.duplicates) == (1, 2)
    assert ActivityEvent.objects.get().at == start


def test_months_far_off_are_asked_where_the_house_wants_it(video: Video, settings):
    start = datetime(2026, 1, 5, tzinfo=UTC)
    settings.EVENT_ID_MONTHS = 13
    now = start + timedelta(days=100)
    deliver(event(1, video="v1", at=start), now=now)
    again = deliver(event(1, video="v1", at=now - timedelta(days=1)), now=now)
    assert (again.accepted, again.duplicates) == (0, 1)


def test_another_source_may_use_the_same_id(video: Video):
    deliver(event(1, video="v1"), source="one")
    assert deliver(event(1, video="v1"), source="other").accepted == 1


def test_good_lines_are_kept_and_faults_named(video: Video):
    late = event(7, video="v1", at=NOW + timedelta(hours=2))
    old = event(8, video="v1", at=NOW - timedelta(days=800))
    done = deliver(
        event(1, video="v1"),
        event(2, video="nobody"),
        event(3, kind="dance", video="v1"),
        event(4, kind="gift", video="v1"),
        event(5),
        event(6, video="v1", address="300.1.1.1"),
        late,
        old,
        {"id": "e9", "kind": "view", "video": "v1", "at": "2026-05-04T12:00:00"},
        event(10, video="v1", colour="red"),
        event(11, video="v1", actor="\ud800"),
        event(12, kind="follow", creator="nobody"),
    )
    assert done.accepted == 1
    assert [(fault.line, fault.code) for fault in done.faults] == [
        (1, "unknown_video"),
        (2, "invalid_kind"),
        (3, "no_amount"),
        (4, "required"),
        (5, "no_address"),
        (6, "out_of_range"),
        (7, "out_of_range"),
        (8, "invalid_at"),
        (9, "unknown_field"),
        (10, "malformed"),
        (11, "unknown_creator"),
    ]


def test_lines_that_are_no_json_are_named(video: Video):
    from fraud.services.events.ingestion import take_in

    good = json.dumps(event(video="v1"))
    body = b"\n".join([b"", good.encode(), b"{", b"[]", b"\xff"])
    done = take_in(body, source="s", platform="tiktok", now=NOW)
    assert done.accepted == 1
    assert [(fault.line, fault.code) for fault in done.faults] == [
        (2, "malformed"), (3, "malformed"), (4, "malformed"),
    ]  # fmt: skip


def test_months_get_a_partition_each_and_are_dropped_in_time(video: Video, settings):
    settings.EVENT_RETENTION_MONTHS = 2
    partitions.drop_old(now=NOW + timedelta(days=36_500))  # what other tests left
    moments = [NOW, NOW - timedelta(days=31), NOW - timedelta(days=62)]
    events = [event(n, video="v1", at=at - timedelta(hours=1)) for n, at in enumerate(moments)]
    assert deliver(*events[:2]).accepted == 2
    months = partitions.kept()
    assert len(months) == 2
    later = datetime(NOW.year + 1, 1, 15, tzinfo=UTC)
    rollups.roll_up()
    assert partitions.drop_old(now=later) == months
    assert partitions.drop_old(now=later) == []
    assert ActivityEvent.objects.count() == 0
    assert HourlyCount.objects.count() == 2  # sums outlive events


def test_what_is_still_kept_is_not_dropped(video: Video):
    deliver(event(1, video="v1"))
    assert partitions.drop_old(now=NOW) == []
    assert ActivityEvent.objects.count() == 1


def test_an_unknown_kind_is_refused_by_the_database(video: Video):
    deliver(event(1, video="v1"))
    with pytest.raises(IntegrityError), transaction.atomic():
        ActivityEvent.objects.update(kind=9)


def test_hours_are_summed_and_summed_again_when_more_comes(video: Video):
    hour = AT.replace(minute=0, second=0, microsecond=0)
    deliver(
        event(1, video="v1", at=hour, actor="a"),
        event(2, video="v1", at=hour + timedelta(minutes=3), actor="a"),
        event(3, video="v1", at=hour + timedelta(minutes=4), actor="b"),
        event(4, video="v1", at=hour + timedelta(minutes=5)),
        event(5, video="v1", at=hour + timedelta(minutes=5), user_agent="python-requests/2"),
        event(6, video="v1", at=hour + timedelta(minutes=6), actor="a", kind="like"),
        event(7, video="v1", at=hour + timedelta(minutes=7), actor="a", kind="gift", amount=500),
        event(8, video="v1", at=hour + timedelta(minutes=8), actor="a", kind="gift", amount=-200),
    )
    assert rollups.roll_up() == 1
    row = HourlyCount.objects.get()
    assert (row.hour, row.video_id, row.creator_id) == (hour, video.pk, video.creator_id)
    assert (row.views, row.viewers, row.machine_views, row.likes, row.gifts) == (5, 4, 1, 1, 300)
    assert rollups.roll_up() == 0
    deliver(event(9, video="v1", at=hour + timedelta(minutes=9), actor="c"))
    assert rollups.roll_up() == 1
    assert HourlyCount.objects.get().views == 6


def comments_of(*said: tuple[str, str]) -> int:
    """Return how many of these (who, words) count."""
    deliver(
        *(
            event(n, kind="comment", video="v1", actor=who, text=text)
            for n, (who, text) in enumerate(said)
        )
    )
    rollups.roll_up()
    return HourlyCount.objects.get().comments


def test_only_real_comments_count(video: Video):
    said = ["So lovely", "Where is this?", "http://spam.example/x"]
    counted = comments_of(
        *(("ann", text) for text in said), *(("seller", f"Buy {n}!!") for n in range(9))
    )
    assert counted == 2 + 3  # three of the same by one may be chance


def test_signs_and_numbers_are_comments(video: Video):
    said = [
        ("ann", "🔥🔥"),
        ("ben", "100"),
        ("cleo", "🔥🔥 7"),
        ("dan", "❤️"),
        ("", "🔥🔥"),
        ("", ""),
    ]
    assert comments_of(*said) == 6


def test_what_one_repeats_takes_nothing_from_others(video: Video):
    bot = [("bot", f"🔥🔥 {n}") for n in range(50)] + [("bot", "Love this!")] * 50
    people = [(f"p{n}", "Love this!") for n in range(80)] + [("", "Love this!")] * 5
    assert comments_of(*bot, *people) == 1 + 3 + 80 + 5


def test_a_few_who_say_the_same_all_the_time_count_once_each(video: Video):
    ring = [(f"bot{n % 4}", f"Follow me {n}") for n in range(60)]
    assert (
        comments_of(*ring, ("ann", "follow me"), ("ben", "Lovely"), ("ben", "Lovely")) == 4 + 1 + 2
    )


def taken_off() -> list[tuple[str, int, int]]:
    return list(CountExclusion.objects.values_list("reason", "comments", "views"))


def test_comments_that_are_not_real_leave_the_paid_counts_and_come_back_with_the_next_sum(
    video: Video,
):
    sold = "Buy real followers for cheap, write to number {}"
    said = ["So lovely", "😍", *(sold.format(n) for n in range(9))]
    deliver(
        *(
            event(n, kind="comment", video="v1", text=text, actor="seller")
            for n, text in enumerate(said)
        )
    )
    rollups.roll_up()
    assert taken_off() == [("SPAM_COMMENTS", 6, 0)]
    deliver(event(50, kind="comment", video="v1", text="http://spam.example/x"))
    rollups.roll_up()
    rollups.rebuild(start=AT - timedelta(days=1), end=AT + timedelta(days=1))
    rollups.roll_up()
    assert taken_off() == [("SPAM_COMMENTS", 7, 0)]
    [note] = alerts_of_video(video)
    assert str(note.title).startswith("7 comments")


def test_real_comments_take_nothing_off(video: Video):
    said = ["wow", "Wow!", "wow", "wow 😍", "WOW", "100", "❤️", "❤️", "❤️", "❤️"]
    deliver(
        *(
            event(n, kind="comment", video="v1", text=text, actor=f"person-{n}")
            for n, text in enumerate(said)
        )
    )
    rollups.roll_up()
    assert HourlyCount.objects.get().comments == len(said)
    assert taken_off() == []


def test_sums_can_be_made_again(video: Video):
    deliver(event(1, video="v1"), event(2, video="v1", at=AT + timedelta(hours=3)))
    rollups.roll_up()
    before = list(HourlyCount.objects.order_by("hour").values_list("hour", "views"))
    HourlyCount.objects.all().delete()
    assert rollups.rebuild(start=AT - timedelta(days=1), end=AT + timedelta(days=1)) == 2
    rollups.roll_up()
    assert list(HourlyCount.objects.order_by("hour").values_list("hour", "views")) == before


def test_too_much_waiting_work_asks_to_come_later(video: Video, settings):
    settings.EVENT_BACKLOG_HOURS = 0
    deliver(event(1, video="v1"))
    with pytest.raises(Busy) as busy:
        deliver(event(2, video="v1"))
    assert busy.value.seconds > 1
    assert deliver(event(2, video="v1"), patient=True).accepted == 1


def test_waiting_work_of_one_source_sends_no_other_away(video: Video, settings):
    settings.EVENT_BACKLOG_HOURS = 1
    deliver(*(event(n, video="v1", at=AT - timedelta(hours=n)) for n in range(3)), source="greedy")
    with pytest.raises(Busy):
        deliver(event(9, video="v1"), source="greedy")
    assert deliver(event(9, video="v1"), source="modest").accepted == 1


def test_a_call_of_too_many_old_hours_is_refused_whole(video: Video, settings):
    settings.EVENT_OLD_HOURS = 2
    old = [event(n, video="v1", at=NOW - timedelta(days=5, hours=n)) for n in range(3)]
    fresh = [event(10 + n, video="v1", at=NOW - timedelta(hours=n)) for n in range(9)]
    with pytest.raises(Scattered):
        deliver(*old)
    assert deliver(*old[:2], *fresh).accepted == 11
    assert deliver(*old, patient=True).accepted == 1


def test_the_latest_hours_are_summed_first(video: Video):
    deliver(*(event(n, video="v1", at=AT - timedelta(hours=n)) for n in range(3)))
    rollups.roll_up(hours=1)
    assert HourlyCount.objects.get().hour == AT.replace(minute=0, second=0, microsecond=0)


def test_gifts_that_name_no_video_make_a_creator_due(video: Video):
    creator = CreatorFactory(platform="tiktok", external_id="c1")
    deliver(event(1, kind="gift", creator="c1", amount=500, actor="ann"))
    rollups.roll_up()
    assert [due.creator_id for due in DueCreator.objects.all()] == [creator.pk]


@pytest.mark.django_db(transaction=True)
def test_two_deliveries_of_one_source_go_one_after_the_other(video: Video):
    failures: list[BaseException] = []

    def second() -> None:
        try:
            deliver(event(1, video="v1"))
        except Busy as busy:
            failures.append(busy)
        finally:
            connection.close()

    with transaction.atomic():
        deliver(event(1, video="v1"))
        thread = threading.Thread(target=second)
        thread.start()
        thread.join()
    assert len(failures) == 1
    assert deliver(event(1, video="v1")).duplicates == 1


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_a_file_is_imported_and_can_be_imported_again(video: Video, tmp_path, suffix: str):
    path = tmp_path / f"events.ndjson{suffix}"
    text = "\n".join(
        json.dumps(
            event(n, video="v1" if n else "nobody", at=datetime.now(UTC) - timedelta(days=1))
        )
        for n in range(50)
    ).encode()
    path.write_bytes(gzip.compress(text) if suffix else text)
    out = StringIO()
    call_command("import_events", str(path), no_progress=True, stdout=out)
    assert "49 new events, 0 known already, 1 left out" in out.getvalue()
    assert "video: unknown_video" in out.getvalue()
    call_command("import_events", str(path), no_progress=True, stdout=out)
    assert "0 new events, 49 known already, 1 left out" in out.getvalue()
