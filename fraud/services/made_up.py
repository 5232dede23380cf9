"""Made-up events for demonstrations: honest crowds, and creators with a story."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import numpy as np
from django.db import transaction

from creatorspark.lib.pgcopy import EPOCH, Columns
from fraud.domain import cheats, innocents
from fraud.domain.activity import Activity, Ints, Kind, together
from fraud.domain.worlds import AGENTS, BEGIN, DAY, REFERRERS, Cast, World
from fraud.models import EventSource, Referrer, UserAgent
from fraud.services.events.interning import numbers_of
from fraud.services.events.storing import FORMAT, write_columns

DAYS: Final = 28
SOURCE: Final = "demo"
FIRST_ID: Final = 1_000_000
STORIES: Final[Mapping[str, Callable[..., object]]] = {
    "plain": lambda world, creator: None,
    "bought views": partial(cheats.bought_views, views=24_000),
    "few bought views": partial(cheats.bought_views, views=8_000),
    "ring": cheats.ring,
    "device farm": cheats.device_farm,
    "victim of programs": partial(cheats.scripts, views=2_000),
    "viral": partial(innocents.raid, people=6_000),
    "shared tablets": lambda world, creator: innocents.school(world, teacher=creator),
    "one address": lambda world, creator: innocents.one_address(world, people=60),
    "premiere": partial(innocents.premiere, fans=150),
    "raid": partial(innocents.raid, people=800),
    "charity appeal": partial(innocents.charity, givers=300),
    "news page": partial(innocents.news, views=6_000),
    "campaign": partial(innocents.campaign, views=4_000),
    "children on repeat": partial(innocents.loops, children=200),
}
CIRCLE: Final = "gift circle"


@dataclass(frozen=True, kw_only=True)
class MadeUpPart:
    """A creator, their videos with when each was posted, and a story: of STORIES, or a circle.

    The story happens to the first video.
    """

    creator_id: int
    videos: Sequence[tuple[int, datetime]]
    story: str = "plain"


def make_up_events(
    parts: Sequence[MadeUpPart], *, seed: int, people: int, now: datetime, first_id: int = FIRST_ID
) -> int:
    """Write the events of the four weeks before `now`; the same again writes nothing new.

    Accounts, devices and networks are numbered from `first_id` on. Returns how many were new.
    """
    begins = now - timedelta(days=DAYS)
    chance, cast = np.random.default_rng(seed), _cast(parts, begins=begins)
    world = World(chance=chance, cast=cast, days=DAYS, next_id=first_id)
    world.crowd(people)
    for number, part in enumerate(parts, start=1):
        if part.story != CIRCLE:
            STORIES[part.story](world, creator=number)
    circle = tuple(n for n, part in enumerate(parts, start=1) if part.story == CIRCLE)
    if len(circle) > 1:
        cheats.gift_circle(world, creators=circle)
    _sign_in(world)
    with transaction.atomic():
        columns = _columns(world.activity(), parts, seed=seed, begins=begins, now=now)
        return write_columns(columns)


def _cast(parts: Sequence[MadeUpPart], *, begins: datetime) -> Cast:
    posted = [
        BEGIN + int(max((at - begins).total_seconds(), 0))
        for part in parts
        for _, at in part.videos
    ]
    owner = [number for number, part in enumerate(parts, start=1) for _video in part.videos]
    return Cast(
        creators=len(parts),
        owner_of_video=np.array(owner),
        posted=np.array(posted),
        appeal=np.ones(len(owner)),
    )


def _sign_in(world: World) -> None:
    """Let creators sign in with their own accounts, which is how we know whose they are."""
    for account, creator in world.owner.items():
        world.add(
            at=np.array([BEGIN + DAY]),
            kind=np.array([Kind.LOGIN]),
            actor=np.array([account]),
            device=np.array([account]),
            video=np.array([0]),
            creator=np.array([creator]),
        )


def _columns(
    activity: Activity,
    parts: Sequence[MadeUpPart],
    *,
    seed: int,
    begins: datetime,
    now: datetime,
) -> Columns:
    events = together([activity.events])
    events = events.where(events.at < BEGIN + int((now - begins).total_seconds()))
    agents, referrers = numbers_of(UserAgent, AGENTS), numbers_of(Referrer, REFERRERS)
    creators = np.array([0, *(part.creator_id for part in parts)])
    videos = np.array([0, *(video for part in parts for video, _ in part.videos)])
    source = EventSource.objects.get_or_create(name=SOURCE)[0].pk
    columns: dict[str, Ints] = {name: np.zeros(len(events), np.int64) for name in FORMAT.names}
    for name in ("kind", "actor", "device", "network", "amount"):
        columns[name] = getattr(events, name)
    shift = int((begins - EPOCH).total_seconds()) - BEGIN
    return columns | {
        "event": _ids(len(events), seed=seed, begins=begins),
        "at": (events.at + shift) * 1_000_000,
        "source_id": np.full(len(events), source),
        "creator_id": creators[events.creator],
        "video_id": videos[events.video],
        "agent_id": np.array([agents[text] for text in AGENTS])[events.agent],
        "referrer_id": np.array([referrers[text] for text in REFERRERS])[events.referrer],
    }


def _ids(size: int, *, seed: int, begins: datetime) -> Ints:
    """Return ids that the same story has each time, and no other."""
    chance = np.random.default_rng([seed, int(begins.timestamp())])
    return np.arange(size) + int(chance.integers(1, 1 << 62))
