"""Policies from JSON, refused with a sentence when they can't be used."""

import json

import pytest

from scoring.domain.points.policy import (
    BadPolicy,
    ClassicPolicy,
    FairPolicy,
    parse_policy,
    policy_hash,
    policy_json,
)


@pytest.mark.parametrize("policy", [FairPolicy(), ClassicPolicy(), FairPolicy(weekly_pool=5)])
def test_a_policy_survives_json_with_its_hash(policy):
    again = parse_policy(json.loads(json.dumps(policy_json(policy))))
    assert again == policy
    assert policy_hash(again) == policy_hash(policy)


def test_one_changed_number_is_another_hash():
    assert policy_hash(FairPolicy(clip=2.5)) != policy_hash(FairPolicy())


def weights(**changes):
    return policy_json(FairPolicy())["weights"] | changes


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"formula": "magic"}, "formula"),
        ({"colour": 1}, "colour"),
        ({"weights": weights(views=0.5)}, "sum to 1"),
        ({"weights": weights(sentiment=0.2, views=0.05)}, "at most 0.1"),
        ({"weights": {"views": 1}}, "exactly these fields"),
        ({"weights": weights(views="much")}, "weight of views"),
        ({"length_edges": [30, 15]}, "rise"),
        ({"length_edges": 15}, "list"),
        ({"clip": "3"}, "clip"),
        ({"points_max": 300.5}, "points_max"),
        ({"points_max": True}, "points_max"),
        ({"weekly_pool": -1}, "weekly_pool"),
        ({"share_beyond": 2}, "share_beyond"),
    ],
)
def test_what_cannot_be_used_is_named(changes, word):
    with pytest.raises(BadPolicy, match=word):
        parse_policy({"formula": "fair"} | changes)


def test_shares_are_exact():
    assert str(FairPolicy(share_beyond=0.1).share_beyond_exactly) == "1/10"
