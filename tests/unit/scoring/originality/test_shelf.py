"""Code tables on disk: the same answers, and nothing lost by a crash."""

import json

import numpy as np
import pytest

from scoring.domain.originality import shelf
from scoring.domain.originality.tables import CodeTables

RANDOM = np.random.default_rng(5)
CODES = RANDOM.integers(0, 2**64, (900, 4), dtype=np.uint64)


def tables():
    return CodeTables(bits=256, used_bits=192, radius=30)


def filled(count=900):
    made = tables()
    for start in range(0, count, 300):
        part = slice(start, start + 300)
        made.add(CODES[part], np.arange(count, dtype=np.uint32)[part])
        made.settle()
    return made


def answer(made, query=CODES[100:140]):
    hits = made.near(query)
    return sorted(zip(hits.query.tolist(), hits.owner.tolist(), strict=True))


def test_what_was_saved_answers_the_same(tmp_path):
    made = filled()
    shelf.save(made, tmp_path)
    again = tables()
    assert shelf.load(again, tmp_path)
    assert len(again) == 900
    assert answer(again) == answer(made) == [(n, 100 + n) for n in range(40)]


def test_more_can_be_added_to_what_was_loaded_and_saved_again(tmp_path):
    shelf.save(filled(600), tmp_path)
    again = tables()
    shelf.load(again, tmp_path)
    again.add(CODES[600:], np.arange(600, 900, dtype=np.uint32))
    shelf.save(again, tmp_path)
    third = tables()
    shelf.load(third, tmp_path)
    assert answer(third, CODES[890:]) == [(n, 890 + n) for n in range(10)]


def test_saving_again_leaves_nothing_old_behind(tmp_path):
    shelf.save(filled(), tmp_path)
    shelf.save(filled(300), tmp_path)
    assert len([place for place in tmp_path.iterdir() if place.is_dir()]) == 1


def test_a_crash_before_the_list_is_written_keeps_the_old_shelf(tmp_path, monkeypatch):
    shelf.save(filled(300), tmp_path)

    def crash(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(json, "dump", crash)
    with pytest.raises(KeyboardInterrupt):
        shelf.save(filled(900), tmp_path)
    again = tables()
    assert shelf.load(again, tmp_path)
    assert len(again) == 300


def test_an_empty_folder_holds_nothing(tmp_path):
    assert not shelf.load(tables(), tmp_path)


def test_adding_in_parts_keeps_few_segments():
    made = tables()
    for number in range(64):
        made.add(CODES[number : number + 1], np.array([number], np.uint32))
        made.settle()
    assert len(made) == 64
    assert len(made.segments) <= 7
    assert answer(made, CODES[:64]) == [(n, n) for n in range(64)]
