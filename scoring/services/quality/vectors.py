"""What is stored of a video that isn't one number: words of the file, and rows of numbers."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from creatorspark.lib.money import MINUS
from scoring.domain.quality.measured import Measured
from scoring.domain.quality.measures import FACTS, LANGUAGE, PROFILES, Measure
from scoring.services.quality.labels import LABELS
from scoring.services.quality.report import MeasureReport

CODECS: Mapping[str, str] = {
    "h264": "H.264",
    "hevc": "H.265 (HEVC)",
    "vp8": "VP8",
    "vp9": "VP9",
    "av1": "AV1",
    "mpeg4": "MPEG-4",
}
TRANSFERS: Mapping[str, str | Promise] = {
    "": _("standard range (SDR)"),
    "pq": _("high range (HDR), PQ"),
    "hlg": _("high range (HDR), HLG"),
}


def facts_of(measured: Measured) -> list[MeasureReport]:
    """Return what the file says of itself in words."""
    words = {"codec": CODECS, "transfer": TRANSFERS}
    return [
        _report(name, definition, str(words[name].get(found, found)))
        for name, definition in FACTS.items()
        if (found := measured.facts.get(name)) is not None
    ]


def profiles_of(measured: Measured) -> list[MeasureReport]:
    """Return the rows of numbers that the sound has."""
    return [
        _report(name, definition, _row(measured.profile[name]))
        for name, definition in PROFILES.items()
        if measured.profile.get(name)
    ]


def language_of(code: str) -> MeasureReport:
    """Return the language of a caption by its name, as far as it was told."""
    try:
        name = str(get_language_info(code)["name_translated"]) if code else ""
    except KeyError:
        name = code
    return _report("language", LANGUAGE, name)


def _row(numbers: Sequence[float]) -> str:
    return " · ".join(f"{number:.1f}" for number in numbers).replace("-", MINUS)


def _report(name: str, definition: Measure, text: str) -> MeasureReport:
    return MeasureReport(
        part=definition.part.value,
        name=name,
        label=str(LABELS[name]),
        value=None,
        text=text,
        unit=definition.unit,
        meaning=definition.meaning,
        source=definition.source,
    )
