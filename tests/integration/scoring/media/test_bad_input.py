"""Everything bad that can be sent: a clear state and sentence, nothing left, the worker alive."""

from dataclasses import replace

import av
import numpy as np
import pytest

from creatorspark.core.models import Job, Notification
from scoring.media.problems import Problem
from scoring.media.sentences import ADVICE
from scoring.services.media.refusals import SubmissionRefused
from tests.integration.scoring.media.sending import State, send, send_link, work
from tests.unit.scoring.media import servers
from tests.unit.scoring.media.films import write_film, write_sound
from tests.unit.scoring.originality.scenes import scene

pytestmark = pytest.mark.django_db(transaction=True)

NOTHING: tuple[list[str], list[str]] = ([], [])


def truncated(path):
    whole = write_film(path, scene(1, 1, seconds=6), fast_start=True).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def cut_before_its_index(path):
    whole = write_film(path, scene(1, 1, seconds=2)).read_bytes()
    path.write_bytes(whole[: len(whole) * 2 // 3])


def without_frames(path):
    """An index that promises a picture, and no picture."""
    with av.open(str(path), "w", format="mp4") as container:
        video = container.add_stream("libx264", rate=8)
        assert isinstance(video, av.VideoStream)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        container.start_encoding()


def ten_hours(path):
    frames = [np.full((64, 64), value, np.uint8) for value in (40, 90, 140)]
    write_film(path, frames, times=[0, 18_000, 36_000])


def eight_k(path):
    write_film(path, [np.full((4320, 7680), 90, np.uint8)], codec="mpeg4")


def sound_only(path):
    write_sound(path)


def renamed_sound(path):
    write_sound(path.with_suffix(".m4a")).rename(path)


def renamed_picture(path):
    from PIL import Image

    Image.new("RGB", (64, 64)).save(path, "PNG")


def noise(path):
    path.write_bytes(b"\0\0\0\x18ftypmp42" + np.random.default_rng(1).bytes(200_000))


def text(path):
    path.write_text("This is a letter, not a film. " * 50)


def empty(path):
    path.write_bytes(b"")


AT_ONCE = {
    renamed_picture: Problem.STILL_IMAGE,
    renamed_sound: Problem.SOUND_ONLY,
    text: Problem.NOT_A_VIDEO,
    empty: Problem.EMPTY,
}
BY_A_WORKER = {
    truncated: Problem.CUT_OFF,
    cut_before_its_index: Problem.UNREADABLE,
    without_frames: Problem.NO_PICTURES,
    ten_hours: Problem.TOO_LONG,
    eight_k: Problem.TOO_LARGE_PICTURE,
    sound_only: Problem.SOUND_ONLY,
    noise: Problem.UNREADABLE,
}


@pytest.mark.parametrize(("make", "problem"), AT_ONCE.items())
def test_what_is_seen_at_once_is_refused_at_once(video, stored, tmp_path, make, problem):
    path = tmp_path / "film.mp4"
    make(path)
    with pytest.raises(SubmissionRefused) as refused:
        send(video, path)
    assert refused.value.code == problem
    assert str(ADVICE[problem].happened) in str(refused.value)
    assert stored() == NOTHING
    assert not Job.objects.exists()


@pytest.mark.parametrize(("make", "problem"), BY_A_WORKER.items())
def test_what_a_worker_finds_ends_with_a_sentence(
    video, film, stored, tmp_path, make, problem, content
):
    path = tmp_path / "bad.mp4"
    make(path)
    submission = send(video, path)
    work()
    submission.refresh_from_db()
    assert (submission.state, submission.problem) == (State.FAILED, problem)
    assert stored() == NOTHING
    said = Notification.objects.get(user=video.creator.user)
    assert str(ADVICE[problem].happened) in said.body
    the_worker_is_alive(video, film, content)


def test_a_bomb_is_told_from_a_film(video, film, stored, tmp_path, settings, content):
    """Millions of pictures in a small file: counted by packets, never decoded."""
    path = tmp_path / "bomb.avi"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=1000)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 16, 16, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((16, 16), np.uint8), format="gray")
        for number in range(73_000):
            frame.pts = number
            container.mux(stream.encode(frame.reformat(format="yuv420p")))
        container.mux(stream.encode(None))
    submission = send(video, path)
    work()
    submission.refresh_from_db()
    assert (submission.state, submission.problem) == (State.FAILED, Problem.TOO_LONG)
    assert stored() == NOTHING
    the_worker_is_alive(video, film, content)


@pytest.mark.parametrize(
    "make",
    [
        lambda path: write_film(path, [np.full((64, 64), 90, np.uint8)]),
        lambda path: write_film(path, [np.zeros((64, 64), np.uint8)] * 16),
        lambda path: write_film(path, scene(1, 1, seconds=2), rotation=90),
        lambda path: write_film(path, scene(1, 1, seconds=1), times=[n**1.5 / 8 for n in range(8)]),
        lambda path: write_film(path, scene(1, 1, seconds=2), sound=False),
    ],
    ids=["one frame", "all black", "odd rotation", "variable rate", "no sound"],
)
def test_odd_films_are_received(video, stored, tmp_path, make):
    path = tmp_path / "odd.mp4"
    make(path)
    submission = send(video, path)
    work()
    submission.refresh_from_db()
    video.refresh_from_db()
    assert (submission.state, submission.problem) == (State.RECEIVED, "")
    assert stored() == ([video.file.name], [])


def the_worker_is_alive(video, film, content):
    """The next good file is received by the same worker."""
    send(video, film)
    work()
    video.refresh_from_db()
    assert content(video.file.name) == film.read_bytes()


def playlist(server):
    feed = (
        b'<?xml version="1.0"?><rss version="2.0"><channel><title>a</title>'
        b"<item><title>b</title><link>https://example.com/b</link></item></channel></rss>"
    )
    return servers.body(feed, "application/rss+xml")


def live(server):
    """A list of pieces that says nowhere that it ends."""
    lines = b"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\npiece.ts\n"
    return servers.body(lines, "application/vnd.apple.mpegurl")


LINKS = {
    "private": (lambda server: servers.status(403), Problem.LINK_PRIVATE),
    "gone": (lambda server: servers.status(404), Problem.LINK_GONE),
    "a playlist": (playlist, Problem.LINK_PLAYLIST),
    "live": (live, Problem.LINK_LIVE),
    "geo-blocked": (lambda server: servers.status(451), Problem.LINK_GEO),
    "inward": (lambda server: servers.redirect("https://10.0.0.1/a.mp4"), Problem.LINK_INWARD),
    "mapped": (
        lambda server: servers.redirect("https://[::ffff:192.168.0.1]/a.mp4"),
        Problem.LINK_INWARD,
    ),
    "unsupported": (
        lambda server: servers.body(b"<html>Hello</html>", "text/html"),
        Problem.LINK_UNSUPPORTED,
    ),
    "a picture": (
        lambda server: servers.body(b"\x89PNG\r\n\x1a\n" + bytes(200), "video/mp4"),
        Problem.STILL_IMAGE,
    ),
    "noise": (
        lambda server: servers.body(b"\0\0\0\x18ftypmp42" + b"ab" * 9_000, "video/mp4"),
        Problem.UNREADABLE,
    ),
    "too large": (
        lambda server: servers.endless(b"\0\0\0\x18ftypmp42", bytes(65536)),
        Problem.TOO_LARGE_FILE,
    ),
}


@pytest.mark.parametrize(("page", "problem"), LINKS.values(), ids=LINKS)
def test_bad_links_end_with_a_sentence(video, server, stored, settings, page, problem):
    settings.MEDIA = replace(settings.MEDIA, file_bytes=1_000_000)
    server.pages["/film"] = page(server)
    submission = send_link(video, server.url("/film"))
    work()
    submission.refresh_from_db()
    assert (submission.state, submission.problem) == (State.FAILED, problem)
    assert stored() == NOTHING
    said = Notification.objects.get(user=video.creator.user)
    assert str(ADVICE[problem].happened) in said.body


PASSING = {
    "too busy": (lambda server: servers.status(503), Problem.LINK_BUSY),
    "silent": (lambda server: servers.silent, Problem.LINK_SLOW),
}


@pytest.mark.parametrize(("page", "problem"), PASSING.values(), ids=PASSING)
def test_what_may_pass_is_tried_again(video, server, stored, settings, page, problem):
    settings.MEDIA = replace(settings.MEDIA, link_patience=1)
    server.pages["/film"] = page(server)
    submission = send_link(video, server.url("/film"))
    work()
    submission.refresh_from_db()
    assert (submission.state, submission.problem) == (State.WAITING, problem)
    assert submission.retry_at is not None
    assert stored() == NOTHING
    assert not Notification.objects.exists()


def test_a_network_that_is_down_is_tried_again(video, server, stored):
    address = server.url("/film")
    server.shutdown()
    server.server_close()
    submission = send_link(video, address)
    work()
    submission.refresh_from_db()
    assert (submission.state, submission.problem) == (State.WAITING, Problem.NETWORK_DOWN)
    assert stored() == NOTHING
