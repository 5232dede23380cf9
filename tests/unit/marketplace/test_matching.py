"""Factors, gates and ranks: the formula by hand, and what must never happen."""

import numpy as np
import pytest
from hypothesis import given, settings

from marketplace.domain.cleaning.ages import Ages
from marketplace.domain.cleaning.people import FEMALE, Markets
from marketplace.domain.industries import OF_AGE, Industry
from marketplace.domain.matching.audiences import BANDS, Audience, ages_alike, of_age, stated
from marketplace.domain.matching.factors import factors_of, weights_of
from marketplace.domain.matching.gates import Gate, removed
from marketplace.domain.matching.profiles import Creator, Needs, Rate, Weights, suits
from marketplace.domain.matching.ranking import first, rank
from marketplace.domain.matching.shares import shares_of
from tests.unit.marketplace.matching import briefs, crowds, table, unit


def brief(**asked) -> Needs:
    return Needs(needs_id=1, brand_id=1, house=1, **asked)


def ranked(crowd, needs, most=50):
    (found,) = rank(table(*crowd), [needs], most=most)
    return found.ids.tolist()


def by_hand(creator: Creator, needs: Needs) -> float:
    """Work a score out as MATHS 7 says it, one creator at a time, in plain Python."""
    w = weights_of(needs)
    content = sum(share * needs.categories.get(name, 0) for name, share in creator.mix.items())
    has_content = creator.mix and needs.categories
    audience = creator.audience
    age = gender = market = 0.8
    if needs.ages is not None and not needs.ages.is_everybody:
        low, high = needs.ages.low, needs.ages.high
        covered = [
            len([year for year in range(a, b + 1) if low <= year <= high]) / (b - a + 1)
            for a, b in BANDS
        ]
        share = sum(a * c for a, c in zip(audience.ages or covered, covered, strict=True))
        age = min(1, share / 0.6) if audience.ages else 0.5
    if len(needs.genders) == 1:
        female = audience.female
        known = None if female is None else female if FEMALE in needs.genders else 1 - female
        gender = 0.5 if known is None else min(1, known / 0.6)
    if needs.markets and needs.markets.codes:
        share = sum(audience.markets.get(code, 0) for code in needs.markets.codes)
        market = min(1, share / 0.6) if any(audience.markets.values()) else 0.5
    price = 0.5
    if creator.rate and needs.budget:
        middle = max(1, (max(1, creator.rate.low) * max(1, creator.rate.high)) ** 0.5)
        asked = 2 ** (int(np.floor(np.log2(middle) * 2)) / 2)
        price = min(1, max(0, (1.5 - asked / needs.budget) / 0.5))
    return (
        w.content * (content if has_content else 0.5)
        + w.audience * (0.5 * age + 0.2 * gender + 0.3 * market)
        + w.performance * (0.5 if creator.performance is None else creator.performance)
        + w.trust * (0.5 if creator.trust is None else creator.trust)
        + w.price * price
    )


@settings(max_examples=200)
@given(crowds(), briefs())
def test_scores_are_the_formula(crowd, needs):
    everybody = table(*crowd)
    scores = factors_of(everybody, needs, shares=shares_of(everybody, needs)).score
    assert scores == pytest.approx([by_hand(one, needs) for one in crowd], abs=2e-4)


@settings(max_examples=200)
@given(crowds(), briefs())
def test_lists_are_in_order_and_hold_exactly_who_passes(crowd, needs):
    everybody = table(*crowd)
    (found,) = rank(everybody, [needs], most=50)
    stopped = sum(one.first for one in removed(everybody, needs))
    assert len(found.ids) == len(crowd) - stopped
    keys = list(zip((-found.scores).tolist(), found.ids.tolist(), strict=True))
    assert keys == sorted(keys)
    assert all(one.first <= one.alone for one in removed(everybody, needs))


@given(crowds(), briefs())
def test_the_order_in_which_creators_come_changes_nothing(crowd, needs):
    assert ranked(crowd, needs) == ranked(tuple(reversed(crowd)), needs)


@given(crowds(), briefs(), briefs())
def test_other_briefs_beside_it_change_nothing(crowd, needs, other):
    alone, together = (
        rank(table(*crowd), [needs], most=9),
        rank(table(*crowd), [other, needs], most=9),
    )
    assert next(alone).ids.tolist() == list(together)[1].ids.tolist()


@settings(max_examples=200)
@given(crowds(), briefs())
def test_adults_only_goods_are_never_shown_to_the_young(crowd, needs):
    asked, share = needs.adults
    for creator_id in ranked(crowd, needs):
        (creator,) = [one for one in crowd if one.creator_id == creator_id]
        if asked:
            assert creator.audience.ages is not None
            assert of_age(creator.audience.ages, least=asked) >= share - 1e-5
        assert not creator.refused_industries & needs.clearly_sells
        assert not creator.bound_to & needs.rivals
        assert creator.is_available


def test_beer_needs_an_audience_that_is_known_to_be_of_age():
    young = Creator(
        creator_id=1, audience=stated(ages=Ages(13, 24), genders=frozenset(), markets=None)
    )
    grown = Creator(
        creator_id=2, audience=stated(ages=Ages(25, 44), genders=frozenset(), markets=None)
    )
    unknown = Creator(creator_id=3)
    beer = brief(industries={Industry.ALCOHOL: 1.0})
    assert beer.adults == (21, OF_AGE)
    assert ranked((young, grown, unknown), beer) == [2]
    # Of three things that it sells alike, each is one that it sells.
    third = dict.fromkeys((Industry.ALCOHOL, Industry.FOOD, Industry.TRAVEL), 0.3333)
    assert ranked((young, unknown), brief(industries=third)) == []
    # A word about wine in a supermarket's text doesn't make it a wine shop.
    assert ranked((young,), brief(industries={Industry.ALCOHOL: 0.1, Industry.SHOPS: 0.9})) == [1]
    lesser = {Industry.ALCOHOL: 0.4, Industry.SHOPS: 0.6}
    assert ranked((young,), brief(industries=lesser)) == [1]
    assert ranked((young,), brief(industries=lesser, sold_is_confirmed=True)) == []


def test_where_it_is_not_known_what_is_sold_content_says_nothing():
    found = factors_of(
        table(Creator(creator_id=1, mix={"dance": 1.0}), Creator(creator_id=2)),
        brief(),
        shares=shares_of(table(Creator(creator_id=1), Creator(creator_id=2)), brief()),
    )
    assert found.content.tolist() == [0.5, 0.5]


def test_each_gate_says_how_many_it_stopped():
    crowd = (
        Creator(creator_id=1, is_available=False),
        Creator(creator_id=2, refused_industries=frozenset({Industry.CARS})),
        Creator(creator_id=3, refused_brands=frozenset({1})),
        Creator(creator_id=4, bound_to=frozenset({9})),
        Creator(creator_id=5, mix={"beauty": 1.0}),
        Creator(creator_id=6, followers=10),
        Creator(creator_id=7, languages=frozenset({"de"})),
        Creator(creator_id=8, audience=Audience(markets={"DE": 1.0})),
        Creator(creator_id=9, audience=Audience(ages=ages_alike(Ages(65, 80)))),
        Creator(creator_id=10, audience=Audience(female=0.01)),
        Creator(creator_id=11, is_available=False, followers=1),
        Creator(creator_id=12),
        Creator(creator_id=13),
    )
    needs = brief(
        industries={Industry.CARS: 1.0},
        rivals=frozenset({9}),
        excluded_categories=frozenset({"beauty"}),
        excluded_creators=frozenset({13, 99}),
        least_followers=100,
        languages=frozenset({"en"}),
        markets=Markets(("US",)),
        ages=Ages(18, 34),
        genders=frozenset({FEMALE}),
    )
    # Cars ask for drivers, whose ages must be known; that gate is looked at elsewhere.
    needs = Needs(**{name: getattr(needs, name) for name in needs.__slots__} | {"industries": {}})
    others = tuple(one for one in crowd if one.creator_id != 2)
    found = {one.gate: (one.first, one.alone) for one in removed(table(*others), needs)}
    assert found == {
        Gate.UNAVAILABLE: (2, 2),
        Gate.REFUSED: (1, 1),
        Gate.RIVAL: (1, 1),
        Gate.EXCLUDED: (1, 1),
        Gate.CATEGORY: (1, 1),
        Gate.AGE: (1, 1),
        Gate.GENDER: (1, 1),
        Gate.MARKET: (1, 1),
        Gate.LANGUAGE: (1, 1),
        Gate.FOLLOWERS: (1, 2),
    }
    assert ranked(others, needs) == [12]


def test_a_brief_without_a_budget_leaves_the_price_out():
    weights = weights_of(brief(budget=0))
    assert weights.price == 0
    assert weights.content + weights.audience + weights.performance + weights.trust == (
        pytest.approx(1)
    )
    only_price = brief(weights=Weights(content=0, audience=0, performance=0, trust=0, price=1))
    assert weights_of(only_price).content == 1


def test_a_dear_creator_comes_after_one_within_the_budget():
    dear = Creator(creator_id=1, rate=Rate(low=900_000, high=1_100_000))
    within = Creator(creator_id=2, rate=Rate(low=40_000, high=60_000))
    unknown = Creator(creator_id=3)
    assert ranked((dear, within, unknown), brief(budget=100_000)) == [2, 3, 1]


def test_words_count_beside_categories_and_newcomers_get_the_middle_of_their_kind():
    near = Creator(creator_id=1, mix={"dance": 1.0}, embedding=unit(1, 0))
    far = Creator(creator_id=2, mix={"dance": 1.0}, embedding=unit(-1, 0))
    new = Creator(creator_id=3, mix={"dance": 1.0})
    other = Creator(creator_id=4, mix={"beauty": 1.0}, embedding=unit(0, 1))
    needs = brief(categories={"dance": 1.0}, embedding=unit(1, 0))
    assert ranked((near, far, new, other), needs) == [1, 3, 2, 4]
    # Without words of its own a brief goes by categories alone.
    assert ranked((near, far), brief(categories={"dance": 1.0})) == [1, 2]


def test_a_creator_is_in_a_run_once():
    with pytest.raises(ValueError, match="once"):
        table(Creator(creator_id=1), Creator(creator_id=1))


def test_nobody_at_all_is_an_empty_list():
    assert ranked((), brief()) == []


def test_equal_scores_go_by_place_however_many_there_are():
    scores = np.full(1_000, 0.5, np.float32)
    scores[700:] += np.float32(1e-7)
    everybody = np.ones(1_000, np.bool_)
    assert first(scores, everybody, most=3).tolist() == [0, 1, 2]
    scores[900] = 0.9
    assert first(scores, everybody, most=3).tolist() == [900, 0, 1]
    passed = np.array([False, True])
    assert first(np.array([0.9, 0.2], np.float32), passed, most=3).tolist() == [1]


def test_what_a_brand_worked_with_before_counts_a_little():
    plain = suits({Industry.GAMES: 1.0})
    told = suits({Industry.GAMES: 1.0}, mentioned=frozenset({"travel"}))
    assert plain["gaming"] == 1
    assert told["travel"] == pytest.approx(0.15)
    assert told["gaming"] == pytest.approx(0.85)
