"""Two sets of rules side by side on the same time: what each finds, what is new or gone. Pure.

Pairs of numbers are always those of the rules in force first and of the draft second.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from fraud.domain.findings import ReasonCode
from fraud.domain.outcomes import Outcome
from fraud.domain.trying import CASE, TIERS, Found, RealAlert, WouldBe, again

SHOWN: Final = 50
OPEN: Final = "open"
FELL: Final = frozenset({Outcome.CLEARED, Outcome.OVERTURNED})
DECIDED: Final = FELL | {Outcome.UPHELD, Outcome.PARTLY}
Row = dict[str, Any]


def compare(
    base: Found,
    draft: Found,
    *,
    real: Sequence[RealAlert],
    weeks: int,
    shadow: tuple[Collection[str], Collection[str]] = ((), ()),
) -> Row:
    """Return totals, weeks, rules and differences, as JSON holds them."""
    both = (base, draft)
    return {
        "totals": {
            **{tier: [len(side.of_tier(tier)) for side in both] for tier in TIERS},
            "creators": [len(_creators(side.of_tier(CASE))) for side in both],
        },
        "by_week": [
            {tier: [_in_week(side, tier, week) for side in both] for tier in TIERS}
            for week in range(weeks)
        ],
        "rules": [_rule(code.value, both, real=real, shadow=shadow) for code in ReasonCode],
        "new": _differences(draft, base),
        "gone": _differences(base, draft),
        "real": {
            "again": _outcomes([one for one in real if again(one, draft)]),
            "gone": _outcomes([one for one in real if not again(one, draft)]),
        },
    }


def _creators(alerts: Sequence[WouldBe]) -> set[int]:
    return {one.creator for one in alerts}


def _in_week(side: Found, tier: str, week: int) -> int:
    return sum(one.week == week for one in side.of_tier(tier))


def _rule(
    code: str,
    both: tuple[Found, Found],
    *,
    real: Sequence[RealAlert],
    shadow: tuple[Collection[str], Collection[str]],
) -> Row:
    base, draft = both
    mine = [[one for one in side.all() if code in one.by_code] for side in both]
    cases = [[one for one in side if one.tier == CASE] for side in mine]
    outcomes = _outcomes([one for one in real if again(one, draft, code=code)])
    return {
        "code": code,
        "in_shadow": [code in side for side in shadow],
        **{tier: [sum(one.tier == tier for one in side) for side in mine] for tier in TIERS},
        "creators": [len(_creators(side)) for side in cases],
        "affected": [sum(one.by_code[code] for one in side if one.tier != "note") for side in mine],
        "new": sum(not base.has_like(one, code=code) for one in cases[1]),
        "gone": sum(not draft.has_like(one, code=code) for one in cases[0]),
        "outcomes": outcomes,
        **_share_that_fell(outcomes),
    }


def _outcomes(alerts: Sequence[RealAlert]) -> dict[str, int]:
    return dict(sorted(Counter(one.outcome or OPEN for one in alerts).items()))


def _share_that_fell(outcomes: Mapping[str, int]) -> Row:
    """Return how many people decided, and of how many of them the creator was right."""
    return {
        "decided": sum(n for name, n in outcomes.items() if name in DECIDED),
        "fell": sum(n for name, n in outcomes.items() if name in FELL),
    }


def _differences(these: Found, others: Found) -> Row:
    """Return the cases of one side that the other doesn't have, the largest first."""
    only = [one for one in these.of_tier(CASE) if not others.has_like(one)]
    only.sort(key=lambda one: (-one.affected, one.creator, one.start))
    return {
        "count": len(only),
        "some": [
            {
                "creator": one.creator,
                "video": one.video,
                "codes": sorted(one.by_code),
                "start": one.start,
                "end": one.end,
                "affected": one.affected,
            }
            for one in only[:SHOWN]
        ],
    }
