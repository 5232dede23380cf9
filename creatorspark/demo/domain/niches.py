"""What creators make videos about, and how each kind is watched."""

from dataclasses import dataclass

LENGTH_BUCKETS = ((7, 15), (16, 30), (31, 60), (61, 180), (181, 420))


@dataclass(frozen=True, kw_only=True)
class Niche:
    """A subject with its habits.

    `weight`: how common it is. `appeal`: engagement per view against the average. `comments`,
    `shares`, `saves`: tilt of the mix against the average. `lengths`: how often each of
    `LENGTH_BUCKETS` is used (sums to 1).
    """

    name: str
    weight: float
    appeal: float
    comments: float
    shares: float
    saves: float
    lengths: tuple[float, float, float, float, float]


NICHES = (
    Niche(
        name="comedy",
        weight=0.15,
        appeal=1.10,
        comments=1.2,
        shares=1.7,
        saves=0.5,
        lengths=(0.34, 0.34, 0.22, 0.09, 0.01),
    ),
    Niche(
        name="cooking",
        weight=0.12,
        appeal=1.05,
        comments=0.9,
        shares=1.2,
        saves=1.9,
        lengths=(0.12, 0.28, 0.36, 0.20, 0.04),
    ),
    Niche(
        name="beauty",
        weight=0.10,
        appeal=1.00,
        comments=1.0,
        shares=0.8,
        saves=1.4,
        lengths=(0.20, 0.32, 0.30, 0.14, 0.04),
    ),
    Niche(
        name="fitness",
        weight=0.09,
        appeal=0.95,
        comments=0.8,
        shares=0.8,
        saves=1.6,
        lengths=(0.22, 0.32, 0.30, 0.14, 0.02),
    ),
    Niche(
        name="gaming",
        weight=0.10,
        appeal=0.92,
        comments=1.4,
        shares=0.8,
        saves=0.5,
        lengths=(0.16, 0.28, 0.28, 0.20, 0.08),
    ),
    Niche(
        name="diy",
        weight=0.07,
        appeal=0.98,
        comments=0.9,
        shares=1.1,
        saves=2.0,
        lengths=(0.10, 0.22, 0.34, 0.26, 0.08),
    ),
    Niche(
        name="travel",
        weight=0.07,
        appeal=0.96,
        comments=0.8,
        shares=1.2,
        saves=1.8,
        lengths=(0.20, 0.32, 0.30, 0.14, 0.04),
    ),
    Niche(
        name="music",
        weight=0.09,
        appeal=1.12,
        comments=1.0,
        shares=1.1,
        saves=1.0,
        lengths=(0.30, 0.36, 0.24, 0.09, 0.01),
    ),
    Niche(
        name="education",
        weight=0.07,
        appeal=0.90,
        comments=1.2,
        shares=1.1,
        saves=1.9,
        lengths=(0.06, 0.18, 0.38, 0.30, 0.08),
    ),
    Niche(
        name="pets",
        weight=0.07,
        appeal=1.18,
        comments=1.1,
        shares=1.4,
        saves=0.6,
        lengths=(0.38, 0.36, 0.20, 0.06, 0.00),
    ),
    Niche(
        name="fashion",
        weight=0.05,
        appeal=0.94,
        comments=0.8,
        shares=0.7,
        saves=1.3,
        lengths=(0.30, 0.36, 0.24, 0.08, 0.02),
    ),
    Niche(
        name="finance",
        weight=0.02,
        appeal=0.80,
        comments=1.5,
        shares=1.0,
        saves=1.9,
        lengths=(0.04, 0.18, 0.42, 0.28, 0.08),
    ),
)
NICHE_BY_NAME = {niche.name: niche for niche in NICHES}
