"""What a creator should know about now: questions about their numbers, and those asked of them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Max, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.core.appeals.wording import day, days_left
from creatorspark.core.models import Appeal, CountExclusion, Creator, Video
from creatorspark.portals.creators.video_list import short_title_of
from fraud import interface as fraud

# What isn't counted stands on the overview for so long, and on the video's page for good.
TOLD_FOR = dt.timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Alert:
    """A question about a video, or about all of a creator's; `reason` is what a person wrote.

    `key` names it among a creator's alerts. `clock` says by when something happens; "" for none.
    """

    key: str
    title: str
    reason: str
    url: str
    at: dt.datetime
    tone: str = "warn"
    icon: str = "alert"
    clock: str = ""


def alerts_of(creator: Creator) -> Sequence[Alert]:
    """Return what is open, oldest first, then what lately wasn't counted."""
    now = timezone.now()
    holds = fraud.open_holds(creator_ids=[creator.pk]).get(creator.pk, ())
    left_out = fraud.left_out(creator_id=creator.pk, since=now - TOLD_FOR)
    about = {*(hold.video_id for hold in holds), *(one.video_id for one in left_out)} - {None}
    videos = Video.objects.only("caption").in_bulk(about) if about else {}
    found = [_alert(hold, videos.get(hold.video_id or 0), now=now) for hold in holds]
    asked = sorted([*found, *_questions(creator)], key=lambda alert: alert.at)
    return [*asked, *(_left_out(one, videos.get(one.video_id or 0)) for one in left_out)]


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


def _alert(hold: fraud.HoldFacts, video: Video | None, *, now: dt.datetime) -> Alert:
    named = {"title": short_title_of(video)} if video else {}
    if hold.is_decided:
        title = _("A part of “%(title)s” is set aside") if video else _("A part is set aside")
        reason = _("A person decided that some of it doesn’t count. You can still appeal.")
    else:
        title = _("A person looks at “%(title)s”") if video else _("A person looks at your numbers")
        reason = hold.reason
    return Alert(
        key=f"hold {hold.hold_id} {hold.is_decided}",
        title=title % named,
        reason=reason,
        url=_address(hold, video),
        at=hold.placed_at,
        clock="" if hold.is_decided else _clock(hold, now=now),
    )


def _clock(hold: fraud.HoldFacts, *, now: dt.datetime) -> str:
    if hold.decide_by is None:
        return ""
    return _("A person decides by %(day)s: %(left)s") % {
        "day": day(hold.decide_by),
        "left": days_left(hold.decide_by, now=now),
    }


def _address(hold: fraud.HoldFacts, video: Video | None) -> str:
    if hold.alert_id is not None:
        return reverse("creators:alert", args=[hold.alert_id])
    return reverse("creators:video", args=[video.pk]) if video else ""


def _left_out(one: fraud.LeftOut, video: Video | None) -> Alert:
    shown = {"n": number_format(one.affected, force_grouping=True)}
    if video is None:
        title = ngettext("%(n)s view isn’t counted", "%(n)s views aren’t counted", one.affected)
    else:
        shown["title"] = short_title_of(video)
        title = ngettext(
            "%(n)s view of “%(title)s” isn’t counted",
            "%(n)s views of “%(title)s” aren’t counted",
            one.affected,
        )
    return Alert(
        key=f"alert {one.alert_id}",
        title=title % shown,
        reason=_("They came from programs, not people. Nobody says that you did anything."),
        url=reverse("creators:alert", args=[one.alert_id]),
        at=one.at,
        tone="info",
        icon="info",
    )


def alerts_of_video(video: Video) -> Sequence[Alert]:
    """Return what is open about one video, and what of it isn't counted; three queries."""
    now = timezone.now()
    holds = fraud.holds_for(creator_id=video.creator_id)
    about = [_alert(hold, video, now=now) for hold in holds if hold.video_id == video.pk]
    left_out = fraud.left_out(creator_id=video.creator_id, video_id=video.pk)
    return [*about, *(_left_out(one, None) for one in left_out), *_comments_left_out(video)]


def _comments_left_out(video: Video) -> Iterator[Alert]:
    """Say how many comments aren't real ones; nobody is asked about each, so there's no page."""
    rows = CountExclusion.objects.filter(video=video, comments__gt=0)
    said = rows.aggregate(number=Sum("comments"), last=Max("window_end"))
    if said["number"]:
        yield Alert(
            key=f"comments {video.pk} {said['number']}",
            title=ngettext(
                "%(n)s comment isn’t counted", "%(n)s comments aren’t counted", said["number"]
            )
            % {"n": number_format(said["number"], force_grouping=True)},
            reason=_(
                "They are only links, or the same words again and again. "
                "Nobody says that you did anything."
            ),
            url="",
            at=said["last"],
            tone="info",
            icon="info",
        )
