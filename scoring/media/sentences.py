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

UPLOAD = _("Upload the file instead.")
UPLOAD_INSTEAD = _("Try again later, or upload the file instead.")
TRY_LATER = _("Try again in a while, or upload the file instead.")

ADVICE: dict[Problem, Advice] = {
    Problem.EMPTY: Advice(_("The file is empty."), ANOTHER_FILE),
    Problem.NOT_A_VIDEO: Advice(
        _("This file isn't a video that we know how to read."), ANOTHER_FILE
    ),
    Problem.STILL_IMAGE: Advice(_("This file is a picture, not a video."), ANOTHER_FILE),
    Problem.NOT_A_PICTURE: Advice(
        _("One of these files isn’t a JPEG, PNG or WebP picture."),
        _("Nothing was kept. Choose pictures only, or one video."),
    ),
    Problem.TOO_MANY_PICTURES: Advice(
        _("These are more pictures than a post can have."),
        _("Nothing was kept. Choose up to 35 of them."),
    ),
    Problem.SOUND_ONLY: Advice(_("This file has sound but no pictures."), ANOTHER_FILE),
    Problem.NO_PICTURES: Advice(_("We found no pictures in this video."), EXPORT_AGAIN),
    Problem.UNREADABLE: Advice(_("This video is damaged, so we couldn't read it."), EXPORT_AGAIN),
    Problem.CUT_OFF: Advice(
        _("This video breaks off before its end, as after an interrupted transfer."), ANOTHER_FILE
    ),
    Problem.OTHER_LENGTH: Advice(
        _("This file is longer or shorter than the video that you posted."),
        _("Nothing was kept. Send the file that you posted, whole and unchanged, or its link."),
    ),
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
    Problem.LINK_NOT_HTTPS: Advice(
        _("This link doesn’t begin with https://, so we didn’t follow it."),
        _("Copy the link from the platform’s share button and send that."),
    ),
    Problem.LINK_ELSEWHERE: Advice(
        _("This link leads to a site that this video wasn’t posted on."),
        _("Send the video’s own link on its platform, or upload the file."),
    ),
    Problem.LINK_UNSUPPORTED: Advice(
        _("We found no video behind this link."),
        _("Copy the link of the video itself from its share button, or upload the file."),
    ),
    Problem.LINK_UNREADABLE: Advice(
        _("We couldn’t get the video from this link."), UPLOAD_INSTEAD, retry=True
    ),
    Problem.LINK_PRIVATE: Advice(
        _("This video is private, or only for people who are signed in."),
        _("Make it public and try again, or upload the file."),
    ),
    Problem.LINK_GONE: Advice(
        _("There is no video behind this link any more."),
        _("Check the link, or upload the file."),
    ),
    Problem.LINK_GEO: Advice(
        _("The platform doesn’t show this video in the country where our server is."),
        UPLOAD,
    ),
    Problem.LINK_PLAYLIST: Advice(
        _("This link leads to a list of videos, not to one."),
        _("Open the one video and send its own link."),
    ),
    Problem.LINK_LIVE: Advice(
        _("This link leads to a live broadcast, which has no end to look at yet."),
        _("Send the link again when the recording is posted, or upload the file."),
    ),
    Problem.LINK_INWARD: Advice(
        _("This link leads to an address that isn’t on the public internet."),
        _("We didn’t open it. Send the video’s own link on its platform, or upload the file."),
    ),
    Problem.LINK_OTHER_VIDEO: Advice(
        _("This link leads to another video than this one."),
        _("Open this video on its platform and copy its own link, or upload the file."),
    ),
    Problem.LINK_BUSY: Advice(
        _("The platform is too busy to answer us right now."),
        TRY_LATER,
        retry=True,
    ),
    Problem.LINK_SLOW: Advice(
        _("The video came too slowly, so we stopped waiting."),
        TRY_LATER,
        retry=True,
    ),
    Problem.NETWORK_DOWN: Advice(
        _("We couldn’t reach the platform."),
        TRY_LATER,
        retry=True,
    ),
    Problem.DAILY_LIMIT: Advice(
        _("With this one, it could be more than we take in a day."),
        _("Try again when the others have come in, or tomorrow."),
        retry=True,
    ),
    Problem.ALREADY_JUDGED: Advice(
        _("This video has a file already, and it was judged."),
        _("We kept that one. Send the video’s own link, or ask a person through an appeal."),
    ),
    Problem.FROM_STAFF: Advice(
        _("Our staff brought in this video’s file."),
        _("We kept that one. If it’s the wrong one, send the video’s own link, or tell us."),
    ),
    Problem.FILE_LOST: Advice(
        _("The file isn’t in our storage any more."),
        _("We are sorry. Send it again, please."),
    ),
    Problem.STOPPED: Advice(
        _("A person of our staff stopped this."),
        _("Try again, or ask us why."),
        retry=True,
    ),
    Problem.OUR_FAULT: Advice(
        _("Something went wrong on our side."),
        _("It isn’t your file. Try again; if it happens again, tell us."),
        retry=True,
    ),
}
