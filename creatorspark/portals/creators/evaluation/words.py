"""What the evaluation tab says of states, of places in a cohort, and of what is missing."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.portals.creators.originality_words import Look
from creatorspark.portals.templatetags.ui import grouped

Words = str | Promise

LOOKS: Mapping[str, Look] = {
    "no_file": Look(
        "", "video", gettext_lazy("No file yet"), gettext_lazy("We don’t have this video yet")
    ),
    "waiting": Look(
        "info", "clock", gettext_lazy("Waiting"), gettext_lazy("Your video is in line")
    ),
    "measuring": Look(
        "info", "search", gettext_lazy("Being measured"), gettext_lazy("We are measuring it now")
    ),
    "failed": Look(
        "warn", "alert", gettext_lazy("Not measured"), gettext_lazy("We couldn’t read this file")
    ),
    "rated": Look("good", "check", gettext_lazy("Rated"), ""),
}
SENTENCES: Mapping[str, Words] = {
    "no_file": gettext_lazy(
        "Send its file, and read here how the picture and the sound are made and what to change "
        "first, with the moments that it is about."
    ),
    "waiting": gettext_lazy(
        "We look at eight pictures of each second, one of them closely, and listen to all of the "
        "sound, once. It begins within a minute or so; this page shows the result by itself."
    ),
    "measuring": gettext_lazy(
        "Picture and sound are being measured. That mostly takes less time than the video lasts; "
        "this page shows the result by itself."
    ),
    "failed": gettext_lazy("Nothing of it was rated, and nothing else changed."),
}
MISSING: Mapping[frozenset[str], Words] = {
    frozenset({"audio"}): gettext_lazy(
        "This video has no sound, so only its picture and caption are rated. That counts neither "
        "for nor against it."
    ),
    frozenset({"text"}): gettext_lazy(
        "This video has no caption, so only its picture and sound are rated. That counts neither "
        "for nor against it."
    ),
    frozenset({"audio", "text"}): gettext_lazy(
        "This video has neither sound nor caption, so only its picture is rated. That counts "
        "neither for nor against it."
    ),
}
CAPTION_ONLY: Mapping[str, Words] = {
    "no_file": gettext_lazy(
        "Without the file only the caption is rated. Picture and sound follow once we have it."
    ),
    "waiting": gettext_lazy("So far only the caption is rated. Picture and sound follow."),
    "measuring": gettext_lazy("So far only the caption is rated. Picture and sound follow."),
    "failed": gettext_lazy("So only the caption is rated."),
}
NEARLY_ALL = 0.995
SURELY = 1.0


def missing_words(missing: Sequence[str], *, state: str) -> str:
    """Say which parts aren't rated and why; empty where all are."""
    if "visual" in missing:
        return str(CAPTION_ONLY.get(state, ""))
    return str(MISSING.get(frozenset(missing), ""))


def interval_words(low: float, high: float) -> str:
    """Say how sure a rating is, in whole points; nothing of what was counted, not sampled."""
    if high == low:
        return ""
    if high - low < SURELY:
        return _("sure to a point")
    return _("between %(low)d and %(high)d") % {"low": round(low), "high": round(high)}


def place_words(percentile: float | None) -> str:
    """Say where in its cohort a rating stands; empty where there are too few."""
    if percentile is None:
        return ""
    if percentile >= NEARLY_ALL:
        return _("better than nearly all")
    if percentile <= 1 - NEARLY_ALL:
        return _("most others rate higher")
    return _("better than %(share)d of 100") % {"share": round(100 * percentile)}


def cohort_words(cohort: str, size: int) -> str:
    """Name whom a video is compared with; empty where there is nobody."""
    if not size:
        return ""
    named = {"n": grouped(size), "niche": cohort.replace("_", " ")}
    if cohort:
        return _("Compared with the %(n)s rated videos about %(niche)s.") % named
    return _("Compared with all %(n)s rated videos.") % named


def level_words(value: float) -> str:
    """Say what a rating of 0 to 100 means, so that no number stands alone."""
    if value >= 85:
        return _("Little is left to gain here.")
    if value >= 70:
        return _("Well made, with something left to gain.")
    if value >= 50:
        return _("A few things hold it back.")
    return _("Something gets in the way of watching it.")
