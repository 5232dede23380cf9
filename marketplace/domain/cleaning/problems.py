"""What was found odd in a row, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Kinds of problems; each has a sentence where people read it."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    SPELLING = "spelling"
    ASSUMED = "assumed"
    CONTRADICTS = "contradicts"
    UNKNOWN_WORDS = "unknown_words"
    TWICE = "twice"
    FAMILY = "family"
    TOO_MANY = "too_many"
    SHORTENED = "shortened"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about one column: what stood there, and what it was taken for ("" for nothing)."""

    code: Code
    column: str
    original: str
    taken_as: str = ""
