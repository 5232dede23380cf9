"""What can go wrong when a model elsewhere is asked, in a code and in a sentence for staff."""

from datetime import timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_ATTEMPTS = 5
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))


class Problem(StrEnum):
    """Why there is no opinion yet, or none at all."""

    OFF = "off"
    NO_FILE = "no_file"
    FILE_MISSING = "file_missing"
    NO_CONSENT = "no_consent"
    CREATOR_GONE = "creator_gone"
    NOT_SENDABLE = "not_sendable"
    BUDGET = "budget"
    WRONG_KEY = "wrong_key"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    NOT_READY = "not_ready"
    CANNOT_READ = "cannot_read"
    BAD_REQUEST = "bad_request"
    BAD_PROTOCOL = "bad_protocol"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    CRASHED = "crashed"


SENTENCES: dict[Problem, str | Promise] = {
    Problem.OFF: _("Gemini is off: there is no key in the settings."),
    Problem.NO_FILE: _("This video has no file."),
    Problem.FILE_MISSING: _("The video’s file isn’t in our storage."),
    Problem.NO_CONSENT: _("Its creator hasn’t agreed that their videos are sent to Gemini."),
    Problem.CREATOR_GONE: _("Its creator was erased or merged."),
    Problem.NOT_SENDABLE: _("We don’t know what kind of file this is, so we don’t send it."),
    Problem.BUDGET: _("The day’s budget is spent. It goes on after midnight (UTC)."),
    Problem.WRONG_KEY: _("Gemini doesn’t accept our key. Look at GEMINI_API_KEY."),
    Problem.BUSY: _("Gemini is busy, or our quota there is used up. We try again by ourselves."),
    Problem.NO_ANSWER: _("Gemini didn’t answer, or not in time. We try again by ourselves."),
    Problem.NOT_READY: _("Gemini is still preparing the file. We look again by ourselves."),
    Problem.CANNOT_READ: _("Gemini couldn’t read this file."),
    Problem.BAD_REQUEST: _("Gemini doesn’t accept our request. Look at GEMINI_MODEL."),
    Problem.BAD_PROTOCOL: _("What answered doesn’t speak Gemini’s protocol."),
    Problem.REFUSED: _("The model refused to answer about this video."),
    Problem.UNREADABLE: _("The model’s answer wasn’t what we asked for, so it doesn’t count."),
    Problem.CRASHED: _("Something went wrong on our side, several times."),
}


def sentence(problem: str) -> str:
    """Return a problem in words, empty for none."""
    return str(SENTENCES[Problem(problem)]) if problem else ""


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait before another try."""
    return PAUSES[min(max(attempts, 1), len(PAUSES)) - 1]
