"""Times relative to now, in one look-up of words each: lists hold many of them."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

STEPS = (
    (365 * 86400, ngettext_lazy("%(n)d year ago", "%(n)d years ago", "n")),
    (30 * 86400, ngettext_lazy("%(n)d month ago", "%(n)d months ago", "n")),
    (7 * 86400, ngettext_lazy("%(n)d week ago", "%(n)d weeks ago", "n")),
    (86400, ngettext_lazy("%(n)d day ago", "%(n)d days ago", "n")),
    (3600, ngettext_lazy("%(n)d hour ago", "%(n)d hours ago", "n")),
    (60, ngettext_lazy("%(n)d minute ago", "%(n)d minutes ago", "n")),
)


def ago(moment: dt.datetime, *, now: dt.datetime) -> str:
    """Say how long ago a moment was, in its largest unit; a moment to come is “soon”."""
    seconds = (now - moment).total_seconds()
    if seconds < 0:
        return _("soon")
    for length, words in STEPS:
        if seconds >= length:
            return str(words % {"n": int(seconds // length)})
    return _("just now")
