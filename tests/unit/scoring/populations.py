"""Made-up populations of videos for the tests of points."""

import json
import os
from pathlib import Path

import numpy as np

from scoring.domain.points.fields import VideoFacts

TRENDING = "tiktok-trending-2020/trending.json"


def long_tailed(
    seed: int, size: int, *, median_views: float = 5e4, tail: float = 1.8
) -> VideoFacts:
    """Log-normal views; counts that follow them through a shared quality and some noise."""
    rng = np.random.default_rng(seed)
    views = np.floor(np.exp(rng.normal(np.log(median_views), tail, size)))
    quality = rng.normal(0, 0.5, size)
    noise = rng.normal(0, 0.6, (4, size))
    rates = np.exp(noise + quality) * np.array([[0.06], [0.004], [0.003], [0.006]])
    likes, shares, comments, bookmarks = rng.poisson(views * np.minimum(rates, 0.5)).astype(float)
    return VideoFacts.checked(
        views=views,
        likes=likes,
        shares=shares,
        comments=comments,
        bookmarks=bookmarks,
        sentiment=np.round(np.clip(rng.normal(0.6, 0.25, size), 0, 1), 4),
    )


def with_giant(facts: VideoFacts) -> VideoFacts:
    """The same population with its first video gone viral beyond all others."""
    changed = {name: getattr(facts, name).copy() for name in facts.__dataclass_fields__}
    giant = {"views": 1e9, "likes": 2e8, "shares": 1e7, "comments": 1e7, "bookmarks": 3e7}
    for name, value in giant.items():
        changed[name][0] = value
    return VideoFacts(**changed)


def datasets() -> Path:
    """The folder of shared data sets, next to the repository unless the environment says where."""
    beside = Path(__file__).resolve().parents[3].parent / "shared" / "datasets"
    return Path(os.environ.get("CREATORSPARK_DATASETS", beside))


def trending_is_here() -> bool:
    return (datasets() / TRENDING).exists()


def trending_videos() -> VideoFacts:
    """The 1,000 real videos, with a made-up sentiment and no bookmarks."""
    rows = json.loads((datasets() / TRENDING).read_text("utf-8"))["collector"]
    rng = np.random.default_rng(2020)

    def column(name: str) -> np.ndarray:
        return np.array([row[name] for row in rows], float)

    return VideoFacts.checked(
        views=column("playCount"),
        likes=column("diggCount"),
        shares=column("shareCount"),
        comments=column("commentCount"),
        bookmarks=np.full(len(rows), np.nan),
        sentiment=np.round(rng.beta(2, 1.5, len(rows)), 4),
    )
