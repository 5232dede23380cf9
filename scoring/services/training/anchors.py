"""What each point of a rating means, so that people mean the same by it."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

DIMENSIONS: Mapping[str, tuple[Words, Words]] = {
    "visual": (
        _("Pictures"),
        _("Sharpness, light, steadiness, how cleanly it is shown. Not what it shows."),
    ),
    "audio": (
        _("Sound"),
        _("How easy it is to listen to. Not whether you like the music or the voice."),
    ),
    "text": (_("Caption"), _("Whether its words tell what to expect and read easily.")),
    "overall": (_("All in all"), _("How well it is made, as a viewer would feel it.")),
}
ANCHORS: Mapping[str, Mapping[int, Words]] = {
    "visual": {
        1: _("Hard to watch: you can’t make out what matters"),
        2: _("Poor: blur, dark, grain or shaking disturb all along"),
        3: _("Fair: flaws you notice, but you can follow"),
        4: _("Good: small flaws if you look for them"),
        5: _("Excellent: nothing to improve"),
    },
    "audio": {
        1: _("Hard to listen to: you can’t make out what matters"),
        2: _("Poor: noise, hum, distortion or gaps disturb all along"),
        3: _("Fair: flaws you notice, but you can follow"),
        4: _("Good: small flaws if you listen for them"),
        5: _("Excellent: clear and at an even level"),
    },
    "text": {
        1: _("Says nothing, or misleads"),
        2: _("Hard to read, or hardly about the video"),
        3: _("Fair: you know roughly what it is about"),
        4: _("Good: clear, and easy to read"),
        5: _("Excellent: you know what you get and want to see it"),
    },
    "overall": {
        1: _("You would stop at once, for how it is made"),
        2: _("Poorly made"),
        3: _("Fair: made as most are"),
        4: _("Well made"),
        5: _("As well made as the best you know"),
    },
}
