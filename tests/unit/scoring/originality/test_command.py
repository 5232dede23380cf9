"""The command line: a folder of files and a file to judge, JSON out."""

import json
import sys

import pytest

from scoring.domain.originality.__main__ import main
from tests.unit.scoring.media.films import write_film
from tests.unit.scoring.originality.scenes import mirrored, scene


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "library").mkdir()
    for place in (1, 2):
        write_film(tmp_path / "library" / f"{place}.mp4", scene(place, place, seconds=4))
    (tmp_path / "library" / "notes.txt").write_text("not a video, and long enough to be looked at")
    return tmp_path


def run(monkeypatch, capsys, *arguments):
    monkeypatch.setattr(sys, "argv", ["originality", *map(str, arguments)])
    code = main()
    return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_copy_and_a_novel_video_are_told_apart(folder, monkeypatch, capsys):
    copy = write_film(folder / "copy.mp4", map(mirrored, scene(2, 2, seconds=4)))
    novel = write_film(folder / "novel.mp4", scene(3, 3, seconds=4))
    code, (first, second) = run(monkeypatch, capsys, folder / "library", copy, novel)
    assert code == 0
    assert (first["original"], second["original"]) == (0, 1)
    best = first["matches"][0]
    assert best["video"].endswith("2.mp4")
    assert "mirrored" in best["edits"]
    assert best["stretches"][0]["query"][1] > 3


def test_a_file_of_the_library_is_not_its_own_copy(folder, monkeypatch, capsys):
    code, (said,) = run(monkeypatch, capsys, folder / "library", folder / "library" / "1.mp4")
    assert (code, said["original"]) == (0, 1)


def test_a_bad_file_is_named_and_the_others_are_judged(folder, monkeypatch, capsys):
    bad = folder / "bad.mp4"
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 60)
    good = write_film(folder / "good.mp4", scene(3, 3, seconds=4))
    code, (first, second) = run(monkeypatch, capsys, folder / "library", bad, good)
    assert code == 1
    assert first == {"file": str(bad), "problem": "still_image"}
    assert second["original"] == 1
