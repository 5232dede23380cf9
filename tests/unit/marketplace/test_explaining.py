"""Explanations: the evidence by name, and not a word about what has no weight."""

from datetime import date

import pytest
from hypothesis import given

from marketplace.domain.cleaning.ages import Ages
from marketplace.domain.cleaning.people import FEMALE, Markets
from marketplace.domain.industries import Industry
from marketplace.domain.matching.audiences import Audience, ages_alike
from marketplace.domain.matching.explaining import Factor, Facts, explain
from marketplace.domain.matching.profiles import Needs, Rate, Weights
from tests.unit.marketplace.matching import briefs

TODAY = date(2026, 7, 1)
VALUES = dict.fromkeys(Factor, 0.7)


def needs(**asked) -> Needs:
    return Needs(needs_id=1, brand_id=1, house=1, **asked)


def told(asked, facts, values=VALUES):
    found = explain(asked, facts, values, today=TODAY)
    return {line.factor: str(line.sentence) for line in found.lines}


def test_the_evidence_is_named():
    asked = needs(
        categories={"beauty": 0.9, "dance": 0.2},
        ages=Ages(18, 24),
        genders=frozenset({FEMALE}),
        markets=Markets(("US",)),
        budget=100_000,
    )
    facts = Facts(
        mix={"beauty": 0.7, "dance": 0.3},
        counted={"beauty": 14, "dance": 6},
        videos=20,
        audience=Audience(
            ages=(0.1, 0.32, 0.3, 0.2, 0.08, 0, 0, 0), female=0.7, markets={"US": 0.81}
        ),
        performance=0.82,
        group="beauty videos of this length",
        trust=0.9,
        original=(19, 20),
        rate=Rate(low=40_000, high=80_000),
    )
    assert told(asked, facts) == {
        Factor.CONTENT: "14 of the last 20 posts are beauty, as the brief asks for.",
        Factor.AUDIENCE: "62 % of the audience is aged 18-24, 70 % is female, and 81 % is in US.",
        Factor.PERFORMANCE: "On average a video does better than 82 % of beauty videos of this "
        "length.",
        Factor.TRUST: "19 of 20 videos that were looked at are original.",
        Factor.PRICE: "A video is estimated at 40000 to 80000, within the budget of 100000 a "
        "creator.",
    }


def test_what_is_not_known_is_said_and_what_would_help():
    found = explain(needs(ages=Ages(18, 24)), Facts(), VALUES, today=TODAY)
    assert {line.factor for line in found.lines if not line.is_known} == {
        Factor.CONTENT,
        Factor.AUDIENCE,
        Factor.PERFORMANCE,
        Factor.TRUST,
    }
    assert len(found.would_help) == 4


@given(briefs())
def test_no_word_about_a_factor_without_weight_and_the_weights_add_up(asked):
    found = explain(asked, Facts(), VALUES, today=TODAY)
    assert sum(line.weight for line in found.lines) == pytest.approx(1, abs=0.001)
    assert all(line.weight > 0 for line in found.lines)
    assert [line.points for line in found.lines] == sorted(
        (line.points for line in found.lines), reverse=True
    )
    without = needs(weights=Weights(trust=0, performance=0))
    assert set(told(without, Facts())) == {Factor.CONTENT, Factor.AUDIENCE}


def test_doubts_are_told():
    facts = Facts(
        audience=Audience(ages=ages_alike(Ages(18, 24)), as_of=date(2026, 1, 20)),
        rival_deals=(date(2026, 6, 3), date(2026, 6, 20)),
    )
    found = explain(needs(ages=Ages(18, 34)), facts, VALUES, today=TODAY)
    assert [str(one) for one in found.warnings] == [
        "The audience figures are 5 months old.",
        "A deal with a rival ended in 2026-06.",
    ]


def test_figures_without_a_day_are_told():
    facts = Facts(audience=Audience(ages=ages_alike(Ages(18, 24))))
    assert [str(one) for one in explain(needs(), facts, VALUES, today=TODAY).warnings] == [
        "The day of the audience figures isn't known."
    ]
    assert explain(needs(), Facts(), VALUES, today=TODAY).warnings == ()


def test_a_price_above_the_budget_says_what_would_cover_it():
    asked = needs(budget=50_000)
    facts = Facts(rate=Rate(low=60_000, high=90_000))
    found = explain(asked, facts, VALUES | {Factor.PRICE: 0.1}, today=TODAY)
    assert any("90000" in str(one) for one in found.would_help)
    assert "the budget is 50000 a creator" in told(asked, facts)[Factor.PRICE]


def test_a_range_of_one_sum_is_one_sum():
    facts = Facts(rate=Rate(low=8_000, high=8_030))
    words = told(needs(budget=50_000), facts)[Factor.PRICE]
    assert words == "A video is estimated at 8000, within the budget of 50000 a creator."


def test_an_audience_that_is_mostly_elsewhere_is_no_praise():
    asked = needs(ages=Ages(18, 24), markets=Markets(("US",)))
    few = Audience(ages=ages_alike(Ages(18, 24)), markets={"US": 0.06, "IN": 0.56})
    lines = explain(asked, Facts(audience=few), VALUES, today=TODAY).lines
    assert not next(one for one in lines if one.factor is Factor.AUDIENCE).speaks_for
    words = told(asked, Facts(audience=few))[Factor.AUDIENCE]
    assert words == "100 % of the audience is aged 18-24, but only 6 % is in US."
    many = Audience(ages=ages_alike(Ages(18, 24)), markets={"US": 0.6})
    assert "and 60 % is in US" in told(asked, Facts(audience=many))[Factor.AUDIENCE]
    lines = explain(asked, Facts(audience=many), VALUES, today=TODAY).lines
    assert next(one for one in lines if one.factor is Factor.AUDIENCE).speaks_for
    weak = VALUES | {Factor.AUDIENCE: 0.2}
    lines = explain(asked, Facts(audience=many), weak, today=TODAY).lines
    assert not next(one for one in lines if one.factor is Factor.AUDIENCE).speaks_for


def test_videos_that_have_nothing_to_do_with_it_are_said_to():
    words = told(needs(categories={"vehicles": 1.0}), Facts(mix={"dance": 1.0}))
    assert words[Factor.CONTENT] == (
        "Mostly dance, which have little to do with what is asked for."
    )


@pytest.mark.parametrize(
    ("fit", "words"),
    [
        (0.8, "a natural fit for beauty."),
        (0.6, "a good place for beauty."),
        (0.3, "where beauty can have a place."),
        (0.2, "not the usual place for beauty."),
    ],
)
def test_what_is_sold_is_named_beside_what_they_make(fit, words):
    asked = needs(categories={"beauty": fit}, industries={Industry.BEAUTY: 1.0})
    described = Facts(mix={"beauty": 1.0}, audience=Audience(female=0.85, source="file"))
    assert told(asked, described)[Factor.CONTENT] == (f"Described as making beauty, {words}")


def test_a_brand_without_words_is_not_said_to_have_little_in_common():
    found = explain(needs(), Facts(mix={"dance": 1.0}), VALUES, today=TODAY)
    (line,) = (one for one in found.lines if one.factor is Factor.CONTENT)
    assert (line.is_known, str(line.sentence)) == (False, "What the brand sells is not yet known.")


def test_a_description_is_told_from_counts():
    asked = needs(genders=frozenset({FEMALE}))
    described = Facts(audience=Audience(female=0.85, source="file"))
    assert told(asked, described)[Factor.AUDIENCE] == (
        "By the description, most of the audience is female."
    )
    counted = Facts(audience=Audience(female=0.85, source="platform"))
    assert told(asked, counted)[Factor.AUDIENCE] == "85 % of the audience is female."


def test_what_is_for_everybody_fits_any_audience():
    words = told(needs(), Facts(audience=Audience(female=0.5)))
    assert words[Factor.AUDIENCE] == "The brand wants to reach everybody, so any audience fits."
