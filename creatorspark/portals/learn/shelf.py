"""The guides there are, by what a reader wants to know."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from creatorspark.portals.learn.better import GUIDES

Words = str | Promise


@dataclass(frozen=True, slots=True)
class GuideLink:
    """A guide, what it is about, and where it stands."""

    title: Words
    words: Words
    url: str


@dataclass(frozen=True, slots=True)
class GuideGroup:
    """Guides that answer one question."""

    title: Words
    guides: Sequence[GuideLink]


def guide_groups() -> list[GuideGroup]:
    """Return all guides."""
    return [
        GuideGroup(
            _("Make better videos"),
            [
                GuideLink(head.title, head.lead, reverse("learn:better", args=[slug]))
                for slug, head in GUIDES.items()
            ],
        ),
        GuideGroup(
            _("What you earn, and why"),
            [
                _link("earnings", _("How pay works"), _("From views to money in your bank.")),
                _link("points", _("How points work"), _("What a video earns for the shop.")),
                _link("tiers", _("How tiers work"), _("What a run of good videos brings.")),
            ],
        ),
        GuideGroup(
            _("How videos are judged"),
            [
                _link("grades", _("How grades work"), _("How your audience responded.")),
                _link(
                    "originality",
                    _("How originality works"),
                    _("Whose video it is, and how we tell."),
                ),
                _link(
                    "fair_play",
                    _("What isn’t fair play"),
                    _("What doesn’t count, and who decides."),
                ),
                GuideLink(
                    _("Holds in numbers"),
                    _("How often something is put on hold, and how often that was wrong."),
                    reverse("transparency:index"),
                ),
            ],
        ),
    ]


def _link(name: str, title: Words, words: Words) -> GuideLink:
    return GuideLink(title, words, reverse(f"learn:{name}"))
