"""Which links we follow: https, to the platform of the video or to hosts that staff named."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from scoring.media.problems import MediaProblem, Problem

HTTPS = 443
LONGEST = 500
# The hosts of each platform, and which of yt-dlp's extractors may read them.
PLATFORMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "tiktok": (("tiktok.com",), (r"tiktok.*", r"vm\.tiktok", "end")),
    "youtube": (("youtube.com", "youtu.be"), (r"youtube.*", "end")),
    "instagram": (("instagram.com",), (r"instagram.*", "end")),
}
GENERIC = ("generic",)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that may be followed. `platform` is empty for a host that staff named."""

    url: str
    platform: str
    extractors: tuple[str, ...]


def read_link(
    text: str,
    *,
    platforms: Collection[str],
    hosts: Collection[str] = (),
    plain: Collection[tuple[str, int]] = (),
) -> Link:
    """Return a link to one of these platforms or hosts. Raises MediaProblem.

    `plain` holds addresses that may be asked without encryption; it is empty outside tests.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise MediaProblem(Problem.LINK_UNSUPPORTED) from error
    if len(text) > LONGEST or not host or any(sign.isspace() for sign in text.strip()):
        raise MediaProblem(Problem.LINK_UNSUPPORTED)
    if (host, port) not in plain:
        if parts.scheme != "https":
            raise MediaProblem(Problem.LINK_NOT_HTTPS)
        if port not in (None, HTTPS) or parts.username is not None or parts.password is not None:
            raise MediaProblem(Problem.LINK_UNSUPPORTED)
    return _known(text.strip(), host, platforms=platforms, hosts=hosts)


def _known(url: str, host: str, *, platforms: Collection[str], hosts: Collection[str]) -> Link:
    for platform in platforms:
        names, extractors = PLATFORMS.get(platform, ((), ()))
        if any(host == name or host.endswith(f".{name}") for name in names):
            return Link(url=url, platform=platform, extractors=extractors)
    if host in hosts:
        return Link(url=url, platform="", extractors=GENERIC)
    raise MediaProblem(Problem.LINK_ELSEWHERE)
