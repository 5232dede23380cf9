"""What platforms say, and what we make of it."""

import pytest
from yt_dlp.networking.exceptions import IncompleteRead, TransportError
from yt_dlp.utils import (
    DownloadError,
    ExtractorError,
    GeoRestrictedError,
    UnsupportedError,
    UserNotLive,
)

from scoring.media.links.complaints import problem_of
from scoring.media.problems import Problem

SAID = [
    ("Private video. Sign in if you've been granted access to this video", Problem.LINK_PRIVATE),
    ("This video is private", Problem.LINK_PRIVATE),
    ("You need to log in to access this content", Problem.LINK_PRIVATE),
    ("Video unavailable. This video has been removed by the uploader", Problem.LINK_GONE),
    ("Video not available, status code 10204", Problem.LINK_UNREADABLE),
    ("The uploader has not made this video available in your country", Problem.LINK_GEO),
    ("This live event will begin in 3 hours.", Problem.LINK_LIVE),
    ("Premieres in 20 minutes", Problem.LINK_LIVE),
    ("Sign in to confirm you're not a bot", Problem.LINK_BUSY),
    ("No video formats found!", Problem.LINK_UNSUPPORTED),
    ("Unable to extract sigi state", Problem.LINK_UNREADABLE),
]


@pytest.mark.parametrize(("words", "problem"), SAID)
def test_words_of_platforms(words, problem):
    inner = ExtractorError(words, expected=True)
    assert problem_of(DownloadError(words, (type(inner), inner, None))) == problem


@pytest.mark.parametrize(
    ("inner", "problem"),
    [
        (GeoRestrictedError("private", countries=["JP"]), Problem.LINK_GEO),
        (UnsupportedError("https://example.com"), Problem.LINK_UNSUPPORTED),
        (UserNotLive(video_id="a"), Problem.LINK_LIVE),
        (TransportError("Name or service not known"), Problem.NETWORK_DOWN),
        (TransportError("Read timed out."), Problem.LINK_SLOW),
        (TransportError(cause=TimeoutError()), Problem.LINK_SLOW),
        (IncompleteRead(5, 10), Problem.NETWORK_DOWN),
        (ConnectionResetError(), Problem.NETWORK_DOWN),
        (OSError("No space left on device"), Problem.LINK_UNREADABLE),
    ],
)
def test_kinds_of_errors(inner, problem):
    assert problem_of(DownloadError("It failed", (type(inner), inner, None))) == problem
