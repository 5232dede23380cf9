"""The fields an import can carry, their order in the staging table, and what must be there."""

from typing import Final, NamedTuple

COUNTS: Final = ("views", "likes", "comments", "shares", "saves", "gifts")
MAX_COUNT: Final = 2**63 - 1
MAX_IDENTIFIER: Final = 100
MAX_HANDLE: Final = 120
MAX_NAME: Final = 200
MAX_URL: Final = 500
MAX_NICHE: Final = 40

MAPPABLE: Final = (
    "id",
    "url",
    "creator_id",
    "creator",
    "views",
    "likes",
    "comments",
    "shares",
    "saves",
    "gifts",
    "duration",
    "posted_at",
    "observed_at",
    "caption",
    "hashtags",
    "follower_count",
    "display_name",
    "niche",
)
"""Fields that a column of a CSV can be mapped to, in the order a person meets them."""


class StagedRow(NamedTuple):
    """One observation, ready for the staging table. None and "" both mean "not given"."""

    line: int
    video_key: str
    creator_key: str | None = None
    handle: str | None = None
    display_name: str | None = None
    bio: str | None = None
    verified: bool | None = None
    follower_count: int | None = None
    niche: str | None = None
    caption: str | None = None
    hashtags: str | None = None
    sound_title: str | None = None
    sound_original: bool | None = None
    duration_seconds: int | None = None
    width: int | None = None
    height: int | None = None
    url: str | None = None
    posted_at: str | None = None
    observed_at: str | None = None
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    gifts: int | None = None


def array_literal(words: list[str]) -> str:
    """Return PostgreSQL's text form of an array of text.

    >>> array_literal(["night", 'a "b"'])
    '{"night","a \\\\"b\\\\""}'
    """
    quoted = (word.replace("\\", "\\\\").replace('"', '\\"') for word in words)
    return "{" + ",".join(f'"{word}"' for word in quoted) + "}"
