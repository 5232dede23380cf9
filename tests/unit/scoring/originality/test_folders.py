"""Folders of videos: labelled pairs are read, scored, and turned into a threshold."""

import json

import pytest
from django.core.management import CommandError, call_command

from scoring.domain.originality.folders import labelled_pairs, scores_of
from tests.unit.scoring.media.films import write_film
from tests.unit.scoring.originality.scenes import mirrored, scene

HEAD = "query,original,label\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("labelled")
    for place in (1, 2):
        write_film(folder / f"{place}.mp4", scene(place, place, seconds=3))
    write_film(folder / "copy.mp4", map(mirrored, scene(1, 1, seconds=3)))
    write_film(folder / "take.mp4", scene(2, 22, seconds=3))
    write_film(folder / "novel.mp4", scene(3, 3, seconds=3))
    (folder / "still.mp4").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 60)
    rows = "copy.mp4,1.mp4,1\ntake.mp4,2.mp4,0\nnovel.mp4,,0\nstill.mp4,,0\n"
    (folder / "pairs.csv").write_text(HEAD + rows)
    return folder


def test_copies_stand_above_other_takes_and_novel_videos(folder):
    refused = []
    scores = scores_of(labelled_pairs(folder), refuse=lambda path, problem: refused.append(path))
    assert len(scores.copies) == 1
    assert len(scores.innocent) == 2
    assert min(scores.copies) > max(scores.innocent)
    assert [path.name for path in refused] == ["still.mp4"]


def test_calibrating_prints_curve_threshold_and_interval(folder, capsys):
    call_command("calibrate_originality", folder)
    said = capsys.readouterr()
    assert "100.0 % of 1 copies" in said.out
    assert "95 % interval" in said.out
    assert "still.mp4: left out, still_image" in said.err


def test_calibration_is_there_as_json(folder, capsys):
    call_command("calibrate_originality", folder, "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["found"] == 1
    assert 0 < found["low"] <= found["threshold"] <= found["high"] < 1
    assert len(found["curve"]) == 101


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("query,label\n", "needs the columns"),
        (HEAD + "copy.mp4,1.mp4,yes\n", "Line 2"),
        (HEAD + "copy.mp4,,1\n", "needs its original"),
        (HEAD + "gone.mp4,1.mp4,1\n", "there is no file"),
        (HEAD + "copy.mp4,1.mp4,1\n", "both copies and innocent"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_a_sentence(folder, tmp_path, content, sentence):
    for name in ("1.mp4", "copy.mp4"):
        (tmp_path / name).symlink_to(folder / name)
    (tmp_path / "pairs.csv").write_text(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("calibrate_originality", tmp_path)


def test_a_folder_without_a_list_is_refused(tmp_path):
    with pytest.raises(CommandError, match=r"no pairs\.csv"):
        call_command("calibrate_originality", tmp_path)


def test_the_originality_command_prints_a_line_for_each_file(folder, capsys):
    call_command("originality", folder / "copy.mp4", folder / "still.mp4", "--library", folder)
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["original"] == 0
    assert first["matches"][0]["video"].endswith("1.mp4")
    assert first["matches"][0]["mirrored"] is True
    assert second == {"file": str(folder / "still.mp4"), "problem": "still_image"}


def test_a_library_that_is_not_there_is_named(folder):
    with pytest.raises(CommandError, match="no folder"):
        call_command("originality", folder / "copy.mp4", "--library", folder / "none")
