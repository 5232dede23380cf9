"""The example in docs/originality.md runs as it stands."""

import re
from pathlib import Path

from tests.unit.scoring.media.films import write_film
from tests.unit.scoring.originality.scenes import mirrored, scene

DOCUMENT = Path(__file__).resolve().parents[4] / "docs" / "originality.md"


def test_the_example_finds_the_copy(tmp_path, monkeypatch, capsys):
    (example,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    (tmp_path / "library").mkdir()
    for place in (1, 2):
        write_film(tmp_path / "library" / f"{place}.mp4", scene(place, place, seconds=4))
    write_film(tmp_path / "copy.mp4", map(mirrored, scene(2, 2, seconds=4)))
    monkeypatch.chdir(tmp_path)
    exec(compile(example, str(DOCUMENT), "exec"), {})
    verdict, best, *_ = capsys.readouterr().out.splitlines()
    assert verdict.startswith("False")
    assert best.startswith("2.mp4")
    assert "mirrored" in best
