"""Text on screen, in plain words: what stands there, and what keeps it from being read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.domain.screen import TEXT_VERSION, Hindrance, Line, Readable, judge_all, readability
from scoring.models import FrameReading
from scoring.services.screen.reading import reads

STATES: Mapping[str, str | Promise] = {
    "off": gettext_lazy("Text on screen isn’t read here."),
    "no_file": gettext_lazy("Text on screen is read once we have the video’s file."),
    "waiting": gettext_lazy("Text on screen hasn’t been read yet."),
    "failed": gettext_lazy("Text on screen couldn’t be read from this file."),
    "none": gettext_lazy("We found no text on screen."),
}


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """One line of text: seconds from and to, letters in mm on a phone, contrast 1 to 21, a score.

    `needed` is how many seconds reading takes with what stands beside it; `advice` is empty where
    it can be read.
    """

    text: str
    start: float
    end: float
    millimetres: float
    contrast: float
    needed: float
    score: float
    hindrance: str
    advice: str


@dataclass(frozen=True, slots=True)
class ScreenText:
    """Text on screen: `state` off, no_file, waiting, failed, none or read; `readability` 0 to 100.

    `sentence` says it in words, whatever the state.
    """

    state: str
    sentence: str
    readability: float | None
    lines: tuple[ScreenLine, ...]
    version: str


def screen_text(*, sha256: str) -> ScreenText:
    """Return what is known of the text in a file's pictures; "" for no file."""
    if not sha256:
        return _without("no_file" if reads("text") else "off")
    row = _reading(sha256)
    if row is None:
        return _without("waiting" if reads("text") else "off")
    if row.problem:
        return _without("failed")
    return report_of(row.content)


def report_of(content: Mapping[str, Any]) -> ScreenText:
    """Return what one stored reading says."""
    judged = judge_all(
        [Line(**line) for line in content["lines"]],
        width=content["width"],
        height=content["height"],
    )
    score = readability(judged)
    if score is None:
        return _without("none")
    return ScreenText("read", _sentence(judged), score, tuple(map(_line, judged)), TEXT_VERSION)


@dataclass(frozen=True, slots=True)
class Readability:
    """How readable text on screen is, 0 to 100, None where there is none, and who read it."""

    readability: float | None
    version: str


def readability_of(sha256: str) -> Readability:
    """Return how readable a file's text on screen is; version "" where it wasn't read."""
    row = _reading(sha256) if sha256 else None
    if row is None or row.problem:
        return Readability(None, "")
    return Readability(report_of(row.content).readability, row.version)


def _reading(sha256: str) -> FrameReading | None:
    return FrameReading.objects.filter(kind="text", sha256=sha256, version=TEXT_VERSION).first()


def _sentence(judged: tuple[Readable, ...]) -> str:
    hard = sum(bool(one.hindrance) for one in judged)
    if not hard:
        return _("All text on screen can be read.")
    return _("%(hard)d of %(all)d lines on screen are hard to read.") % {
        "hard": hard,
        "all": len(judged),
    }


def _line(one: Readable) -> ScreenLine:
    return ScreenLine(
        text=one.line.text,
        start=one.line.start,
        end=one.line.end,
        millimetres=one.millimetres,
        contrast=one.line.contrast,
        needed=one.needed,
        score=one.score,
        hindrance=one.hindrance.value,
        advice=_advice(one),
    )


def _advice(one: Readable) -> str:
    values = {
        "mm": f"{one.millimetres:.1f}",
        "contrast": f"{one.line.contrast:.1f}",
        "needed": f"{one.needed:.1f}",
        "seconds": f"{one.line.seconds:.1f}",
    }
    return {
        Hindrance.NONE: "",
        Hindrance.SMALL: _("%(mm)s mm high on a phone; make letters at least 2.2 mm."),
        Hindrance.FAINT: _("Contrast %(contrast)s; a shadow or a plate behind it brings 4.5."),
        Hindrance.SHORT: _("There for %(seconds)s s; reading takes %(needed)s s."),
    }[one.hindrance] % values


def _without(state: str) -> ScreenText:
    return ScreenText(state, str(STATES[state]), None, (), "")
