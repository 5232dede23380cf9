"""Clips that aren't posted yet, each with what a verdict would say if it were posted now."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.models import Creator
from creatorspark.portals.creators.match_views import Gauge, MatchView, gauge_of, match_view
from creatorspark.portals.templatetags.ui import clock
from scoring import interface as scoring

Words = str | Promise
MOVING = ("waiting", "searching")


@dataclass(frozen=True, slots=True)
class Hint:
    """How a result looks and what it says first."""

    tone: str
    icon: str
    headline: Words


HINTS = {
    "moving": Hint("info", "search", gettext_lazy("We are comparing it now")),
    "clear": Hint("good", "check", gettext_lazy("Nothing we know is like it")),
    "fine": Hint("good", "check", gettext_lazy("It matches something, and that’s fine")),
    "copy": Hint("bad", "copy", gettext_lazy("Posted now, it would count as a copy")),
    "unclear": Hint("warn", "question", gettext_lazy("We couldn’t tell for this clip")),
}


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A clip and its result. `hint` is None until the file is here, or where it never came."""

    sent: scoring.SubmissionFacts
    hint: Hint | None
    sentences: Sequence[str]
    is_moving: bool
    gauge: Gauge | None
    match: MatchView | None
    others: Sequence[str]

    @property
    def title(self) -> str:
        """Name the clip."""
        return title_of_draft(self.sent)

    @property
    def length(self) -> str:
        """Return how long it is; empty while that isn't known."""
        return "" if self.sent.seconds is None else clock(int(self.sent.seconds))


def draft_cards(drafts: Sequence[scoring.SubmissionFacts]) -> list[DraftCard]:
    """Return clips with their results, in two queries more than the clips themselves."""
    found = scoring.searches_of(submission_ids=[sent.id for sent in drafts])
    return [card_of(sent, found.get(sent.id)) for sent in drafts]


def title_of_draft(sent: scoring.SubmissionFacts) -> str:
    """Name a clip as its sender knows it."""
    first_line = sent.caption.partition("\n")[0].strip()
    return first_line or sent.file_name or sent.url or _("Your clip")


def drafts_of(creator: Creator) -> list[DraftCard]:
    """Return a creator's newest clips with their results."""
    return draft_cards(scoring.drafts_of(creator))


def card_of(sent: scoring.SubmissionFacts, found: scoring.SearchReport | None) -> DraftCard:
    """Put what was found of one clip into words."""
    is_over = sent.is_expired and found is not None and found.state in MOVING
    if found is None or sent.is_under_way or is_over:
        return DraftCard(sent, None, (), False, None, None, ())
    shown = [match for match in found.matches if match.standing != "below"]
    kind = _kind(found, shown)
    return DraftCard(
        sent=sent,
        hint=HINTS[kind],
        sentences=_sentences(kind, found, shown),
        is_moving=kind == "moving",
        gauge=None if found.similarity is None else gauge_of(found.similarity, found.threshold),
        match=match_view(shown[0], threshold=found.threshold, seconds=sent.seconds or 0.0)
        if shown
        else None,
        others=[match.sentence for match in shown[1:]],
    )


def _kind(found: scoring.SearchReport, shown: Sequence[scoring.MatchReport]) -> str:
    if found.state in MOVING:
        return "moving"
    if found.original is None:
        return "unclear"
    if not found.original:
        return "copy"
    return "fine" if shown else "clear"


def _sentences(
    kind: str, found: scoring.SearchReport, shown: Sequence[scoring.MatchReport]
) -> list[str]:
    if kind == "moving":
        return [_("This usually takes less than a minute.")]
    if kind == "unclear":
        return [found.problem_sentence] if found.problem_sentence else []
    if kind == "clear":
        return [_("Posted now, it would count as your own, as far as we know today.")]
    words = [shown[0].sentence]
    if kind == "copy":
        if found.could_declare:
            words.append(
                _("If it is a duet or stitch, say so in the caption: “#duet with @%(handle)s”.")
                % {"handle": shown[0].handle}
            )
        words.append(_("If you have a licence, post it and tell us; a person looks at it."))
    return words
