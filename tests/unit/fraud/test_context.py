"""What surrounds a judgement: enough for charts, and nothing about anybody."""

import json
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.lib.canonical import sha256_of
from fraud.domain import cases, cheats
from fraud.domain.activity import Events, Kind
from fraud.domain.cases import Judgement, Tier
from fraud.domain.context import HOUR, Witness, band, context_of
from fraud.domain.device_classes import DeviceClass, device_class
from fraud.domain.graphs import EDGES, device_graph, gift_graph, meetings
from fraud.domain.parameters import Parameters
from fraud.domain.worlds import AGENTS, World
from tests.unit.fraud.worlds import tell


def told(world: World, tier: Tier = Tier.CASE) -> tuple[Judgement, dict]:
    """Return the first judgement of a world with its context, as JSON gives it back."""
    activity = world.activity()
    found = cases.judge(cases.examine(activity, parameters=Parameters()))
    judged = next(one for one in found if one.tier is tier)
    return judged, json.loads(json.dumps(context_of(judged, Witness(activity))))


def numbers(value: object) -> list[float]:
    """Return all numbers in JSON."""
    if isinstance(value, dict):
        return [one for part in value.values() for one in numbers(part)]
    if isinstance(value, list):
        return [one for part in value for one in numbers(part)]
    return [value] if isinstance(value, int | float) else []


def test_a_burst_stands_out_of_its_band_and_the_two_weeks_before_it_don_t():
    judged, context = told(tell(3, partial(cheats.bought_views, creator=5, views=9_000)))
    series = context["series"]
    columns = ("views", "machines", "likes", "viewers", "low", "expected", "high")
    assert len({len(series[name]) for name in columns}) == 1
    views, high = np.array(series["views"]), np.array(series["high"])
    first = (judged.start - series["start"]) // HOUR
    last = (judged.end - series["start"]) // HOUR
    assert 24 <= first <= 14 * 24
    added = (views - high)[first:last].sum()
    assert added > 0.8 * 9_000
    assert (views > high)[:first].mean() < 0.1
    assert sum(series["video_views"][first:last]) > 0.8 * views[first:last].sum()


def test_clients_of_what_is_in_question_are_shares_of_one():
    _, context = told(tell(3, partial(cheats.bought_views, creator=5, views=9_000)))
    shares = context["device_classes"]
    assert set(shares) <= set(DeviceClass)
    assert sum(shares.values()) == pytest.approx(1, abs=0.001)


def test_a_victim_s_machines_are_named_as_what_they_are():
    _, context = told(tell(3, partial(cheats.scripts, creator=5, views=2_000)), Tier.DISCOUNT)
    assert context["device_classes"] == {"other": 1.0}
    assert sum(context["series"]["machines"]) == 2_000


def test_a_farm_shows_many_accounts_on_few_devices():
    _, context = told(tell(4, partial(cheats.device_farm, creator=5)))
    devices = context["devices"]
    assert devices["devices"] < devices["accounts"]
    assert len(devices["edges"]) <= EDGES
    assert max(account for account, _device, _n in devices["edges"]) <= devices["accounts"]


def test_a_ring_shows_where_it_met():
    _, context = told(tell(4, partial(cheats.ring, creator=5, members=30)))
    points = context["meetings"]["points"]
    assert points
    assert min(late for *_, late in points) == 0


def test_a_circle_shows_what_went_round():
    _, context = told(tell(4, partial(cheats.gift_circle, creators=(3, 4, 5))))
    gifts = context["gifts"]
    assert gifts["creators"] == [1, 2]
    given = {(one, other): total for one, other, _n, total, _back in gifts["edges"]}
    assert all(total > 0 for total in given.values())
    assert {0, 1, 2} <= {one for pair in given for one in pair}


def test_the_context_names_nobody_and_is_the_same_twice():
    world = tell(4, partial(cheats.ring, creator=5, members=30))
    ids = {*world.activity().events.actor.tolist(), *world.activity().events.device.tolist()} - {0}
    _, context = told(world)
    graphs = {name: part for name, part in context.items() if name != "series"}
    assert not ids & set(numbers(graphs))
    assert sha256_of(context) == sha256_of(told(world)[1])


def test_nothing_is_known_where_nothing_is_told():
    empty = Events.of(at=[])
    assert (device_graph(empty), meetings(empty)) == ({}, {})
    assert gift_graph(empty, creator=1, owner={}) == {}
    assert all(len(one) == 0 for one in band(np.zeros(0, np.int64)))


@given(
    rows=st.lists(
        st.tuples(st.integers(1, 9), st.integers(1, 6), st.integers(1, 4), st.integers(-50, 90)),
        min_size=1,
        max_size=60,
    )
)
def test_a_graph_of_gifts_adds_up(rows):
    actor, creator, _, amount = (list(column) for column in zip(*rows, strict=True))
    kind = [Kind.GIFT] * len(rows)
    events = Events.of(at=range(len(rows)), kind=kind, actor=actor, creator=creator, amount=amount)
    owner = {1: 1, 2: 2, 3: 3}
    graph = gift_graph(events, creator=1, owner=owner)
    circle = {1} | {owner[who] for who in actor if who in owner}
    inside = [given for _, to, _, given in rows if to in circle]
    assert sum(edge[3] for edge in graph.get("edges", ())) == sum(max(n, 0) for n in inside)
    assert sum(edge[4] for edge in graph.get("edges", ())) == sum(max(-n, 0) for n in inside)


@given(pairs=st.lists(st.tuples(st.integers(1, 40), st.integers(1, 40)), max_size=400))
def test_a_graph_of_devices_says_what_it_leaves_out(pairs):
    actor, device = ([pair[side] for pair in pairs] for side in (0, 1))
    graph = device_graph(Events.of(at=range(len(pairs)), actor=actor, device=device))
    different = len(set(pairs))
    assert len(graph.get("edges", ())) == min(different, EDGES)
    assert graph.get("left_out", 0) == max(0, different - EDGES)


CLIENTS = {
    DeviceClass.APP: (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Mobile/15E148",
        "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Version/4.0 Chrome/120.0 Mobile Safari/537.36",
        "okhttp/4.12.0",
    ),
    DeviceClass.MOBILE: (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
        AGENTS[0],
    ),
    DeviceClass.DESKTOP: (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/124.0.0.0 Safari/537.36",
        "Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101 Firefox/125.0",
    ),
    DeviceClass.TELEVISION: (
        "Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Version/6.0 TV Safari/537.36",
        "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/87.0",
    ),
    DeviceClass.OTHER: ("", "python-requests/2.32.0"),
}


@pytest.mark.parametrize(
    ("agent", "wanted"), [(agent, one) for one, agents in CLIENTS.items() for agent in agents]
)
def test_clients_have_a_class(agent: str, wanted: DeviceClass):
    assert device_class(agent) is wanted
