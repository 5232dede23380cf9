"""Posts of pictures: wrapped as one file, read upright, measured as stills, and bombs refused."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from scoring.domain.originality.jobs import FINGERPRINT
from scoring.domain.originality.packing import unpack
from scoring.domain.quality import Part, rate
from scoring.domain.quality.feedback import advise
from scoring.domain.quality.jobs import MEASURES, MEASURES_AND_FINGERPRINT, unpack_both
from scoring.domain.quality.measured import from_bytes
from scoring.media.decoding import Limits
from scoring.media.picture_reading import read
from scoring.media.pictures import COUNT, LENGTH, MARK, MOST, unwrapped, wrapped
from scoring.media.probing import probe
from scoring.media.problems import MediaProblem, Problem
from scoring.media.sandbox import Allowance, run_on_video
from scoring.media.sniffing import wrong_with
from tests.unit.scoring.originality.scenes import scene

ALLOWANCE = Allowance(wall_seconds=120.0)


def picture(kind: str = "JPEG", *, level: float = 1.0, turned: int = 0, wide: int = 360) -> bytes:
    """A colourful picture of a made-up scene, upright 9:16 unless turned."""
    grey = np.asarray(next(iter(scene(3, 3, seconds=1))), np.float32) * level
    image = Image.fromarray(grey.clip(0, 255).astype(np.uint8)).resize((wide, wide * 16 // 9))
    colours = Image.merge("RGB", (image, image.point(lambda v: v * 0.8), image))
    exif = Image.Exif()
    if turned:
        exif[0x0112] = turned
        colours = colours.transpose(Image.Transpose.ROTATE_90)
    kept = io.BytesIO()
    colours.save(kept, kind, exif=exif)
    return kept.getvalue()


@pytest.fixture
def post(tmp_path):
    def make(*pictures: bytes):
        path = tmp_path / "post"
        path.write_bytes(wrapped(pictures))
        return path

    return make


@given(st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=MOST))
def test_what_is_wrapped_is_unwrapped(tmp_path_factory, pictures):
    path = tmp_path_factory.mktemp("post") / "post"
    path.write_bytes(wrapped(pictures))
    assert unwrapped(path) == pictures


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (MARK, Problem.UNREADABLE),
        (MARK + COUNT.pack(0), Problem.UNREADABLE),
        (MARK + COUNT.pack(255), Problem.UNREADABLE),
        (MARK + COUNT.pack(2), Problem.CUT_OFF),
        (MARK + COUNT.pack(1) + LENGTH.pack(2**60), Problem.UNREADABLE),
        (MARK + COUNT.pack(1) + LENGTH.pack(50) + b"short", Problem.CUT_OFF),
    ],
)
def test_a_wrapping_made_by_hand_is_refused(tmp_path, content, problem):
    path = tmp_path / "post"
    path.write_bytes(content)
    with pytest.raises(MediaProblem) as refused:
        unwrapped(path)
    assert refused.value.problem == problem


def test_too_many_or_no_pictures_are_refused():
    with pytest.raises(MediaProblem):
        wrapped([])
    with pytest.raises(MediaProblem) as refused:
        wrapped([b"x"] * (MOST + 1))
    assert refused.value.problem == Problem.TOO_MANY_PICTURES


def test_nobody_sends_a_wrapped_post_as_a_video():
    assert wrong_with(wrapped([picture()])[:4096]) == Problem.STILL_IMAGE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_lies_as_its_exif_data_say(kind):
    plain = read(picture(kind))
    turned = read(picture(kind, turned=6))
    assert plain.shape == turned.shape == (640, 360, 3)
    assert np.abs(plain.astype(int) - turned.astype(int)).mean() < 3


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it is enormous."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(60_000, 60_000), (9_000, 9_000), (2**31 - 1, 2), (30_000, 300)])
def test_a_decompression_bomb_is_refused_in_the_sandbox(post, size):
    with pytest.raises(MediaProblem) as refused:
        run_on_video(MEASURES, post(picture(), bomb(*size)), allowance=ALLOWANCE)
    assert refused.value.problem in (Problem.TOO_LARGE_PICTURE, Problem.UNREADABLE)


@pytest.mark.parametrize(
    "content",
    [
        picture()[: len(picture()) // 2],
        b"\xff\xd8\xff" + bytes(500),
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        b"RIFF\x00\x00\x00\x00WEBP" + bytes(100),
        bomb(100, 100)[:60],
    ],
    ids=["half", "jpeg", "png", "webp", "head"],
)
def test_a_broken_picture_is_said_to_be_broken(content):
    with pytest.raises(MediaProblem) as refused:
        read(content)
    assert refused.value.problem == Problem.UNREADABLE


def test_another_kind_of_file_is_no_picture():
    for content in (b"GIF89a" + bytes(50), b"%PDF-1.7" + bytes(50), b""):
        with pytest.raises(MediaProblem) as refused:
            read(content)
        assert refused.value.problem == Problem.NOT_A_PICTURE


def test_a_post_is_probed_and_read_in_the_sandbox_and_says_nothing_to_compare(post):
    path = post(picture(), picture("PNG", wide=270))
    facts = probe(path, allowance=ALLOWANCE, limits=Limits())
    assert (facts.seconds, facts.width, facts.height, facts.has_sound) == (None, 270, 480, False)
    measured, fingerprint = unpack_both(
        run_on_video(MEASURES_AND_FINGERPRINT, path, allowance=ALLOWANCE)
    )
    assert not fingerprint.says_something
    assert fingerprint.seconds == 0
    assert unpack(run_on_video(FINGERPRINT, path, allowance=ALLOWANCE)).seconds == 0
    assert measured.facts == {"kind": "pictures", "pictures": "2"}
    assert measured.values["short_side"] == 270
    assert len(measured.series["brightness"]) == 2
    for name in ("motion", "jitter", "frozen", "cuts_a_minute", "frame_rate", "loudness"):
        assert name not in measured.values


def test_a_post_is_rated_on_what_it_has_and_a_dark_one_is_told_so_without_a_moment(post):
    bright, dark = (
        from_bytes(run_on_video(MEASURES, post(picture(level=level)), allowance=ALLOWANCE))
        for level in (1.0, 0.12)
    )
    assert rate(bright).missing == (Part.AUDIO, Part.TEXT)
    assert rate(dark).overall < rate(bright).overall - 10
    causes = {one.cause.value: one for one in advise(rate(dark), dark)}
    assert causes["dark"].moments == ()
