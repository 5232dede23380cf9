"""A run's columns on disk are those of its rows, however they are cut."""

from dataclasses import fields

import numpy as np
import pytest

from creatorspark.core.services.leaving import Leave
from marketplace.domain.matching.tables import Table, table_of
from marketplace.models import CreatorProfile, Listing, MatchRun
from marketplace.selectors import known
from marketplace.services.leaving import CHAPTER
from marketplace.services.tables import building, erasing, opening
from tests.factories.marketplace import BrandFactory
from tests.factories.matching import CreatorProfileFactory, MatchRunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> MatchRun:
    run = MatchRunFactory()
    CreatorProfileFactory(run=run, embedding=np.array([1, 0, 0], "<f4").tobytes())
    CreatorProfileFactory(run=run, mix={}, audience={}, performance={}, trust={}, rate={})
    CreatorProfileFactory(run=run, mix={"beauty": 1.0}, audience={"markets": {"DE": 1.0}})
    CreatorProfileFactory(
        run=run, mix={"beauty": 1.0}, embedding=np.array([0, 1, 0], "<f4").tobytes()
    )
    CreatorProfileFactory(run=run, language="", followers=None, grade="", originality=None)
    return run


def whole(run: MatchRun) -> Table:
    names = opening.opened(run).table
    rows = CreatorProfile.objects.filter(run=run)
    return table_of(
        [known.creator_of(row) for row in rows],
        categories=names.categories,
        markets=names.markets,
        languages=names.languages,
    )


@pytest.mark.parametrize("block", [1, 2, 100])
def test_columns_are_those_of_the_rows(run, monkeypatch, block):
    monkeypatch.setattr(building, "BLOCK", block)
    found, expected = opening.opened(run).table, whole(run)
    assert found.markets == ("CA", "DE", "US")
    for one in fields(Table):
        if one.name in building.column_names():
            left, right = getattr(found, one.name), getattr(expected, one.name)
            assert left.dtype == right.dtype
            assert np.allclose(left, right, equal_nan=True), one.name


def test_they_are_mapped_from_disk_and_found_again(run):
    first = opening.opened(run).table
    opening.forget()
    again = opening.opened(run).table
    assert isinstance(first.features.base, np.memmap) or isinstance(first.features, np.memmap)
    assert np.array_equal(first.ids, again.ids)


def test_columns_that_were_made_anew_are_opened_anew(run):
    assert len(opening.opened(run).table) == 5
    CreatorProfileFactory(run=run)
    building.discard(run)
    assert len(opening.opened(run).table) == 6


def test_a_run_of_nobody_has_empty_columns():
    assert len(opening.opened(MatchRunFactory()).table) == 0


def test_only_the_newest_folders_are_kept(run):
    places = [
        building.make(run),
        *(building.make(MatchRunFactory(state="retired")) for _ in range(5)),
    ]
    assert sum(place.exists() for place in places) == building.KEPT
    assert places[-1].exists()


def test_what_a_creator_refuses_counts_without_a_new_run(run):
    brand = BrandFactory()
    opened = opening.opened(run)
    listing = Listing.objects.get(creator_id=int(opened.table.ids[2]))
    listing.refuses = ["alcohol"]
    listing.save()
    listing.refused_brands.add(brand)
    Listing.objects.filter(creator_id=int(opened.table.ids[0])).update(is_listed=False)
    again = opening.opened(run, at_once=True)
    assert again.stamp != opened.stamp
    assert again.table.available.tolist() == [False, True, True, True, True]
    assert again.table.refused_brands[brand.pk].tolist() == [2]
    assert np.flatnonzero(again.table.refused).tolist() == [2]
    assert opening.opened(run, at_once=True).stamp == again.stamp


def test_an_account_that_was_closed_cannot_be_asked(run):
    creator = CreatorProfile.objects.filter(run=run).order_by("creator_id")[1].creator
    creator.erased_at = run.started_at
    creator.save()
    assert opening.opened(run).table.available.tolist() == [True, False, True, True, True]


def test_an_erased_creator_is_blotted_out_of_the_columns(run, django_capture_on_commit_callbacks):
    table = opening.opened(run).table
    profile = CreatorProfile.objects.filter(run=run).order_by("creator_id")[0]
    assert table.mix[0].any()
    with django_capture_on_commit_callbacks(execute=True):
        CHAPTER.erase(profile.creator, Leave(actor=None, now=run.started_at))
    assert not table.features[0].any()
    assert not table.ages[:, 0].any()
    assert table.followers[0] == 0
    assert table.mix[2].any()


def test_nobody_is_blotted_out_where_nothing_is_known():
    building.make(MatchRunFactory())
    assert erasing.blot_out(10**9) == 0
