"""Gifts to oneself are found; families, friends and appeals are not."""

from functools import partial

import numpy as np
import pytest

from fraud.domain import cheats, innocents
from fraud.domain.activity import Activity, Events, Kind
from fraud.domain.detectors.gifting import detect
from fraud.domain.findings import ReasonCode
from fraud.domain.parameters import Parameters
from fraud.domain.worlds import World
from tests.unit.fraud.worlds import tell


def codes(world: World) -> set[tuple[ReasonCode, int | None]]:
    return {(one.code, one.creator) for one in detect(world.activity(), Parameters())}


@pytest.mark.parametrize("size", [10, 30, 200])
def test_gifts_of_accounts_made_for_it_are_found(size: int):
    world = tell(1, partial(cheats.gift_washing, creator=5, accounts=size))
    assert codes(world) == {(ReasonCode.GIFT_NEW_ACCOUNTS, 5)}


def test_gifts_that_are_taken_back_are_named():
    world = tell(1, partial(cheats.refunded, creator=5))
    (finding,) = detect(world.activity(), Parameters())
    assert finding.observed["refunded"] == 1
    # What was seen stands beside what was expected, in the same unit.
    assert 0 <= float(finding.observed["share"]) <= 1
    assert set(finding.expected) <= set(finding.observed)
    assert any("taken back" in str(fact) for fact in finding.facts)


@pytest.mark.parametrize("creators", [(4, 5), (4, 5, 6), tuple(range(3, 12))])
def test_circles_are_found_at_several_sizes(creators: tuple[int, ...]):
    world = tell(1, partial(cheats.gift_circle, creators=creators))
    assert codes(world) == {(ReasonCode.GIFT_CIRCLE, one) for one in creators}


def test_a_circle_of_one_evening_is_a_party():
    assert codes(tell(1, partial(cheats.gift_circle, creators=(4, 5, 6), rounds=1))) == set()


def test_own_accounts_are_found():
    world = tell(1, partial(cheats.own_accounts, creator=5))
    assert codes(world) == {(ReasonCode.GIFT_OWN_ACCOUNTS, 5)}


@pytest.mark.parametrize("family", [1, 2])
def test_a_family_that_shares_a_phone_is_innocent(family: int):
    story = partial(cheats.own_accounts, creator=5, accounts=family, amount=50_000)
    assert codes(tell(1, story)) == set()


def test_givers_with_a_phone_of_their_own_are_no_own_accounts():
    events = Events.of(
        at=np.arange(8), kind=np.full(8, Kind.GIFT), actor=np.tile(np.arange(1, 5), 2),
        device=np.array([9, 9, 9, 9, 21, 22, 23, 24]), creator=np.full(8, 5),
        amount=np.full(8, 9_000),
    )  # fmt: skip
    activity = Activity(events=events, own_devices={5: frozenset((9,))})
    found = {one.code for one in detect(activity, Parameters())}
    assert ReasonCode.GIFT_OWN_ACCOUNTS not in found


def test_a_present_is_no_circle():
    events = Events.of(
        at=np.arange(10) * 86_400, kind=np.full(10, Kind.GIFT), actor=np.repeat([1, 2], [9, 1]),
        creator=np.repeat([20, 10], [9, 1]), amount=np.full(10, 9_000),
    )  # fmt: skip
    assert list(detect(Activity(events=events, owner={1: 10, 2: 20}), Parameters())) == []


@pytest.mark.parametrize("seed", range(6))
def test_an_appeal_is_innocent_even_when_most_givers_are_new(seed: int):
    assert codes(tell(seed, partial(innocents.charity, creator=6))) == set()
