"""What a creator should know about now: questions about their numbers, and those asked of them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.core.appeals.wording import day
from creatorspark.core.models import Appeal, Creator, Video
from creatorspark.portals.creators.video_list import short_title_of
from fraud import interface as fraud


@dataclass(frozen=True, slots=True)
class Alert:
    """A question about a video, or about all of a creator's; `reason` is what a person wrote.

    `key` names it among a creator's alerts.
    """

    key: str
    title: str
    reason: str
    url: str
    at: dt.datetime


def alerts_of(creator: Creator) -> Sequence[Alert]:
    """Return what is open, oldest first."""
    holds = fraud.open_holds(creator_ids=[creator.pk]).get(creator.pk, ())
    about = [hold.video_id for hold in holds if hold.video_id is not None]
    videos = Video.objects.only("caption").in_bulk(about) if about else {}
    found = [_alert(hold, videos.get(hold.video_id or 0)) for hold in holds]
    return sorted([*found, *_questions(creator)], key=lambda alert: alert.at)


def _questions(creator: Creator) -> Iterator[Alert]:
    """Yield what staff asked about an appeal and wait to hear; one query."""
    waiting = Appeal.objects.filter(creator=creator, state=Appeal.State.WAITING)
    for appeal in waiting.order_by("answer_by"):
        if appeal.answer_by is not None and appeal.waiting_since is not None:
            yield Alert(
                key=f"appeal {appeal.pk}",
                title=_("We asked you something about your appeal"),
                reason=_("Please answer by %(day)s. Our clock waits for you.")
                % {"day": day(appeal.answer_by)},
                url=reverse("appeals:appeal", args=[appeal.pk]),
                at=appeal.waiting_since,
            )


def _alert(hold: fraud.HoldFacts, video: Video | None) -> Alert:
    return Alert(
        key=f"hold {hold.hold_id}",
        title=_("A person looks at “%(title)s”") % {"title": short_title_of(video)}
        if video
        else _("A person looks at your numbers"),
        reason=hold.reason,
        url=_address(hold, video),
        at=hold.placed_at,
    )


def _address(hold: fraud.HoldFacts, video: Video | None) -> str:
    if hold.alert_id is not None:
        return reverse("creators:alert", args=[hold.alert_id])
    return reverse("creators:video", args=[video.pk]) if video else ""


def alerts_of_video(video: Video) -> Sequence[Alert]:
    """Return what is open about one video, and which of its views aren't counted; two queries."""
    holds = fraud.holds_for(creator_id=video.creator_id)
    about = [_alert(hold, video) for hold in holds if hold.video_id == video.pk]
    found = fraud.alerts_for(creator_id=video.creator_id, video_id=video.pk)
    left_out = [
        Alert(
            key=f"alert {one.alert_id}",
            title=ngettext("%(n)s view isn’t counted", "%(n)s views aren’t counted", one.affected)
            % {"n": number_format(one.affected, force_grouping=True)},
            reason=_("They came from programs, not people. Nobody says that you did anything."),
            url=reverse("creators:alert", args=[one.alert_id]),
            at=one.created_at,
        )
        for one in found
        if one.tier == "discount" and one.state == "open"
    ]
    return [*about, *left_out]
