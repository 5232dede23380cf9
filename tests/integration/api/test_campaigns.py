"""Campaigns and shortlists by API: one's own brands', in versions, and nobody else's."""

import pytest

from marketplace.models import BrandMember, Campaign
from tests.factories.marketplace import BrandMemberFactory, CampaignFactory
from tests.factories.matching import ListingFactory
from tests.integration.api.callers import assert_problem, browser, queries_of

pytestmark = pytest.mark.django_db
BRIEF = {
    "name": "Spring",
    "goals": "Sell running shoes",
    "markets": ["US", "Germany"],
    "categories": {"dance": 1.0},
    "budget": "5000.00",
}


@pytest.fixture
def member() -> BrandMember:
    return BrandMemberFactory()


@pytest.fixture
def us(member):
    return browser(member.user)


@pytest.fixture
def made(us, member) -> dict:
    reply = us.post("/campaigns/", BRIEF | {"brand": str(member.brand_id)}, key="one")
    assert reply.status == 201
    return reply.body


def test_a_brief_is_kept_once_under_a_key_and_read_again(us, member, made) -> None:
    assert made["state"] == "draft"
    assert made["markets"] == ["US", "DE"]
    assert made["budget"] == {"amount": "5000.00", "currency": "USD"}
    assert made["industries"][0]["industry"] == "sportswear"
    again = us.post("/campaigns/", BRIEF | {"brand": str(member.brand_id)}, key="one")
    assert again.body["id"] == made["id"]
    assert [one["id"] for one in us.get("/campaigns/").body["results"]] == [made["id"]]
    assert us.get("/campaigns/?state=open").body["results"] == []


def test_a_change_names_the_version_it_read(us, made) -> None:
    path = f"/campaigns/{made['id']}/"
    changed = us.send("PUT", path, BRIEF | {"name": "Summer", "version": 1})
    assert (changed.status, changed.body["version"]) == (200, 2)
    stale = us.send("PUT", path, BRIEF | {"name": "Autumn", "version": 1})
    assert_problem(stale, 409, "refused")


def test_what_cannot_be_right_is_said_by_field(us, member) -> None:
    wrong = BRIEF | {"brand": str(member.brand_id), "ages": "40-20", "budget": "0.00"}
    problem = assert_problem(us.post("/campaigns/", wrong), 400, "invalid")
    assert {one["field"] for one in problem["errors"]} == {"ages", "budget"}
    assert not Campaign.objects.exists()


def test_it_opens_and_closes(us, made) -> None:
    path = f"/campaigns/{made['id']}/"
    assert us.post(f"{path}open/").body["state"] == "open"
    assert us.post(f"{path}close/").body["state"] == "closed"


def test_a_list_is_begun_filled_noted_emptied_and_thrown_away(us, made) -> None:
    begun = us.post("/shortlists/", {"campaign": made["id"], "name": "First"})
    assert begun.status == 201
    path, creator = f"/shortlists/{begun.body['id']}/", str(ListingFactory().creator_id)
    filled = us.post(f"{path}add/", {"creators": [creator], "note": "Good"})
    assert [one["note"] for one in filled.body["entries"]] == ["Good"]
    noted = us.post(f"{path}note/", {"creator": creator, "note": ""})
    assert [one["note"] for one in noted.body["entries"]] == [""]
    assert us.post(f"{path}remove/", {"creator": creator}).body["entries"] == []
    assert us.delete(path).status == 204
    assert us.get(path).status == 404


def test_others_know_of_none_and_staff_only_read(us, member, made, staff) -> None:
    begun = us.post("/shortlists/", {"campaign": made["id"], "name": "First"}).body
    paths = (f"/campaigns/{made['id']}/", f"/shortlists/{begun['id']}/")
    for stranger in (BrandMemberFactory().user, staff):
        for path in paths:
            assert browser(stranger).get(path).status == (200 if stranger == staff else 404)
    assert_problem(browser(staff).post(f"{paths[0]}open/"), 409, "refused")
    other = browser(BrandMemberFactory().user)
    assert other.post("/campaigns/", BRIEF | {"brand": str(member.brand_id)}).status == 404
    assert other.post("/shortlists/", {"campaign": made["id"], "name": "x"}).status == 404
    assert other.post(f"{paths[0]}open/").status == 404
    member.left_at = member.created_at
    member.save()
    assert us.get(paths[0]).status == 404


def test_queries_do_not_grow_with_campaigns(us, member) -> None:
    CampaignFactory(brand=member.brand)
    few = queries_of(lambda: us.get("/campaigns/"))
    for _number in range(5):
        CampaignFactory(brand=member.brand)
    assert queries_of(lambda: us.get("/campaigns/")) == few
