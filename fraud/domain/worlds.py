"""Made-up worlds of events with known truth, seeded: honest crowds, and every kind of cheat.

Tests, benchmarks and the demo draw from them; nothing here is read by detectors. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from fraud.domain.activity import Activity, Events, Ints, Kind, SignUps, together

DAY: Final = 86_400
HOUR: Final = 3600
BEGIN: Final = 1_772_409_600  # Monday, 2 March 2026
PHONES: Final = tuple(
    f"Mozilla/5.0 (Linux; Android {10 + n % 6}; SM-A{10 + n}5F) AppleWebKit/537.36 (KHTML, like "
    f"Gecko) Chrome/{110 + n}.0.0.0 Mobile Safari/537.36"
    for n in range(30)
)
IN_APP: Final = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Mobile/15E148 musical_ly_34.9.0 JsSdk/2.0 BytedanceWebview/d8a21c6"
)
TABLET: Final = (
    "Mozilla/5.0 (Linux; Android 13; SM-T500) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/124.0.0.0 Safari/537.36"
)
SCRIPT: Final = "python-requests/2.32.0"
AGENTS: Final = (*PHONES, IN_APP, TABLET, SCRIPT)
REFERRERS: Final = (
    "",
    "https://www.tiktok.com/foryou",
    "https://www.google.com/",
    "https://news.example.org/story",
    "http://semalt.com/",
    "https://tikt0k.com/",
)


@dataclass(frozen=True, kw_only=True)
class Cast:
    """Creators 1 to n with their videos; video v belongs to `owner_of_video[v - 1]`."""

    creators: int
    owner_of_video: Ints
    posted: Ints
    appeal: NDArray[np.float64]

    def videos_of(self, creator: int) -> Ints:
        """Return the creator's videos."""
        return np.flatnonzero(self.owner_of_video == creator) + 1


@dataclass
class World:
    """Events being made. Each method adds one story and returns the accounts it made up."""

    chance: np.random.Generator
    cast: Cast
    days: int
    parts: list[Events] = field(default_factory=list)
    signups: list[dict[str, Any]] = field(default_factory=list)
    owner: dict[int, int] = field(default_factory=dict)
    own_devices: dict[int, frozenset[int]] = field(default_factory=dict)
    guilty: dict[str, set[int]] = field(default_factory=dict)
    next_id: int = 1_000_000

    @classmethod
    def of(cls, seed: int, *, creators: int = 30, videos: int = 8, days: int = 28) -> "World":
        """Begin a world of creators whose videos were posted over its days, and nobody else."""
        chance = np.random.default_rng(seed)
        number = creators * videos
        owner = np.repeat(np.arange(1, creators + 1), videos)
        appeal = chance.pareto(1.2, creators)[owner - 1] + 0.2
        posted = BEGIN + chance.integers(0, int(days * 0.7) * DAY, number)
        cast = Cast(
            creators=creators,
            owner_of_video=owner,
            posted=posted,
            appeal=appeal * chance.lognormal(0, 0.7, number),
        )
        return cls(chance=chance, cast=cast, days=days)

    def ids(self, number: int) -> Ints:
        """Return so many new ids of accounts, devices or networks."""
        first = self.next_id
        self.next_id += number
        return np.arange(first, first + number)

    def add(self, **columns: Any) -> None:
        """Add events; `video` gives the creator, missing columns are not known."""
        video = np.asarray(columns["video"], np.int64)
        owner = self.cast.owner_of_video[np.maximum(video, 1) - 1]
        self.parts.append(Events.of(creator=columns.pop("creator", owner), **columns))

    def moments(self, number: int, *, first: int = 0, last: int = 0) -> Ints:
        """Return moments from day `first` to `last` in the rhythm of people’s days."""
        days = self.chance.integers(first, last or self.days, number)
        hour = np.clip(self.chance.normal(17, 4.5, number), 0, 23.99)
        return np.asarray(BEGIN + days * DAY + hour * HOUR, np.int64)

    def crowd(self, people: int, *, views_each: float = 30, likes: float = 0.06) -> Ints:
        """Ordinary viewers: a device each, some an address together; new videos draw most."""
        accounts, devices = self.ids(people), self.ids(people)
        homes = self.ids(max(people // 2, 1))
        views = self.chance.poisson(views_each, people)
        who = np.repeat(np.arange(people), views)
        draw = self.cast.appeal / self.cast.appeal.sum()
        video = self.chance.choice(len(draw), size=len(who), p=draw) + 1
        age = self.chance.exponential(5 * DAY, len(who))
        at = np.asarray(self.cast.posted[video - 1] + age, np.int64)
        hour = np.clip(self.chance.normal(17, 4.5, len(who)), 0, 23.99) * HOUR
        at = np.maximum(at // DAY * DAY + hour.astype(np.int64), self.cast.posted[video - 1])
        kept = at < BEGIN + self.days * DAY
        who, video, at = who[kept], video[kept], at[kept]
        self.seen(
            accounts[who], devices[who], homes[who % len(homes)], video, at, likes=likes,
            agent=who % len(PHONES),
        )  # fmt: skip
        return accounts

    def seen(
        self,
        actor: Any,
        device: Any,
        network: Any,
        video: Any,
        at: Any,
        *,
        likes: float = 0.0,
        agent: Any = 0,
        referrer: Any = 0,
    ) -> None:
        """Add views, and likes a few seconds after this share of them."""
        size = len(at)
        columns = {
            "actor": np.broadcast_to(actor, size),
            "device": np.broadcast_to(device, size),
            "network": np.broadcast_to(network, size),
            "video": np.broadcast_to(video, size),
            "agent": np.broadcast_to(agent, size),
            "referrer": np.broadcast_to(referrer, size),
        }
        self.add(at=at, **columns)
        liked = self.chance.random(size) < likes
        if liked.any():
            later = np.asarray(at)[liked] + self.chance.integers(2, 40, int(liked.sum()))
            kinds = np.full(len(later), Kind.LIKE)
            self.add(
                at=later, kind=kinds, **{name: column[liked] for name, column in columns.items()}
            )

    def accuse(self, story: str, accounts: Sequence[int] | Ints) -> None:
        """Note who is guilty of what; `story` is a reason code or a creator’s part."""
        self.guilty.setdefault(story, set()).update(int(one) for one in accounts)

    def activity(self) -> Activity:
        """Return what detectors may read."""
        signups = {
            name: np.concatenate([np.asarray(one[name]) for one in self.signups])
            for name in (self.signups[0] if self.signups else ())
        }
        return Activity(
            events=together(self.parts),
            agents=AGENTS,
            referrers=REFERRERS,
            signups=SignUps.of(**signups) if signups else SignUps.of(at=[], account=[]),
            owner=dict(self.owner),
            own_devices=dict(self.own_devices),
        )
