"""The child's side: takes its limits and its guard, then lets yt-dlp get one video.

Started as `python -m scoring.media.links.fetcher` with an order on standard input. It says how far
it is, and at last what came of it, in lines of JSON.
"""

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from scoring.media.links.guard import Guard
from scoring.media.problems import MediaProblem, Problem

MEGABYTE = 1024 * 1024
MEMORY = 2048 * MEGABYTE
CPU_SECONDS = 300
OPEN_FILES = 64
SAY_EVERY = 0.5
LIVE = frozenset({"is_live", "is_upcoming", "post_live"})


def main() -> int:
    """Carry out one order."""
    order = json.load(sys.stdin)
    folder = Path(order["folder"])
    _take_limits(most_bytes=order["most_bytes"])
    guard = Guard(folder=folder, allowed=[(host, port) for host, port in order["allowed"]])
    os.chdir(folder)
    guard.install()
    try:
        _say(fetch(order, folder))
    except MediaProblem as wrong:
        _say({"problem": Problem.LINK_INWARD if guard.led_inward else wrong.problem})
    return 0


def _take_limits(*, most_bytes: int) -> None:
    wanted = {
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_AS: MEMORY,
        # The hook stops a download before this does; it is here for what has no hook.
        resource.RLIMIT_FSIZE: most_bytes + 8 * MEGABYTE,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: OPEN_FILES,
    }
    for kind, value in wanted.items():
        resource.setrlimit(kind, (value, value))
    os.nice(5)


def _say(line: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def fetch(order: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Download the video of a link into the folder. Raises MediaProblem."""
    from yt_dlp import YoutubeDL
    from yt_dlp.utils import YoutubeDLError

    from scoring.media.links.complaints import problem_of

    watch = Watch(most_bytes=order["most_bytes"])
    try:
        with YoutubeDL(_options(order, folder, watch)) as downloader:
            found = downloader.extract_info(order["url"], download=False)
            _check(found, order)
            downloader.process_ie_result(found, download=True)
    except YoutubeDLError as error:
        if watch.too_large:
            raise MediaProblem(Problem.TOO_LARGE_FILE) from error
        raise MediaProblem(problem_of(error)) from error
    except (OSError, MemoryError) as error:
        raise MediaProblem(problem_of(error)) from error
    return {"file": _only_file(folder).name}


class Watch:
    """Tells how far a download is, and stops one that grows too large."""

    def __init__(self, *, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.too_large = False
        self._said_at = 0.0

    def __call__(self, state: dict[str, Any]) -> None:
        """Look at one step of a download."""
        from yt_dlp.utils import DownloadCancelled

        done = int(state.get("downloaded_bytes") or 0)
        total = int(state.get("total_bytes") or 0)
        if max(done, total) > self.most_bytes:
            self.too_large = True
            raise DownloadCancelled
        if time.monotonic() - self._said_at >= SAY_EVERY:
            self._said_at = time.monotonic()
            _say({"done": done, "total": total or int(state.get("total_bytes_estimate") or 0)})


class Silence:
    """A logger that writes nothing: what yt-dlp says may hold signed addresses."""

    def debug(self, message: str) -> None:
        """Drop it."""

    info = warning = error = debug


def _options(order: dict[str, Any], folder: Path, watch: Watch) -> dict[str, Any]:
    return {
        "format": "b[height<=1080]/b/bv*[height<=1080]/bv*",
        "format_sort": ["res:720", "proto:https", "ext:mp4"],
        "outtmpl": {"default": "video.bin"},
        "paths": {"home": str(folder), "temp": str(folder)},
        "max_filesize": order["most_bytes"],
        "progress_hooks": [watch],
        "allowed_extractors": order["extractors"],
        "noplaylist": True,
        "extract_flat": "in_playlist",
        "playlist_items": "1",
        "socket_timeout": order["patience"],
        "retries": 1,
        "fragment_retries": 1,
        "extractor_retries": 1,
        "file_access_retries": 0,
        "hls_prefer_native": True,
        "external_downloader": {},
        "fixup": "never",
        "postprocessors": [],
        "js_runtimes": {},
        "proxy": "",
        "cachedir": False,
        "cookiefile": None,
        "usenetrc": False,
        "geo_bypass": False,
        "nopart": True,
        "overwrites": True,
        "updatetime": False,
        "ffmpeg_location": os.devnull,
        "color": "no_color",
        "quiet": True,
        "noprogress": True,
        "no_warnings": True,
        "logger": Silence(),
    }


def _check(found: dict[str, Any] | None, order: dict[str, Any]) -> None:
    """Refuse what isn't one finished video of the length and size that we take."""
    if not found:
        raise MediaProblem(Problem.LINK_UNSUPPORTED)
    if found.get("_type", "video") != "video":
        raise MediaProblem(Problem.LINK_PLAYLIST)
    if found.get("is_live") or found.get("live_status") in LIVE:
        raise MediaProblem(Problem.LINK_LIVE)
    if (found.get("duration") or 0) > order["most_seconds"]:
        raise MediaProblem(Problem.TOO_LONG)
    if (found.get("filesize") or 0) > order["most_bytes"]:
        raise MediaProblem(Problem.TOO_LARGE_FILE)
    expected = order["expected_id"]
    if expected and str(found.get("id")) != expected:
        raise MediaProblem(Problem.LINK_OTHER_VIDEO)


def _only_file(folder: Path) -> Path:
    """Return what was downloaded: max_filesize makes yt-dlp skip a file without a word."""
    files = [path for path in folder.iterdir() if path.is_file()]
    if not files:
        raise MediaProblem(Problem.TOO_LARGE_FILE)
    return max(files, key=lambda path: path.stat().st_size)


if __name__ == "__main__":
    raise SystemExit(main())
