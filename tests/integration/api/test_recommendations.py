"""Recommendations by API: one's own campaigns, with factors, facets, look-alikes and a file."""

import csv
import io
from datetime import timedelta

import pytest

from creatorspark.core.models import User
from marketplace.models import BrandMember, Campaign
from marketplace.services.search import judging
from marketplace.services.tables import building, opening
from tests.factories import NOW, UserFactory
from tests.factories.marketplace import BrandMemberFactory, CampaignFactory
from tests.factories.matching import CreatorProfileFactory, MatchRunFactory
from tests.integration.api.callers import assert_problem, browser, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_open():
    opening.forget()
    judging.forget()


@pytest.fixture
def member() -> BrandMember:
    return BrandMemberFactory()


@pytest.fixture
def user(member) -> User:
    return member.user


@pytest.fixture
def campaign(member) -> Campaign:
    return CampaignFactory(brand=member.brand, categories={"dance": 1.0}, markets=["US"])


@pytest.fixture
def run():
    return MatchRunFactory()


def path(campaign: Campaign, rest: str = "") -> str:
    return f"/campaigns/{campaign.pk}/recommendations/{rest}"


def test_a_brand_reads_who_suits_and_why(user, campaign, run):
    profile = CreatorProfileFactory(run=run)
    CreatorProfileFactory(run=run, audience={"markets": {"DE": 1.0}})
    body = browser(user).get(path(campaign)).body
    assert (body["creators"], body["eligible"], body["found"]) == (2, 1, 1)
    assert body["removed"][0]["rule"] == "market"
    (row,) = body["results"]
    assert row["creator"] == str(profile.creator_id)
    assert row["rate"]["low"] == {"amount": "200.00", "currency": "USD"}
    assert sum(one["points"] for one in row["factors"]) == pytest.approx(row["score"], abs=0.001)
    assert {one["name"] for one in body["facets"]} >= {"category", "market", "age", "size"}


def test_nothing_that_a_creator_keeps_to_itself_is_told(user, campaign, run):
    profile = CreatorProfileFactory(run=run, creator__user=UserFactory(email="hidden@x.example"))
    raw = browser(user).get(path(campaign)).raw.decode()
    assert str(profile.creator_id) in raw
    assert "hidden@x.example" not in raw
    assert "fraud" not in raw


def test_pages_are_of_one_run_though_a_newer_one_came(user, campaign, run):
    everybody = {str(CreatorProfileFactory(run=run).creator_id) for _ in range(3)}
    caller = browser(user)
    first = caller.get(path(campaign, "?limit=2")).body
    run.state = "retired"
    run.save()
    newer = MatchRunFactory()
    CreatorProfileFactory(run=newer)
    second = caller.get(first["next"].partition("/api/v1")[2]).body
    assert second["run"] == first["run"] | {"is_current": False}
    assert second["next"] is None
    shown = [row["creator"] for page in (first, second) for row in page["results"]]
    assert len(shown) == 3
    assert set(shown) == everybody


def test_facets_narrow_and_orders_order(user, campaign, run):
    CreatorProfileFactory(run=run)
    large = CreatorProfileFactory(run=run, followers=2_000_000)
    caller = browser(user)
    narrowed = caller.get(path(campaign, "?size=mega&size=macro&category=dance")).body
    assert [row["creator"] for row in narrowed["results"]] == [str(large.creator_id)]
    ordered = caller.get(path(campaign, "?sort=followers")).body
    assert ordered["results"][0]["creator"] == str(large.creator_id)


@pytest.mark.parametrize(
    "wrong",
    ["?sort=luck", "?limit=0", "?limit=x", "?run=0", "?cursor=x", "?run=77777777", "compare/",
     "compare/?creator=x", "alike/?creator="],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_reason(user, campaign, run, wrong):
    assert browser(user).get(path(campaign, wrong)).status == 400


def test_nobody_sees_the_lists_of_others(user, campaign, run, creator, brand, staff):
    for stranger in (creator.user, brand):
        for rest in ("", "file/", "alike/?creator=1", "compare/?creator=1"):
            assert_problem(browser(stranger).get(path(campaign, rest)), 404, "not-found")
    assert browser(staff).get(path(campaign)).status == 200
    BrandMember.objects.filter(user=user).update(left_at=NOW - timedelta(days=1))
    assert browser(user).get(path(campaign)).status == 404


def test_look_alikes_and_comparisons(user, campaign, run):
    one, other = (CreatorProfileFactory(run=run).creator_id for _ in range(2))
    caller = browser(user)
    alike = caller.get(path(campaign, f"alike/?creator={one}")).body
    assert [row["creator"]["creator"] for row in alike["results"]] == [str(other)]
    compared = caller.get(path(campaign, f"compare/?creator={one}&creator={other}")).body
    assert len(compared["results"]) == 2
    assert all(len(line["values"]) == 2 for line in compared["factors"])


def test_the_file_has_a_line_for_each_with_reasons(user, campaign, run):
    everybody = {str(CreatorProfileFactory(run=run).creator_id) for _ in range(3)}
    CreatorProfileFactory(run=run, creator__display_name="=cmd()")
    text = browser(user).client.get(f"/api/v1{path(campaign, 'file/')}").getvalue()
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
    assert everybody < {row["creator"] for row in rows}
    assert len(rows) == 4
    assert all(row["reasons"] and row["run"] == str(run.version) for row in rows)
    assert not any(row["name"].startswith("=") for row in rows)


def test_a_page_asks_as_much_for_many_as_for_one(user, campaign, run):
    CreatorProfileFactory(run=run)
    caller = browser(user)
    caller.get(path(campaign))
    one = queries_of(lambda: caller.get(path(campaign)))
    for _ in range(5):
        CreatorProfileFactory(run=run)
    building.discard(run)
    caller.get(path(campaign))
    assert queries_of(lambda: caller.get(path(campaign))) == one
