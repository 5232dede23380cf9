"""What a statement says that the last estimate of its week didn't, and why."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.core.models import Creator, Video
from creatorspark.portals.creators.video_list import short_title_of
from creatorspark.portals.templatetags.ui import money
from rewards import interface as rewards

SHOWN_AT_ONCE = 4
SHOWN_AT_MOST = 40


@dataclass(frozen=True, slots=True)
class Change:
    """How one video's sum differs. `url` is empty where it is about no video."""

    title: str
    url: str
    sentence: str
    difference: int


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences, the largest first: some at once, and others for who asks."""

    sentence: str
    first: Sequence[Change]
    others: Sequence[Change]
    others_words: str


def changes_of(creator: Creator, *, week: dt.date, total: int, currency: str) -> Changes | None:
    """Compare a statement with the last estimate; None when none was kept or nothing differs."""
    found = rewards.what_changed(creator_id=creator.pk, week=week)
    if not found:
        return None
    shown = found[:SHOWN_AT_MOST]
    wanted = [change.video_id for change in shown if change.video_id is not None]
    videos = Video.objects.only("pk", "caption").in_bulk(wanted)
    changes = [_change(change, videos) for change in shown]
    others = len(found) - SHOWN_AT_ONCE
    return Changes(
        sentence=_sentence(total, sum(one.difference for one in found), currency),
        first=changes[:SHOWN_AT_ONCE],
        others=changes[SHOWN_AT_ONCE:],
        others_words=ngettext(
            "%(n)d smaller difference", "%(n)d smaller differences", max(others, 0)
        )
        % {"n": others},
    )


def _change(change: rewards.EstimateChange, videos: dict[int, Video]) -> Change:
    video = videos.get(change.video_id) if change.video_id is not None else None
    if video is not None:
        title, url = short_title_of(video), reverse("creators:video", args=[video.pk])
    elif change.video_id is not None:
        title, url = _("Video %(id)d") % {"id": change.video_id}, ""
    else:
        title, url = _("Corrections by our staff"), ""
    return Change(title, url, change.sentence, change.difference)


def _sentence(total: int, difference: int, currency: str) -> str:
    values = {
        "sure": money(total - difference, currency),
        "change": money(abs(difference), currency),
    }
    if difference > 0:
        return (
            _("When we last estimated this week, %(sure)s was sure. It closed %(change)s higher.")
            % values
        )
    if difference < 0:
        return (
            _("When we last estimated this week, %(sure)s was sure. It closed %(change)s lower.")
            % values
        )
    return _("The sum is what we last estimated, %(sure)s, but it came about otherwise.") % values
