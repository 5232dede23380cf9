"""Brands that nobody has checked take nothing from others."""

import pytest

from creatorspark.core.jobs.services import JobProgress
from marketplace.models import Match, Rivalry
from marketplace.services import brands, families, teams
from marketplace.services.runs.making import make_run
from tests.factories.accounts import UserFactory
from tests.factories.marketplace import BrandFactory
from tests.factories.times import NOW
from tests.integration.marketplace.matching.test_runs import SPORT, listed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def nike():
    return BrandFactory(name="Nike", industries=SPORT)


def began(name):
    brand = teams.begin(name, website="", about="", actor=UserFactory(brand=True), now=NOW)
    brand.industries = SPORT
    brand.save()
    return brand


def test_a_stranger_is_nobodys_house_and_nobodys_rival_until_it_is_verified(nike):
    stranger, red, bull = began("NikeCo"), began("Red"), BrandFactory(name="Red Bull")
    families.suggest(now=NOW)
    nike.refresh_from_db()
    bull.refresh_from_db()
    assert (nike.parent, bull.parent) == (None, None)
    assert not Rivalry.objects.exists()
    brands.verify(stranger, verified=True, actor=UserFactory(staff=True), now=NOW)
    brands.verify(red, verified=True, actor=UserFactory(staff=True), now=NOW)
    nike.refresh_from_db()
    assert nike.parent == stranger
    assert Rivalry.objects.exists()


@pytest.mark.parametrize("name", ["Ni\u200bke", "NIKE", " nike\n", "Ｎｉｋｅ"])
def test_a_name_that_reads_the_same_is_taken(nike, name):
    with pytest.raises(brands.BrandError, match="Nike"):
        began(name)


def test_a_stranger_and_a_brand_without_words_take_no_place_in_lists_of_brands(nike):
    stranger, mute = began("Somebody"), BrandFactory(name="Mute")
    dancer = listed(["dance videos"])
    run = make_run(full=True, progress=JobProgress(None), now=NOW)
    rows = Match.objects.filter(run=run, direction="brands", creator=dancer)
    assert [row.brand for row in rows] == [nike]
    own = Match.objects.filter(run=run, direction="creators", brand__in=[stranger, mute])
    assert own.count() == 2
    assert {one["value"] for row in own.filter(brand=mute) for one in row.factors
            if one["factor"] == "content"} == {0.5}  # fmt: skip
