"""Stories of a made-up world in which nobody did anything wrong, however it looks. Pure."""

import numpy as np

from fraud.domain.activity import Ints, Kind
from fraud.domain.worlds import AGENTS, BEGIN, DAY, HOUR, IN_APP, TABLET, World

WEEKDAYS = (0, 1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 21, 22, 23, 24, 25)


def school(world: World, *, teacher: int, pupils: int = 180, tablets: int = 30) -> Ints:
    """Classes share tablets, watch their teacher’s videos together, and then what they like."""
    accounts, devices, network = world.ids(pupils), world.ids(tablets), world.ids(1)
    lessons = world.cast.videos_of(teacher)
    for lesson, video in enumerate(lessons.tolist()):
        for group in range(0, pupils, tablets):
            number = (2 * lesson + group // tablets) % len(WEEKDAYS)
            day = WEEKDAYS[number]
            here = accounts[group : group + tablets]
            here = here[world.chance.random(len(here)) < 0.85]
            at = _day(day) + (8 + group // tablets) * HOUR
            spread = world.chance.integers(0, 900, len(here))
            tablet = world.chance.permutation(devices)[: len(here)]
            _watch(world, here, tablet, network[0], np.full(len(here), video), at + spread)
    free = np.repeat(accounts, world.chance.poisson(8, pupils))
    video = world.chance.integers(1, len(world.cast.posted) + 1, len(free))
    days = world.chance.choice(WEEKDAYS, len(free))
    at = _day(days) + world.chance.integers(8 * HOUR, 15 * HOUR, len(free))
    there = at > world.cast.posted[video - 1]
    free, video, at = free[there], video[there], at[there]
    tablet = world.chance.choice(devices, len(free))
    _watch(world, free, tablet, network[0], video, at)
    return accounts


def one_address(world: World, *, people: int = 120) -> Ints:
    """A café or a dormitory: everybody has a device, all have one address."""
    accounts, devices, network = world.ids(people), world.ids(people), world.ids(1)
    who = np.repeat(np.arange(people), world.chance.poisson(15, people))
    video = world.chance.integers(1, len(world.cast.posted) + 1, len(who))
    at = world.moments(len(who))
    there = at > world.cast.posted[video - 1]
    who, video, at = who[there], video[there], at[there]
    world.seen(accounts[who], devices[who], network[0], video, at, likes=0.05, agent=who % 30)
    return accounts


def premiere(world: World, *, creator: int, fans: int = 300) -> Ints:
    """Fans wait for each new video and come within minutes, every time."""
    accounts, devices, networks = world.ids(fans), world.ids(fans), world.ids(fans)
    for video in world.cast.videos_of(creator):
        here = np.flatnonzero(world.chance.random(fans) < 0.8)
        at = world.cast.posted[video - 1] + world.chance.exponential(400, len(here)).astype(int)
        videos = np.full(len(here), video)
        world.seen(
            accounts[here], devices[here], networks[here], videos, at, likes=0.3, agent=here % 30
        )
        # and everybody else over the days that follow
        _strangers(world, video=int(video), number=fans)
    return accounts


def raid(world: World, *, creator: int, people: int = 800) -> Ints:
    """A friend sends a whole audience over: many at once, most of them new, many like it."""
    accounts, devices, networks = world.ids(people), world.ids(people), world.ids(people)
    video = int(world.cast.videos_of(creator)[0])
    start = int(world.cast.posted[video - 1]) + 6 * HOUR
    at = start + world.chance.exponential(500, people).astype(int)
    world.seen(
        accounts, devices, networks, np.full(people, video), at, likes=0.25,
        agent=np.arange(people) % 30,
    )  # fmt: skip
    return accounts


def charity(world: World, *, creator: int, givers: int = 400) -> Ints:
    """An appeal: many give, a good part signed up for it, each as much as they like."""
    accounts = raid(world, creator=creator, people=givers)
    video = int(world.cast.videos_of(creator)[0])
    devices, networks = world.ids(givers), world.ids(givers)
    start = int(world.cast.posted[video - 1]) + 7 * HOUR
    at = start + world.chance.exponential(9 * HOUR, givers).astype(int)
    new = world.chance.random(givers) < 0.65
    world.signups.append(
        {
            "at": at[new] - world.chance.integers(300, 5_000, int(new.sum())),
            "account": accounts[new],
            "stem": world.ids(int(new.sum())),
            "network": networks[new],
            "device": devices[new],
            "disposable": world.chance.random(int(new.sum())) < 0.02,
            "hosting": np.zeros(int(new.sum()), bool),
        }
    )
    amount = (np.round(world.chance.lognormal(1.8, 0.9, givers)) * 100).astype(np.int64)
    gifts(world, accounts, devices, networks, video=video, at=at, amount=np.maximum(amount, 100))
    return accounts


def news(world: World, *, creator: int, views: int = 20_000) -> None:
    """A news page shows the video: many come, nobody can like it there."""
    video = int(world.cast.videos_of(creator)[0])
    people = world.ids(views)
    start = int(world.cast.posted[video - 1]) + DAY
    at = start + world.chance.exponential(8 * HOUR, views).astype(int)
    world.seen(
        people, people, world.chance.choice(world.ids(views // 3), views), np.full(views, video),
        at, agent=np.arange(views) % 30, referrer=3,
    )  # fmt: skip


def campaign(world: World, *, creator: int, views: int = 8_000) -> None:
    """An advertisement in one app: all the new viewers use the very same app."""
    video = int(world.cast.videos_of(creator)[0])
    people = world.ids(views)
    start = int(world.cast.posted[video - 1]) + DAY
    at = start + world.chance.integers(0, 2 * DAY, views)
    world.seen(
        people, people, people, np.full(views, video), at, likes=0.035,
        agent=AGENTS.index(IN_APP), referrer=1,
    )  # fmt: skip


def loops(world: World, *, creator: int, children: int = 500) -> None:
    """Small children watch one video again and again."""
    video = int(world.cast.videos_of(creator)[0])
    accounts = world.ids(children)
    begin = world.cast.posted[video - 1] + world.chance.integers(0, 3 * DAY, children)
    times = world.chance.integers(6, 18, children)
    who = np.repeat(np.arange(children), times)
    turn = np.concatenate([np.arange(one) for one in times])
    at = begin[who] + turn * 40 + world.chance.integers(0, 15, len(who))
    world.seen(
        accounts[who], accounts[who], accounts[who], np.full(len(who), video), at, agent=who % 30
    )
    liked = world.chance.random(children) < 0.06
    number = int(liked.sum())
    world.add(
        at=begin[liked] + 60, kind=np.full(number, Kind.LIKE), actor=accounts[liked],
        device=accounts[liked], network=accounts[liked], video=np.full(number, video),
    )  # fmt: skip


def gifts(
    world: World,
    senders: Ints,
    devices: Ints,
    networks: Ints,
    *,
    video: int,
    at: Ints,
    amount: Ints,
) -> None:
    """Add gifts on a video."""
    world.add(
        at=at,
        kind=np.full(len(at), Kind.GIFT),
        actor=senders,
        device=devices,
        network=networks,
        video=np.full(len(at), video),
        amount=amount,
    )


def _watch(
    world: World, accounts: Ints, devices: Ints, network: int, video: Ints, at: Ints
) -> None:
    world.seen(accounts, devices, network, video, at, likes=0.05, agent=AGENTS.index(TABLET))


def _day(day: int | Ints) -> Ints:
    return np.asarray(BEGIN + np.asarray(day) * DAY, np.int64)


def _strangers(world: World, *, video: int, number: int) -> None:
    people = world.ids(number)
    at = world.cast.posted[video - 1] + world.chance.exponential(2 * DAY, number).astype(int)
    world.seen(
        people, people, people, np.full(number, video), at, likes=0.06,
        agent=np.arange(number) % 30,
    )  # fmt: skip
