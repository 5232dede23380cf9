"""What feedback says to a creator: what was found, when, what would be good, and how to mend it."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from creatorspark.lib.money import MINUS
from scoring.domain.quality import Advice, Moment
from scoring.domain.quality.captions import TEXT
from scoring.domain.quality.criteria import AUDIO, VISUAL
from scoring.services.quality.fixes import FIXES, NAMES

SHARES = frozenset(
    {
        *("frozen", "black_bars", "screen_filled", "clipping", "silence", "shouting"),
        *("crushed", "blown", "speech"),
    }
)
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
    "roll_off": gettext_lazy("85 %% of the sound below %s Hz"),
    "imbalance": gettext_lazy("one side %s dB louder"),
    "lix": gettext_lazy("readability index %s"),
    "shouting": gettext_lazy("%s of the words in capitals"),
    "screen_readability": gettext_lazy("%s of 100 for text on screen"),
    "crushed": gettext_lazy("%s of the picture black"),
    "blown": gettext_lazy("%s of the picture white"),
    "motion": gettext_lazy("%s levels from one picture to the next"),
    "cuts_a_minute": gettext_lazy("%s cuts a minute"),
    "bits_a_second": gettext_lazy("%s Mbit a second"),
    "loudness_range": gettext_lazy("loud and soft %s LU apart"),
    "noise_floor": gettext_lazy("%s dBFS"),
    "level": gettext_lazy("%s dBFS on average"),
    "centroid": gettext_lazy("%s Hz"),
    "bandwidth": gettext_lazy("%s Hz wide"),
    "speech": gettext_lazy("%s of the time somebody speaks"),
}
COUNTED: dict[str, Any] = {
    "characters": ngettext_lazy("%d character", "%d characters"),
    "words": ngettext_lazy("%d word", "%d words"),
    "hashtags": ngettext_lazy("%d hashtag", "%d hashtags"),
    "names": ngettext_lazy("%d person named", "%d people named"),
    "links": ngettext_lazy("%d link", "%d links"),
    "emoji": ngettext_lazy("%d emoji", "%d emoji"),
}
# What stands behind the number of a target.
AIMS: dict[str, str | Promise] = {
    "edge_blur": gettext_lazy("%s px"),
    "brightness": gettext_lazy("%s of 255"),
    "contrast": gettext_lazy("%s of 255"),
    "noise": gettext_lazy("%s levels"),
    "quantiser": gettext_lazy("%s of 51"),
    "jitter": gettext_lazy("%s %%"),
    "short_side": gettext_lazy("%s px"),
    "frame_rate": gettext_lazy("%s a second"),
    "loudness": gettext_lazy("%s LUFS"),
    "true_peak": gettext_lazy("%s dBTP"),
    "signal_to_noise": gettext_lazy("%s dB"),
    "hum": gettext_lazy("%s dB"),
    "imbalance": gettext_lazy("%s dB"),
    "roll_off": gettext_lazy("%s Hz"),
    "characters": gettext_lazy("%s characters"),
    "hashtags": gettext_lazy("%s hashtags"),
    "links": gettext_lazy("%s links"),
    "screen_readability": gettext_lazy("%s of 100"),
}
# A target beyond these is "no limit", not a number to show.
ENDLESS = 1e6
# Their target ends where their scale ends: nobody need be told not to go beyond.
NEVER_TOO_MUCH = frozenset(
    one.measure for one in (*VISUAL, *AUDIO, *TEXT) if one.above is None and one.target[0] > 0
)
MEGA = 1e6
LEAST_SHARE = 5e-4


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
        measured=_found(advice),
        target=target_words(advice.measure, advice.target),
        fix=str(FIXES[advice.cause]),
        points=_points(advice.points),
    )


def _found(advice: Advice) -> str:
    """Return the value; one that is fine on the whole says so, for it is not fine in parts."""
    words = value_words(advice.measure, advice.value, advice.target)
    low, high = advice.target
    if advice.value is not None and low <= advice.value <= high:
        return _("%(value)s on average") % {"value": words}
    return words


def _when(moments: tuple[Moment, ...]) -> str:
    if not moments:
        return _("All through the video")
    return ", ".join(f"{_clock(one.start)}–{_clock(one.end)}" for one in moments)


def _clock(second: int) -> str:
    return f"{second // 60}:{second % 60:02d}"


def measured_words(measure: str, value: float | None) -> str:
    """Return a value with its unit; empty for none, the bare number of an unknown measure."""
    if value is None:
        return ""
    if measure in COUNTED:
        return str(COUNTED[measure] % round(value))
    return str(UNITS.get(measure, "%s")) % _number(measure, value)


def value_words(measure: str, value: float | None, target: tuple[float, float]) -> str:
    """Return a value with its unit, told apart from the edge of its target where it reads alike."""
    words = measured_words(measure, value)
    low, high = target
    if value is None or low <= value <= high:
        return words
    over = value > high
    if measured_words(measure, high if over else low) != words:
        return words
    return (_("%(value)s, just over") if over else _("%(value)s, just under")) % {"value": words}


def target_words(measure: str, target: tuple[float, float]) -> str:
    """Return what is good."""
    low, high = target
    if low == high:
        return _("aim for %(value)s") % {"value": _aim(measure, low)}
    if abs(high) >= ENDLESS or measure in NEVER_TOO_MUCH:
        return _("aim for %(value)s or more") % {"value": _aim(measure, low)}
    if low <= 0 <= high or abs(low) >= ENDLESS:
        return _("aim for %(value)s or less") % {"value": _aim(measure, high)}
    both = {"low": _number(measure, low), "high": _aim(measure, high)}
    return _("aim for %(low)s to %(high)s") % both


def _aim(measure: str, value: float) -> str:
    return str(AIMS.get(measure, "%s")) % _number(measure, value)


def _number(measure: str, value: float) -> str:
    return _plain(measure, value).replace("-", MINUS)


def _plain(measure: str, value: float) -> str:
    value += 0.0  # −0 is 0
    if measure == "bits_a_second":
        value = value / MEGA
    if measure in SHARES:
        if 0 < value < LEAST_SHARE:
            return _("under 0.1") + " %"
        digits = 1 if 0 < abs(value) < 0.1 else 0
        return f"{100 * value:.{digits}f} %"
    if abs(value) >= 20 or value == int(value):
        return f"{value:.0f}"
    # 0.84 against an aim of 0.8 must not read “0.8, aim for 0.8”.
    plain = f"{value:.1f}" if abs(value) >= 1 else f"{value:.2f}"
    plain = plain.rstrip("0").removesuffix(".")
    return "0" if plain == "-0" else plain


def _points(points: float) -> str:
    whole = max(1, round(points))
    return ngettext("about %(count)d point", "about %(count)d points", whole) % {"count": whole}
