"""What a video's words say: what it is about and why, their mood, and the text on screen."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from creatorspark.core.models import Video
from creatorspark.portals.templatetags.ui import clock, percentage
from scoring import interface as scoring

MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class AboutLine:
    """One category: how sure it is, in words, and what spoke for it."""

    label: str
    sure: str
    because: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of text on screen: when, and how well it can be read, 0 to 100."""

    text: str
    when: str
    millimetres: str
    contrast: str
    score: int
    is_hard: bool
    advice: str


@dataclass(frozen=True, slots=True)
class WordsCard:
    """Everything the card shows."""

    sentence: str
    about: Sequence[AboutLine]
    maybe: Sequence[AboutLine]
    mood: scoring.SentimentReport
    screen: scoring.ScreenText
    shown: Sequence[ShownLine]
    report: scoring.CategoriesReport


def words_card(video: Video) -> WordsCard:
    """Gather what a video's words say; three queries."""
    report = scoring.categories_report(video_id=video.pk)
    screen = scoring.screen_text(sha256=video.sha256)
    by_staff = report.source == "staff"
    return WordsCard(
        sentence=_sentence(report, by_staff=by_staff),
        about=[_about(one, by_staff=by_staff) for one in report.categories],
        maybe=[_about(one, by_staff=False) for one in report.maybe],
        mood=scoring.sentiment_report(video_id=video.pk),
        screen=screen,
        shown=[_shown(one) for one in screen.lines[:MOST_LINES]],
        report=report,
    )


def _sentence(report: scoring.CategoriesReport, *, by_staff: bool) -> str:
    if report.state == "waiting":
        return _("Its words are read every night; what it is about stands here then.")
    if by_staff:
        return _("Our staff looked at it and said so.") + (
            f" “{report.reason}”" if report.reason else ""
        )
    if not report.categories:
        return _(
            "Its words don’t make clear what it is about. Two or three hashtags on what is seen "
            "help people, and brands, to find it."
        )
    return _("Brands look for videos by this. It pays nothing and takes nothing.")


def _about(one: scoring.CategoryReport, *, by_staff: bool) -> AboutLine:
    if by_staff:
        return AboutLine(one.label, "", "")
    return AboutLine(
        one.label, percentage(one.confidence, 0), get_text_list(list(one.because), _("and"))
    )


def _shown(one: scoring.ScreenLine) -> ShownLine:
    return ShownLine(
        text=one.text,
        when=f"{clock(int(one.start))}–{clock(round(one.end))}",
        millimetres=f"{one.millimetres:.1f}",
        contrast=f"{one.contrast:.1f}",
        score=round(one.score),
        is_hard=bool(one.hindrance),
        advice=one.advice,
    )
