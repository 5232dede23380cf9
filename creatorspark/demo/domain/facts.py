"""The generated facts, plain and frozen, ready to be written anywhere."""

import hashlib
from dataclasses import astuple, dataclass
from datetime import datetime

from creatorspark.demo.domain.films.plans import FilmPlan

COUNTERS = ("views", "likes", "comments", "shares", "saves", "gifts")


@dataclass(frozen=True, slots=True)
class SnapshotFacts:
    """What was counted about a video at one moment; None was not reported."""

    observed_at: datetime
    views: int
    likes: int | None
    comments: int | None
    shares: int | None
    saves: int | None
    gifts: int | None
    watch_through: float | None
    fell: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """A published video with its observations, oldest first. `film` is what its file shows."""

    external_id: str
    url: str
    caption: str
    hashtags: tuple[str, ...]
    sound_title: str
    sound_original: bool
    duration_seconds: int
    posted_at: datetime
    copy_of: str
    film: FilmPlan | None
    snapshots: tuple[SnapshotFacts, ...]


@dataclass(frozen=True, slots=True)
class CreatorFacts:
    """A profile and its videos, oldest first. `story` is empty outside the cast."""

    external_id: str
    platform: str
    handle: str
    display_name: str
    bio: str
    verified: bool
    follower_count: int
    niche: str
    country: str
    language: str
    created_at: datetime
    story: str
    videos: tuple[VideoFacts, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Everything a seed, a scale and a moment give."""

    seed: int
    scale: float
    now: datetime
    creators: tuple[CreatorFacts, ...]

    @property
    def video_count(self) -> int:
        """Return how many videos all creators have."""
        return sum(len(creator.videos) for creator in self.creators)

    def sha256(self) -> str:
        """Return a hash over every fact; equal seeds, scales and moments give equal hashes."""
        digest = hashlib.sha256()
        for creator in self.creators:
            digest.update(repr(astuple(creator)).encode())
        return digest.hexdigest()
