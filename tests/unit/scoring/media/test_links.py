"""Following links: what comes back, and what no link may do."""

import socket

import pytest

from scoring.media.links.checking import GENERIC, Link, read_link
from scoring.media.links.fetching import FetchLimits, fetch_link
from scoring.media.problems import MediaProblem, Problem
from tests.unit.scoring.media import servers
from tests.unit.scoring.media.films import write_film
from tests.unit.scoring.originality.scenes import scene

LIMITS = FetchLimits(most_bytes=2_000_000, most_seconds=600, wall_seconds=60, patience=5)


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    path = tmp_path_factory.mktemp("film") / "a.mp4"
    return write_film(path, scene(1, 1, seconds=2)).read_bytes()


@pytest.fixture
def server():
    with servers.serving() as server:
        yield server


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "incoming"
    place.mkdir()
    return place


def fetch(server, folder, path, *, tick=lambda done, total: None, **limits):
    given = {name: getattr(LIMITS, name) for name in LIMITS.__dataclass_fields__} | limits
    return fetch_link(
        Link(url=server.url(path), platform="", extractors=GENERIC),
        folder=folder,
        expected_id="",
        limits=FetchLimits(**given),
        tick=tick,
        allowed=[server.place],
    )


def problem_of(server, folder, path, **limits):
    with pytest.raises(MediaProblem) as raised:
        fetch(server, folder, path, **limits)
    return raised.value.problem


def test_a_file_behind_a_link_arrives_whole(server, folder, film):
    server.pages["/film.mp4"] = servers.body(film)
    assert fetch(server, folder, "/film.mp4").read_bytes() == film


def test_a_redirect_to_an_allowed_place_is_followed(server, folder, film):
    server.pages["/old"] = servers.redirect(server.url("/film.mp4"))
    server.pages["/film.mp4"] = servers.body(film)
    assert fetch(server, folder, "/old").read_bytes() == film


INWARD = [
    "http://127.0.0.1:1/film.mp4",
    "https://127.0.0.1/film.mp4",
    "https://10.0.0.1/film.mp4",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/film.mp4",
    "https://[::ffff:10.0.0.1]/film.mp4",
    "https://[64:ff9b::a00:1]/film.mp4",
    "https://localhost/film.mp4",
    "https://2130706433/film.mp4",
    "http://93.184.216.34:25/film.mp4",
]


@pytest.mark.parametrize("address", INWARD)
def test_no_redirect_leads_inside(server, folder, address):
    server.pages["/old"] = servers.redirect(address)
    assert problem_of(server, folder, "/old") == Problem.LINK_INWARD
    assert list(folder.iterdir()) == []


def test_a_redirect_to_another_port_of_an_allowed_machine_reaches_nobody(server, folder, film):
    with servers.serving() as other:
        other.pages["/film.mp4"] = servers.body(film)
        server.pages["/old"] = servers.redirect(other.url("/film.mp4"))
        assert problem_of(server, folder, "/old") == Problem.LINK_INWARD
        assert other.asked == []


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (401, Problem.LINK_PRIVATE),
        (403, Problem.LINK_PRIVATE),
        (404, Problem.LINK_GONE),
        (410, Problem.LINK_GONE),
        (429, Problem.LINK_BUSY),
        (451, Problem.LINK_GEO),
        (500, Problem.LINK_BUSY),
        (503, Problem.LINK_BUSY),
    ],
)
def test_what_a_server_refuses_has_a_name(server, folder, code, problem):
    server.pages["/film.mp4"] = servers.status(code)
    assert problem_of(server, folder, "/film.mp4") == problem


def test_a_page_without_a_video_is_unsupported(server, folder):
    server.pages["/page"] = servers.body(b"<html><body>Hello</body></html>", "text/html")
    assert problem_of(server, folder, "/page") == Problem.LINK_UNSUPPORTED


def test_a_feed_is_a_playlist(server, folder):
    feed = (
        b'<?xml version="1.0"?><rss version="2.0"><channel><title>a</title>'
        b"<item><title>b</title><link>https://example.com/b</link></item>"
        b"<item><title>c</title><link>https://example.com/c</link></item></channel></rss>"
    )
    server.pages["/feed"] = servers.body(feed, "application/rss+xml")
    assert problem_of(server, folder, "/feed") == Problem.LINK_PLAYLIST


def test_a_length_above_the_limit_is_not_even_begun(server, folder, film):
    server.pages["/film.mp4"] = servers.body(film)
    wrong = problem_of(server, folder, "/film.mp4", most_bytes=len(film) - 1)
    assert wrong == Problem.TOO_LARGE_FILE


def test_a_body_without_a_length_is_stopped_at_the_limit(server, folder, film):
    server.pages["/film.mp4"] = servers.endless(film, bytes(65536))
    assert problem_of(server, folder, "/film.mp4") == Problem.TOO_LARGE_FILE
    assert sum(path.stat().st_size for path in folder.iterdir()) < 2 * LIMITS.most_bytes


def test_a_silent_server_is_not_waited_for(server, folder):
    server.pages["/film.mp4"] = servers.silent
    assert problem_of(server, folder, "/film.mp4", patience=0.5) == Problem.LINK_SLOW


def test_a_download_that_takes_too_long_is_ended(server, folder, film):
    server.pages["/film.mp4"] = servers.stalled(film)
    wrong = problem_of(server, folder, "/film.mp4", patience=60, wall_seconds=4)
    assert wrong == Problem.LINK_SLOW


def test_a_server_that_is_down_is_a_network_fault(folder):
    with servers.serving() as server:
        pass
    assert problem_of(server, folder, "/film.mp4") == Problem.NETWORK_DOWN


def test_whoever_watches_can_end_a_download(server, folder, film):
    server.pages["/film.mp4"] = servers.stalled(film)

    def stop(done, total):
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(server, folder, "/film.mp4", tick=stop, patience=60)


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("https://www.tiktok.com/@a/video/7", "tiktok"),
        ("https://vm.tiktok.com/ZM/", "tiktok"),
        ("https://youtu.be/abc", "youtube"),
        (" https://m.youtube.com/watch?v=abc ", "youtube"),
        ("https://www.instagram.com/reel/a/", "instagram"),
        ("https://files.example/a.mp4", ""),
    ],
)
def test_links_to_platforms_and_named_hosts_are_read(text, platform):
    platforms = ("tiktok", "youtube", "instagram")
    link = read_link(text, platforms=platforms, hosts=["files.example"])
    assert (link.url, link.platform) == (text.strip(), platform)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("http://www.tiktok.com/@a/video/7", Problem.LINK_NOT_HTTPS),
        ("ftp://www.tiktok.com/a", Problem.LINK_NOT_HTTPS),
        ("file:///etc/passwd", Problem.LINK_UNSUPPORTED),
        ("tiktok.com", Problem.LINK_UNSUPPORTED),
        ("", Problem.LINK_UNSUPPORTED),
        ("https://www.tiktok.com:8443/a", Problem.LINK_UNSUPPORTED),
        ("https://me:secret@www.tiktok.com/a", Problem.LINK_UNSUPPORTED),
        ("https://www.tiktok.com:port/a", Problem.LINK_UNSUPPORTED),
        ("https://[::1/a", Problem.LINK_UNSUPPORTED),
        ("https://www.tiktok.com/a b", Problem.LINK_UNSUPPORTED),
        ("https://www.tiktok.com/" + "a" * 500, Problem.LINK_UNSUPPORTED),
        ("https://nottiktok.com/a", Problem.LINK_ELSEWHERE),
        ("https://tiktok.com.example/a", Problem.LINK_ELSEWHERE),
        ("https://youtu.be/abc", Problem.LINK_ELSEWHERE),
        ("https://127.0.0.1/a", Problem.LINK_ELSEWHERE),
    ],
)
def test_other_links_are_not_followed(text, problem):
    with pytest.raises(MediaProblem) as raised:
        read_link(text, platforms=["tiktok"])
    assert raised.value.problem == problem


def test_a_name_that_resolves_inward_is_refused(folder):
    assert socket.gethostbyname("localhost").startswith("127.")
    link = Link(url="https://localhost/film.mp4", platform="", extractors=GENERIC)
    with pytest.raises(MediaProblem) as raised:
        fetch_link(
            link, folder=folder, expected_id="", limits=LIMITS, tick=lambda done, total: None
        )
    assert raised.value.problem == Problem.LINK_INWARD
