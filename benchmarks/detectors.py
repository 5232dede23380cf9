"""How much detectors find, whom they accuse wrongly, and how fast they are. Made-up worlds.

`stories`: for each guilty story, over several seeds, the share of worlds in which its creator ends
up with a case, and recall and precision of accounts where a story has them. `innocent`: for each
innocent story, how many creators were accused. `series`: bursts on hourly series alone.
`throughput`: events a second over one large world, by detector, and the peak of memory.
`clients`: microseconds a new user agent, against the list library alone. Prints JSON.

    python benchmarks/detectors.py [--seeds 10] [--people 20000] [--views 50]
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crawleruseragents import CRAWLER_USER_AGENTS_DATA, is_crawler

from fraud.domain import cases, cheats, detectors, innocents
from fraud.domain.agents import Client, classify
from fraud.domain.bursts import Series
from fraud.domain.cases import Tier
from fraud.domain.detectors.bursts import examine
from fraud.domain.parameters import Parameters
from fraud.domain.worlds import World
from tests.unit.fraud.series import Weeks

GUILTY: dict[str, tuple[Callable[[World], object], str]] = {
    "ring of 12": (partial(cheats.ring, creator=5, members=12), "ring"),
    "ring of 40": (partial(cheats.ring, creator=5), "ring"),
    "ring of 200, 20 minutes apart": (
        partial(cheats.ring, creator=5, members=200, jitter=1_200),
        "ring",
    ),
    "farm of 60 on 8 devices": (partial(cheats.device_farm, creator=5), "farm"),
    "3,000 bought views": (partial(cheats.bought_views, creator=5, views=3_000), "bought"),
    "10,000 bought views": (partial(cheats.bought_views, creator=5, views=10_000), "bought"),
    "20 accounts made to give": (partial(cheats.gift_washing, creator=5), "gifts"),
    "circle of 3": (partial(cheats.gift_circle, creators=(5, 6, 7)), "circle"),
    "4 own accounts": (partial(cheats.own_accounts, creator=5), "own"),
}
INNOCENT: dict[str, Callable[[World], object]] = {
    "plain weeks": lambda world: None,
    "school": partial(innocents.school, teacher=3),
    "one address": innocents.one_address,
    "premieres": partial(innocents.premiere, creator=4),
    "raid": partial(innocents.raid, creator=5),
    "appeal": partial(innocents.charity, creator=6),
    "news page": partial(innocents.news, creator=7),
    "campaign in one app": partial(innocents.campaign, creator=8),
    "looped video": partial(innocents.loops, creator=9),
    "victim of programs": partial(cheats.scripts, creator=9, views=2_000),
}


def main() -> int:
    """Measure all and print."""
    parser = argparse.ArgumentParser(description="What detectors find, and how fast")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--views", type=float, default=50)
    options = parser.parse_args()
    found = {
        "benchmark": "detectors",
        "stories": {name: guilty(*told, seeds=options.seeds) for name, told in GUILTY.items()},
        "innocent": {
            name: innocent(story, seeds=options.seeds) for name, story in INNOCENT.items()
        },
        "series": series(40 * options.seeds),
        "clients": clients(),
        "throughput": throughput(options.people, options.views),
    }
    print(json.dumps(found, indent=2))
    return 0


def _world(seed: int, story: Callable[[World], object]) -> World:
    world = World.of(seed)
    world.crowd(1_000)
    story(world)
    return world


def guilty(story: Callable[[World], object], kind: str, *, seeds: int) -> dict[str, float]:
    """Return how often the creators are found, whom else, and how well accounts are."""
    caught, wrongly, hit, named, real = 0, 0, 0, 0, 0
    for seed in range(seeds):
        world = _world(seed, story)
        judged = cases.judge(cases.examine(world.activity(), parameters=Parameters()))
        accused = {one.creator for one in judged if one.tier is Tier.CASE}
        caught += world.guilty["creators"] <= accused
        wrongly += len(accused - world.guilty["creators"])
        accounts = {
            account
            for one in judged
            if one.tier is Tier.CASE
            for finding in one.findings
            for account in finding.accounts
        }
        hit += len(accounts & world.guilty[kind])
        named += len(accounts)
        real += len(world.guilty[kind])
    told = {"found": caught / seeds, "accused_wrongly": wrongly}
    if named:
        told |= {"account_recall": round(hit / real, 3), "account_precision": round(hit / named, 3)}
    return told


def innocent(story: Callable[[World], object], *, seeds: int) -> dict[str, float]:
    """Return which share of creators was accused."""
    accused, creators = 0, 0
    for seed in range(seeds):
        world = _world(seed, story)
        judged = cases.judge(cases.examine(world.activity(), parameters=Parameters()))
        accused += len({one.creator for one in judged if one.tier is Tier.CASE})
        creators += world.cast.creators
    return {"accused": accused, "of": creators}


def series(number: int) -> dict[str, float]:
    """Return shares of hourly series in which a burst is in question."""
    kinds: dict[str, Callable[[Weeks], object]] = {
        "plain": lambda weeks: None,
        "real hit": lambda weeks: weeks.hit(float(weeks.chance.uniform(1, 60))),
        "looped": lambda weeks: weeks.looped(int(weeks.chance.integers(100, 4_000))),
        "bought, no likes": lambda weeks: weeks.bought(_size(weeks)),
        "bought, a tenth of the likes": lambda weeks: weeks.bought(_size(weeks), liking=0.1),
    }
    shares = {}
    for name, happens in kinds.items():
        flagged = 0
        for seed in range(number):
            weeks = Weeks(seed, views_a_day=float(10 ** (2 + seed % 20 / 8)))
            happens(weeks)
            flagged += bool(examine(Series.of(**weeks.series())))
        shares[name] = round(flagged / number, 4)
    return shares


def _size(weeks: Weeks) -> int:
    return 1_000 + int(weeks.views_a_day * weeks.chance.uniform(1, 15))


def clients() -> dict[str, float]:
    """Return the time of a user agent that wasn't seen before, and recall of the list's own."""
    known = [one for entry in CRAWLER_USER_AGENTS_DATA for one in entry.get("instances", [])]
    people = [
        f"Mozilla/5.0 (Linux; Android {10 + n % 6}; SM-A{n}F) AppleWebKit/537.36 "
        f"(KHTML, like Gecko) Chrome/{100 + n % 40}.0.{n}.0 Mobile Safari/537.36"
        for n in range(1_000)
    ]
    bots = [classify(text) is not Client.PERSON for text in known]
    started = time.perf_counter()
    wrong = sum(classify(text) is not Client.PERSON for text in people)
    ours = time.perf_counter() - started
    started = time.perf_counter()
    for text in people:
        is_crawler(text)
    library = time.perf_counter() - started
    return {
        "microseconds": round(1e6 * ours / len(people), 1),
        "microseconds_library": round(1e6 * library / len(people), 1),
        "ratio": round(ours / library, 3),
        "recall_of_the_list": round(sum(bots) / len(bots), 4),
        "people_taken_for_machines": wrong,
    }


def throughput(people: int, views: float) -> dict[str, object]:
    """Return events a second of each detector over one world with every cheat in it."""
    world = World.of(1, creators=200, videos=20)
    world.crowd(people, views_each=views)
    for story, _kind in GUILTY.values():
        story(world)
    activity = world.activity()
    size = len(activity.events)
    rates: dict[str, object] = {"events": size}
    for name in detectors.names():
        started = time.perf_counter()
        detectors.run(activity, parameters=Parameters(), only=(name,))
        rates[name] = round(size / (time.perf_counter() - started))
    rates["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return rates


if __name__ == "__main__":
    raise SystemExit(main())
