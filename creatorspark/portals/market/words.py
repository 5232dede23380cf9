"""Words for what a media kit is made of."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARTS: Final[Mapping[str, tuple[Promise, Promise]]] = {
    "followers": (_("Followers"), _("How many follow you, as your platform says.")),
    "audience": (
        _("Who watches"),
        _("Ages, gender and countries. Without it a brand can't see that you fit its audience."),
    ),
    "categories": (_("What you make"), _("Your topics, and what your last videos are about.")),
    "grade": (_("Grades"), _("How your last videos did against comparable ones.")),
    "originality": (
        _("Originality"),
        _("How many of the videos looked at are original."),
    ),
    "rate": (
        _("The least you take"),
        _("Your own figure. The estimate beside it is made from what you show, for everybody."),
    ),
    "videos": (_("Videos"), _("Your best recent videos with their views and engagement.")),
}
SOURCES: Final[Mapping[str, Promise]] = {
    "file": _("From a file, not checked here"),
    "creator": _("Given by the creator"),
    "platform": _("From the platform"),
    "events": _("Counted here"),
}
OWN_SOURCES: Final[Mapping[str, Promise]] = {**SOURCES, "creator": _("Given by you")}
REPORTED: Final[Mapping[str, Promise]] = {
    "followers": _("followers"),
    "likes": _("likes"),
    "comments": _("comments"),
    "shares": _("shares"),
    "views": _("views"),
}

# How far an estimate can be trusted, by the posts that it rests on.
CONFIDENCES: Final[Mapping[str, Promise]] = {
    "low": _("Few posts were counted, so this is a rough estimate."),
    "fair": _("Some posts were counted, so this is a fair estimate."),
    "high": _("Enough posts were counted for a good estimate."),
}
