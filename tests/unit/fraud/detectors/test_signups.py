"""Accounts made by a program are found at several sizes; a class and a rush of people are not."""

from functools import partial

import numpy as np
import pytest

from fraud.domain import cheats
from fraud.domain.activity import Activity, Events, SignUps
from fraud.domain.detectors.signups import detect, evenness
from fraud.domain.findings import ReasonCode
from fraud.domain.parameters import Parameters
from tests.unit.fraud.worlds import tell


def found(**columns) -> list:
    signups = SignUps.of(**columns)
    return list(detect(Activity(events=Events.of(at=[]), signups=signups), Parameters()))


def by_hand(seed: int, size: int, *, mean: float = 40) -> np.ndarray:
    return np.cumsum(np.random.default_rng(seed).exponential(mean, size)).astype(int)


@pytest.mark.parametrize("size", [10, 40, 400])
def test_programs_are_found_at_several_sizes(size: int):
    world = tell(1, partial(cheats.signup_farm, accounts=size))
    (finding,) = detect(world.activity(), Parameters())
    assert finding.code is ReasonCode.BULK_SIGNUP
    assert set(finding.accounts) == world.guilty["signups"]
    assert finding.conclusive


def test_a_farm_in_the_middle_of_a_rush_is_found():
    rush = by_hand(1, 300)
    program = 1_000 + np.arange(30) * 60
    (finding,) = found(
        at=np.concatenate([rush, program]),
        account=np.arange(1, 331),
        stem=np.concatenate([np.arange(10, 310), np.full(30, 5)]),
    )
    assert set(finding.accounts) == set(range(301, 331))


def test_a_farm_among_many_more_people_is_found():
    """Of other names, devices and addresses each; only rented servers and mail are alike."""
    people, program = by_hand(1, 300), by_hand(2, 40, mean=200)
    hired = np.concatenate([np.zeros(300), np.ones(40)])
    (finding,) = found(
        at=np.concatenate([people, program]),
        account=np.arange(1, 341),
        stem=np.arange(1, 341),
        hosting=hired,
        disposable=hired,
    )
    assert set(finding.accounts) == set(range(301, 341))


@pytest.mark.parametrize("seed", range(10))
def test_some_of_many_people_behind_tunnels_or_with_throw_away_mail_are_innocent(seed: int):
    draw, names = np.random.default_rng(seed), np.arange(1, 2_001)
    hosting = draw.random(2_000) < 0.1
    # Whoever guards themselves in one way more often does in the other.
    disposable = draw.random(2_000) < np.where(hosting, 0.4, 0.1)
    signs = {"hosting": hosting, "disposable": disposable}
    assert found(at=by_hand(seed, 2_000, mean=60), account=names, stem=names, **signs) == []


@pytest.mark.parametrize("seed", range(10))
def test_a_class_that_signs_up_together_is_innocent(seed: int):
    same = np.full(30, 5)
    assert found(at=by_hand(seed, 30), account=np.arange(1, 31), stem=same, network=same) == []


@pytest.mark.parametrize("seed", range(10))
def test_a_rush_of_people_is_innocent(seed: int):
    names = np.arange(1, 2_001)
    assert found(at=by_hand(seed, 2_000, mean=2), account=names, stem=names) == []


def test_people_behind_a_tunnel_are_innocent():
    names = np.arange(1, 41)
    assert found(at=by_hand(1, 40), account=names, stem=names, hosting=np.ones(40)) == []


def test_what_the_accounts_did_says_for_whom():
    signups = SignUps.of(at=np.arange(20) * 60, account=np.arange(1, 21), stem=np.full(20, 5))
    events = Events.of(
        at=np.arange(20) + 5_000, actor=np.arange(1, 21), creator=np.full(20, 9),
        video=np.full(20, 90),
    )  # fmt: skip
    (finding,) = detect(Activity(events=events, signups=signups), Parameters())
    assert (finding.creator, finding.affected, finding.benefit) == (9, 20, 1.0)


def test_evenness_tells_a_program_from_chance():
    assert evenness(np.arange(50) * 60) == 0
    assert evenness(by_hand(1, 500)) > 1
    assert evenness(np.array([5])) > 1
