"""The sentences a person reads for each problem of a row and each fault of a file."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creatorspark.core.importers.problems import Fault, FileFault, Reason

SENTENCES: dict[Reason, str | Promise] = {
    Reason.WIDTH: _("The row has more or fewer cells than the header."),
    Reason.TOTAL: _("This is a total or an average, not a video."),
    Reason.ID_MISSING: _("The video's id is missing."),
    Reason.ID_ROUNDED: _(
        "A spreadsheet shortened the id to scientific notation and its last digits are lost; "
        "export the id as text."
    ),
    Reason.ID_INVALID: _("This can't be a video's id."),
    Reason.COUNT_INVALID: _("This isn't a whole number."),
    Reason.COUNT_NEGATIVE: _("A count can't be below zero."),
    Reason.COUNT_AMBIGUOUS: _("This number can be read two ways; write it without separators."),
    Reason.COUNT_TOO_LARGE: _("This number is too large to be a count."),
    Reason.VIEWS_MISSING: _("The number of views is missing."),
    Reason.CREATOR_INVALID: _("This can't be a creator's id or name."),
    Reason.CREATOR_UNKNOWN: _("The video is new to us and the row doesn't say whose it is."),
    Reason.TIME_INVALID: _("This can't be read as a date and time."),
    Reason.TIME_FUTURE: _("The counts are dated in the future."),
    Reason.POSTED_UNKNOWN: _("The video is new to us and the row doesn't say when it was posted."),
    Reason.OBSERVED_MISSING: _("The row doesn't say when its counts were taken."),
    Reason.QUOTE_OPEN: _("A quotation mark opens on this line and doesn't close as it should."),
    Reason.DUPLICATE_DIFFERS: _(
        "An earlier row has the same video and time with other counts; the earlier one was kept."
    ),
    Reason.RECORDED_DIFFERS: _(
        "We already have other counts of this video for the same time; those were kept."
    ),
    Reason.JSON_CUT_OFF: _("The file ends in the middle of this record."),
    Reason.JSON_BROKEN: _("The file isn't valid JSON from this record on."),
    Reason.RECORD_INVALID: _("This record isn't a video of the trending format."),
    Reason.RECORD_TOO_LARGE: _("This record is too large; reading stopped here."),
    Reason.DURATION_INVALID: _("The length can't be read and was left blank."),
    Reason.FOLLOWERS_INVALID: _("The number of followers can't be read and was left blank."),
    Reason.URL_INVALID: _("The address can't be read and was left blank."),
    Reason.TEXT_SHORTENED: _("The text is too long and was shortened."),
    Reason.OBSERVED_BEFORE_POSTED: _("The counts are dated before the video was posted."),
    Reason.ENGAGEMENT_ABOVE_VIEWS: _(
        "Likes, comments, shares and saves together are more than the views."
    ),
    Reason.DUPLICATE_SAME: _("An earlier row says exactly the same."),
    Reason.CREATOR_DIFFERS: _("We know this video as another creator's and kept it so."),
    Reason.NUL_REMOVED: _("Invisible NUL characters were taken out of this line."),
}

FAULTS: dict[Fault, str | Promise] = {
    Fault.EMPTY: _("The file is empty. Nothing was imported; choose a file that has rows."),
    Fault.BINARY: _(
        "The file isn't text. Nothing was imported; save it as CSV (or JSON) and try again."
    ),
    Fault.WORKBOOK: _(
        "This is a workbook or a zip file, not a CSV. Nothing was imported; open it, save the "
        "sheet as “CSV UTF-8” and try again."
    ),
    Fault.COMPRESSED: _(
        "The file is compressed. Nothing was imported; unpack it first and try again."
    ),
    Fault.NO_ROWS: _(
        "The file has a header but no rows. Nothing was imported; export it again with data."
    ),
    Fault.NO_COLUMNS: _(
        "We couldn't find a column for the video's id (or address) and one for its views. "
        "Nothing was imported; name the columns yourself. The file has: %(columns)s"
    ),
    Fault.COLUMN_UNKNOWN: _(
        "The file has no column “%(column)s” for %(field)s. Nothing was imported; "
        "the file has: %(columns)s"
    ),
    Fault.FIELD_UNKNOWN: _(
        "There is no field “%(field)s”. Nothing was imported; choose from: %(fields)s"
    ),
    Fault.ENCODING_UNKNOWN: _("We don't know the encoding “%(encoding)s”. Nothing was imported."),
    Fault.NOT_JSON: _(
        "The file isn't JSON. Nothing was imported; a CSV is imported as metric rows instead."
    ),
    Fault.NO_RECORDS: _(
        "We found no list of videos in the file (“collector”, or a plain list). "
        "Nothing was imported."
    ),
    Fault.TOO_LARGE: _(
        "The file is larger than the %(limit)s allowed. Nothing was kept; split it, or import it "
        "on the server with manage.py."
    ),
}


def sentence(reason: Reason) -> str:
    """Return the sentence for a problem of one row."""
    return str(SENTENCES[reason])


def fault_sentence(fault: FileFault) -> str:
    """Return the sentence for a file that can't be read."""
    return str(FAULTS[fault.fault]) % fault.details
