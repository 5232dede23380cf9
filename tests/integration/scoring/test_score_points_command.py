"""`manage.py score_points`, against an oracle that shares no code with it."""

import csv
from datetime import UTC, datetime
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from creatorspark.core.models import Video
from scoring.models import CohortReference, PointsScore
from tests.integration.scoring.world import add_videos
from tests.unit.scoring.populations import long_tailed
from tests.unit.scoring.test_classic import exact_oracle

pytestmark = pytest.mark.django_db
MARCH = datetime(2025, 3, 1, tzinfo=UTC)


def run(*args):
    out = StringIO()
    call_command("score_points", *map(str, args), stdout=out)
    return out.getvalue()


def sentiment_file(path, rows, *, head="video_id,sentiment", encoding="utf-8"):
    lines = [head, *(f"{video_id},{value}" for video_id, value in rows)]
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def written(path):
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["video_id", "points"]
    return {video_id: int(points) for video_id, points in rows[1:]}


def test_classic_matches_the_oracle_in_every_integer_and_stores_nothing(tmp_path):
    facts = long_tailed(1, 300)
    facts.bookmarks[:] = np.nan
    videos = add_videos(facts, posted_from=MARCH)
    chosen = list(range(290, 10, -1))
    source = sentiment_file(
        tmp_path / "s.csv",
        [(videos[n].external_id, repr(float(facts.sentiment[n]))) for n in chosen],
    )
    said = run("--policy", "classic-1", "--sentiment", source, "--output", tmp_path / "o.csv")
    expected = exact_oracle(facts.take(np.array(chosen)))
    found = written(tmp_path / "o.csv")
    assert list(found) == [videos[n].external_id for n in chosen]
    assert list(found.values()) == expected
    assert "280 videos" in said
    assert not PointsScore.objects.exists()
    assert not CohortReference.objects.exists()


def test_the_sentiment_given_counts_not_the_one_stored(tmp_path):
    facts = long_tailed(2, 40)
    videos = add_videos(facts, posted_from=MARCH)
    facts.sentiment[:] = np.linspace(0, 1, 40).round(5)
    source = sentiment_file(
        tmp_path / "s.csv",
        [(v.external_id, s) for v, s in zip(videos, facts.sentiment, strict=True)],
        encoding="utf-8-sig",
    )
    run("--policy", "classic-1", "--sentiment", source, "--output", tmp_path / "o.csv")
    assert list(written(tmp_path / "o.csv").values()) == exact_oracle(facts)


def test_fair_writes_points_in_its_range(tmp_path):
    add_videos(long_tailed(3, 60), posted_from=MARCH)
    run("--policy", "fair-1", "--output", tmp_path / "o.csv")
    points = list(written(tmp_path / "o.csv").values())
    assert len(points) == 60
    assert min(points) >= 0
    assert max(points) <= 300


def test_without_output_scores_are_stored(tmp_path):
    add_videos(long_tailed(4, 40), posted_from=MARCH)
    assert "fair-1: 40 videos looked at, 40 scored anew." in run()
    assert "fair-1: 40 videos looked at, 0 scored anew." in run()


@pytest.mark.parametrize(
    ("rows", "head", "words"),
    [
        ([("1", "0.5")], "id,mood", "video_id,sentiment"),
        ([("nowhere", "0.5")], "video_id,sentiment", "1 videos of the sentiment file"),
        ([("x", "good")], "video_id,sentiment", "Line 2: a sentiment is a number from 0 to 1"),
        ([("x", "1.2")], "video_id,sentiment", "number from 0 to 1"),
        ([("x", "nan")], "video_id,sentiment", "number from 0 to 1"),
        ([("x", "0.1"), ("x", "0.2")], "video_id,sentiment", "Line 3: x is named twice"),
        ([("", "0.1")], "video_id,sentiment", "has no video_id"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(tmp_path, rows, head, words):
    add_videos(long_tailed(5, 3), posted_from=MARCH)
    source = sentiment_file(tmp_path / "s.csv", rows, head=head)
    with pytest.raises(CommandError, match=words):
        run("--policy", "classic-1", "--sentiment", source, "--output", tmp_path / "o.csv")
    assert not (tmp_path / "o.csv").exists()


def test_unknown_policies_and_missing_files_are_named(tmp_path):
    with pytest.raises(CommandError, match=r"no points policy “best-9”.*classic-1, fair-1"):
        run("--policy", "best-9")
    with pytest.raises(CommandError, match=r"gone\.csv"):
        run("--sentiment", tmp_path / "gone.csv", "--output", tmp_path / "o.csv")
    with pytest.raises(CommandError, match="needs --output"):
        run("--sentiment", tmp_path / "gone.csv")


def test_an_id_on_two_platforms_is_refused(tmp_path):
    video = add_videos(long_tailed(6, 2), posted_from=MARCH)[0]
    other = add_videos(long_tailed(7, 1), posted_from=MARCH)[0]
    Video.objects.filter(pk=other.pk).update(platform="youtube", external_id=video.external_id)
    source = sentiment_file(tmp_path / "s.csv", [(video.external_id, 0.5)])
    with pytest.raises(CommandError, match="two platforms"):
        run("--policy", "classic-1", "--sentiment", source, "--output", tmp_path / "o.csv")
