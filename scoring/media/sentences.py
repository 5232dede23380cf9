"""What to tell a person about a video that could not be read: what happened, and what helps."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scoring.media.problems import Problem


@dataclass(frozen=True, slots=True)
class Advice:
    """A sentence on what happened and one on what to do; `retry` if trying again may help."""

    happened: str | Promise
    next_step: str | Promise
    retry: bool = False


ANOTHER_FILE = _("Nothing was kept. Choose the video file itself and send it again.")
EXPORT_AGAIN = _("Nothing was kept. Export the video again as MP4 and send that.")

ADVICE: dict[Problem, Advice] = {
    Problem.EMPTY: Advice(_("The file is empty."), ANOTHER_FILE),
    Problem.NOT_A_VIDEO: Advice(
        _("This file isn't a video that we know how to read."), ANOTHER_FILE
    ),
    Problem.STILL_IMAGE: Advice(_("This file is a picture, not a video."), ANOTHER_FILE),
    Problem.SOUND_ONLY: Advice(_("This file has sound but no pictures."), ANOTHER_FILE),
    Problem.NO_PICTURES: Advice(_("We found no pictures in this video."), EXPORT_AGAIN),
    Problem.UNREADABLE: Advice(_("This video is damaged, so we couldn't read it."), EXPORT_AGAIN),
    Problem.TOO_LONG: Advice(
        _("This video is longer than we can look at."),
        _("Nothing was kept. Send the part that you posted."),
    ),
    Problem.TOO_LARGE_PICTURE: Advice(
        _("This video's picture is larger than we can look at."),
        _("Nothing was kept. Export it at 4K or less and send that."),
    ),
    Problem.TOO_LARGE_FILE: Advice(
        _("This file is larger than we can take."),
        _("Nothing was kept. Export it at a lower quality and send that."),
    ),
    Problem.TOO_SLOW: Advice(
        _("Reading this video took longer than we allow."),
        _("Try again later. If it happens again, export it at a smaller size."),
        retry=True,
    ),
    Problem.TOO_MUCH_MEMORY: Advice(
        _("Reading this video needed more memory than we allow."),
        _("Try again later. If it happens again, export it at a smaller size."),
        retry=True,
    ),
}
