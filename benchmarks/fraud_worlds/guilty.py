"""Cheats that take trouble: own devices, time to spare, other people's videos for a mask."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from benchmarks.fraud_worlds.population import DAY, START, Ints, Town
from fraud.domain.activity import Kind

HOUR: Final = 3_600


def _ordinary(made: Town, accounts: Ints, devices: Ints, networks: Ints, *, each: float) -> None:
    """What accounts do to look like people: views of popular creators at times of their own."""
    number = made.draw.poisson(each, len(accounts))
    who = np.repeat(np.arange(len(accounts)), number)
    at = START + made.draw.integers(0, made.days * DAY, len(who))
    star = made.draw.choice(made.creators, len(who), p=made.pull / made.pull.sum()) + 1
    columns = {"device": devices[who], "network": networks[who]}
    video = made.video_at(star, at)
    made.log(at, accounts[who], star, video, **columns)
    made.react(accounts[who], star, video, at, 0.05, **columns)


@dataclass(frozen=True)
class Ring:
    """Accounts with devices and addresses of their own that come to everything of one creator.

    `jitter`: seconds within which they come; `mask`: other views for each of theirs; `bend`: also
    to some other creators' new videos, who know nothing of it; `wait`: hours after a video is up.
    """

    members: int
    jitter: int
    mask: float = 1.0
    bend: int = 0
    wait: int = 4

    def __call__(self, made: Town, creator: int) -> Ints:
        """Let them work; return the accounts."""
        draw, accounts = made.draw, made.accounts(self.members)
        devices, networks = made.devices(self.members), made.networks(self.members)
        others = [1 + (creator + 5 * step) % made.creators for step in range(self.bend)]
        tasks = [(creator, at) for at in _jobs(made, creator, wait=self.wait)]
        tasks += [(other, at) for other in others for at in _jobs(made, other, wait=self.wait)[::4]]
        for star, start in tasks:
            come = draw.random(self.members) < draw.uniform(0.7, 0.95)
            at = start + draw.integers(30, self.jitter + 30, int(come.sum()))
            columns = {"device": devices[come], "network": networks[come]}
            size = int(come.sum())
            stars = np.full(size, star)
            video = np.full(size, made.video_at(stars[:1], at[:1])[0])
            made.log(at, accounts[come], star, video, **columns)
            made.react(accounts[come], stars, video, at, 0.7, **columns)
        _ordinary(made, accounts, devices, networks, each=self.mask * len(tasks))
        return accounts


def _jobs(made: Town, creator: int, *, wait: int) -> list[int]:
    """Return when a ring works: after each new video, at least every other day."""
    posts = made.posts[creator]
    jobs = [int(at) + wait * HOUR for at in posts[posts >= START]]
    jobs += [START + day * DAY + int(made.draw.integers(0, 20 * HOUR))
             for day in range(1, made.days - 1, 2)]  # fmt: skip
    return [at for at in sorted(jobs) if at < START + (made.days - 1) * DAY][:24]


@dataclass(frozen=True)
class Farm:
    """Accounts that take turns on a few telephones."""

    accounts: int
    telephones: int

    def __call__(self, made: Town, creator: int) -> Ints:
        """Let them work; return the accounts."""
        draw, accounts = made.draw, made.accounts(self.accounts)
        devices, networks = made.devices(self.telephones), made.networks(4)
        for day in range(1, made.days):
            come = accounts[draw.random(len(accounts)) < 0.6]
            at = START + day * DAY + draw.integers(0, DAY - 1, len(come))
            columns = {
                "device": devices[(come + day * (come % 3 == 0)) % self.telephones],
                "network": networks[come % 4],
            }
            star = np.full(len(come), creator)
            video = made.video_at(star, at)
            made.log(at, come, creator, video, **columns)
            made.react(come, star, video, at, 0.5, **columns)
        return accounts


@dataclass(frozen=True)
class Bought:
    """Views from homes all over the world, two hours to five days, with some likes mixed in."""

    views: tuple[int, int]
    likes: tuple[float, float]

    def __call__(self, made: Town, creator: int) -> Ints:
        """Deliver; return the accounts."""
        draw = made.draw
        size = int(draw.integers(*self.views))
        accounts = made.accounts(max(50, int(size / draw.uniform(1, 3))))
        who = draw.integers(0, len(accounts), size)
        length = int(np.exp(draw.uniform(np.log(2), np.log(120)))) * HOUR
        at = START + int(draw.integers(12, 15)) * DAY + draw.integers(0, length, size)
        devices, networks = made.devices(len(accounts)), made.networks(len(accounts))
        columns = {
            "device": devices[who],
            "network": networks[who],
            "agent": draw.choice(10, len(accounts))[who],
        }
        video = np.full(size, creator * 1_000 + len(made.posts[creator]) - 1)
        made.log(at, accounts[who], creator, video, **columns)
        chance = made.like_rate[creator - 1] * draw.uniform(*self.likes)
        made.react(accounts[who], np.full(size, creator), video, at, chance, **columns)
        return accounts


def gift_washing(made: Town, creator: int) -> Ints:
    """Thirty new accounts give stolen money in like amounts, and do little else."""
    draw, accounts = made.draw, made.accounts(30)
    devices = made.devices(30)
    joined = START + 8 * DAY + np.sort(draw.integers(0, 2 * DAY, 30))
    made.signed_up(accounts, joined, stem=draw.integers(1, 10**6, 30), device=devices,
                   network=made.networks(30))  # fmt: skip
    for _ in range(3):
        at = joined + draw.integers(600, 2 * DAY, 30)
        made.log(at, accounts, creator, creator * 1_000, kind=Kind.GIFT, device=devices,
                 amount=draw.choice([1_990, 1_999, 2_000, 2_490], 30,
                                    p=[0.1, 0.7, 0.15, 0.05]))  # fmt: skip
    return accounts


def circle(made: Town, creator: int) -> Ints:
    """Money goes round three creators, and not all of it the direct way."""
    draw = made.draw
    stars = [creator, creator % made.creators + 1, (creator + 1) % made.creators + 1]
    for day in range(1, made.days - 1, 2):
        for place, star in enumerate(stars):
            other = stars[(place + 1) % 3]
            at = START + day * DAY + draw.integers(0, DAY, 1)
            made.log(at, made.people + star, other, other * 1_000, kind=Kind.GIFT,
                     amount=int(draw.integers(2_000, 6_000)), device=800_000 + star)  # fmt: skip
    return np.array([made.people + star for star in stars])


def intermediaries(made: Town, creator: int) -> Ints:
    """A creator's money goes through eight helpers' gifts to the second creator, and back."""
    draw = made.draw
    friend = creator % made.creators + 1
    helpers = made.accounts(8)
    devices = made.devices(8)
    for place, helper in enumerate(helpers.tolist()):
        made.owner[helper] = 0
        for day in range(2 + place % 2, made.days - 1, 2):
            for star, shift in ((creator, 0), (friend, DAY // 2)):
                at = START + day * DAY + shift + draw.integers(0, DAY // 2, 1)
                made.log(at, helper, star, star * 1_000, kind=Kind.GIFT,
                         amount=int(draw.integers(800, 2_400)), device=devices[place])  # fmt: skip
        del made.owner[helper]
    return helpers


def own_accounts(made: Town, creator: int) -> Ints:
    """Five accounts on the creator's own telephone that watch, like and give."""
    draw, accounts = made.draw, made.accounts(5)
    device = 800_000 + creator
    for day in range(2, made.days - 1):
        come = accounts[draw.random(5) < 0.7]
        at = START + day * DAY + draw.integers(0, DAY, len(come))
        made.log(at, come, creator, creator * 1_000, device=device)
        give = draw.random(len(come)) < 0.4
        made.log(at[give] + 60, come[give], creator, creator * 1_000, kind=Kind.GIFT,
                 device=device, amount=draw.integers(500, 2_500, int(give.sum())))  # fmt: skip
    return accounts


@dataclass(frozen=True)
class Joined:
    """A script makes accounts, not quite evenly, and they then work for one creator."""

    accounts: int
    wobble: float
    stem: bool = True
    hosting: float = 0.3
    disposable: float = 0.3

    def __call__(self, made: Town, creator: int) -> Ints:
        """Sign up and work; return the accounts."""
        draw, accounts = made.draw, made.accounts(self.accounts)
        gaps = 70 * draw.uniform(1 - self.wobble, 1 + self.wobble, self.accounts)
        at = START + 5 * DAY + np.cumsum(gaps).astype(np.int64)
        devices, networks = made.devices(self.accounts), made.networks(self.accounts)
        made.signed_up(
            accounts, at, device=devices, network=networks,
            stem=991 if self.stem else draw.integers(1, 10**6, self.accounts),
            hosting=draw.random(self.accounts) < self.hosting,
            disposable=draw.random(self.accounts) < self.disposable,
        )  # fmt: skip
        for day in range(6, made.days - 1, 2):
            come = draw.random(self.accounts) < 0.7
            when = START + day * DAY + draw.integers(0, DAY - 1, int(come.sum()))
            made.log(when, accounts[come], creator, creator * 1_000,
                     device=devices[come], network=networks[come])  # fmt: skip
        _ordinary(made, accounts, devices, networks, each=2)
        return accounts


GUILTY: Final[dict[str, Callable[[Town, int], Ints]]] = {
    "ring of 8, 2 minutes": Ring(8, 120),
    "ring of 20, 5 minutes": Ring(20, 300),
    "ring of 20, 5 minutes, much mask": Ring(20, 300, mask=3),
    "ring of 60, 30 minutes": Ring(60, 1_800),
    "ring of 60, 2 hours": Ring(60, 7_200),
    "ring of 150, 30 minutes": Ring(150, 1_800),
    "ring of 300, 30 minutes": Ring(300, 1_800),
    "ring of 60, 12 hours": Ring(60, 43_200),
    "ring of 40 that also visits others": Ring(40, 600, bend=4),
    "ring of 60, 5 minutes, at each premiere": Ring(60, 300, wait=0),
    "farm of 40 on 6 telephones": Farm(40, 6),
    "farm of 120 on 30 telephones": Farm(120, 30),
    "1,000-2,000 bought views, hardly liked": Bought((1_000, 2_000), (0, 0.1)),
    "3,000-6,000 bought views, hardly liked": Bought((3_000, 6_000), (0, 0.1)),
    "3,000-6,000 bought views, some likes": Bought((3_000, 6_000), (0.1, 0.3)),
    "new accounts that give": gift_washing,
    "circle of three": circle,
    "gifts through eight helpers": intermediaries,
    "five own accounts": own_accounts,
    "40 sign-ups, nearly even": Joined(40, 0.2),
    "40 sign-ups, uneven": Joined(40, 0.6, hosting=0.8),
    "40 sign-ups, uneven, no other sign": Joined(40, 0.6, stem=False, hosting=0.1, disposable=0.1),
}
