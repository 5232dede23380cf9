"""The index follows the database: in memory, on disk, after a crash, and in another process."""

import json
import shutil
from functools import cache

import numpy as np
import pytest
from django.core.management import call_command

from scoring.domain.originality.fingerprint import VERSION
from scoring.domain.originality.packing import pack
from scoring.models import Fingerprint
from scoring.services.originality import index, volumes
from scoring.services.originality.fingerprints import store
from tests.factories import NOW, VideoFactory
from tests.unit.scoring.originality.scenes import each, mirrored, print_of, scene

pytestmark = pytest.mark.django_db


@cache
def fingerprint(place, movers, *, turned=False):
    frames = scene(place, movers, seconds=1)
    return print_of(each(frames, mirrored) if turned else frames)


def put(place, movers=1):
    video = VideoFactory(snapshots=0)
    content = pack(fingerprint(place, movers))
    return store(video_id=video.pk, sha256=f"{place}-{movers}", content=content, now=NOW).pk


def best(place, movers=1):
    query = fingerprint(place, movers, turned=True)
    found = index.library_index().candidates(query, count=3)
    return found[0].owner if found else None


def test_what_is_committed_is_found_at_once():
    assert best(1) is None
    first = put(1)
    assert best(1) == first
    second = put(2, 2)
    assert best(2, 2) == second
    assert best(1) == first


def test_volumes_on_disk_serve_a_process_that_never_read_the_database(monkeypatch):
    numbers = [put(place, place) for place in range(1, 5)]
    assert index.write_volumes() == 4
    index.forget_index()
    monkeypatch.setattr(index, "prints_after", lambda last: iter(()))
    assert [best(place, place) for place in range(1, 5)] == numbers
    assert index.library_index().held == 0


def test_newer_ones_join_and_volumes_of_like_size_are_merged():
    numbers = [put(place, place) for place in range(1, 4)]
    index.write_volumes()
    assert best(1) == numbers[0]
    numbers.append(put(4, 4))
    assert best(4, 4) == numbers[3]
    assert index.library_index().held == 1
    index.write_volumes()
    listed = volumes.listing()
    assert [volume.videos for volume in listed.volumes] == [3, 1]
    numbers.append(put(5, 5))
    index.write_volumes()
    assert [volume.videos for volume in volumes.listing().volumes] == [5]
    assert [best(place, place) for place in range(1, 6)] == numbers
    # The volumes before the last list stay for whoever is just opening them.
    index.write_volumes()
    assert len([place for place in volumes.folder().iterdir() if place.is_dir()]) <= 4


def test_enough_new_ones_go_to_disk_by_themselves(monkeypatch):
    monkeypatch.setattr(index, "VOLUME", 2)
    numbers = [put(place, place) for place in range(1, 4)]
    index.library_index().keep_up()
    assert volumes.listing().last == numbers[-1]
    assert best(1) == numbers[0]
    assert index.library_index().held == 0


@pytest.mark.parametrize("damage", ["list", "volume", "array", "other database"])
def test_damage_is_noticed_and_made_good_from_the_database(damage):
    number = put(1)
    index.write_volumes()
    (volume,) = volumes.listing().volumes
    place = volumes.folder() / volume.name
    if damage == "list":
        (volumes.folder() / volumes.LIST).write_text('{"volumes": [')
    elif damage == "volume":
        shutil.rmtree(place)
    elif damage == "array":
        for file in place.rglob("codes.npy"):
            file.write_bytes(file.read_bytes()[:40])
    else:
        path = volumes.folder() / volumes.LIST
        document = json.loads(path.read_text())
        path.write_text(json.dumps({**document, "library": "another"}))
    index.forget_index()
    assert best(1) == number
    index.write_volumes()
    assert volumes.are_whole()
    index.forget_index()
    assert best(1) == number


def test_a_write_cut_short_leaves_the_list_as_it_was(monkeypatch):
    first = put(1)
    index.write_volumes()
    second = put(2, 2)
    with monkeypatch.context() as killing:
        killing.setattr(volumes, "_publish", _stop)
        with pytest.raises(KeyboardInterrupt):
            index.write_volumes()
    index.forget_index()
    assert (best(1), best(2, 2)) == (first, second)
    index.write_volumes()
    kept = {volume.name for volume in volumes.listing().volumes}
    index.write_volumes(from_scratch=True)
    assert kept.isdisjoint({place.name for place in volumes.folder().iterdir()})


def _stop(*args):
    raise KeyboardInterrupt


def test_other_versions_are_never_mixed_in():
    number = put(1)
    row = Fingerprint.objects.get(pk=number)
    Fingerprint.objects.create(
        video=row.video, version=VERSION + 1, sha256="other", content=b"?", seconds=1, made_at=NOW
    )
    assert best(1) == number
    assert index.write_volumes() == 1


def test_the_command_makes_it_again(capsys):
    put(1)
    call_command("rebuild_originality_index")
    assert "1 fingerprints written" in capsys.readouterr().out
    assert len(volumes.listing().volumes) == 1
    call_command("rebuild_originality_index", "--update")
    assert "0 fingerprints written" in capsys.readouterr().out


def test_only_one_process_writes_at_a_time(monkeypatch):
    monkeypatch.setattr(volumes, "session_lock", _taken)
    put(1)
    with pytest.raises(index.IndexBusy):
        index.write_volumes()


class _taken:
    def __init__(self, name):
        pass

    def __enter__(self):
        return False

    def __exit__(self, *args):
        return None


def test_codes_keep_their_owner_through_a_merge():
    numbers = [put(place, place) for place in range(1, 4)]
    index.write_volumes()
    whole = volumes.load(volumes.listing().volumes)
    owners = np.concatenate([segment.entries.owners for segment in whole.points.segments])
    assert set(owners.tolist()) == set(numbers)
