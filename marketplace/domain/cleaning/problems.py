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
    # What only a file as a whole, or what we know already, can tell.
    NAMELESS = "nameless"
    UNPLACEABLE = "unplaceable"
    WIDTH = "width"
    QUOTE_OPEN = "quote_open"
    GONE = "gone"
    OWNED = "owned"
    TAKEN = "taken"
    OTHER_NAME = "other_name"


# Nothing is kept of a row with one of these.
REJECTING = frozenset(
    {Code.NAMELESS, Code.UNPLACEABLE, Code.WIDTH, Code.QUOTE_OPEN, Code.GONE, Code.TWICE}
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about one column: what stood there, and what it was taken for ("" for nothing)."""

    code: Code
    column: str
    original: str
    taken_as: str = ""
