"""Why something sent isn't taken, for a person and for a machine."""

from django.utils.translation import gettext as _

from scoring.media.problems import MediaProblem, Problem
from scoring.media.sentences import ADVICE


class SubmissionRefused(ValueError):
    """Nothing was kept; the message is for a person, `code` for a machine."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def refused_file(wrong: MediaProblem) -> SubmissionRefused:
    """Return the refusal of a file or link that can't be what we need."""
    return SubmissionRefused(wrong.problem.value, sentence_of(wrong.problem))


def sentence_of(problem: Problem | str) -> str:
    """Say what happened and what helps, in one breath."""
    advice = ADVICE[Problem(problem)]
    return f"{advice.happened} {advice.next_step}"


def not_yours() -> SubmissionRefused:
    """Refuse somebody else's video; it reads as if there were none."""
    return SubmissionRefused("no_such_video", _("There is no such video among yours."))


def creator_gone() -> SubmissionRefused:
    """Refuse a profile that was erased or merged."""
    return SubmissionRefused(
        "creator_gone", _("This profile isn’t active any more, so we keep nothing for it.")
    )


def too_many_today(files: int) -> SubmissionRefused:
    """Refuse what is beyond a day's number or size."""
    return SubmissionRefused(
        "daily_limit",
        _(
            "You have sent as much as we take in a day (%(files)s files at most). Nothing of this "
            "one was kept; send it tomorrow."
        )
        % {"files": files},
    )


def staff_at_it() -> SubmissionRefused:
    """Refuse to put aside a file that staff are bringing in."""
    return SubmissionRefused(
        "staff_at_it",
        _(
            "Our staff are bringing in a file of this video, so we changed nothing. Look here "
            "again in a few minutes."
        ),
    )


def too_many_retries(most: int) -> SubmissionRefused:
    """Refuse one more try of what keeps failing."""
    return SubmissionRefused(
        "too_many_retries",
        _(
            "You have tried this %(most)s times, so we stop here. Nothing was changed; send the "
            "file or link anew, or ask us to look."
        )
        % {"most": most},
    )


def too_many_words(most: int) -> SubmissionRefused:
    """Refuse what would be rated more often than a day allows."""
    return SubmissionRefused(
        "daily_limit",
        _(
            "You have changed words %(most)s times in a day, and each time we rate them anew, so "
            "we stop here for today. What you said before is kept; change it tomorrow."
        )
        % {"most": most},
    )


def file_gone() -> SubmissionRefused:
    """Refuse words on a clip whose file isn't here any more."""
    return SubmissionRefused(
        "file_gone",
        _(
            "This clip’s file isn’t here any more, so its words can’t be rated and nothing of them "
            "was kept. Send the clip again to go on with it."
        ),
    )


def moved_on() -> SubmissionRefused:
    """Refuse a step that the state doesn't allow (any more)."""
    return SubmissionRefused(
        "moved_on", _("This has moved on meanwhile. Look at it again; nothing was changed.")
    )
