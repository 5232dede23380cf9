"""What is done with a clip, stage by stage, each told from what the database says of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from creatorspark.portals.templatetags.ui import decimals
from scoring import interface as scoring

DONE, WORKING, WAITING, FAILED, SKIPPED = "done", "working", "waiting", "failed", "skipped"
BUSY = frozenset({WORKING, WAITING})
ICONS = {DONE: "check", WORKING: "again", WAITING: "clock", FAILED: "alert", SKIPPED: "close"}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. `percent` is None where nobody counts it; `took` is empty until it is over."""

    key: str
    title: str
    state: str
    words: str
    ended_at: dt.datetime | None = None
    took: str = ""
    percent: int | None = None

    @property
    def icon(self) -> str:
        """Return the icon of its state."""
        return ICONS[self.state]

    @property
    def is_done(self) -> bool:
        """Whether it is over and went well."""
        return self.state == DONE

    @property
    def is_working(self) -> bool:
        """Whether somebody is at it now."""
        return self.state == WORKING


def stages_of(
    sent: scoring.SubmissionFacts,
    quality: scoring.QualityReport,
    found: scoring.SearchReport | None,
) -> list[Stage]:
    """Return the four stages of a clip that was sent."""
    stages = [_received(sent)]
    stages.append(_looked_at(sent, quality, found, after=stages[-1]))
    stages.append(_compared(quality, found, after=stages[-1]))
    stages.append(_rated(quality, after=stages[1]))
    return [_ended(stage) for stage in stages] if sent.is_expired else stages


def _ended(stage: Stage) -> Stage:
    """Tell what won't come any more of a clip whose file is gone."""
    if stage.state not in BUSY:
        return stage
    words = _("The file was removed before this was done.")
    return replace(stage, state=SKIPPED, words=words, percent=None)


def is_moving(stages: Sequence[Stage]) -> bool:
    """Whether anything is still to come by itself."""
    return any(stage.state in BUSY for stage in stages)


def _received(sent: scoring.SubmissionFacts) -> Stage:
    title = _("Received")
    if sent.is_under_way:
        at_work = bool(sent.stage)
        return Stage(
            "received",
            title,
            WORKING if at_work else WAITING,
            sent.stage or sent.sentence,
            percent=sent.percent if at_work else None,
        )
    if sent.state != "received":
        return Stage("received", title, FAILED, sent.sentence)
    return Stage(
        "received",
        title,
        DONE,
        _("Your file is here and can be read."),
        sent.received_at,
        took(sent.submitted_at, sent.received_at),
    )


def _looked_at(
    sent: scoring.SubmissionFacts,
    quality: scoring.QualityReport,
    found: scoring.SearchReport | None,
    *,
    after: Stage,
) -> Stage:
    title = _("Looked at and listened to")
    if not after.is_done:
        return Stage("looked", title, *_held_up(after))
    if quality.measured_at is not None:
        # The very same file may have been measured long before it was sent now.
        known = sent.received_at is not None and quality.measured_at < sent.received_at
        return Stage(
            "looked",
            title,
            DONE,
            _("We knew this very file already, so it wasn’t decoded again.")
            if known
            else _("Every second of picture and sound was measured."),
            quality.measured_at,
            "" if known or found is None else took(found.begun_at, quality.measured_at),
        )
    if quality.state == "failed":
        return Stage("looked", title, FAILED, quality.problem_sentence)
    if quality.state == "measuring":
        return Stage("looked", title, WORKING, _("Pictures and sound are being measured."))
    return Stage("looked", title, WAITING, quality.problem_sentence or _("A worker comes to it."))


def _compared(
    quality: scoring.QualityReport, found: scoring.SearchReport | None, *, after: Stage
) -> Stage:
    title = _("Compared with the library")
    if found is not None and found.state == "done":
        begun = latest(found.begun_at, quality.measured_at, before=found.finished_at)
        return Stage(
            "compared",
            title,
            DONE,
            _("With all videos that we may compare with."),
            found.finished_at,
            took(begun, found.finished_at),
        )
    if found is not None and found.state == "failed":
        return Stage("compared", title, FAILED, found.problem_sentence)
    if not after.is_done:
        return Stage("compared", title, *_held_up(after))
    if found is not None and found.state == "searching":
        return Stage("compared", title, WORKING, _("It is being compared now."))
    return Stage("compared", title, WAITING, _("A worker comes to it."))


def _rated(quality: scoring.QualityReport, *, after: Stage) -> Stage:
    title = _("Rated")
    if after.is_done and quality.state == "rated" and not quality.is_stale:
        return Stage(
            "rated",
            title,
            DONE,
            _("By %(model)s, under the rules %(policy)s.")
            % {"model": quality.model_version, "policy": quality.policy},
            quality.computed_at,
        )
    if not after.is_done:
        return Stage("rated", title, *_held_up(after))
    return Stage("rated", title, WORKING, _("Ratings are being worked out."))


def _held_up(after: Stage) -> tuple[str, str]:
    """Say how a stage stands whose turn hasn't come."""
    if after.state in (FAILED, SKIPPED):
        return SKIPPED, _("This can’t follow.")
    return WAITING, _("This comes next.")


def latest(
    first: dt.datetime | None, second: dt.datetime | None, *, before: dt.datetime | None
) -> dt.datetime | None:
    """Return the later of two moments, of those that lie before a third."""
    known = [one for one in (first, second) if one is not None]
    return max((one for one in known if before is None or one <= before), default=None)


def took(begun: dt.datetime | None, ended: dt.datetime | None) -> str:
    """Write how long something took: “0.4 s”, “12 s”, “3 min”; empty where it isn't known."""
    if begun is None or ended is None or ended < begun:
        return ""
    seconds = (ended - begun).total_seconds()
    if seconds < 10:
        return _("%(n)s s") % {"n": decimals(seconds, 1)}
    if seconds < 120:
        return _("%(n)s s") % {"n": round(seconds)}
    return _("%(n)s min") % {"n": round(seconds / 60)}
