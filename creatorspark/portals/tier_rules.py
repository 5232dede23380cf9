"""The rules of tiers as everybody reads them: the ladder, and how one moves on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from creatorspark.portals.templatetags.ui import decimals
from rewards import interface as rewards


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of tiers: a cell for each; an empty one for what a tier doesn't have."""

    label: str
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Heading:
    """A tier at the head of its column, and whether the reader stands on it."""

    name: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Ladder:
    """The tiers side by side, how one moves on them, and the version of the rules."""

    version: str
    headings: Sequence[Heading]
    needs: Sequence[Row]
    brings: Sequence[Row]
    moves: Sequence[str]


def ladder_of(ladder: rewards.TierLadder, *, here: str = "") -> Ladder:
    """Return the tiers, lowest first; `here` is the reader's own."""
    rungs = ladder.rungs
    return Ladder(
        version=ladder.policy_version,
        headings=[Heading(rung.name, is_here=rung.tier == here) for rung in rungs],
        needs=_used(
            Row(asks[0].label, [_wanted(ask) for ask in asks])
            for asks in zip(*(rung.asks for rung in rungs), strict=True)
        ),
        brings=_used(_brings([rung.brings for rung in rungs])),
        moves=moves_of(ladder),
    )


def _wanted(ask: rewards.TierAsk) -> str:
    if not ask.wanted:
        return ""
    return f"{ask.wanted} %" if ask.unit == "percent" else str(ask.wanted)


def _brings(brings: Sequence[rewards.TierBrings]) -> list[Row]:
    off = [_percent(Decimal(one.shop_discount_percent)) for one in brings]
    more = [_percent((one.rpm_step - 1) * 100) for one in brings]
    badges = [_("yes") if one.badge else "" for one in brings]
    return [
        Row(_("Off every price in the shop"), off),
        Row(_("More for every 1,000 views"), more),
        Row(_("Badge that brands see"), badges),
    ]


def _percent(value: Decimal) -> str:
    return f"{decimals(float(value), 1).removesuffix('.0')} %" if value else ""


def _used(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if any(row.cells)]


def moves_of(ladder: rewards.TierLadder) -> list[str]:
    """Say how tiers rise and fall under the policy in force."""
    return [
        ngettext(
            "Every Monday we look at the videos of your last week.",
            "Every Monday we look at the videos of your last %(n)d weeks.",
            ladder.window_weeks,
        )
        % {"n": ladder.window_weeks},
        ngettext(
            "A change is told at least a week before it counts.",
            "A change is told at least %(n)d weeks before it counts.",
            ladder.notice_weeks,
        )
        % {"n": ladder.notice_weeks},
        ngettext(
            "A tier falls only after a warning, and never for one bad week.",
            "A tier falls only after %(n)d warnings in a row, a week apart.",
            ladder.grace_weeks,
        )
        % {"n": ladder.grace_weeks},
        _("What was paid under a tier stays paid."),
        _("A video whose originality nobody has judged yet neither helps nor harms."),
    ]
