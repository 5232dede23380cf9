"""Tells from a file's first bytes what it is; its name and what its sender says don't count."""

from pathlib import Path

from scoring.media.pictures import MARK, is_post
from scoring.media.problems import MediaProblem, Problem

HEAD = 4096
SHORTEST = 32

# Where a mark stands, the mark, and what is wrong with such a file (None: it may be a video).
MARKS: tuple[tuple[int, bytes, Problem | None], ...] = (
    (0, b"\x1aE\xdf\xa3", None),  # Matroska, WebM
    (0, b"OggS", None),
    (0, b"FLV\x01", None),
    (0, b"\x00\x00\x01\xba", None),  # MPEG program stream
    (0, b"\x00\x00\x01\xb3", None),  # MPEG video alone
    (0, b"0&\xb2u\x8ef\xcf\x11", None),  # ASF, WMV
    (8, b"AVI ", None),
    (4, b"moov", None),
    (4, b"mdat", None),
    (4, b"wide", None),
    (4, b"free", None),
    # A post of pictures is wrapped by us alone; nobody sends one as a video.
    (0, MARK, Problem.STILL_IMAGE),
    (0, b"\xff\xd8\xff", Problem.STILL_IMAGE),
    (0, b"\x89PNG", Problem.STILL_IMAGE),
    (0, b"GIF8", Problem.STILL_IMAGE),
    (0, b"BM", Problem.STILL_IMAGE),
    (8, b"WEBP", Problem.STILL_IMAGE),
    (0, b"II*\x00", Problem.STILL_IMAGE),
    (0, b"MM\x00*", Problem.STILL_IMAGE),
    (0, b"ID3", Problem.SOUND_ONLY),
    (0, b"fLaC", Problem.SOUND_ONLY),
    (0, b"\xff\xfb", Problem.SOUND_ONLY),
    (0, b"\xff\xf1", Problem.SOUND_ONLY),
    (8, b"WAVE", Problem.SOUND_ONLY),
)
STILL_BRANDS = (b"heic", b"heix", b"mif1", b"avif")
SOUND_BRANDS = (b"M4A ", b"M4B ")
TS_PACKET = 188


def check_is_video(path: Path, *, most_bytes: int) -> None:
    """Raise MediaProblem unless a file looks like a video, or is a post, and isn't too large."""
    size = path.stat().st_size
    if size < SHORTEST:
        raise MediaProblem(Problem.EMPTY)
    if size > most_bytes:
        raise MediaProblem(Problem.TOO_LARGE_FILE)
    if is_post(path):
        return
    with path.open("rb") as file:
        problem = wrong_with(file.read(HEAD))
    if problem is not None:
        raise MediaProblem(problem)


def wrong_with(head: bytes) -> Problem | None:
    """Return what these first bytes give away; None if they may start a video."""
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in STILL_BRANDS:
            return Problem.STILL_IMAGE
        return Problem.SOUND_ONLY if brand in SOUND_BRANDS else None
    for place, mark, problem in MARKS:
        if head[place : place + len(mark)] == mark:
            return problem
    transport = head[0:1] == b"G" and head[TS_PACKET : TS_PACKET + 1] == b"G"
    return None if transport else Problem.NOT_A_VIDEO
