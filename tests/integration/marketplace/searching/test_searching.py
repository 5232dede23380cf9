"""Searching creators for a brief: rules, facets, orders, pages, and what is said of each."""

from typing import Any

import pytest

from marketplace import interface
from marketplace.models import Campaign, Listing, Match, MatchRun
from tests.factories.marketplace import CampaignFactory
from tests.factories.matching import CreatorProfileFactory, MatchRunFactory
from tests.factories.times import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> MatchRun:
    return MatchRunFactory()


@pytest.fixture
def campaign() -> Campaign:
    return CampaignFactory(
        categories={"dance": 1.0, "comedy": 0.5},
        ages="18-24",
        markets=["US"],
        per_creator_budget=50_000,
        budget=500_000,
        currency="USD",
    )


def search(campaign: Campaign, **wish):
    return interface.search_creators(campaign_id=campaign.pk, now=NOW, **wish)


def count_of(page, facet: str, value: str) -> int:
    group = next(one for one in page.facets if one.name == facet)
    return next(one.creators for one in group.values if one.value == value)


def test_without_a_run_nothing_is_known_and_nothing_is_invented(campaign):
    page = search(campaign)
    assert page.run is None
    assert page.rows == ()


def test_a_row_says_why_in_words_and_numbers_that_add_up(campaign, run):
    profile = CreatorProfileFactory(run=run)
    (row,) = search(campaign).rows
    assert row.creator_id == profile.creator_id
    assert row.place == 1
    assert row.score == pytest.approx(sum(line.points for line in row.lines), abs=0.001)
    assert sum(line.weight for line in row.lines) == pytest.approx(1, abs=0.001)
    said = {line.factor: line.sentence for line in row.lines}
    assert said["content"].startswith("16 of the last 20 posts are dance videos")
    assert said["audience"] == (
        "80 % of the audience is aged 18–24 and 60 % is in the United States."
    )
    assert said["price"] == (
        "A video is estimated at $200 to $400, within the budget of $500 a creator."
    )


def test_rows_come_best_first_and_the_same_each_time(campaign, run):
    worse = CreatorProfileFactory(run=run, mix={"comedy": 1.0}, performance={"place": 0.1})
    better = CreatorProfileFactory(run=run)
    first, again = search(campaign), search(campaign)
    assert [row.creator_id for row in first.rows] == [better.creator_id, worse.creator_id]
    assert first.rows == again.rows


def test_rules_say_how_many_each_removed(campaign, run):
    CreatorProfileFactory(run=run)
    CreatorProfileFactory(run=run, audience={"ages": {"55-64": 1.0}, "markets": {"US": 1.0}})
    CreatorProfileFactory(run=run, audience={"markets": {"DE": 1.0}})
    page = search(campaign)
    assert (page.creators, page.eligible, page.found) == (3, 1, 1)
    assert {(one.rule, one.first) for one in page.removed} == {("age", 1), ("market", 1)}


def test_who_makes_nothing_that_suits_is_left_out_and_counted(campaign, run):
    suits = CreatorProfileFactory(run=run)
    CreatorProfileFactory(run=run, mix={"gaming": 1.0})
    unknown = CreatorProfileFactory(run=run, mix={})
    page = search(campaign)
    assert [row.creator_id for row in page.rows] == [suits.creator_id, unknown.creator_id]
    assert [(one.rule, one.first) for one in page.removed] == [("content", 1)]


def test_a_facet_narrows_and_its_own_counts_stay_whole(campaign, run):
    CreatorProfileFactory(run=run)
    CreatorProfileFactory(run=run, mix={"comedy": 1.0}, followers=5_000)
    both = search(campaign)
    dancers = search(campaign, chosen={"category": ["dance"]})
    assert count_of(both, "category", "dance") == 1
    assert (dancers.found, len(dancers.rows)) == (1, 1)
    assert count_of(dancers, "category", "comedy") == count_of(both, "category", "comedy") == 2
    assert count_of(dancers, "size", "micro") == 1
    assert "nano" not in [one.value for group in dancers.facets if group.name == "size"
                          for one in group.values]  # fmt: skip


def test_values_of_one_facet_add_up(campaign, run):
    for followers in (5_000, 50_000, 5_000_000):
        CreatorProfileFactory(run=run, followers=followers)
    assert search(campaign, chosen={"size": ["nano", "mega"]}).found == 2


def test_what_is_not_understood_of_a_wish_is_left_out(campaign, run):
    CreatorProfileFactory(run=run)
    page = search(
        campaign, chosen={"colour": ["red"], "size": ["nonsense"]}, sort="nonsense", page=99
    )
    assert (page.found, page.page, page.pages) == (1, 1, 1)
    assert next(one.value for one in page.sorts if one.is_chosen) == "match"


@pytest.mark.parametrize(
    ("sort", "better"),
    [
        ("followers", {"followers": 900_000}),
        ("engagement", {"performance": {"place": 0.99}}),
        ("originality", {"originality": 1.0}),
        ("price", {"rate": {"low": 100, "high": 200, "currency": "USD"}}),
    ],
)
def test_an_order_puts_the_highest_first_and_the_unknown_last(campaign, run, sort, better):
    blank: dict[str, Any] = {"followers": None, "performance": {}, "originality": None, "rate": {}}
    unknown = CreatorProfileFactory(run=run, **{name: blank[name] for name in better})
    middle = CreatorProfileFactory(run=run, mix={"comedy": 1.0})
    first = CreatorProfileFactory(run=run, mix={"comedy": 1.0}, **better)
    found = [row.creator_id for row in search(campaign, sort=sort).rows]
    assert found == [first.creator_id, middle.creator_id, unknown.creator_id]


def test_pages_hold_everybody_once(campaign, run):
    everybody = {CreatorProfileFactory(run=run).creator_id for _ in range(5)}
    pages = [search(campaign, page=number, per_page=2) for number in (1, 2, 3)]
    shown = [row for page in pages for row in page.rows]
    assert pages[0].pages == 3
    assert {row.creator_id for row in shown} == everybody
    assert [row.place for row in shown] == [1, 2, 3, 4, 5]


def test_who_closes_the_door_is_gone_from_the_next_page(campaign, run):
    stays, goes = (CreatorProfileFactory(run=run) for _ in range(2))
    assert search(campaign).found == 2
    Listing.objects.filter(creator=goes.creator).update(accepts_offers=False)
    page = search(campaign)
    assert [row.creator_id for row in page.rows] == [stays.creator_id]
    assert page.found == 1


def test_what_is_hidden_since_the_run_is_not_shown(campaign, run):
    profile = CreatorProfileFactory(run=run)
    closed = dict.fromkeys(
        ["followers", "audience", "categories", "grade", "originality", "videos"], False
    )
    Listing.objects.filter(creator=profile.creator).update(shows=closed)
    (row,) = search(campaign).rows
    assert (row.followers, row.grade, row.originality, row.categories) == (None, "", None, ())
    assert row.audience.ages == ()
    hidden = [line for line in row.lines if line.factor != "price"]
    assert not any(line.is_known for line in hidden)
    assert {line.value for line in hidden} == {0.5}


def test_a_link_to_a_run_stays_with_it_and_one_that_is_gone_says_so(campaign, run):
    old = MatchRunFactory(state=MatchRun.State.RETIRED)
    known_then = CreatorProfileFactory(run=old)
    CreatorProfileFactory(run=run)
    page = search(campaign, run_version=old.version)
    assert [row.creator_id for row in page.rows] == [known_then.creator_id]
    assert page.run is not None
    assert not page.run.is_current
    with pytest.raises(interface.RunGone):
        search(campaign, run_version=old.version + 1_000_000)


def test_whom_the_run_chose_first_and_newcomers_have_their_places(campaign, run):
    known = [CreatorProfileFactory(run=run, performance={"place": 0.9 - n / 50}) for n in range(9)]
    new = CreatorProfileFactory(run=run, performance={}, trust={}, grade="", is_new=True)
    order = [row.creator_id for row in search(campaign).rows]
    ids = [one.creator_id for one in known]
    assert order == [*ids[:7], new.creator_id, *ids[7:]]
    for rank, one in enumerate((known[3], known[0]), 1):
        Match.objects.create(
            run=run, direction="creators", campaign=campaign, campaign_version=campaign.version,
            creator=one.creator, rank=rank, score=0.8,
        )  # fmt: skip
    rows = search(campaign).rows
    assert [row.creator_id for row in rows][:3] == [ids[3], ids[0], ids[1]]
    assert [row.is_new for row in rows].index(True) == 7
    assert search(campaign).rows == rows
    by_followers = search(campaign, sort="followers").rows
    assert by_followers[0].creator_id == min([*ids, new.creator_id])
