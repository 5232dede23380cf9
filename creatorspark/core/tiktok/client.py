"""TikTok's display and research endpoints: profile, a creator's videos, videos by id."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from creatorspark.core.tiktok.errors import TikTokAnswerUnreadable, TikTokError
from creatorspark.core.tiktok.oauth import TokenSource
from creatorspark.core.tiktok.transport import Transport

USER_INFO: Final = "/v2/user/info/"
VIDEO_LIST: Final = "/v2/video/list/"
VIDEO_QUERY: Final = "/v2/video/query/"
RESEARCH_QUERY: Final = "/v2/research/video/query/"
RESEARCH_USER: Final = "/v2/research/user/info/"
LIST_PAGE: Final = 20
QUERY_IDS: Final = 20
RESEARCH_PAGE: Final = 100
RESEARCH_DAYS: Final = 30
MAX_PAGES: Final = 10_000

USER_FIELDS: Final = (
    "open_id,union_id,display_name,bio_description,is_verified,username,follower_count"
)
VIDEO_FIELDS: Final = (
    "id,create_time,share_url,video_description,duration,height,width,title,"
    "like_count,comment_count,share_count,view_count"
)
RESEARCH_FIELDS: Final = (
    "id,create_time,username,video_description,video_duration,hashtag_names,"
    "like_count,comment_count,share_count,view_count,favorites_count"
)
RESEARCH_USER_FIELDS: Final = "display_name,bio_description,is_verified,follower_count"


@dataclass(frozen=True, slots=True)
class Profile:
    """A creator's profile; None where TikTok didn't say."""

    username: str
    display_name: str
    bio: str
    verified: bool | None
    follower_count: int | None


@dataclass(frozen=True, slots=True)
class VideoMetrics:
    """A video and its counts at the moment of the answer; None was not reported."""

    video_id: str
    create_time: int | None
    username: str
    caption: str
    hashtags: tuple[str, ...]
    url: str
    duration_seconds: int | None
    width: int | None
    height: int | None
    views: int | None
    likes: int | None
    comments: int | None
    shares: int | None
    saves: int | None


class DisplayClient:
    """What a person who connected lets us see of their own account."""

    def __init__(self, transport: Transport, tokens: TokenSource) -> None:
        self._ask = _Asker(transport, tokens)

    def profile(self) -> Profile:
        """Return the connected account. Raises TikTokError."""
        data = self._ask("GET", USER_INFO, fields=USER_FIELDS)
        user = data.get("user")
        if not isinstance(user, dict):
            raise TikTokAnswerUnreadable("unreadable_answer", "no user")
        return _profile(user, username=_text(user.get("username")))

    def videos(self) -> Iterator[VideoMetrics]:
        """Yield all public videos of the account, newest first, page by page."""
        cursor: int | None = None
        for _ in range(MAX_PAGES):
            body: dict[str, Any] = {"max_count": LIST_PAGE}
            if cursor is not None:
                body["cursor"] = cursor
            data = self._ask("POST", VIDEO_LIST, fields=VIDEO_FIELDS, body=body)
            yield from map(_video, _videos(data))
            following = data.get("cursor")
            if not data.get("has_more") or not isinstance(following, int) or following == cursor:
                return
            cursor = following

    def videos_by_id(self, video_ids: Sequence[str]) -> Iterator[VideoMetrics]:
        """Yield those of the videos that belong to the account, twenty to a request."""
        for start in range(0, len(video_ids), QUERY_IDS):
            body = {"filters": {"video_ids": list(video_ids[start : start + QUERY_IDS])}}
            data = self._ask("POST", VIDEO_QUERY, fields=VIDEO_FIELDS, body=body)
            yield from map(_video, _videos(data))


class ResearchClient:
    """Public videos of anybody, for apps that TikTok admitted to its research programme."""

    def __init__(self, transport: Transport, tokens: TokenSource) -> None:
        self._ask = _Asker(transport, tokens)

    def videos_by_id(
        self, video_ids: Sequence[str], *, first_day: date, last_day: date
    ) -> Iterator[VideoMetrics]:
        """Yield the videos with these ids posted between two days (UTC, 30 days at most)."""
        yield from self._query("video_id", video_ids, first_day=first_day, last_day=last_day)

    def videos_of(
        self, username: str, *, first_day: date, last_day: date
    ) -> Iterator[VideoMetrics]:
        """Yield a creator's videos posted between two days, in spans that TikTok accepts."""
        start = first_day
        while start <= last_day:
            end = min(start + timedelta(days=RESEARCH_DAYS), last_day)
            yield from self._query("username", [username], first_day=start, last_day=end)
            start = end + timedelta(days=1)

    def profile(self, username: str) -> Profile:
        """Return a creator's public profile. Raises TikTokError."""
        data = self._ask(
            "POST", RESEARCH_USER, fields=RESEARCH_USER_FIELDS, body={"username": username}
        )
        return _profile(data, username=username)

    def _query(
        self, field: str, values: Sequence[str], *, first_day: date, last_day: date
    ) -> Iterator[VideoMetrics]:
        if (last_day - first_day).days > RESEARCH_DAYS:
            raise ValueError(f"TikTok answers for {RESEARCH_DAYS} days at a time")
        condition = {"operation": "IN", "field_name": field, "field_values": list(values)}
        body: dict[str, Any] = {
            "query": {"and": [condition]},
            "start_date": f"{first_day:%Y%m%d}",
            "end_date": f"{last_day:%Y%m%d}",
            "max_count": RESEARCH_PAGE,
        }
        for _ in range(MAX_PAGES):
            data = self._ask("POST", RESEARCH_QUERY, fields=RESEARCH_FIELDS, body=body)
            yield from map(_video, _videos(data))
            cursor = data.get("cursor")
            if not data.get("has_more") or cursor in (None, body.get("cursor")):
                return
            body |= {"cursor": cursor, "search_id": _text(data.get("search_id"))}


class _Asker:
    """Sends a request with a token, and once more with a new one when it was refused."""

    def __init__(self, transport: Transport, tokens: TokenSource) -> None:
        self._transport = transport
        self._tokens = tokens

    def __call__(
        self, method: str, path: str, *, fields: str, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        try:
            answer = self._send(method, path, fields=fields, body=body, token=self._tokens.token())
        except TikTokError as refusal:
            if refusal.code != "access_token_invalid":
                raise
            renewed = self._tokens.token(renew=True)
            answer = self._send(method, path, fields=fields, body=body, token=renewed)
        data = answer.get("data")
        if not isinstance(data, dict):
            raise TikTokAnswerUnreadable("unreadable_answer", "no data")
        return data

    def _send(
        self, method: str, path: str, *, fields: str, body: dict[str, Any] | None, token: str
    ) -> dict[str, Any]:
        return self._transport.call(method, path, token=token, params={"fields": fields}, body=body)


def _videos(data: dict[str, Any]) -> list[dict[str, Any]]:
    videos = data.get("videos") or []
    if not isinstance(videos, list) or not all(isinstance(video, dict) for video in videos):
        raise TikTokAnswerUnreadable("unreadable_answer", "videos are not a list of objects")
    return videos


def _video(video: dict[str, Any]) -> VideoMetrics:
    video_id = _text(video.get("id"))
    if not video_id:
        raise TikTokAnswerUnreadable("unreadable_answer", "a video without an id")
    names = video.get("hashtag_names")
    return VideoMetrics(
        video_id=video_id,
        create_time=_whole(video.get("create_time")),
        username=_text(video.get("username")),
        caption=_text(video.get("video_description") or video.get("title")),
        hashtags=tuple(map(_text, names)) if isinstance(names, list) else (),
        url=_text(video.get("share_url")).partition("?")[0],
        duration_seconds=_whole(video.get("duration", video.get("video_duration"))),
        width=_whole(video.get("width")),
        height=_whole(video.get("height")),
        views=_whole(video.get("view_count")),
        likes=_whole(video.get("like_count")),
        comments=_whole(video.get("comment_count")),
        shares=_whole(video.get("share_count")),
        # TikTok's own pages spell it both ways.
        saves=_whole(video.get("favorites_count", video.get("favourites_count"))),
    )


def _profile(user: dict[str, Any], *, username: str) -> Profile:
    verified = user.get("is_verified")
    return Profile(
        username=username,
        display_name=_text(user.get("display_name")),
        bio=_text(user.get("bio_description")),
        verified=verified if isinstance(verified, bool) else None,
        follower_count=_whole(user.get("follower_count")),
    )


def _whole(value: Any) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63:
        return value
    return None


def _text(value: Any) -> str:
    return "" if value is None else str(value).replace("\0", "")
