"""Refresh: ask TikTok for the counts of videos we know, and record them as observations."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from creatorspark.core.importers.fields import MAX_HANDLE, MAX_NAME, StagedRow, array_literal
from creatorspark.core.importers.services import record_observations
from creatorspark.core.models import ImportRun, User, Video
from creatorspark.core.models.videos import Platform
from creatorspark.core.tiktok.client import (
    RESEARCH_DAYS,
    RESEARCH_PAGE,
    DisplayClient,
    Profile,
    ResearchClient,
    VideoMetrics,
)
from creatorspark.core.tiktok.errors import TikTokError, TikTokRateLimited
from creatorspark.core.tiktok.oauth import ClientToken, TokenStore, UserToken
from creatorspark.core.tiktok.pacing import Pace
from creatorspark.core.tiktok.tokens import SealedTokenFile
from creatorspark.core.tiktok.transport import Transport

OnProgress = Callable[[int, int], None]


class NotConnected(Exception):
    """There are no credentials for this; the message says which to set."""


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: videos asked for and found, and snapshots added."""

    asked: int
    found: int
    snapshots_added: int
    stopped_by: str = ""
    """Why it ended early, for a person; empty when it did not."""


def refresh_known_videos(
    *,
    now: datetime,
    limit: int = 10_000,
    actor: User | None = None,
    pace: Pace | None = None,
    on_progress: OnProgress = lambda done, total: None,
) -> Refreshed:
    """Observe the videos seen longest ago, through the research API.

    When TikTok stops answering, what came before is kept and `stopped_by` says why. Raises
    NotConnected.
    """
    batches = list(_batches(_known_videos(limit)))
    total = sum(map(len, batches))
    asked = found = added = 0
    with _transport(pace) as transport:
        client = ResearchClient(transport, _client_token(transport))
        for batch in batches:
            try:
                videos = _fetch(client, batch)
            except TikTokError as error:
                return Refreshed(asked, found, added, stopped_by=explain(error))
            observed_at = pace.now() if pace else now
            run = _record(videos, now=observed_at, source="tiktok-research", actor=actor)
            asked += len(batch)
            found += len(videos)
            added += run.snapshots_added if run else 0
            on_progress(asked, total)
    return Refreshed(asked, found, added)


def refresh_connected_account(
    *,
    now: datetime,
    actor: User | None = None,
    pace: Pace | None = None,
    store: TokenStore | None = None,
) -> Refreshed:
    """Observe every public video of the connected account, through the display API.

    Raises NotConnected, TikTokError.
    """
    with _transport(pace) as transport:
        tokens = _user_token(transport, store)
        client = DisplayClient(transport, tokens)
        try:
            profile = client.profile()
        except LookupError as error:
            raise NotConnected(
                _("Nobody has connected a TikTok account yet; use refresh_tiktok --connect CODE.")
            ) from error
        videos = list(client.videos())
    run = _record(videos, now=now, source="tiktok-display", actor=actor, profile=profile)
    return Refreshed(len(videos), len(videos), run.snapshots_added if run else 0)


def public_profile(username: str, *, pace: Pace | None = None) -> Profile:
    """Return anybody's public profile, through the research API.

    Raises NotConnected, TikTokError.
    """
    with _transport(pace) as transport:
        return ResearchClient(transport, _client_token(transport)).profile(username)


def connect_account(
    code: str, *, redirect_uri: str, pace: Pace | None = None, store: TokenStore | None = None
) -> str:
    """Trade an authorization code for tokens, keep them sealed, and return the open id."""
    with _transport(pace) as transport:
        return _user_token(transport, store).connect(code, redirect_uri=redirect_uri).open_id


def explain(error: TikTokError) -> str:
    """Return a sentence for a person about what TikTok answered."""
    if isinstance(error, TikTokRateLimited):
        return _("TikTok's limit is used up; it may be asked again at %(time)s UTC.") % {
            "time": f"{error.retry_at:%Y-%m-%d %H:%M}"
        }
    if error.code in {"invalid_client", "invalid_grant", "access_token_invalid"}:
        return _("TikTok refused our credentials (%(code)s); check them and try again.") % {
            "code": error.code
        }
    return _("TikTok didn't answer as it should (%(error)s, log %(log)s); try again later.") % {
        "error": error,
        "log": error.log_id or "-",
    }


def _known_videos(limit: int) -> list[tuple[str, datetime]]:
    """Return (id, posting time) of real TikTok videos, those seen longest ago first."""
    videos = Video.objects.filter(platform=Platform.TIKTOK, creator__is_demo=False)
    videos = videos.filter(external_id__regex=r"^[0-9]{15,20}$")
    oldest = videos.order_by("latest__observed_at", "pk")
    return list(oldest.values_list("external_id", "posted_at")[:limit])


def _batches(videos: Iterable[tuple[str, datetime]]) -> Iterator[list[tuple[str, datetime]]]:
    """Group videos so that one request can name them: few enough, and posted near each other."""
    batch: list[tuple[str, datetime]] = []
    for video in sorted(videos, key=lambda pair: pair[1]):
        span = timedelta(days=RESEARCH_DAYS - 2)
        if batch and (len(batch) >= RESEARCH_PAGE or video[1] - batch[0][1] > span):
            yield batch
            batch = []
        batch.append(video)
    if batch:
        yield batch


def _fetch(client: ResearchClient, batch: list[tuple[str, datetime]]) -> list[VideoMetrics]:
    # A day to either side: TikTok's day and the id's may differ by seconds.
    first_day = (batch[0][1] - timedelta(days=1)).date()
    last_day = (batch[-1][1] + timedelta(days=1)).date()
    wanted = {video_id for video_id, _ in batch}
    found = client.videos_by_id(sorted(wanted), first_day=first_day, last_day=last_day)
    return [video for video in found if video.video_id in wanted]


def _record(
    videos: list[VideoMetrics],
    *,
    now: datetime,
    source: str,
    actor: User | None,
    profile: Profile | None = None,
) -> ImportRun | None:
    rows = [
        _row(line, video, now=now, profile=profile)
        for line, video in enumerate(videos, start=1)
        if video.views is not None
    ]
    if not rows:
        return None
    return record_observations(
        rows,
        label=_("TikTok API"),
        source=source,
        platform=Platform.TIKTOK,
        actor=actor,
        now=now,
    )


def _row(line: int, video: VideoMetrics, *, now: datetime, profile: Profile | None) -> StagedRow:
    posted = datetime.fromtimestamp(video.create_time, tz=UTC) if video.create_time else None
    handle = (profile.username if profile else video.username)[:MAX_HANDLE]
    return StagedRow(
        line=line,
        video_key=video.video_id,
        handle=handle or None,
        display_name=profile.display_name[:MAX_NAME] if profile else None,
        bio=profile.bio if profile else None,
        verified=profile.verified if profile else None,
        follower_count=profile.follower_count if profile else None,
        caption=video.caption,
        hashtags=array_literal(list(video.hashtags)) if video.hashtags else None,
        duration_seconds=video.duration_seconds,
        width=video.width,
        height=video.height,
        url=video.url,
        posted_at=posted.isoformat() if posted else None,
        observed_at=now.isoformat(),
        views=video.views,
        likes=video.likes,
        comments=video.comments,
        shares=video.shares,
        saves=video.saves,
    )


@contextmanager
def _transport(pace: Pace | None) -> Iterator[Transport]:
    if not (settings.TIKTOK_CLIENT_KEY and settings.TIKTOK_CLIENT_SECRET):
        raise NotConnected(
            _("Set TIKTOK_CLIENT_KEY and TIKTOK_CLIENT_SECRET to refresh from TikTok.")
        )
    with Transport(settings.TIKTOK_API_URL, pace=pace) as transport:
        yield transport


def _client_token(transport: Transport) -> ClientToken:
    return ClientToken(
        transport,
        client_key=settings.TIKTOK_CLIENT_KEY,
        client_secret=settings.TIKTOK_CLIENT_SECRET,
    )


def _user_token(transport: Transport, store: TokenStore | None) -> UserToken:
    return UserToken(
        transport,
        client_key=settings.TIKTOK_CLIENT_KEY,
        client_secret=settings.TIKTOK_CLIENT_SECRET,
        store=store or SealedTokenFile(),
    )
