"""Hourly series of made-up creators: plain weeks, real hits, loops and bought bursts."""

import numpy as np

HOURS = 24 * 28


class Weeks:
    """Four weeks of one creator: a daily rhythm, good and bad days, chance."""

    def __init__(self, seed: int, *, views_a_day: float = 1500, rate: float = 0.06) -> None:
        self.chance = np.random.default_rng(seed)
        self.rate, self.views_a_day = rate, views_a_day
        hour = np.arange(HOURS)
        rhythm = np.clip(1 + 0.7 * np.sin((hour % 24 - 8) / 12 * np.pi), 0.1, None)
        days = np.repeat(self.chance.lognormal(0, 0.35, 28), 24)
        level = views_a_day / 24 * rhythm * days * self.chance.lognormal(0, 0.2, HOURS)
        self.views = self.chance.poisson(level)
        liking = np.clip(rate * np.repeat(self.chance.lognormal(0, 0.2, 28), 24), 0, 1)
        self.likes = self.chance.binomial(self.views, liking)
        self.viewers = self.chance.binomial(self.views, 0.85)
        self.embedded = np.zeros(HOURS, int)

    def add(self, first: int, views, *, likes, viewers, embedded=0) -> "Weeks":
        """Add hours from `first` on."""
        span = slice(first, first + len(views))
        self.views[span] += views
        self.likes[span] += likes
        self.viewers[span] += viewers
        self.embedded[span] += embedded
        return self

    def hit(self, times: float, *, liking: float = 0.6, hours: int = 48) -> "Weeks":
        """A real hit: it rises fast, falls slowly, and strangers like less than fans."""
        step = np.arange(hours)
        shape = np.exp(-3 * step / hours) * (1 - np.exp(-(step + 1) / 2))
        views = self.chance.poisson(times * self.views_a_day * shape / shape.sum())
        likes = self.chance.binomial(views, min(1.0, self.rate * liking))
        return self.add(300, views, likes=likes, viewers=self.chance.binomial(views, 0.93))

    def bought(self, views: int, *, hours: int = 24, liking: float = 0.0) -> "Weeks":
        """Views from a shop: evenly delivered, hardly liked."""
        each = self.chance.poisson(np.full(hours, views / hours))
        likes = self.chance.binomial(each, self.rate * liking)
        return self.add(300, each, likes=likes, viewers=each)

    def shown_elsewhere(self, views: int) -> "Weeks":
        """A newspaper shows the video on its own page, where nobody can like."""
        each = self.chance.poisson(views / 24 * np.exp(-np.arange(24) / 8))
        return self.add(300, each, likes=0, viewers=each, embedded=each)

    def looped(self, people: int) -> "Weeks":
        """Small children watch it again and again; each of them is one person who may like."""
        each = self.chance.poisson(np.full(48, people / 48))
        views = each * self.chance.integers(8, 16, 48)
        return self.add(300, views, likes=self.chance.binomial(each, self.rate), viewers=each)

    def series(self):
        """Return the columns that the detector takes."""
        return {
            "views": self.views,
            "likes": self.likes,
            "viewers": self.viewers,
            "embedded": self.embedded,
        }
