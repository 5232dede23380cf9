"""Text in a video's pictures: what it says, and whether there is time and size to read it."""

from scoring.domain.screen.lines import Line, lines_of, words_of
from scoring.domain.screen.readable import Hindrance, Readable, judge_all, readability
from scoring.domain.screen.versions import SAFETY_VERSION, TEXT_VERSION, VERSIONS

__all__ = [
    "SAFETY_VERSION",
    "TEXT_VERSION",
    "VERSIONS",
    "Hindrance",
    "Line",
    "Readable",
    "judge_all",
    "lines_of",
    "readability",
    "words_of",
]
