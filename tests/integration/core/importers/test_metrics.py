"""A CSV becomes creators, videos and snapshots."""

from datetime import UTC, datetime

import pytest

from creatorspark.core.importers.problems import Fault, FileFault
from creatorspark.core.models import AuditEntry, Creator, ImportRun, MetricSnapshot, Video

pytestmark = pytest.mark.django_db

ID = "6907228749016714497"
WEEK_ONE = datetime(2025, 1, 8, 12, tzinfo=UTC)


def newest(video):
    """The newest observation of a video that has one."""
    assert video.latest is not None
    return video.latest


def reasons(run):
    return [(problem.line, problem.severity, problem.field) for problem in run.problems.all()]


def test_rows_become_facts_and_the_act_is_audited(csv_file, import_csv):
    run = import_csv(csv_file({}, {"creator_id": "7", "creator": "@omar", "saves": ""}))
    assert (run.rows_read, run.rows_rejected) == (2, 0)
    assert (run.creators_added, run.videos_added, run.snapshots_added) == (2, 2, 2)
    video = Video.objects.get(external_id=ID)
    assert (video.creator.external_id, video.creator.handle) == ("6825540583826768902", "nina")
    assert video.creator.follower_count is None
    assert (video.duration_seconds, video.caption) == (31, "night market")
    assert newest(video).observed_at == WEEK_ONE
    assert (newest(video).views, newest(video).saves) == (1000, 2)
    assert MetricSnapshot.objects.get(video__creator__handle="omar").saves is None
    assert AuditEntry.objects.filter(action="core.import.finished", target_id=run.pk).exists()


def test_the_same_file_again_changes_nothing(csv_file, import_csv):
    path = csv_file({}, {}, {})
    import_csv(path)
    before = list(MetricSnapshot.objects.order_by("pk").values_list())
    run = import_csv(path)
    assert (run.snapshots_added, run.snapshots_unchanged, run.rows_rejected) == (0, 3, 0)
    assert (run.creators_added, run.videos_added) == (0, 0)
    assert list(MetricSnapshot.objects.order_by("pk").values_list()) == before


def test_a_file_without_times_means_the_moment_it_first_came_in(csv_file, import_csv):
    header = ["video_id", "creator", "views"]
    path = csv_file({}, header=header)
    import_csv(path, now=datetime(2025, 2, 1, tzinfo=UTC))
    again = import_csv(path, now=datetime(2025, 3, 1, tzinfo=UTC))
    assert (again.snapshots_added, again.snapshots_unchanged) == (0, 1)
    assert MetricSnapshot.objects.get().observed_at == datetime(2025, 2, 1, tzinfo=UTC)


def test_observed_at_can_be_given(csv_file, import_csv):
    path = csv_file({}, header=["video_id", "creator", "views"])
    import_csv(path, observed_at=WEEK_ONE)
    assert MetricSnapshot.objects.get().observed_at == WEEK_ONE


def test_a_later_observation_adds_a_snapshot_and_moves_latest(csv_file, import_csv):
    import_csv(csv_file({}))
    run = import_csv(csv_file({"observed_at": "2025-02-01", "views": "2000", "caption": "new"}))
    assert (run.videos_added, run.snapshots_added) == (0, 1)
    video = Video.objects.get()
    assert video.snapshots.count() == 2
    assert newest(video).views == 2000
    assert video.caption == "new"


def test_an_earlier_observation_that_comes_late_leaves_latest_alone(csv_file, import_csv):
    import_csv(csv_file({"observed_at": "2025-02-01", "views": "2000", "caption": "newest"}))
    import_csv(csv_file({"observed_at": "2025-01-09", "views": "1500", "caption": "older"}))
    video = Video.objects.get()
    assert newest(video).views == 2000
    assert video.caption == "newest"
    assert [s.views for s in video.snapshots.order_by("observed_at")] == [1500, 2000]


def test_latest_is_the_newest_in_whatever_order_rows_and_files_come(csv_file, import_csv):
    days = [9, 3, 7, 1, 8, 5]
    for chunk in (days[:3], days[3:]):
        rows = [
            {"video_id": ID, "observed_at": f"2025-03-0{day}", "views": str(day)} for day in chunk
        ]
        import_csv(csv_file(*rows))
    assert newest(Video.objects.get()).views == 9


def test_counters_that_fall_are_kept_and_flagged(csv_file, import_csv):
    run = import_csv(
        csv_file(
            {"video_id": ID},
            {"video_id": ID, "observed_at": "2025-01-09", "views": "900", "likes": "101"},
            {"video_id": ID, "observed_at": "2025-01-10", "views": "950", "likes": "90"},
        )
    )
    assert run.counters_fell == 2
    later = import_csv(csv_file({"video_id": ID, "observed_at": "2025-01-11", "views": "1"}))
    assert later.counters_fell == 1
    fell = MetricSnapshot.objects.order_by("observed_at").values_list("views", "fell")
    assert list(fell) == [(1000, []), (900, ["views"]), (950, ["likes"]), (1, ["views"])]


def test_duplicates_in_a_file(csv_file, import_csv):
    run = import_csv(csv_file({"video_id": ID}, {"video_id": ID}, {"video_id": ID, "views": "777"}))
    assert (run.snapshots_added, run.snapshots_unchanged, run.rows_rejected) == (1, 1, 1)
    assert reasons(run) == [(3, "noted", ""), (4, "rejected", "")]
    assert MetricSnapshot.objects.get().views == 1000


def test_other_counts_for_a_recorded_moment_are_refused(csv_file, import_csv):
    import_csv(csv_file({}))
    run = import_csv(csv_file({"views": "999999"}))
    assert (run.snapshots_added, run.rows_rejected) == (0, 1)
    assert MetricSnapshot.objects.get().views == 1000


def test_bad_rows_are_listed_and_the_good_ones_are_in(csv_file, import_csv):
    run = import_csv(
        csv_file(
            {},
            {"views": ""},
            {"views": "-1"},
            {"video_id": "6.90723E+18"},
            {"video_id": "Total", "views": "99999"},
            {"video_id": "", "caption": "Total"},
            {"observed_at": "2199-01-01"},
            {"posted_at": "soon"},
            {"likes": "many"},
            {"duration": "long"},
        )
    )
    assert (run.rows_read, run.rows_rejected, run.videos_added) == (10, 8, 2)
    assert reasons(run) == [
        (3, "rejected", "views"),
        (4, "rejected", "views"),
        (5, "rejected", "id"),
        (6, "rejected", ""),
        (7, "rejected", ""),
        (8, "rejected", "observed_at"),
        (9, "rejected", "posted_at"),
        (10, "rejected", "likes"),
        (11, "noted", "duration"),
    ]


def test_what_people_write_is_read(text_file, import_csv):
    run = import_csv(
        text_file(
            "\ufeffVideo ID;Account;Plays;Hearts;Bookmarks;Length;Post date;Text\n"
            '="6907228749016714497";@nina;541.2K;1,234;;00:31;31/12/2020;"a ""b""; c\n😀 مرحبا"\n'
        )
    )
    assert run.rows_rejected == 0
    video = Video.objects.get(external_id=ID)
    assert (newest(video).views, newest(video).likes, newest(video).saves) == (541_200, 1234, None)
    assert video.duration_seconds == 31
    assert video.caption == 'a "b"; c\n😀 مرحبا'
    assert video.posted_at == datetime(2020, 12, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    "caption",
    [
        "x" * 9_000,
        'quotes "inside" and, commas; semicolons\ttabs',
        "line\r\nends\rof\nall kinds \\. \\N \\",
        "\u202ertl\u202c 😀👩🏽‍🍳 مرحبا",
        "=HYPERLINK(1)",
    ],
)
def test_captions_come_back_as_they_were(csv_file, import_csv, caption):
    import_csv(csv_file({"caption": caption}))
    assert Video.objects.get().caption == caption


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_other_encodings(csv_file, import_csv, encoding):
    import_csv(csv_file({"caption": "café naïve"}, {}, {}, encoding=encoding))
    assert Video.objects.filter(caption="café naïve").count() == 1


def test_nul_bytes_cost_nothing(csv_file, import_csv):
    path = csv_file({}, {})
    path.write_bytes(path.read_bytes().replace(b"night", b"ni\0ght", 1))
    run = import_csv(path)
    assert (run.rows_rejected, run.videos_added) == (0, 2)
    assert set(Video.objects.values_list("caption", flat=True)) == {"night market"}
    assert reasons(run) == [(2, "noted", "")]


def test_zero_views_and_engagement_above_views(csv_file, import_csv):
    run = import_csv(
        csv_file(
            {"views": "0", "likes": "3"},
            {"views": "0", "likes": "0", "comments": "0", "shares": "0", "saves": "0"},
        )
    )
    assert run.snapshots_added == 2
    assert reasons(run) == [(2, "noted", "views")]


def test_a_tiktok_id_tells_the_posting_time_when_no_column_does(csv_file, import_csv):
    import_csv(csv_file({}, header=["video_id", "creator", "views"]))
    assert Video.objects.get().posted_at.date().isoformat() == "2020-12-17"


def test_other_platforms_need_a_posting_time_for_new_videos(csv_file, import_csv):
    path = csv_file({"video_id": "dQw4w9WgXcQ"}, header=["video_id", "creator", "views"])
    run = import_csv(path, platform="youtube")
    assert (run.rows_rejected, run.videos_added, Creator.objects.count()) == (1, 0, 1)


def test_rows_without_a_creator_only_observe_videos_we_know(csv_file, import_csv):
    import_csv(csv_file({}))
    header = ["video_id", "observed_at", "views"]
    run = import_csv(csv_file({"observed_at": "2025-03-01"}, {}, header=header))
    assert (run.snapshots_added, run.rows_rejected) == (1, 1)


def test_another_creator_for_a_known_video_is_noted(csv_file, import_csv):
    import_csv(csv_file({}))
    run = import_csv(
        csv_file({"creator_id": "99", "creator": "thief", "observed_at": "2025-03-01"})
    )
    assert run.snapshots_added == 1
    assert reasons(run) == [(2, "noted", "creator")]
    assert Video.objects.get().creator.handle == "nina"


def test_a_name_finds_its_creator_and_an_id_that_comes_later_is_adopted(csv_file, import_csv):
    by_name = ["video_id", "creator", "views", "observed_at", "posted_at"]
    import_csv(csv_file({"creator": "Nina"}, header=by_name))
    placeholder = Creator.objects.get()
    assert placeholder.external_id == "@nina"
    import_csv(csv_file({"observed_at": "2025-03-01"}))
    assert Creator.objects.get().external_id == "6825540583826768902"
    assert Creator.objects.get().pk == placeholder.pk
    run = import_csv(csv_file({"observed_at": "2025-03-02", "creator": "NINA"}, header=by_name))
    assert run.creators_added == 0


def test_profiles_follow_the_newest_file_only(csv_file, import_csv):
    header = ["video_id", "creator_id", "creator", "followers", "observed_at", "views", "niche"]
    import_csv(csv_file({"followers": "10K", "observed_at": "2025-03-01"}, header=header))
    import_csv(
        csv_file({"followers": "12K", "observed_at": "2025-03-02", "niche": "Food"}, header=header)
    )
    import_csv(
        csv_file({"followers": "9K", "observed_at": "2025-02-01", "niche": "Old"}, header=header)
    )
    creator = Creator.objects.get()
    assert (creator.follower_count, creator.niche) == (12_000, "food")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"id,views\n", Fault.NO_ROWS),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, Fault.BINARY),
        (b"PK\x03\x04", Fault.WORKBOOK),
        (b"<html><body>Not found</body></html>\n", Fault.NO_COLUMNS),
        (b"Dear all,\nplease find the numbers, below.\n", Fault.NO_COLUMNS),
    ],
)
def test_a_file_that_is_no_table_leaves_nothing(text_file, import_csv, content, fault):
    with pytest.raises(FileFault) as refused:
        import_csv(text_file(content))
    assert refused.value.fault == fault
    assert not ImportRun.objects.exists()
    assert not Video.objects.exists()


def test_rows_of_another_width_and_open_quotes(text_file, import_csv):
    head = "video_id,creator,views\n"
    good = "690722874901671449{n},nina,5\n"
    content = head + good.format(n=1) + '6907228749016714492,"nina,5\n' + good.format(n=3)
    content += "6907228749016714494,nina\n" + good.format(n=5)
    run = import_csv(text_file(content))
    assert (run.rows_read, run.rows_rejected, run.videos_added) == (5, 2, 3)
    assert [line for line, _, _ in reasons(run)] == [3, 5]


def test_a_file_of_many_chunks_is_whole(csv_file, import_csv):
    rows = [{"views": str(n), "likes": "" if n % 700 == 0 else "0"} for n in range(1, 3001)]
    run = import_csv(csv_file(*rows))
    assert (run.rows_read, run.snapshots_added, run.rows_rejected) == (3000, 3000, 0)
    assert MetricSnapshot.objects.filter(likes=None).count() == 4
