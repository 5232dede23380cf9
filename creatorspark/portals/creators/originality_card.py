"""Originality on a video's page: the state first, then why, what it costs, and where it matches."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from creatorspark.core.models import Video
from creatorspark.portals.creators.match_views import (
    Gauge,
    MatchView,
    gauge_of,
    match_view,
    pairs_of,
)
from creatorspark.portals.creators.originality_words import (
    LOOKS,
    STANDINGS,
    Look,
    cost_words,
    edit_words,
)
from creatorspark.portals.creators.points_sum import Fact
from rewards import interface as rewards
from scoring import interface as scoring

MOVING = ("waiting", "judging")
APPEALED = "originality"


@dataclass(frozen=True, slots=True)
class OriginalityCard:
    """What the section shows. `first` is the match that tells most, `others` come below it."""

    video_id: int
    state: str
    look: Look
    sentences: Sequence[str]
    cost: str
    is_moving: bool
    again: bool
    gauge: Gauge | None
    first: MatchView | None
    others: Sequence[MatchView]
    copies: Sequence[MatchView]
    facts: Sequence[Fact]
    send_url: str
    can_retry: bool
    appeal_url: str


def originality_card(video: Video) -> OriginalityCard:
    """Gather what is known about a video's originality; a handful of queries whatever it is."""
    report = scoring.originality_report(video_id=video.pk)
    state = report.verdict or report.state
    pictures = scoring.evidence_of(match_ids=[match.id for match in report.matches])
    shown = [match for match in report.matches if match.standing != "below"]
    copies = _copies(video, shown=[match.video_id for match in shown])
    views = [
        match_view(
            match,
            threshold=report.threshold,
            seconds=float(video.duration_seconds or 0),
            pictures=pictures.get(match.id, []),
        )
        for match in shown
    ]
    lines = rewards.earnings_of_video(video_id=video.pk)
    return OriginalityCard(
        video_id=video.pk,
        state=state,
        look=LOOKS[state],
        sentences=_sentences(report),
        cost=cost_words(report.verdict or "pending", lines) if _may_cost(report) else "",
        is_moving=report.state in MOVING,
        again=report.again,
        gauge=None if report.similarity is None else gauge_of(report.similarity, report.threshold),
        first=views[0] if views else None,
        others=views[1:],
        copies=copies,
        facts=_facts(report),
        send_url=_send_url(report),
        can_retry=report.can_retry,
        appeal_url=_appeal_url(report),
    )


def _may_cost(report: scoring.OriginalityReport) -> bool:
    return bool(report.verdict) or report.state in MOVING


def _send_url(report: scoring.OriginalityReport) -> str:
    if report.state in ("no_file", "failed") or report.verdict == "not_judgeable":
        return reverse("creators:video_file", args=[report.video_id])
    return ""


def _appeal_url(report: scoring.OriginalityReport) -> str:
    if not report.can_appeal:
        return ""
    return reverse("appeals:new", args=[APPEALED, report.video_id])


def _sentences(report: scoring.OriginalityReport) -> list[str]:
    if report.verdict:
        words = [report.reason or report.problem_sentence]
        if report.verdict == "not_judgeable" and report.problem_sentence not in words:
            words.append(report.problem_sentence)
        return [one for one in words if one]
    if report.state == "no_file":
        return [
            _("Send us the file and we compare it with every earlier video we know."),
            _("Until then the sure half of its bonus is paid; the rest waits for you."),
        ]
    if report.state == "failed":
        return [report.problem_sentence]
    return [
        _("This usually takes a minute or two. You can leave the page; we write you the result.")
    ]


def _facts(report: scoring.OriginalityReport) -> list[Fact]:
    found = []
    if report.decided_at:
        day = formats.date_format(report.decided_at, "DATETIME_FORMAT")
        found.append(Fact(_("Judged on"), day))
    if report.source:
        by = _("a person") if report.source == "staff" else _("the comparison engine")
        found.append(Fact(_("Judged by"), by))
    if report.policy:
        found.append(Fact(_("Rules"), report.policy))
    if report.version:
        found.append(Fact(_("Engine version"), str(report.version)))
    return found


def _copies(video: Video, *, shown: Sequence[int]) -> list[MatchView]:
    """Return who posted this video later, seen from this side."""
    return [
        MatchView(
            handle=copy.handle,
            is_own=False,
            url=copy.url,
            posted_at=copy.posted_at,
            sentence="",
            standing=str(STANDINGS["later"][1]),
            tone=STANDINGS["later"][0],
            gauge=gauge_of(copy.similarity, None),
            edits=edit_words(copy.edits, speed=copy.speed),
            mirrored=copy.mirrored,
            film=None,
            pairs=pairs_of(copy.pictures, own="original"),
        )
        for copy in scoring.copies_of(video_id=video.pk)
        if copy.video_id not in shown
    ]
