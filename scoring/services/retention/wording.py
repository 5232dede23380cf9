"""Why a retention export isn't taken, in words: what happened, and what to do next."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from scoring.domain.retention import Fault, RetentionFault

SENTENCES: dict[Fault, str | Promise] = {
    Fault.TOO_LARGE: gettext_lazy(
        "This file is larger than a retention export is (1 MB at most). Choose the CSV of one "
        "video."
    ),
    Fault.NOT_TEXT: gettext_lazy(
        "This file isn’t a CSV. In the studio, export the retention chart as “Comma-separated "
        "values” and unpack the archive if it is one."
    ),
    Fault.NO_COLUMNS: gettext_lazy(
        "We found no column that says where in the video, or none that says who is still watching. "
        "The first line must name them, for example “Video position (%)” and “Absolute audience "
        "retention (%)”, or “Second” and “Retention”."
    ),
    Fault.TOO_FEW: gettext_lazy("There are fewer than three moments in it: too few for a curve."),
    Fault.TOO_MANY: gettext_lazy("There are more than 2,000 moments in it: choose one video only."),
    Fault.BAD_NUMBER: gettext_lazy("“%(cell)s” isn’t a number."),
    Fault.NOT_A_SHARE: gettext_lazy("%(cell)s can’t be a share of the viewers."),
    Fault.PAST_THE_END: gettext_lazy(
        "It goes on after this video’s end, so it is of another video. Choose the export of this "
        "one."
    ),
    Fault.NO_LENGTH: gettext_lazy(
        "It counts in per cent of the video, and we don’t know how long this one is yet. Send the "
        "video’s file first, or an export by seconds."
    ),
    Fault.TOO_LONG: gettext_lazy(
        "It goes on for longer than a day, so it can’t be of one video. Choose the export of this "
        "one, or look at its last lines."
    ),
}


class RetentionRefused(ValueError):
    """Nothing was kept; the message is for a person, `code` for a machine."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def refused(fault: RetentionFault) -> RetentionRefused:
    """Return the refusal of an export that can't be read."""
    sentence = str(SENTENCES[fault.fault]).replace("%(cell)s", fault.cell)
    if fault.line:
        sentence = _("Line %(line)d: %(why)s") % {"line": fault.line, "why": sentence}
    return RetentionRefused(fault.fault.value, f"{sentence} " + _("Nothing was kept."))


def too_many(most: int) -> RetentionRefused:
    """Refuse one more curve than a video has use for in a day."""
    return RetentionRefused(
        "daily_limit",
        ngettext(
            "This video has had %(most)d new curve today already. The last one was kept; send "
            "the next tomorrow.",
            "This video has had %(most)d new curves today already. The last one was kept; send "
            "the next tomorrow.",
            most,
        )
        % {"most": most},
    )


def too_many_refused(most: int) -> RetentionRefused:
    """Refuse to read one more export of a person whose last ones couldn't be used."""
    return RetentionRefused(
        "daily_limit",
        ngettext(
            "We couldn’t use %(most)d export of yours today, so we didn’t read this one. What you "
            "gave before stays; try again tomorrow, or ask us to look.",
            "We couldn’t use %(most)d exports of yours today, so we didn’t read this one. What you "
            "gave before stays; try again tomorrow, or ask us to look.",
            most,
        )
        % {"most": most},
    )


def gone() -> RetentionRefused:
    """Refuse a video of a profile that was erased or merged, or that isn't there."""
    return RetentionRefused("no_such_video", _("There is no such video. Nothing was kept."))
