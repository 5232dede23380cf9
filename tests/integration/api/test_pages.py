"""Lists are read to the end, each row once, whatever happens meanwhile; queries don't grow."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from creatorspark.core.api.pagination import write_cursor
from creatorspark.core.models import Creator, Job
from tests.factories import NOW, CreatorFactory, PolicyFactory, VideoFactory
from tests.integration.api.callers import (
    ROOT,
    Caller,
    assert_problem,
    browser,
    make_token,
    queries_of,
)

pytestmark = pytest.mark.django_db


def read_all(
    caller: Caller, path: str, *, member: str = "id", between: Callable[[], object] = bool
) -> list[str]:
    found: list[str] = []
    link: str | None = path
    while link:
        page = caller.get(link)
        assert page.status == 200, page.raw
        found += [row[member] for row in page.body["results"]]
        link = page.body["next"]
        if link:
            parts = urlsplit(link)
            link = f"{parts.path.removeprefix(ROOT)}?{parts.query}"
        between()
    return found


def test_every_row_comes_once_newest_first(staff):
    creators = CreatorFactory.create_batch(7)
    expected = [str(one.pk) for one in reversed(creators)]
    for limit in (1, 2, 3, 6, 7, 8):
        assert read_all(browser(staff), f"/creators/?limit={limit}") == expected


def test_ties_neither_repeat_nor_hide(staff):
    owner = CreatorFactory()
    moments = [NOW, NOW, NOW, NOW - timedelta(days=1), NOW - timedelta(days=1), NOW]
    videos = [VideoFactory(creator=owner, posted_at=moment) for moment in moments]
    videos.sort(key=lambda video: (video.posted_at, video.pk), reverse=True)
    expected = [str(video.pk) for video in videos]
    for limit in (1, 2, 4):
        assert read_all(browser(staff), f"/videos/?limit={limit}") == expected


def test_rows_that_arrive_or_leave_meanwhile_disturb_no_other(staff):
    creators = CreatorFactory.create_batch(6)
    expected = [str(one.pk) for one in reversed(creators)]

    def meanwhile() -> None:
        CreatorFactory()
        Creator.objects.filter(pk=creators[-1].pk).delete()

    assert read_all(browser(staff), "/creators/?limit=2", between=meanwhile) == expected


def test_a_filter_stays_along_the_pages(staff):
    wanted = [str(CreatorFactory(niche="dance").pk) for _ in range(3)]
    CreatorFactory.create_batch(3, niche="sport")
    found = read_all(browser(staff), "/creators/?niche=dance&limit=1")
    assert found == list(reversed(wanted))


def test_the_last_page_has_no_next(staff):
    CreatorFactory.create_batch(2)
    page = browser(staff).get("/creators/?limit=2").body
    assert len(page["results"]) == 2
    assert page["next"] is None


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "!",
        "x" * 10_000,
        write_cursor([]),
        write_cursor(["a"]),
        write_cursor(["1", "2"]),
        write_cursor(["1\x00"]),
        write_cursor(["1; drop table core_creator"]),
        "W1tb",
        "MTIz",
        "eyJhIjoxfQ",
    ],
)
def test_a_cursor_of_someone_elses_is_refused(staff, cursor):
    document = assert_problem(browser(staff).get(f"/creators/?cursor={cursor}"), 400, "invalid")
    assert document["errors"][0]["field"] == "cursor"


@pytest.mark.parametrize(
    "moment",
    [
        "2025-01-01",
        "2025-01-01T00:00:00",
        "yesterday",
        "99999-01-01T00:00:00+00:00",
        "2025-01-01T00:00:00-17:50",
    ],
)
def test_a_cursor_with_another_moment_is_refused(staff, moment):
    cursor = write_cursor([moment, "1"])
    assert_problem(browser(staff).get(f"/videos/?cursor={cursor}"), 400, "invalid")


@pytest.mark.parametrize("number", ["0", str(2**63), "9" * 60])
def test_a_cursor_beyond_all_rows_is_no_error(staff, number):
    CreatorFactory()
    assert browser(staff).get(f"/creators/?cursor={write_cursor([number])}").status == 200


def test_a_forged_cursor_opens_no_foreign_row(creator, rival):
    VideoFactory(creator=rival)
    cursor = write_cursor(["9999-01-01T00:00:00+00:00", str(2**62)])
    assert browser(creator.user).get(f"/videos/?cursor={cursor}").body["results"] == []


@pytest.mark.parametrize(
    "path", ["/creators/", "/videos/", "/snapshots/", "/policies/", "/jobs/", "/tokens/", "/me/"]
)
def test_queries_do_not_grow_with_rows(staff, path):
    def queries() -> int:
        return queries_of(lambda: browser_of_staff.get(path))

    browser_of_staff = browser(staff)
    VideoFactory()
    PolicyFactory(active=True)
    few = queries()
    for n in range(6):
        VideoFactory(snapshots=3)
        PolicyFactory(active=True, kind=f"test{n}")
        Job.objects.create(kind="test")
        make_token(staff)
    assert queries() == few


@pytest.mark.parametrize(
    ("moment", "status"),
    [
        ("0213-03-29T07:18:23-17:50", 200),
        ("2025-01-01T00:00:00-23:59", 200),
        ("0001-01-01T00:00:00%2B23:59", 400),
        ("9999-12-31T23:59:59-23:59", 400),
        ("9999-12-31", 200),
        ("soon", 400),
    ],
)
def test_moments_of_any_offset_are_compared_or_refused(staff, moment, status):
    VideoFactory()
    assert browser(staff).get(f"/videos/?posted_before={moment}").status == status


def test_ids_are_text_and_moments_are_utc(staff):
    video = VideoFactory()
    row = browser(staff).get(f"/videos/{video.pk}/").body
    assert row["id"] == str(video.pk)
    assert row["creator"] == str(video.creator_id)
    assert row["posted_at"].endswith("Z")
    assert row["metrics"]["observed_at"].endswith("Z")
