"""`manage.py originality FILE`: a file on this machine against the platform's library."""

import json

import pytest
from django.core.management import call_command

from scoring.models import OriginalityVerdict
from scoring.services.originality import judging
from tests.factories import NOW
from tests.integration.scoring.originality.films import film, filmed

pytestmark = pytest.mark.django_db


def said(capsys, *paths):
    call_command("originality", *paths)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture
def original():
    video = filmed(film(1), days=20)
    assert judging.judge(video.pk, now=NOW)
    return video


def test_a_copy_is_found_with_where_it_matches_and_nothing_is_stored(original, tmp_path, capsys):
    copy, novel, still = tmp_path / "copy.mp4", tmp_path / "novel.mp4", tmp_path / "still.mp4"
    copy.write_bytes(film(1, edit="mirrored"))
    novel.write_bytes(film(3, 3))
    still.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 60)
    first, second, third = said(capsys, copy, novel, still)
    (match,) = first["matches"][:1]
    assert (first["original"], match["video"], match["mirrored"]) == (0, original.pk, True)
    assert match["creator"] == original.creator.handle
    assert match["stretches"][0]["query"][1] > 3
    assert second["original"] == 1
    assert third == {"file": str(still), "problem": "still_image"}
    assert OriginalityVerdict.objects.count() == 1


def test_the_very_same_file_is_the_same_video(original, tmp_path, capsys):
    same = tmp_path / "same.mp4"
    same.write_bytes(film(1))
    (found,) = said(capsys, same)
    assert (found["original"], found["similarity"]) == (0, 1.0)


def test_a_video_that_says_nothing_is_not_called_original(tmp_path, capsys):
    black = tmp_path / "black.mp4"
    black.write_bytes(film(1, edit="black"))
    (found,) = said(capsys, black)
    assert found["original"] is None
    assert found["matches"] == []
