"""Several processes that start at once share one `var/`."""

from pathlib import Path

from creatorspark.embedded import control
from creatorspark.embedded.location import Location


def test_somebody_else_may_make_the_directory_at_the_same_moment(tmp_path, monkeypatch):
    location = Location(var=tmp_path / "var")
    made = Path.mkdir

    def beaten(path: Path, *arguments, **options) -> None:
        made(path, parents=True, exist_ok=True)
        made(path, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", beaten)
    control.make_directories(location)
    assert location.control.is_dir()
    assert location.logs.is_dir()
