"""Hourly series of one creator: plain weeks, genuine spikes of many kinds, and bought ones.

Like rates are the creator's own (1 to 15 %), noise is wider than Poisson, days follow the time
zones of the audience, and what is bought may come with up to 60 % of the usual likes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fraud.domain.bursts import Series

Floats = NDArray[np.float64]
DAYS: Final = 28
HOURS: Final = DAYS * 24
START: Final = 1_772_323_200


@dataclass
class Channel:
    """A creator's own weeks, and what is laid on top of them, as hourly counts."""

    draw: Generator
    daily: float
    like_rate: float
    dispersion: float
    day: Floats
    views: Floats
    likes: Floats
    viewers: Floats
    embedded: Floats

    def add(
        self,
        rate: Floats,
        *,
        likes: float,
        per_viewer: float = 1.05,
        noise: float | None = None,
        embedded: bool = False,
    ) -> None:
        """Lay views of these hourly rates on top, with `likes` of the usual likes a view."""
        scale = self.dispersion if noise is None else noise
        lumps = self.draw.gamma(scale, 1 / scale, HOURS) if np.isfinite(scale) else np.ones(HOURS)
        views = self.draw.poisson(np.maximum(rate, 0) * lumps)
        # Whoever likes does so some minutes after the view, so that a like may fall an hour later.
        liked = self.draw.binomial(views, min(0.9, self.like_rate * likes))
        late = self.draw.binomial(liked, 0.1)
        self.views += views
        self.likes += liked - late + np.concatenate([[0], late[:-1]])
        self.viewers += np.maximum((views > 0) * 1.0, self.draw.binomial(views, 1 / per_viewer))
        if embedded:
            self.embedded += views

    def shaped(self, rate: Floats) -> Floats:
        """Return a rate that follows the audience's day."""
        return rate * self.day

    def series(self) -> Series:
        """Return what a detector sees."""
        return Series.of(
            start=START,
            views=self.views,
            likes=self.likes,
            viewers=self.viewers,
            embedded=self.embedded,
        )


def channel(seed: int, *, daily: tuple[float, float] = (200, 5_000)) -> Channel:
    """Return a creator's plain weeks. The same seed gives the same weeks."""
    draw = np.random.default_rng([seed, 71])
    size = float(np.exp(draw.uniform(*np.log(daily))))
    made = Channel(
        draw=draw,
        daily=size,
        like_rate=float(np.exp(draw.uniform(np.log(0.01), np.log(0.15)))),
        dispersion=float(draw.uniform(2, 12)),
        day=_day(draw),
        **{name: np.zeros(HOURS) for name in ("views", "likes", "viewers", "embedded")},
    )
    week = np.repeat(np.tile(draw.uniform(0.7, 1.3, 7), DAYS // 7), 24)
    trend = np.linspace(1, float(np.exp(draw.normal(0, 0.3))), HOURS)
    made.add(made.shaped(size / 24 * week * trend * 0.7), likes=1, per_viewer=draw.uniform(1, 1.6))
    for posted in np.flatnonzero(draw.random(HOURS) < draw.uniform(1, 7) / (7 * 24)):
        fresh = size * float(draw.lognormal(-1.2, 0.6)) * _fading(int(posted), draw.uniform(4, 20))
        made.add(made.shaped(fresh), likes=float(draw.uniform(0.8, 1.4)))
    return made


def _day(draw: Generator) -> Floats:
    """Return how lively each hour is, about 1 on average: two or three peaks, some zones."""
    hours = np.arange(HOURS) % 24
    live = np.zeros(HOURS)
    zones = draw.dirichlet(np.full(int(draw.integers(1, 5)), 0.8))
    for zone in zones:
        shift = draw.integers(0, 24)
        for peak, wide, share in ((20.5, 2.5, 0.55), (13, 2, 0.3), (8, 1.5, 0.15)):
            away = np.minimum((hours - peak - shift) % 24, (peak + shift - hours) % 24)
            live += zone * share * np.exp(-0.5 * (away / wide) ** 2) / wide
    live = live / live.mean()
    return np.asarray(0.15 + 0.85 * live)


def _fading(start: int, hours: float) -> Floats:
    """Return shares that sum to about one and fade from `start`, slower the longer it goes on."""
    since = np.arange(HOURS) - start
    shape = np.where(since >= 0, 1 / (1 + np.maximum(since, 0) / hours) ** 2.2, 0)
    return np.asarray(shape / max(shape.sum(), 1e-9))


def _plateau(start: int, length: int) -> Floats:
    shape = np.zeros(HOURS)
    shape[start : start + length] = 1 / length
    return shape


def _when(draw: Generator, last: int = 6) -> int:
    return int(draw.integers(15 * 24, HOURS - last * 24))


def _size(made: Channel, low: float = 1, high: float = 12) -> float:
    return made.daily * float(np.exp(made.draw.uniform(np.log(low), np.log(high))))


# Genuine spikes -----------------------------------------------------------------------------


def cascade(made: Channel) -> None:
    """People share with people: generations, each larger or smaller than the last."""
    draw, start = made.draw, _when(made.draw)
    rate = np.zeros(HOURS)
    wave, reproduction = _size(made, 0.1, 0.6), float(draw.uniform(1.2, 2.2))
    for _ in range(40):
        lag = int(draw.gamma(2, 1.5))
        start += lag
        if start >= HOURS or wave < 1:
            break
        rate += wave * _fading(start, draw.uniform(1, 4))
        wave *= reproduction
        reproduction *= float(draw.uniform(0.75, 0.95))
    made.add(made.shaped(rate), likes=float(draw.uniform(0.3, 1)))


def front_page(made: Channel) -> None:
    """The platform recommends it for one to three days; strangers like less."""
    rate = _size(made) * _plateau(_when(made.draw), int(made.draw.integers(20, 72)))
    made.add(made.shaped(rate), likes=float(made.draw.uniform(0.3, 0.8)))


def news_link(made: Channel) -> None:
    """A newspaper links to it; strangers come, look, and rarely like."""
    rate = _size(made) * _fading(_when(made.draw), made.draw.uniform(4, 20))
    made.add(made.shaped(rate), likes=float(made.draw.uniform(0.2, 0.6)))


def news_embed(made: Channel) -> None:
    """A newspaper shows it on its own page, where nobody can like."""
    start = _when(made.draw)
    whole = _size(made)
    made.add(
        made.shaped(whole * _fading(start, made.draw.uniform(4, 20))), likes=0.01, embedded=True
    )
    made.add(made.shaped(whole * 0.15 * _fading(start, 12)), likes=0.5)


def premiere(made: Channel) -> None:
    """Announced for one hour; fans come and like."""
    draw, start = made.draw, _when(made.draw)
    rate = _size(made, 0.5, 4) * _plateau(start, int(draw.integers(1, 4)))
    made.add(rate, likes=float(draw.uniform(0.8, 1.5)))


def raid(made: Channel) -> None:
    """Another creator sends their audience over: minutes, strangers."""
    rate = _size(made, 0.5, 5) * _fading(_when(made.draw), 0.5)
    made.add(rate, likes=float(made.draw.uniform(0.3, 1)))


def appeal(made: Channel) -> None:
    """A charity appeal of one to three days; people who care."""
    rate = _size(made, 1, 6) * _plateau(_when(made.draw), int(made.draw.integers(24, 72)))
    made.add(made.shaped(rate), likes=float(made.draw.uniform(0.7, 1.4)))


def advert(made: Channel) -> None:
    """A real campaign inside one app, paced by its budget; people who didn't look for it."""
    rate = _size(made, 1, 6) * _plateau(_when(made.draw), int(made.draw.integers(48, 120)))
    made.add(made.shaped(rate), likes=float(made.draw.uniform(0.2, 0.5)))


def other_side(made: Channel) -> None:
    """It is found in a country on the other side of the world: the day is turned."""
    rate = _size(made) * _fading(_when(made.draw), made.draw.uniform(10, 40))
    made.add(rate * np.roll(made.day, 12), likes=float(made.draw.uniform(0.3, 1)))


def nursery(made: Channel) -> None:
    """Children watch one video over and over; each likes once at most."""
    draw, start = made.draw, _when(made.draw)
    length = int(draw.integers(48, 144))
    hours = np.arange(HOURS) % 24
    awake = ((hours >= 7) & (hours <= 19)).astype(float)
    rate = _size(made, 0.5, 3) * _plateau(start, length) * awake * 2
    each = float(np.exp(draw.uniform(1.6, 4)))
    made.add(rate, likes=float(draw.uniform(0.3, 1)) / each, per_viewer=each)


def catch_up(made: Channel) -> None:
    """The counts stop for hours and come all at once afterwards."""
    start, length = _when(made.draw), int(made.draw.integers(3, 18))
    for counts in (made.views, made.likes, made.viewers):
        counts[start + length] += counts[start : start + length].sum()
        counts[start : start + length] = 0


# Bought ones --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Order:
    """What is bought: the share of usual likes that come along, and how it is delivered."""

    low: float
    high: float
    delivery: str
    few: bool = False

    def __call__(self, made: Channel) -> None:
        """Lay it on top."""
        draw, start = made.draw, _when(made.draw)
        length = int(np.exp(draw.uniform(np.log(2), np.log(120))))
        whole = max(300.0, _size(made, 1, 10))
        rate = whole * _plateau(start, length)
        noise: float = np.inf
        if self.delivery == "pulses":
            open_now = draw.random(HOURS) < 0.35
            open_now[start] = True
            rate = rate * open_now
            rate *= whole / max(rate.sum(), 1)
        elif self.delivery == "daylike":
            rate = made.shaped(rate)
            rate *= whole / max(rate.sum(), 1)
            noise = 8
        made.add(
            rate,
            likes=float(draw.uniform(self.low, self.high)),
            per_viewer=float(np.exp(draw.uniform(2, 4.2)))
            if self.few
            else float(draw.uniform(1, 1.15)),
            noise=noise,
        )


def bought_likes(made: Channel) -> None:
    """Likes without anybody watching."""
    start, length = _when(made.draw), int(made.draw.integers(2, 48))
    extra = max(100.0, made.daily * made.like_rate * made.draw.uniform(3, 15))
    made.likes += made.draw.poisson(extra * _plateau(start, length))


PLAIN: Final[dict[str, Callable[[Channel], Any]]] = {
    "plain weeks": lambda made: None,
    "counts that come late": catch_up,
}
GENUINE: Final[dict[str, Callable[[Channel], Any]]] = {
    "share cascade": cascade,
    "recommended by the platform": front_page,
    "linked by a newspaper": news_link,
    "shown on a newspaper's page": news_embed,
    "premiere": premiere,
    "raid": raid,
    "charity appeal": appeal,
    "campaign in one app": advert,
    "found on the other side of the world": other_side,
    "children's video, looped": nursery,
}
BOUGHT: Final[dict[str, Callable[[Channel], Any]]] = {
    f"{delivery}, likes {name}": Order(low, high, delivery)
    for delivery in ("steady", "pulses", "daylike")
    for name, low, high in (
        ("0-3 %", 0, 0.03),
        ("3-10 %", 0.03, 0.1),
        ("10-30 %", 0.1, 0.3),
        ("30-60 %", 0.3, 0.6),
    )
} | {
    "few viewers, steady": Order(0, 0.02, "steady", few=True),
    "few viewers, pulses": Order(0, 0.02, "pulses", few=True),
    "likes alone": bought_likes,
}
