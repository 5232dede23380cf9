"""What a statement of reasons is made of, and what it needs to know. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from fraud.domain.findings import Sentence


class Standing(StrEnum):
    """What a report leads to now."""

    HELD = "held"
    LEFT_OUT = "left_out"
    KEPT = "kept"
    LOST = "lost"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What a report needs beside the findings, as a reader's locale writes it.

    `what` names the video or the profile, `amount` what waits (or is lost), `safe` what isn't
    touched. Days are written out; `appeal_until` is "" where there is nothing to appeal.
    `holds_nothing`: it is about gifts alone, for which rewards pay nothing.
    """

    reference: str
    made_on: str
    what: str
    since: str
    until: str
    standing: Standing
    rule: str
    affected: str
    amount: str = ""
    safe: str = ""
    decide_by: str = ""
    release_by: str = ""
    appeal_until: str = ""
    appeal_days: int = 0
    appeal_latest_days: int = 0
    holds_nothing: bool = False


@dataclass(frozen=True)
class Section:
    """A heading and what is said under it."""

    heading: Sentence
    sentences: tuple[Sentence, ...]
