"""Settings of videos' files: how much may be sent, how long it is kept, which links we follow."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from environ import Env

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaSettings:
    """`incoming` holds files while they come in; nothing in it outlives the work on it."""

    incoming: Path
    file_bytes: int
    seconds: int
    daily_files: int
    daily_bytes: int
    draft_kept: timedelta
    search_kept: timedelta
    link_hosts: tuple[str, ...]
    link_seconds: int
    link_patience: int
    # Host and port of test servers on this machine. No variable sets it, and production ignores it.
    link_loopback: tuple[tuple[str, int], ...] = ()


def read(env: Env, *, var: Path) -> MediaSettings:
    """Read the settings of the environment; docs/deploy.md explains each."""
    return MediaSettings(
        # On the same disk as the storage, so that keeping a file is a rename.
        incoming=var / "media" / "incoming",
        file_bytes=env.int("MEDIA_MAX_BYTES", default=512 * MEGABYTE),
        seconds=env.int("MEDIA_MAX_SECONDS", default=600),
        daily_files=env.int("MEDIA_DAILY_FILES", default=50),
        daily_bytes=env.int("MEDIA_DAILY_BYTES", default=5 * 1024 * MEGABYTE),
        draft_kept=timedelta(days=env.int("MEDIA_DRAFT_DAYS", default=7)),
        search_kept=timedelta(hours=env.int("MEDIA_SEARCH_HOURS", default=24)),
        link_hosts=tuple(env.list("MEDIA_LINK_HOSTS", default=[])),
        link_seconds=env.int("MEDIA_LINK_SECONDS", default=600),
        link_patience=env.int("MEDIA_LINK_PATIENCE", default=20),
    )
