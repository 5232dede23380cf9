"""The trending file, end to end; with the real one where it is at hand."""

import json
import os
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from creatorspark.core.models import Creator, ImportRun, MetricSnapshot, Video

pytestmark = pytest.mark.django_db

REAL_FILE = Path(
    os.environ.get("TIKTOK_TRENDING_FILE")
    or Path(__file__).resolve().parents[5] / "shared/datasets/tiktok-trending-2020/trending.json"
)


def newest(video):
    """The newest observation of a video that has one."""
    assert video.latest is not None
    return video.latest


def trending(count):
    return json.dumps(
        {
            "collector": [
                {
                    "id": str(6907228749016714497 + number),
                    "createTime": 1608214517 + number,
                    "text": f"video {number}",
                    "authorMeta": {"id": f"{number % 3}00000000000", "name": f"maker{number % 3}"},
                    "videoMeta": {"duration": 15, "width": 576, "height": 1024},
                    "playCount": 1000 + number,
                    "diggCount": 10,
                    "commentCount": 1,
                    "shareCount": 0,
                    "hashtags": [{"name": "viral"}],
                }
                for number in range(count)
            ]
        }
    ).encode()


def test_counts_are_dated_by_the_newest_video(text_file, import_csv):
    run = import_csv(text_file(trending(7), "trending.json"), file_format="tiktok")
    assert (run.creators_added, run.videos_added, run.snapshots_added) == (3, 7, 7)
    latest_posting = datetime.fromtimestamp(1608214517 + 6, tz=UTC)
    assert set(MetricSnapshot.objects.values_list("observed_at", flat=True)) == {latest_posting}
    assert run.options["observed_at"] == latest_posting.isoformat()
    video = Video.objects.get(caption="video 3")
    assert (video.hashtags, video.width, newest(video).views) == (["viral"], 576, 1003)


def test_again_is_unchanged_and_a_later_time_adds(text_file, import_csv):
    path = text_file(trending(4), "trending.json")
    import_csv(path, file_format="tiktok")
    assert import_csv(path, file_format="tiktok").snapshots_unchanged == 4
    later = datetime(2021, 1, 1, tzinfo=UTC)
    assert import_csv(path, file_format="tiktok", observed_at=later).snapshots_added == 4


def test_a_cut_file_keeps_the_records_before_the_cut(text_file, import_csv):
    data = trending(10)
    run = import_csv(text_file(data[: len(data) * 2 // 3], "cut.json"), file_format="tiktok")
    assert run.rows_rejected == 1
    assert run.videos_added == run.rows_read > 3


def test_the_command_tells_what_it_did(text_file, tmp_path):
    out = StringIO()
    path = text_file(trending(5), "trending.json")
    call_command("import_tiktok", path, "--no-progress", stdout=out)
    assert "5 rows read, 0 rejected: 3 creators, 5 videos and 5 snapshots added" in out.getvalue()
    assert ImportRun.objects.get().file_name == "trending.json"


def test_the_command_refuses_with_a_sentence(text_file, tmp_path):
    with pytest.raises(CommandError, match="isn't JSON"):
        call_command("import_tiktok", text_file(b"id,views\n"), "--no-progress")
    with pytest.raises(CommandError, match="can't be opened"):
        call_command("import_tiktok", tmp_path / "missing.json", "--no-progress")
    with pytest.raises(CommandError, match="is not a time"):
        call_command("import_tiktok", text_file(trending(1)), "--observed-at", "soon")
    assert not ImportRun.objects.exists()


def test_the_metrics_command_shows_the_columns_and_saves_the_problems(text_file, tmp_path):
    content = "clip,who,plays\n6907228749016714497,nina,5\n6907228749016714498,nina,=2+2\n"
    out, problems = StringIO(), tmp_path / "problems.csv"
    path = text_file(content)
    call_command(
        "import_metrics",
        path,
        "--no-progress",
        "--map",
        "creator=who",
        "--problems",
        problems,
        stdout=out,
    )
    assert "id             ← clip (content)" in out.getvalue()
    assert "creator        ← who (chosen)" in out.getvalue()
    assert "2 rows read, 1 rejected" in out.getvalue()
    assert ",'=2+2," in problems.read_text()


def test_a_dry_run_keeps_nothing(text_file):
    out = StringIO()
    path = text_file("video_id,creator,views\n6907228749016714497,nina,5\n,nina,5\n")
    call_command("import_metrics", path, "--dry-run", stdout=out)
    assert "Of the first 2 rows 1 can be imported." in out.getvalue()
    assert not ImportRun.objects.exists()


@pytest.mark.skipif(not REAL_FILE.exists(), reason="the real trending file is not here")
def test_the_real_file_has_1000_videos_by_802_creators(import_csv):
    run = import_csv(REAL_FILE, file_format="tiktok")
    assert (run.rows_read, run.rows_rejected) == (1000, 0)
    assert (Video.objects.count(), Creator.objects.count()) == (1000, 802)
    records = json.loads(REAL_FILE.read_text())["collector"]
    newest_posting = max(record["createTime"] for record in records)
    stored = {
        video.external_id: video for video in Video.objects.select_related("latest", "creator")
    }
    for record in records:
        video = stored[record["id"]]
        snapshot = newest(video)
        assert video.caption == record["text"]
        assert video.posted_at.timestamp() == record["createTime"]
        assert video.creator.external_id == record["authorMeta"]["id"]
        assert video.creator.follower_count is None
        assert snapshot.observed_at.timestamp() == newest_posting
        assert (snapshot.views, snapshot.likes, snapshot.comments, snapshot.shares) == (
            record["playCount"],
            record["diggCount"],
            record["commentCount"],
            record["shareCount"],
        )
        assert snapshot.saves is None
