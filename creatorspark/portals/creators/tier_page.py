"""A creator's tier as they read it: the page, and the card that leads to it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from creatorspark.core.models import Creator
from creatorspark.lib.periods import monday_of
from creatorspark.portals.tier_rules import Ladder, ladder_of
from rewards import interface as rewards

KEEP_SECONDS = 60
SHAPE = 1
"""Raised when the card's fields change, so that nothing older is read from the cache."""
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Announcement:
    """A line of the history."""

    name: str
    words: str
    told_at: dt.datetime


@dataclass(frozen=True, slots=True)
class TierPage:
    """Everything the page shows; `lead` says in a sentence where the creator stands."""

    name: str
    has_tier: bool
    lead: str
    since: dt.date | None
    brings: Sequence[str]
    coming: str
    risk: str
    goal_title: str
    goal_words: str
    needs: Sequence[rewards.TierNeed]
    ladder: Ladder
    window: str
    history: Sequence[Announcement]


@dataclass(frozen=True, slots=True)
class TierCard:
    """The tier in a few lines; `share` 0 to 100 is how far the hardest need of the goal is."""

    name: str
    has_tier: bool
    since: dt.date | None
    coming: str
    risk: str
    goal: str
    share: int
    words: str


def tier_card_of(creator: Creator, *, now: dt.datetime) -> TierCard | None:
    """Return the card, at most a minute old; None where there are no tiers."""
    key = f"portals.tier.{SHAPE}.{creator.pk}.{get_language()}.{monday_of(now)}"
    kept: TierCard | None = cache.get(key)
    if kept is None:
        report = rewards.tier_report(creator_id=creator.pk, now=now)
        if report is None:
            return None
        kept = _card(report)
        cache.set(key, kept, KEEP_SECONDS)
    return kept


def tier_page_of(creator: Creator, *, now: dt.datetime) -> TierPage | None:
    """Return the page; None where no tier policy is in force."""
    report = rewards.tier_report(creator_id=creator.pk, now=now)
    if report is None:
        return None
    state = report.state
    return TierPage(
        name=state.name,
        has_tier=bool(state.tier),
        lead=_lead(report),
        since=state.since,
        brings=state.brings.lines if state.brings else (),
        coming=_coming(report),
        risk=_risk(report),
        goal_title=_goal_title(report),
        goal_words=_goal_words(report),
        needs=report.needs,
        ladder=ladder_of(report.ladder, here=state.tier),
        window=_window(report),
        history=_history(report),
    )


def _card(report: rewards.TierReport) -> TierCard:
    known = [need for need in report.needs if not need.is_unknown]
    hardest = min(known, key=lambda need: need.share, default=None)
    return TierCard(
        name=report.state.name,
        has_tier=bool(report.state.tier),
        since=report.state.since,
        coming=_coming(report),
        risk=_risk(report),
        goal=_goal_title(report),
        share=hardest.share if hardest else 0,
        words=_goal_words(report) or (hardest.sentence if hardest else ""),
    )


def _lead(report: rewards.TierReport) -> str:
    if report.state.since:
        return _("Since %(day)s.") % {"day": date_format(report.state.since)}
    return _("A tier brings lower prices in the shop and more for every view.")


def _coming(report: rewards.TierReport) -> str:
    coming = report.state.coming
    if coming is None:
        return ""
    values = {
        "day": date_format(coming.week),
        "tier": coming.name,
        "before": report.state.name,
    }
    if not coming.tier:
        return _("Your %(before)s tier ends on %(day)s. Until then nothing changes.") % values
    return _("From %(day)s: %(tier)s. Until then nothing changes.") % values


def _risk(report: rewards.TierReport) -> str:
    risk = report.risk
    if risk is None:
        return ""
    shows = (
        _("Your last %(window)d weeks show %(earned)s, not %(tier)s.")
        if risk.earned
        else _("Your last %(window)d weeks don't show %(tier)s.")
    )
    keeps = ngettext(
        "You keep it. If next Monday's look shows the same, you are told about the change before "
        "it happens.",
        "You keep it. If the next %(weeks)d looks show the same, you are told about the change "
        "before it happens.",
        risk.weeks_left,
    )
    values = {
        "window": report.ladder.window_weeks,
        "earned": risk.earned_name,
        "tier": risk.name,
        "weeks": risk.weeks_left,
    }
    return f"{shows % values} {keeps % values}"


def _goal_title(report: rewards.TierReport) -> str:
    words = _("What keeps %(tier)s") if report.is_kept else _("What %(tier)s needs")
    return words % {"tier": report.goal_name}


def _goal_words(report: rewards.TierReport) -> str:
    if report.is_kept and report.risk is None:
        return _("There is no tier above. It stays yours while your videos stay this good.")
    return ""


def _window(report: rewards.TierReport) -> str:
    return _(
        "Counted are videos that reached scoring age from %(since)s to %(until)s. The next look "
        "is on %(look)s."
    ) % {
        "since": date_format(report.since),
        "until": date_format(report.until - ONE_DAY),
        "look": date_format(report.next_look),
    }


def _history(report: rewards.TierReport) -> list[Announcement]:
    return [
        Announcement(
            change.name,
            _("from %(day)s, by %(policy)s")
            % {"day": date_format(change.week), "policy": change.policy_version},
            change.decided_at,
        )
        for change in report.history
    ]
