"""What a creator should know about now: open questions about their numbers."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator, Video
from creatorspark.portals.creators.video_list import short_title_of
from fraud import interface as fraud


@dataclass(frozen=True, slots=True)
class Alert:
    """A question about a video, or about all of a creator's; `reason` is what a person wrote."""

    hold_id: int
    title: str
    reason: str
    url: str
    at: dt.datetime


def alerts_of(creator: Creator) -> Sequence[Alert]:
    """Return what is open, oldest first."""
    holds = fraud.open_holds(creator_ids=[creator.pk]).get(creator.pk, ())
    about = [hold.video_id for hold in holds if hold.video_id is not None]
    videos = Video.objects.only("caption").in_bulk(about) if about else {}
    return [_alert(hold, videos.get(hold.video_id or 0)) for hold in holds]


def _alert(hold: fraud.HoldFacts, video: Video | None) -> Alert:
    return Alert(
        hold_id=hold.hold_id,
        title=_("A person looks at “%(title)s”") % {"title": short_title_of(video)}
        if video
        else _("A person looks at your numbers"),
        reason=hold.reason,
        url=reverse("creators:video", args=[video.pk]) if video else "",
        at=hold.placed_at,
    )
