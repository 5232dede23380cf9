"""What rules would have made of a time: which alerts, once each, and what that is held against.

The worker and a trial weigh findings by the same function, so a trial shows what would happen.
Pure.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Final

from fraud.domain.activity import Activity
from fraud.domain.cases import Judgement, Tier, Totals, examine, in_question, judge
from fraud.domain.findings import Finding
from fraud.domain.parameters import Parameters

SHADOW: Final = "shadow"
CASE: Final = Tier.CASE.value
TIERS: Final = (CASE, Tier.DISCOUNT.value, Tier.NOTE.value, SHADOW)


def weighed(
    findings: Sequence[Finding],
    *,
    shadow: Collection[str],
    parameters: Parameters,
    period_totals: Mapping[int, Totals] | None = None,
) -> list[tuple[str, Judgement]]:
    """Return each judgement with its tier; rules in `shadow` only leave ones of that tier."""
    weigh = partial(judge, parameters=parameters.cases, period_totals=period_totals)
    live = [one for one in findings if one.code.value not in shadow]
    judged = [(one.tier.value, one) for one in weigh(live)]
    if len(live) == len(findings):
        return judged
    return judged + [
        (SHADOW, one)
        for one in weigh(findings)
        if one.tier is not Tier.NOTE and any(found.code.value in shadow for found in one.findings)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class WouldBe:
    """An alert that rules would have made. `by_code` is what each rule found in question."""

    tier: str
    creator: int
    video: int | None
    code: str
    by_code: Mapping[str, int]
    start: int
    end: int
    affected: int
    week: int

    @classmethod
    def of(cls, tier: str, judged: Judgement, *, week: int) -> "WouldBe":
        """Return what matters of a judgement; `week` says in which week it was found."""
        worst = max(judged.findings, key=lambda one: one.severity)
        codes = {one.code for one in judged.findings}
        by_code = {
            code.value: in_question([one for one in judged.findings if one.code is code])
            for code in sorted(codes)
        }
        return cls(
            tier=tier,
            creator=judged.creator,
            video=judged.videos[0] if len(judged.videos) == 1 else None,
            code=worst.code.value,
            by_code=by_code,
            start=judged.start,
            end=judged.end,
            affected=judged.affected,
            week=week,
        )


def meet(one: WouldBe, other: WouldBe) -> bool:
    """Say whether two are about the same creator and time."""
    return one.creator == other.creator and one.start < other.end and other.start < one.end


@dataclass
class Found:
    """What was found so far: nothing twice, in the way in which alerts are made."""

    alerts: dict[int, list[WouldBe]] = field(default_factory=lambda: defaultdict(list))

    def add(self, new: WouldBe) -> bool:
        """Keep an alert unless it is known: same tier, same reasons, same video, windows that meet.

        What goes on counts once here: how often people are told again says nothing about rules.
        """
        here = self.alerts[new.creator]
        if any(
            one.tier == new.tier
            and one.code in new.by_code
            and meet(one, new)
            and (None in (one.video, new.video) or one.video == new.video)
            for one in here
        ):
            return False
        here.append(new)
        return True

    def all(self) -> list[WouldBe]:
        """Return all of them, by creator and in the order in which they were found."""
        return [one for creator in sorted(self.alerts) for one in self.alerts[creator]]

    def of_tier(self, tier: str) -> list[WouldBe]:
        """Return those of a tier."""
        return [one for one in self.all() if one.tier == tier]

    def has_like(self, other: WouldBe, *, code: str = "") -> bool:
        """Say whether one of the same tier, creator and time is here; of a rule, where named."""
        return any(
            one.tier == other.tier and meet(one, other) and (not code or code in one.by_code)
            for one in self.alerts.get(other.creator, ())
        )

    def as_json(self) -> list[dict[str, Any]]:
        """Return it as JSON holds it."""
        return [asdict(one) for one in self.all()]

    @classmethod
    def from_json(cls, rows: Iterable[Mapping[str, Any]]) -> "Found":
        """Return what `as_json` wrote."""
        found = cls()
        for row in rows:
            found.alerts[row["creator"]].append(WouldBe(**row))
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class RealAlert:
    """A case that was made, and how people decided it; "" while it is open."""

    number: int
    creator: int
    codes: frozenset[str]
    start: int
    end: int
    outcome: str


def again(real: RealAlert, found: Found, *, code: str = "") -> bool:
    """Say whether one of the cases found is about a real one: creator, time and a reason."""
    return any(
        one.tier == CASE
        and one.start < real.end
        and real.start < one.end
        and (code in one.by_code if code else bool(real.codes & set(one.by_code)))
        for one in found.alerts.get(real.creator, ())
    )


def accusations(
    activity: Activity,
    *,
    creator: int,
    tier: str,
    start: int,
    end: int,
    parameters: Parameters,
    shadow: Collection[str],
) -> tuple[str, ...]:
    """Return the rules that do at least what `tier` says to a creator in a time; none: nobody.

    A discount is undone by neither a case nor another discount, a case by anything less.
    """
    wrong = {CASE, tier}
    return tuple(
        sorted(
            {
                found.code.value
                for made, judged in weighed(
                    examine(activity, parameters=parameters), shadow=shadow, parameters=parameters
                )
                if made in wrong and judged.creator == creator
                if judged.start < end and start < judged.end
                for found in judged.findings
            }
        )
    )
