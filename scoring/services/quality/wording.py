"""What feedback says to a creator: what was found, when, what would be good, and how to mend it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from scoring.domain.quality import Advice, Moment
from scoring.services.quality.fixes import FIXES, NAMES

SHARES = frozenset({"frozen", "black_bars", "screen_filled", "clipping", "silence", "shouting"})
UNITS: dict[str, str | Promise] = {
    "edge_blur": gettext_lazy("edges %s px wide"),
    "brightness": gettext_lazy("brightness %s of 255"),
    "contrast": gettext_lazy("contrast %s of 255"),
    "colourfulness": gettext_lazy("colourfulness %s"),
    "noise": gettext_lazy("noise of %s levels"),
    "quantiser": gettext_lazy("quantiser %s of 51"),
    "blockiness": gettext_lazy("blockiness %s"),
    "jitter": gettext_lazy("shake of %s %% of the picture"),
    "frozen": gettext_lazy("%s of the time still"),
    "black_bars": gettext_lazy("%s of the picture in black bars"),
    "short_side": gettext_lazy("%s px on the short side"),
    "frame_rate": gettext_lazy("%s frames a second"),
    "screen_filled": gettext_lazy("%s of a phone's screen"),
    "loudness": gettext_lazy("%s LUFS"),
    "true_peak": gettext_lazy("peaks of %s dBTP"),
    "clipping": gettext_lazy("%s of the sound at full scale"),
    "signal_to_noise": gettext_lazy("%s dB above the hiss"),
    "hum": gettext_lazy("hum at %s dB"),
    "silence": gettext_lazy("%s of the time silent"),
    "roll_off": gettext_lazy("tone up to %s Hz"),
    "imbalance": gettext_lazy("one side %s dB louder"),
    "characters": gettext_lazy("%s characters"),
    "lix": gettext_lazy("readability index %s"),
    "hashtags": gettext_lazy("%s hashtags"),
    "shouting": gettext_lazy("%s of the words in capitals"),
    "links": gettext_lazy("%s links"),
}
# A target beyond these is "no limit", not a number to show.
ENDLESS = 1e6


@dataclass(frozen=True, slots=True)
class Worded:
    """One piece of feedback in words. `measured` is empty where nothing could be measured."""

    name: str
    when: str
    measured: str
    target: str
    fix: str
    points: str


def worded(advice: Advice) -> Worded:
    """Put one piece of feedback into words, in the reader's language."""
    return Worded(
        name=str(NAMES[advice.cause]),
        when=_when(advice.moments),
        measured="" if advice.value is None else _measured(advice.measure, advice.value),
        target=_target(advice),
        fix=str(FIXES[advice.cause]),
        points=_points(advice.points),
    )


def _when(moments: tuple[Moment, ...]) -> str:
    if not moments:
        return _("All through the video")
    return ", ".join(f"{_clock(one.start)}–{_clock(one.end)}" for one in moments)


def _clock(second: int) -> str:
    return f"{second // 60}:{second % 60:02d}"


def _measured(measure: str, value: float) -> str:
    return str(UNITS[measure]) % _number(measure, value)


def _target(advice: Advice) -> str:
    low, high = advice.target
    if low == high:
        return _("aim for %(value)s") % {"value": _number(advice.measure, low)}
    if abs(high) >= ENDLESS or (advice.value is not None and advice.value < low and high > ENDLESS):
        return _("aim for %(value)s or more") % {"value": _number(advice.measure, low)}
    if low <= 0 <= high or abs(low) >= ENDLESS:
        return _("aim for %(value)s or less") % {"value": _number(advice.measure, high)}
    both = {"low": _number(advice.measure, low), "high": _number(advice.measure, high)}
    return _("aim for %(low)s to %(high)s") % both


def _number(measure: str, value: float) -> str:
    if measure in SHARES:
        digits = 1 if abs(value) < 0.1 else 0
        return f"{100 * value:.{digits}f} %"
    if abs(value) >= 20 or value == int(value):
        return f"{value:.0f}"
    return f"{value:.1f}"


def _points(points: float) -> str:
    whole = max(1, round(points))
    return ngettext("about %(count)d point", "about %(count)d points", whole) % {"count": whole}
