"""What the fairness page shows: the sentence, the chart and the table of each kind of group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from creatorspark.portals.learn.fairness_drawing import Bar, Scale, scale_for
from creatorspark.portals.templatetags.ui import decimals, grouped, percentage
from rewards import interface as rewards

Words = str | Promise
TITLES = {
    "niche": gettext_lazy("By niche"),
    "size": gettext_lazy("By size of the creator"),
    "length": gettext_lazy("By length of the video"),
    "language": gettext_lazy("By language"),
    "market": gettext_lazy("By market"),
}
FLAGS = {
    rewards.Flag.FINE: (gettext_lazy("Fine"), "good", "check"),
    rewards.Flag.LOOK: (gettext_lazy("Look at it"), "warn", "eye"),
    rewards.Flag.FLAGGED: (gettext_lazy("Flagged"), "bad", "alert"),
}

# Words for the group that is furthest behind the best.
ABOUT = {
    rewards.Flag.FINE: gettext_lazy(
        "“%(last)s” got a bonus least often: %(ratio)s times as often as “%(best)s”. "
        "That is within four fifths."
    ),
    rewards.Flag.LOOK: gettext_lazy(
        "“%(last)s” got a bonus %(ratio)s times as often as “%(best)s” (%(range)s). "
        "That is under four fifths, but chance may explain it."
    ),
    rewards.Flag.FLAGGED: gettext_lazy(
        "“%(last)s” got a bonus %(ratio)s times as often as “%(best)s” (%(range)s). "
        "That is under four fifths, and more than chance would explain."
    ),
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A flag as a word, a colour and an icon."""

    label: Words
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in a chart and in the table behind it."""

    group: rewards.Group
    name: str
    bar: Bar
    badge: Badge
    reason: str
    share: str
    to_best: str
    to_all: str
    money: str
    money_to_best: str
    money_to_all: str


@dataclass(frozen=True, slots=True)
class KindPart:
    """One kind of group: a sentence, the lines, and what is hidden."""

    kind: str
    title: Words
    sentence: str
    lines: tuple[GroupLine, ...]
    scale: Scale
    hidden: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A week in the history."""

    week: date
    policy: str
    videos: int | None
    share: str
    flagged: int
    look: int
    is_shown: bool


@dataclass(frozen=True, slots=True)
class FairnessPage:
    """The whole page; without a report only the method is told."""

    report: rewards.WeekFairness | None
    sentence: str
    flagged: int
    look: int
    bonus_rate: float | None
    parts: tuple[KindPart, ...]
    history: tuple[HistoryLine, ...]
    is_newest: bool
    computed_at: datetime | None


def fairness_page(
    report: rewards.WeekFairness | None, *, history: Sequence[rewards.WeekFairness]
) -> FairnessPage:
    """Return what the page shows of a week's report."""
    totals = report.totals if report else None
    return FairnessPage(
        report=report,
        sentence=_sentence(report),
        flagged=report.count(rewards.Flag.FLAGGED) if report else 0,
        look=report.count(rewards.Flag.LOOK) if report else 0,
        bonus_rate=totals.bonus / totals.base if totals and totals.base > 0 else None,
        parts=tuple(_part(kind, one) for kind, one in report.kinds.items()) if report else (),
        history=tuple(_history_line(one, shown=report) for one in history),
        is_newest=bool(report and history and history[0].week == report.week),
        computed_at=report.computed_at if report else None,
    )


def _sentence(report: rewards.WeekFairness | None) -> str:
    if report is None or report.totals is None:
        return ""
    totals = report.totals
    return _(
        "Of %(videos)s graded videos by %(creators)s creators, %(share)s got a bonus (%(range)s)."
    ) % {
        "videos": grouped(totals.videos),
        "creators": grouped(totals.creators),
        "share": percentage(totals.share.value),
        "range": _range(totals.share),
    }


def _part(kind: str, found: rewards.Comparison) -> KindPart:
    groups = found.groups
    best = max((group.share.of.value for group in groups), default=0.0)
    highs = [group.share.of.high or group.share.of.value for group in groups]
    scale = scale_for(highs, best=best)
    return KindPart(
        kind=kind,
        title=TITLES[kind],
        sentence=_about(groups),
        lines=tuple(_line(group, scale) for group in groups),
        scale=scale,
        hidden=_hidden(found),
    )


def _about(groups: Sequence[rewards.Group]) -> str:
    """Say what stands out most: the group whose share is furthest behind the best."""
    if len(groups) < 2:
        return _("Too few groups are large enough to be compared.")
    compared = [(group.share.to_best, group) for group in groups if group.share.to_best]
    if not compared:
        return _("No group got a bonus, so there is nothing to compare.")
    ratio, last = min(compared, key=lambda pair: pair[0].value)
    best = max(groups, key=lambda group: group.share.of.value)
    if ratio.value >= 1:
        return _("All groups got a bonus equally often.")
    words = {
        "last": group_name(last.name),
        "best": group_name(best.name),
        "ratio": decimals(ratio.value),
        "range": _range(ratio, digits=2, share=False),
    }
    return ABOUT[ratio.flag] % words


def _hidden(found: rewards.Comparison) -> str:
    if not found.hidden_groups:
        return ""
    return ngettext(
        "%(n)s smaller group with %(videos)s videos is not shown.",
        "%(n)s smaller groups with %(videos)s videos together are not shown.",
        found.hidden_groups,
    ) % {"n": grouped(found.hidden_groups), "videos": grouped(found.hidden_videos)}


def _line(group: rewards.Group, scale: Scale) -> GroupLine:
    share, money = group.share, group.money
    of = share.of
    return GroupLine(
        group=group,
        name=group_name(group.name),
        bar=scale.bar(of.value, of.low or 0.0, of.high or of.value),
        badge=Badge(*FLAGS[group.flag]),
        reason=_reason(group),
        share=f"{percentage(of.value)} ({_range(of)})",
        to_best=_ratio(share.to_best),
        to_all=_ratio(share.to_all),
        money=f"{percentage(money.of.value)} ({_range(money.of)})",
        money_to_best=_ratio(money.to_best),
        money_to_all=_ratio(money.to_all),
    )


def _reason(group: rewards.Group) -> str:
    """Say which of a group's ratios asks for its flag: the lowest of the gravest."""
    ratios = (
        (_("Share with a bonus against the best: %s"), group.share.to_best),
        (_("Share with a bonus against all: %s"), group.share.to_all),
        (_("Bonus for base pay against the best: %s"), group.money.to_best),
        (_("Bonus for base pay against all: %s"), group.money.to_all),
    )
    gravest = [(words, one) for words, one in ratios if one and one.flag is group.flag]
    if group.flag is rewards.Flag.FINE or not gravest:
        return ""
    words, ratio = min(gravest, key=lambda pair: pair[1].value)
    return words % _ratio(ratio)


def group_name(name: str) -> str:
    """Return a group's name as people read it."""
    return name or _("not known")


def _ratio(found: rewards.Ratio | None) -> str:
    if found is None:
        return "–"
    if found.low is None and found.value == 1:
        return decimals(1.0)
    return f"{decimals(found.value)} ({_range(found, digits=2, share=False)})"


def _range(found: rewards.Interval | rewards.Ratio, *, digits: int = 1, share: bool = True) -> str:
    if found.low is None or found.high is None:
        return _("range not known")
    low, high = (
        (percentage(found.low, digits), percentage(found.high, digits))
        if share
        else (decimals(found.low, digits), decimals(found.high, digits))
    )
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def _history_line(
    report: rewards.WeekFairness, *, shown: rewards.WeekFairness | None
) -> HistoryLine:
    totals = report.totals
    return HistoryLine(
        week=report.week,
        policy=report.policy_version,
        videos=totals.videos if totals else None,
        share=percentage(totals.share.value) if totals else "–",
        flagged=report.count(rewards.Flag.FLAGGED),
        look=report.count(rewards.Flag.LOOK),
        is_shown=bool(shown and shown.week == report.week),
    )
