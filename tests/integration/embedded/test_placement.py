"""Where data goes when the servers' user can't get at the clone."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from creatorspark.embedded import control, lease, placement
from creatorspark.embedded.errors import EmbeddedError
from creatorspark.embedded.location import Location

IS_ROOT = os.geteuid() == 0


@pytest.fixture
def state(place: Location, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A state directory that is not the machine's."""
    directory = place.var.parent.parent.parent / "state"
    monkeypatch.setenv("CREATORSPARK_STATE", str(directory))
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture
def closed(place: Location) -> Location:
    """A clone in a home that nobody else may enter."""
    place.var.parent.chmod(0o700)
    return place


def test_a_closed_home_sends_data_and_programs_to_the_state_directory_under_root(
    closed: Location, state: Path
) -> None:
    held = lease.join(at=closed, linger=0.0)
    if IS_ROOT:
        named = Path(closed.moved_to.read_text().strip())
        assert named == state / closed.key
        assert (named / "postgres" / "PG_VERSION").exists()
        assert list((named / "programs").glob("postgres-*"))
        assert (named / "postgres").stat().st_uid != 0
    else:
        assert not closed.moved_to.exists()
        assert (closed.var / "postgres" / "PG_VERSION").exists()
    held.release(wait=True)


def test_the_state_directory_is_found_again(closed: Location, state: Path) -> None:
    control.make_directories(closed)
    first = placement.decide(closed)
    closed.var.parent.chmod(0o755)
    assert placement.decide(closed).root == first.root


def test_data_that_got_out_of_reach_is_not_left_behind_in_silence(
    place: Location, state: Path
) -> None:
    control.make_directories(place)
    (place.var / "postgres").mkdir()
    place.var.parent.chmod(0o700)
    if IS_ROOT:
        with pytest.raises(EmbeddedError, match="can no longer be reached"):
            placement.decide(place)
        assert not place.moved_to.exists()
    else:
        assert placement.decide(place).root == place.var


def test_a_system_postgres_that_is_none_is_refused_in_a_sentence(
    place: Location, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CREATORSPARK_PG_BIN", "/nonexistent")
    with pytest.raises(EmbeddedError, match="CREATORSPARK_PG_BIN"):
        lease.join(at=place, linger=0.0)
