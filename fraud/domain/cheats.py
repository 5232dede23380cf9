"""Stories of a made-up world in which somebody cheats; `World.guilty` keeps who. Pure."""

import numpy as np

from fraud.domain.activity import Ints, Kind
from fraud.domain.innocents import gifts
from fraud.domain.worlds import AGENTS, BEGIN, DAY, HOUR, SCRIPT, World


def ring(
    world: World,
    *,
    creator: int,
    members: int = 40,
    visits: int = 20,
    jitter: int = 90,
    scenery: float = 0.3,
) -> Ints:
    """Accounts come to a creator’s videos as one, seconds apart; `scenery` of it is on others."""
    accounts, devices = world.ids(members), world.ids(members)
    networks = world.ids(max(members // 3, 2))
    own = world.cast.videos_of(creator)
    others = np.flatnonzero(world.cast.owner_of_video != creator) + 1
    aimed = max(1, round(visits * (1 - scenery)))
    videos = np.concatenate(
        [
            own[np.arange(aimed) % len(own)],
            world.chance.choice(others, visits - aimed, replace=False),
        ]
    )
    for turn, video in enumerate(world.chance.permutation(videos)):
        free = BEGIN + world.days * DAY - world.cast.posted[video - 1] - DAY
        at = world.cast.posted[video - 1] + 2 * HOUR + world.chance.integers(0, max(free, HOUR))
        here = np.flatnonzero(world.chance.random(members) < 0.9)
        world.seen(
            accounts[here], devices[here], networks[(here + turn) % len(networks)],
            np.full(len(here), video), at + world.chance.integers(0, jitter, len(here)),
            likes=0.5, agent=here % 30,
        )  # fmt: skip
    world.accuse("ring", accounts)
    world.accuse("creators", [creator])
    return accounts


def device_farm(
    world: World, *, creator: int, accounts: int = 60, devices: int = 8, visits: int = 8
) -> Ints:
    """A shelf of phones, many accounts on each, day and night for one creator."""
    people, phones, networks = world.ids(accounts), world.ids(devices), world.ids(3)
    own = world.cast.videos_of(creator)
    for account, person in enumerate(people):
        count = min(visits, len(own))
        videos = world.chance.choice(own, count, replace=False)
        at = world.cast.posted[videos - 1] + world.chance.integers(0, 6 * DAY, count)
        turn = world.chance.integers(0, 2, count)
        world.seen(
            np.full(count, person), phones[(account + turn) % devices],
            networks[account % 3], videos, at, likes=0.7, agent=account % 4,
        )  # fmt: skip
    world.accuse("farm", people)
    world.accuse("creators", [creator])
    return people


def bought_views(world: World, *, creator: int, views: int = 6_000, hours: int = 12) -> Ints:
    """Views from a shop: from many addresses, evenly delivered, hardly liked."""
    video = int(world.cast.videos_of(creator)[0])
    bots = world.ids(views)
    start = int(world.cast.posted[video - 1]) + 2 * DAY
    at = start + world.chance.integers(0, hours * HOUR, views)
    world.seen(
        bots, bots, world.chance.choice(world.ids(views // 4), views), np.full(views, video), at,
        likes=0.002, agent=np.arange(views) % 3,
    )  # fmt: skip
    world.accuse("bought", bots)
    world.accuse("creators", [creator])
    return bots


def scripts(world: World, *, creator: int, views: int = 500) -> None:
    """Programs that say what they are, with a false source; anybody can be their victim."""
    video = int(world.cast.videos_of(creator)[0])
    start = int(world.cast.posted[video - 1]) + DAY
    at = start + world.chance.integers(0, 3 * DAY, views)
    network = world.ids(1)[0]
    world.seen(0, 0, network, np.full(views, video), at, agent=AGENTS.index(SCRIPT), referrer=4)
    world.accuse("scripts", [creator])


def signup_farm(world: World, *, accounts: int = 40, gap: int = 60, signs: int = 3) -> Ints:
    """Accounts made by a program, one after the other; `signs` of its habits show."""
    people = world.ids(accounts)
    at = BEGIN + 5 * DAY + np.arange(accounts) * gap + world.chance.integers(-4, 5, accounts)
    stem = np.full(accounts, world.ids(1)[0]) if signs >= 2 else world.ids(accounts)
    world.signups.append(
        {
            "at": at,
            "account": people,
            "stem": stem,
            "network": world.chance.choice(world.ids(3), accounts),
            "device": np.full(accounts, world.ids(1)[0]),
            "disposable": np.full(accounts, signs >= 3),
            "hosting": np.full(accounts, signs >= 4),
        }
    )
    world.accuse("signups", people)
    return people


def gift_washing(world: World, *, creator: int, accounts: int = 20, amount: int = 2_000) -> Ints:
    """New accounts, made for it, all give the same and do nothing else."""
    people = signup_farm(world, accounts=accounts)
    video = int(world.cast.videos_of(creator)[0])
    at = BEGIN + 6 * DAY + world.chance.integers(0, 4 * HOUR, accounts)
    gifts(
        world, people, np.full(accounts, world.ids(1)[0]), world.ids(accounts), video=video,
        at=at, amount=np.full(accounts, amount),
    )  # fmt: skip
    world.accuse("gifts", people)
    world.accuse("creators", [creator])
    return people


def gift_circle(world: World, *, creators: tuple[int, ...], rounds: int = 6) -> Ints:
    """Creators give each other the same money round and round."""
    accounts = world.ids(len(creators))
    for account, creator in zip(accounts.tolist(), creators, strict=True):
        world.owner[account] = creator
    for turn in range(rounds):
        for place, _giver in enumerate(creators):
            taker = creators[(place + 1) % len(creators)]
            amount = 5_000 + int(world.chance.integers(-300, 300))
            gifts(
                world, accounts[[place]], accounts[[place]], accounts[[place]],
                video=int(world.cast.videos_of(taker)[0]),
                at=np.array([BEGIN + (2 + 3 * turn) * DAY + place * HOUR]),
                amount=np.array([amount]),
            )  # fmt: skip
    world.accuse("circle", accounts)
    world.accuse("creators", creators)
    return accounts


def own_accounts(world: World, *, creator: int, accounts: int = 4, amount: int = 3_000) -> Ints:
    """A creator’s own further accounts, all on the creator’s own phone, give to the creator."""
    people, phone = world.ids(accounts), world.ids(1)[0]
    world.own_devices[creator] = frozenset((int(phone),))
    video = int(world.cast.videos_of(creator)[0])
    at = BEGIN + 8 * DAY + np.arange(accounts) * DAY
    gifts(
        world, people, np.full(accounts, phone), np.full(accounts, phone), video=video, at=at,
        amount=np.full(accounts, amount),
    )  # fmt: skip
    world.accuse("own", people)
    world.accuse("creators", [creator])
    return people


def refunded(world: World, *, creator: int, accounts: int = 20, amount: int = 2_000) -> Ints:
    """Gifts that are taken back after they were counted."""
    people = gift_washing(world, creator=creator, accounts=accounts, amount=amount)
    world.add(
        at=np.full(accounts, BEGIN + 9 * DAY), kind=np.full(accounts, Kind.GIFT), actor=people,
        video=np.full(accounts, world.cast.videos_of(creator)[0]),
        amount=np.full(accounts, -amount),
    )  # fmt: skip
    return people
