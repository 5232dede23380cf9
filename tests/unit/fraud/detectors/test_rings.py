"""Rings and device farms are found at several sizes, with their accounts; their scenery isn't."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from fraud.domain import cheats
from fraud.domain.activity import Activity, Events, together
from fraud.domain.cases import Tier, judge
from fraud.domain.communities import communities
from fraud.domain.detectors.rings import detect
from fraud.domain.findings import ReasonCode
from fraud.domain.parameters import Parameters
from tests.unit.fraud.worlds import accused, findings, judgements, tell


def members(world, code: ReasonCode) -> set[int]:
    return {account for one in findings(world) if one.code is code for account in one.accounts}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("size", "jitter"), [(8, 60), (40, 90), (40, 1_200), (250, 300)])
def test_lockstep_is_found_at_several_sizes_and_clocks(size: int, jitter: int, seed: int):
    world = tell(seed, partial(cheats.ring, creator=5, members=size, jitter=jitter))
    found = members(world, ReasonCode.LOCKSTEP_VIEWS)
    guilty = world.guilty["ring"]
    assert len(found & guilty) >= 0.8 * len(guilty)
    assert len(found & guilty) >= 0.95 * len(found)


def test_who_gains_is_in_question_and_who_is_scenery_is_not():
    world = tell(1, partial(cheats.ring, creator=5, members=60))
    tiers = {one.creator: one.tier for one in judgements(world)}
    assert tiers.pop(5) is Tier.CASE
    assert tiers  # others were visited, and their numbers are cleaned
    assert set(tiers.values()) <= {Tier.DISCOUNT}


@pytest.mark.parametrize(("size", "devices"), [(8, 1), (60, 8), (300, 30)])
def test_device_farms_are_found_at_several_sizes(size: int, devices: int):
    world = tell(1, partial(cheats.device_farm, creator=5, accounts=size, devices=devices))
    assert members(world, ReasonCode.SHARED_DEVICE_ONLY) == world.guilty["farm"]


@pytest.mark.parametrize(("size", "devices"), [(12, 2), (60, 8)])
def test_a_farm_whose_accounts_also_watch_others_is_found(size: int, devices: int):
    def story(world):
        farm = cheats.device_farm(world, creator=5, accounts=size, devices=devices, visits=6)
        mask = np.repeat(np.arange(size), 4)
        video = world.chance.integers(1, len(world.cast.posted) + 1, len(mask))
        at = world.cast.posted[video - 1] + world.chance.integers(0, 86_400, len(mask))
        phone = farm[-1] + 1 + mask % devices
        world.seen(farm[mask], phone, 1, video, at)

    world = tell(1, story)
    assert members(world, ReasonCode.SHARED_DEVICE_ONLY) == world.guilty["farm"]


def test_a_farm_and_lockstep_are_two_kinds_of_evidence():
    def story(world):
        people = cheats.ring(world, creator=5, members=12)
        phone = world.ids(1)[0]
        for number, part in enumerate(world.parts):
            theirs = np.isin(part.actor, people)
            if theirs.any():
                world.parts[number] = replace(part, device=np.where(theirs, phone, part.device))

    assert accused(tell(1, story)) == {5}


def test_one_friend_of_two_groups_joins_nothing():
    left = [(a, b) for a in range(6) for b in range(a)]
    right = [(a, b) for a in range(10, 16) for b in range(10, a)]
    bridge = [(20, 0), (20, 10)]
    found = communities(np.array([*left, *right, *bridge]).T, size=21, least=6)
    assert [group.tolist() for group in found] == [list(range(6)), list(range(10, 16))]


def test_a_chain_is_no_community():
    assert communities(np.array([range(19), range(1, 20)]), size=20, least=3) == []


def test_no_events_no_findings():
    assert list(detect(Activity(events=Events.of(at=[])), Parameters())) == []


def test_events_without_accounts_or_devices_accuse_nobody():
    events = Events.of(at=np.arange(500), video=np.full(500, 3), creator=np.full(500, 2))
    assert list(detect(Activity(events=events), Parameters())) == []


def around(draw: np.random.Generator) -> Events:
    """Two weeks of three hundred people who watch what they like when they like."""
    size = 9_000
    return Events.of(
        at=draw.integers(0, 14 * 86_400, size),
        actor=draw.integers(1, 301, size),
        device=draw.integers(1, 301, size),
        network=draw.integers(1, 301, size),
        creator=draw.integers(1, 9, size),
        video=draw.integers(1, 60, size),
    )


@pytest.mark.parametrize("seed", range(4))
def test_a_ring_that_comes_back_to_the_same_videos_on_other_days_is_found(seed: int):
    draw = np.random.default_rng(seed)
    ring = np.arange(1_001, 1_021)
    days = [day * 86_400 + int(draw.integers(7_200, 80_000)) for day in range(12)]
    visits = [
        Events.of(
            at=start + draw.integers(0, 100, 20),
            actor=ring,
            device=ring,
            network=ring,
            creator=np.full(20, 5),
            video=np.full(20, 500 + day % 3),
        )
        for day, start in enumerate(days)
    ]
    activity = Activity(events=together([around(draw), *visits]))
    found = [one for one in detect(activity, Parameters()) if one.creator == 5]
    assert [set(one.accounts) for one in found] == [set(ring.tolist())]


@pytest.mark.parametrize("seed", range(4))
def test_a_class_that_also_watches_at_home_is_innocent(seed: int):
    draw = np.random.default_rng(seed)
    pupils = np.arange(1_001, 1_026)
    parts = [around(draw)]
    for day in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11):
        lesson = day * 86_400 + 9 * 3_600
        parts.append(
            Events.of(
                at=lesson + draw.integers(0, 240, 25),
                actor=pupils,
                device=2_000 + draw.permutation(25),
                network=np.full(25, 900),
                creator=np.full(25, 5),
                video=np.full(25, 500 + day),
            )
        )
        parts.append(
            Events.of(
                at=lesson + draw.integers(5 * 3_600, 13 * 3_600, 25),
                actor=pupils,
                device=pupils,
                network=pupils,
                creator=draw.integers(1, 9, 25),
                video=draw.integers(1, 60, 25),
            )
        )
    activity = Activity(events=together(parts))
    assert [one for one in detect(activity, Parameters()) if one.creator == 5] == []


@pytest.mark.parametrize("seed", range(4))
def test_a_school_with_tablets_in_two_buildings_is_innocent(seed: int):
    draw = np.random.default_rng(seed)
    pupils = np.arange(1_001, 1_061)
    parts = [around(draw)]
    for lesson, day in enumerate((0, 1, 2, 3, 4, 7, 8, 9, 10, 11)):
        here = draw.choice(pupils, 20, replace=False)
        parts.append(
            Events.of(
                at=day * 86_400 + 9 * 3_600 + draw.integers(0, 1_200, 20),
                actor=here,
                device=2_000 + draw.permutation(20),
                network=np.full(20, 900 + lesson % 2),
                creator=np.full(20, 5),
                video=np.full(20, 500 + lesson % 2),
            )
        )
    activity = Activity(events=together(parts))
    assert [one for one in detect(activity, Parameters()) if one.creator == 5] == []


def by_the_week(seed: int, hours: list[int]) -> list[Tier]:
    """Return what happens to whom eighty fans visit eight times, four in five of them each time."""
    draw = np.random.default_rng(seed)
    parts = [around(draw)]
    for visit, hour in enumerate(hours):
        here = np.arange(1_001, 1_081)[draw.random(80) < 0.8]
        columns = {"actor": here, "device": here, "network": here}
        at = hour * 3_600 + draw.exponential(120, len(here)).astype(int)
        video, creator = np.full(len(here), 500 + visit), np.full(len(here), 5)
        parts.append(Events.of(at=at, creator=creator, video=video, **columns))
    found = list(detect(Activity(events=together(parts)), Parameters()))
    return [one.tier for one in judge(found) if one.creator == 5]


@pytest.mark.parametrize("seed", range(3))
def test_a_group_of_which_half_miss_each_meeting_is_noted_and_freezes_nobody(seed: int):
    draw = np.random.default_rng(seed)
    group = np.arange(1_001, 1_041)
    others = draw.integers(1, 301, 300)
    when, what = draw.integers(0, 14 * 86_400, 300), 500 + draw.integers(0, 12, 300)
    alone = {"actor": others, "device": others, "network": others}
    parts = [around(draw), Events.of(at=when, creator=np.full(300, 5), video=what, **alone)]
    for day in range(12):
        here = group[draw.random(40) < 0.55]
        spread = draw.exponential(450, len(here)).astype(int)
        at = day * 86_400 + int(draw.integers(9 * 3_600, 22 * 3_600)) + spread
        columns = {"actor": here, "device": here, "network": here}
        video, creator = np.full(len(here), 500 + day), np.full(len(here), 5)
        parts.append(Events.of(at=at, creator=creator, video=video, **columns))
    found = list(detect(Activity(events=together(parts)), Parameters()))
    named = {account for one in found for account in one.accounts}
    assert len(named & set(group.tolist())) >= 20
    assert named <= set(group.tolist())
    assert {one.tier for one in judge(found) if one.creator == 5} == {Tier.NOTE}


@pytest.mark.parametrize("second", [0, 10 * 3_600])
@pytest.mark.parametrize("seed", range(4))
def test_people_who_watch_when_they_always_do_are_no_ring(seed: int, second: int):
    draw = np.random.default_rng(seed)
    parts = [around(draw)]
    usual = draw.integers(8 * 3_600, 12 * 3_600, 120)
    for day in range(12):
        here = np.flatnonzero(draw.random(120) < 0.6)
        at = day * 86_400 + usual[here] + draw.normal(0, 1_200, len(here)).astype(int)
        at += second * (day % 2)
        columns = {"actor": 1_001 + here, "device": 1_001 + here, "network": 1_001 + here}
        video, creator = np.full(len(here), 500 + day), np.full(len(here), 5)
        parts.append(Events.of(at=at, creator=creator, video=video, **columns))
    assert list(detect(Activity(events=together(parts)), Parameters())) == []


@pytest.mark.parametrize("seed", range(4))
def test_fans_who_come_along_after_a_weekly_stream_freeze_nobody(seed: int):
    assert by_the_week(seed, [week * 168 + 21 for week in range(8)]) == [Tier.NOTE]
    assert by_the_week(seed, [week * 168 + 50 * week % 168 for week in range(8)]) == [Tier.CASE]


@pytest.mark.parametrize("seed", range(4))
def test_a_star_behind_whom_a_ring_hides_is_not_frozen(seed: int):
    draw = np.random.default_rng(seed)
    ring = np.arange(1_001, 1_061)
    parts = [around(draw)]
    for day in range(12):
        columns = {"actor": ring, "device": ring, "network": ring}
        start = day * 86_400 + int(draw.integers(7_200, 80_000))
        parts.append(
            Events.of(
                at=start + draw.integers(0, 300, 60),
                creator=np.full(60, 5),
                video=np.full(60, 500 + day),
                **columns,
            )
        )
        # As much again, at times of their own, goes to somebody whom everybody watches.
        parts.append(
            Events.of(
                at=day * 86_400 + draw.integers(0, 86_400, 60),
                creator=np.full(60, 8),
                video=800 + draw.integers(0, 12, 60),
                **columns,
            )
        )
    found = list(detect(Activity(events=together(parts)), Parameters()))
    tiers = {one.creator: one.tier for one in judge(found)}
    assert tiers == {5: Tier.CASE, 8: Tier.DISCOUNT}
