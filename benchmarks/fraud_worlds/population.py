"""A town of accounts: heavy-tailed habits, time zones, sessions, households, shared addresses.

Times are Unix seconds. Columns are grown as NumPy chunks and joined once.
"""

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fraud.domain.activity import Activity, Events, Kind, SignUps

Ints = NDArray[np.int64]
DAY: Final = 86_400
START: Final = 1_772_323_200
AGENTS: Final = (
    "",
    "com.zhiliaoapp.musically/2023405030 (Linux; U; Android 14; de_DE; SM-A546B; "
    "Build/UP1A.231005.007;tt-ok/3.12.13.4-tiktok)",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Mobile/15E148 Instagram 360.0.0.30.99 (iPhone14,5; iOS 18_1; en_GB; en; scale=3.00)",
    "Mozilla/5.0 (Linux; Android 13; SM-A135F Build/TP1A.220624.014; wv) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.71 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.4.1 Safari/605.1.15",
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0",
    "Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/16.6 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0.4606.128"
    " Safari/537.36 WebAppManager",
)
_AGENT_SHARES: Final = (0.05, 0.32, 0.18, 0.08, 0.12, 0.1, 0.05, 0.03, 0.05, 0.02)
REFERRERS: Final = (
    "",
    "https://www.google.com/",
    "https://www.tiktok.com/",
    "https://t.co/",
    "https://www.bing.com/",
    "https://morning-news.example/",
    "https://stream.example/",
)


@dataclass
class Town:
    """People, creators and everything that happened. Numbers of accounts begin at 1."""

    draw: Generator
    people: int
    creators: int
    days: int
    home: Ints
    carrier: Ints
    device: Ints
    second: Ints
    agent: Ints
    zone: Ints
    lively: NDArray[np.float64]
    generous: NDArray[np.float64]
    pull: NDArray[np.float64]
    like_rate: NDArray[np.float64]
    posts: dict[int, Ints] = field(default_factory=dict)
    fans: dict[int, Ints] = field(default_factory=dict)
    chunks: list[dict[str, Any]] = field(default_factory=list)
    joined: list[dict[str, Any]] = field(default_factory=list)
    owner: dict[int, int] = field(default_factory=dict)
    own_devices: dict[int, frozenset[int]] = field(default_factory=dict)
    marked: dict[str, Ints] = field(default_factory=dict)
    next_account: int = 1_000_000
    next_device: int = 5_000_000
    next_network: int = 9_000_000

    # Making things up -----------------------------------------------------------------------

    def accounts(self, number: int) -> Ints:
        """Return accounts that nobody has yet."""
        self.next_account += number
        return np.arange(self.next_account - number, self.next_account)

    def devices(self, number: int) -> Ints:
        """Return devices that nobody has yet."""
        self.next_device += number
        return np.arange(self.next_device - number, self.next_device)

    def networks(self, number: int) -> Ints:
        """Return address prefixes that nobody has yet."""
        self.next_network += number
        return np.arange(self.next_network - number, self.next_network)

    def someone(self, number: int) -> Ints:
        """Return different people of the town, by chance."""
        size = min(number, self.people)
        return 1 + self.draw.choice(self.people, size=size, replace=False)

    def log(self, at: Any, actor: Any, creator: Any, video: Any, **columns: Any) -> None:
        """Keep events. What isn't said comes from the account's own habits."""
        times = np.asarray(at, np.int64)
        who = np.broadcast_to(np.asarray(actor, np.int64), times.shape)
        local = np.where((who >= 1) & (who <= self.people), who - 1, 0)
        away = self.draw.random(len(times)) < 0.35
        own: dict[str, Any] = {
            "device": np.where(
                away & (self.second[local] > 0), self.second[local], self.device[local]
            ),
            "network": np.where(away, self.carrier[local], self.home[local]),
            "agent": self.agent[local],
            "referrer": self.draw.choice(
                len(REFERRERS), len(times), p=(0.9, 0.05, 0.02, 0.02, 0.01, 0, 0)
            ),
            "kind": Kind.VIEW,
            "amount": 0,
        }
        full = own | columns | {"at": times, "actor": who, "creator": creator, "video": video}
        self.chunks.append(
            {name: np.broadcast_to(value, times.shape) for name, value in full.items()}
        )

    def signed_up(self, account: Any, at: Any, **columns: Any) -> None:
        """Keep sign-ups."""
        times = np.asarray(at, np.int64)
        full = {
            "stem": 0, "network": 0, "device": 0, "disposable": False, "hosting": False,
        } | columns | {"at": times, "account": account}  # fmt: skip
        self.joined.append(
            {name: np.broadcast_to(value, times.shape) for name, value in full.items()}
        )

    def activity(self) -> Activity:
        """Return all of it in the order of time."""
        names = self.chunks[0].keys()
        columns = {name: np.concatenate([one[name] for one in self.chunks]) for name in names}
        order = np.argsort(columns["at"], kind="stable")
        signups = {
            name: np.concatenate([one[name] for one in self.joined])
            for name in (self.joined[0] if self.joined else ())
        }
        early = np.argsort(signups["at"], kind="stable") if signups else np.empty(0, np.int64)
        return Activity(
            events=Events.of(**{name: column[order] for name, column in columns.items()}),
            agents=AGENTS,
            referrers=REFERRERS,
            signups=SignUps.of(**{name: column[early] for name, column in signups.items()})
            if signups
            else SignUps.of(at=[], account=[]),
            owner=self.owner,
            own_devices=self.own_devices,
        )

    # Ordinary life --------------------------------------------------------------------------

    def video_at(self, creators: Ints, at: Ints) -> Ints:
        """Return for each view which video of the creator it was: mostly the newest."""
        back = self.draw.geometric(0.55, len(at)) - 1
        videos = np.zeros(len(at), np.int64)
        for creator in np.unique(creators):
            mine = creators == creator
            place = np.searchsorted(self.posts[int(creator)], at[mine], side="right") - 1
            videos[mine] = int(creator) * 1_000 + np.maximum(place - back[mine], 0)
        return videos

    def watch(self, actor: Ints, creator: Ints, at: Ints, *, likes: float = 1.0) -> None:
        """Views of people, with the likes, comments and follows that come of them."""
        videos = self.video_at(creator, at)
        self.log(at, actor, creator, videos)
        chance = self.like_rate[creator - 1] * likes
        known = (actor >= 1) & (actor <= self.people)
        chance = chance * np.where(known, self.generous[np.where(known, actor - 1, 0)], 1)
        self.react(actor, creator, videos, at, np.minimum(chance, 0.9))

    def react(
        self, actor: Ints, creator: Ints, videos: Ints, at: Ints, chance: Any, **columns: Any
    ) -> None:
        """Likes soon after the view; rarer comments and follows."""
        for kind, share in ((Kind.LIKE, 1.0), (Kind.COMMENT, 0.08), (Kind.FOLLOW, 0.05)):
            does = self.draw.random(len(at)) < np.asarray(chance) * share
            some = {name: np.broadcast_to(value, at.shape)[does] for name, value in columns.items()}
            later = at[does] + self.draw.integers(3, 90, int(does.sum()))
            self.log(later, actor[does], creator[does], videos[does], kind=kind, **some)


def town(seed: int, *, people: int = 2_000, creators: int = 30, days: int = 21) -> Town:
    """Return a town with its ordinary weeks. The same seed gives the same town."""
    draw = np.random.default_rng([seed, 1_013])
    households = draw.integers(0, max(1, people // 2), people)
    shared = draw.random(people) < 0.07  # a tablet on the sofa
    made = Town(
        draw=draw,
        people=people,
        creators=creators,
        days=days,
        home=households + 100_000,
        # Carriers put thousands of people behind a few addresses.
        carrier=draw.zipf(1.6, people) % 25 + 200_000,
        device=np.where(shared, households + 700_000, np.arange(people) + 300_000),
        second=np.where(draw.random(people) < 0.25, np.arange(people) + 500_000, 0),
        agent=draw.choice(len(AGENTS), people, p=_AGENT_SHARES),
        zone=draw.choice([-5, 0, 1, 2, 8], people, p=[0.25, 0.3, 0.25, 0.1, 0.1]),
        lively=draw.lognormal(1.0, 1.0, people),
        generous=draw.gamma(0.6, 1 / 0.6, people),
        pull=draw.pareto(1.1, creators) + 0.15,
        like_rate=np.exp(draw.uniform(np.log(0.01), np.log(0.15), creators)),
    )
    for creator in range(1, creators + 1):
        gaps = draw.exponential(draw.uniform(0.7, 6) * DAY, 200)
        at = START - 3 * DAY + np.cumsum(gaps)
        made.posts[creator] = np.concatenate([[START - 4 * DAY], at[at < START + days * DAY]])
        made.owner[people + creator] = creator
        made.own_devices[creator] = frozenset((800_000 + creator,))
    _follow(made)
    _live(made)
    _join(made)
    return made


def _follow(made: Town) -> None:
    share = made.pull / made.pull.sum()
    for creator in range(1, made.creators + 1):
        # Even small creators have some friends; the largest are followed by a third of the town.
        number = int(np.clip(share[creator - 1] * made.people, 12, made.people / 3))
        made.fans[creator] = made.someone(number)


def _live(made: Town) -> None:
    draw = made.draw
    sessions = draw.poisson(np.minimum(made.lively, 25) * made.days / 3)
    who = np.repeat(np.arange(1, made.people + 1), sessions)
    hour = np.where(draw.random(len(who)) < 0.6, draw.normal(20, 2.5, len(who)), 0)
    hour = np.where(hour == 0, draw.uniform(7, 24, len(who)), hour)
    day = draw.integers(0, made.days, len(who))
    begin = START + day * DAY + ((hour - made.zone[who - 1]) % 24 * 3600).astype(np.int64)
    each = draw.geometric(0.35, len(who))
    actor, at = np.repeat(who, each), np.repeat(begin, each)
    at = at + (draw.exponential(45, len(at)) * 3).astype(np.int64)
    creator = draw.choice(made.creators, len(at), p=made.pull / made.pull.sum()) + 1
    # Whom one follows comes first.
    for star, fans in made.fans.items():
        loyal = np.isin(actor, fans) & (draw.random(len(at)) < 0.12)
        creator = np.where(loyal, star, creator)
    made.watch(actor, creator, np.minimum(at, START + made.days * DAY - 1))
    for star, fans in made.fans.items():
        _notified(made, star, fans)


def _notified(made: Town, creator: int, fans: Ints) -> None:
    """Some followers come within the hour of each new video, a few of them every time."""
    draw = made.draw
    faithful = fans[draw.random(len(fans)) < 0.08]
    for posted in made.posts[creator][1:]:
        rest = fans[draw.random(len(fans)) < 0.06]
        come = np.union1d(faithful[draw.random(len(faithful)) < 0.75], rest)
        at = posted + draw.gamma(1.2, 1_500, len(come)).astype(np.int64)
        inside = (at >= START) & (at < START + made.days * DAY)
        made.watch(come[inside], np.full(int(inside.sum()), creator), at[inside])


def _join(made: Town) -> None:
    """A few accounts are new: they came by chance, under names of their own."""
    draw = made.draw
    new = made.someone(made.people // 12)
    at = np.sort(draw.integers(START, START + made.days * DAY, len(new)))
    made.signed_up(
        new,
        at,
        stem=draw.integers(1, 10**6, len(new)),
        network=made.home[new - 1],
        device=made.device[new - 1],
        disposable=draw.random(len(new)) < 0.02,
        hosting=draw.random(len(new)) < 0.03,
    )
