"""Lists of a run as people read them and take them with them."""

import ast
import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from creatorspark.core.jobs.services import JobProgress
from marketplace import interface
from marketplace.models import MatchRun
from marketplace.services.runs.making import make_run
from tests.factories.marketplace import BrandFactory, CampaignFactory
from tests.factories.times import NOW
from tests.integration.marketplace.matching.test_runs import BEAUTY, SPORT, listed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def market():
    brands = (
        BrandFactory(name="Lipstick", industries=BEAUTY, target_genders=["female"]),
        BrandFactory(name="=Shoes", industries=SPORT),
    )
    creators = (listed(["makeup tutorials"]), listed(["dance videos"]))
    return brands, creators


def made() -> MatchRun:
    return make_run(full=True, progress=JobProgress(None), now=NOW)


def rows_of(kind: str) -> list[dict[str, str]]:
    lines = interface.run_csv(kind=kind, now=NOW)
    assert lines is not None
    return list(csv.DictReader(StringIO("".join(lines))))


def test_a_creator_reads_which_brands_suit_and_why(market, django_assert_max_num_queries):
    (lipstick, _shoes), (makeup, _dancer) = market
    made()
    with django_assert_max_num_queries(3):
        found = interface.brands_for_creator(creator_id=makeup.pk, now=NOW)
    first = found.matches[0]
    assert (first.brand_id, first.rank) == (lipstick.pk, 1)
    assert first.why.reasons[0] == (
        "Your profile speaks of beauty videos, a natural fit for beauty brands."
    )
    assert first.why.factors[0].label == "What you make"
    assert 0 < first.score == pytest.approx(sum(one.points for one in first.why.factors), abs=1e-3)
    assert any("6 months old" in one for one in first.why.warnings)
    assert first.why.would_help
    assert found.run is not None
    assert found.run.is_current


def test_the_better_of_two_alike_is_the_one_who_speaks_of_it(market):
    (_lipstick, shoes), (_makeup, dancer) = market
    baker = listed(["dance videos", "sourdough"])
    brief = CampaignFactory(
        brand=shoes, goals="Sourdough from your oven", categories={"dance": 0.5}
    )
    made()
    found = interface.creators_for_campaign(campaign_id=brief.pk, now=NOW).matches
    assert [one.creator_id for one in found] == [baker.pk, dancer.pk]
    content = next(one for one in found[0].why.factors if one.factor == "content")
    assert content.sentence.endswith(" The profile speaks of sourdough, as the brief does.")
    assert content.value > 0.5


def test_a_page_can_stay_with_its_run_until_it_is_forgotten(market):
    _brands, (makeup, _dancer) = market
    first = made()
    for _ in range(2):
        made()
    found = interface.brands_for_creator(creator_id=makeup.pk, now=NOW, run=first.version)
    assert found.run is not None
    assert (found.run.version, found.run.is_current) == (first.version, False)
    made()
    with pytest.raises(interface.RunGone):
        interface.brands_for_creator(creator_id=makeup.pk, now=NOW, run=first.version)


def test_before_the_first_run_nothing_is_claimed():
    assert interface.match_run() is None
    assert interface.brands_for_creator(creator_id=1, now=NOW).run is None
    assert interface.run_csv(kind="features", now=NOW) is None


def test_staff_see_the_lists_of_brands_and_of_briefs(market):
    (lipstick, shoes), (makeup, _dancer) = market
    brief = CampaignFactory(brand=shoes, categories={"beauty": 1.0})
    made()
    for_brand = interface.creators_for_brand(brand_id=lipstick.pk, now=NOW)
    for_brief = interface.creators_for_campaign(campaign_id=brief.pk, now=NOW)
    assert for_brand.matches[0].creator_id == for_brief.matches[0].creator_id == makeup.pk
    assert [one.version for one in interface.match_runs()] == [1]


def test_recommendations_have_the_first_columns_of_the_table_before(market):
    _brands, (makeup, _dancer) = market
    made()
    (first, _second) = rows_of("recommendations")
    assert list(first)[:3] == ["Creator Name", "Top Brands", "Similarity Scores"]
    assert first["Creator Name"] == makeup.display_name
    assert ast.literal_eval(first["Top Brands"]) == ["Lipstick"]
    assert len(ast.literal_eval(first["Similarity Scores"])) == 1
    assert "Described as making beauty videos" in ast.literal_eval(first["Reasons"])[0]


def test_every_other_table_has_both_sides(market):
    _brands, (makeup, _dancer) = market
    made()
    features = rows_of("features")
    assert [row["kind"] for row in features] == ["creator", "creator", "brand", "brand"]
    assert float(features[0]["beauty"]) > 0.5
    assert features[0]["performance"] == ""
    similarity = rows_of("similarity")
    assert float(similarity[0]["Lipstick"]) > float(similarity[1]["Lipstick"])
    merged = rows_of("merged")
    assert (merged[0]["Creator"], merged[0]["Brand Name"]) == (str(makeup.pk), "Lipstick")
    assert {row["Brand Name"] for row in merged} == {"Lipstick", "'=Shoes"}


def test_the_command_makes_a_run_where_one_is_due_and_writes_it(market, tmp_path, capsys):
    file = tmp_path / "recommendations.csv"
    call_command("recommend", output=file)
    assert len(file.read_text().splitlines()) == 3
    assert "Run 1: 2 creators, 2 brands" in capsys.readouterr().out
    call_command("recommend", output=file, run=1)
    assert MatchRun.objects.count() == 1
    with pytest.raises(CommandError, match="kept"):
        call_command("recommend", run=9)


def test_without_brands_the_command_says_what_to_do():
    with pytest.raises(CommandError, match="import_brands"):
        call_command("recommend")
