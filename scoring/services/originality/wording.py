"""Plain words for a match, a verdict and a problem: what, where, how it was edited, who was first.

Words that are kept name no other person; pages put the handle in when they are read.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scoring.domain.verdicts.standing import Standing
from scoring.media.problems import Problem
from scoring.media.sentences import ADVICE
from scoring.models import OriginalityVerdict
from scoring.services.originality.outcomes import (
    CATCHING_UP,
    CRASHED,
    FILE_MISSING,
    NO_FILE,
    OTHER_FILE,
    PICTURES,
    SAYS_NOTHING,
    UNEXPECTED,
    Outcome,
)

Words = str | Promise

EDITS: Mapping[str, Words] = {
    "mirrored": gettext_lazy("mirrored"),
    "rotated": gettext_lazy("turned"),
    "cropped": gettext_lazy("cropped"),
    "inset": gettext_lazy("made small inside another picture"),
    "framed": gettext_lazy("put in a frame"),
    "reversed": gettext_lazy("played backwards"),
    "faster": gettext_lazy("sped up"),
    "slower": gettext_lazy("slowed down"),
    "overlaid": gettext_lazy("with something laid over it"),
}
PROBLEMS: Mapping[str, Words] = {
    NO_FILE: gettext_lazy("We don't have the video's file yet."),
    FILE_MISSING: gettext_lazy("We can't find the video's file. Send it once more."),
    SAYS_NOTHING: gettext_lazy(
        "There is too little in the picture to compare: it is nearly black, flat or out of view."
    ),
    PICTURES: gettext_lazy(
        "Posts of pictures aren’t compared with others yet. That is not held against you."
    ),
    CATCHING_UP: gettext_lazy(
        "We are reading all videos anew for a better comparison. Yours follows after that."
    ),
    UNEXPECTED: gettext_lazy("Something we did not expect went wrong. We try again by ourselves."),
    CRASHED: gettext_lazy("Reading this video was cut short several times. Try it once more."),
    OTHER_FILE: gettext_lazy(
        "A person decided on this video, and then another file came. The decision stands; please "
        "look whether it still fits."
    ),
}
_ENDS: Mapping[Standing, Words] = {
    Standing.COPIED: gettext_lazy("Theirs came first."),
    Standing.LATER: gettext_lazy("Yours came first."),
    Standing.OWN_EARLIER: gettext_lazy("That is your own, so it counts as original."),
    Standing.DECLARED: gettext_lazy("You say that it is a duet or stitch, so it isn't a copy."),
    Standing.LICENSED: gettext_lazy("You have a licence for it."),
    Standing.ALLOWED: gettext_lazy("You may share it."),
    Standing.BELOW: gettext_lazy("That is too little to count."),
}


def problem_sentence(problem: str) -> str:
    """Say what was in the way and what helps; empty for no problem."""
    if problem in PROBLEMS:
        return str(PROBLEMS[problem])
    if problem in list(Problem):
        advice = ADVICE[Problem(problem)]
        return f"{advice.happened} {advice.next_step}"
    return _("This video couldn't be looked at.") if problem else ""


def same_pictures(handle: str) -> str:
    """Say that somebody else posted the very same pictures."""
    return _(
        "@%(handle)s has posted the very same pictures here already. Post what you made yourself; "
        "altered pictures aren’t compared yet."
    ) % {"handle": handle}


def may_retry(problem: str) -> bool:
    """Tell whether trying again may help."""
    if problem in list(Problem):
        return ADVICE[Problem(problem)].retry
    return problem in {FILE_MISSING, UNEXPECTED, CRASHED}


def match_sentence(
    standing: Standing,
    *,
    handle: str,
    posted_at: datetime,
    stretches: Sequence[Sequence[float]],
    edits: Sequence[str],
) -> str:
    """Say where a video matches another, how it was edited, and what that means."""
    own = standing is Standing.OWN_EARLIER
    facts = {
        "when": date_format(posted_at, "j F Y"),
        "where": seconds_words(stretches),
        "whose": _("your own video") if own else _whose(handle),
    }
    where = _("%(where)s match %(whose)s of %(when)s") % facts
    how = [str(EDITS[edit]) for edit in edits if edit in EDITS]
    told = f"{where}, {get_text_list(how, _('and'))}." if how else f"{where}."
    return f"{told} {_ENDS[standing]}"


def seconds_words(stretches: Sequence[Sequence[float]]) -> str:
    """Name the seconds of this video that match."""
    parts = [f"{start:.0f}–{max(end, start + 1):.0f}" for start, end, *_there in stretches]
    return _("Seconds %(parts)s") % {"parts": get_text_list(parts, _("and"))}


def kept_reason(outcome: Outcome) -> str:
    """Say why a verdict is as it is, without anybody's name: these words stay for ever."""
    kinds = OriginalityVerdict.Verdict
    if outcome.verdict == kinds.NOT_JUDGEABLE:
        return problem_sentence(outcome.problem)
    telling = [
        one for one in outcome.judged if one.standing not in {Standing.BELOW, Standing.LATER}
    ]
    if not telling:
        return _("We found no earlier video like it.")
    first = telling[0]
    return match_sentence(
        first.standing,
        handle="",
        posted_at=first.posted_at,
        stretches=first.found.stretches,
        edits=first.found.edits,
    )


def _whose(handle: str) -> str:
    if handle:
        return _("@%(handle)s’s video") % {"handle": handle}
    return _("another creator’s video")
