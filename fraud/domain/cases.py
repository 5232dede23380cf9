"""From findings to what happens: nothing, views that aren't counted, or a case for a person.

Machines may visit anybody, so what they leave behind is a discount and accuses nobody. A case takes
two kinds of evidence that don't follow from each other, or one that leaves no other reading, and
evidence that touches the creator or a good part of what they earned. Pure.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np

from fraud.domain import detectors
from fraud.domain.activity import Activity
from fraud.domain.findings import FAMILY_OF, Family, Finding, ReasonCode
from fraud.domain.machines import without_machines
from fraud.domain.parameters import CaseParameters, Parameters

# What happens to a creator, whoever sent it.
NEVER_A_CASE: Final = frozenset(
    (
        ReasonCode.UA_DECLARED_BOT,
        ReasonCode.UA_IMPOSSIBLE,
        ReasonCode.REF_SPAM,
        ReasonCode.REF_SPOOFED,
    )
)
# What accounts do; whose they are shows in whom they work for.
OF_ACCOUNTS: Final = frozenset(
    (ReasonCode.LOCKSTEP_VIEWS, ReasonCode.SHARED_DEVICE_ONLY, ReasonCode.BULK_SIGNUP)
)
_MACHINES: Final = ("user_agents", "referrers")
# A creator is compared with their own past.
_ALONE: Final = ("bursts",)


class Tier(StrEnum):
    """What happens."""

    NOTE = "note"
    DISCOUNT = "discount"
    CASE = "case"


class Unit(StrEnum):
    """What a finding counts."""

    VIEWS = "views"
    LIKES = "likes"
    GIFTS = "gifts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a creator got in the period that was examined; gifts in minor units. 0: not known."""

    views: int = 0
    likes: int = 0
    gifts: int = 0

    def of(self, unit: Unit) -> int:
        """Return the total of one kind."""
        return {Unit.VIEWS: self.views, Unit.LIKES: self.likes, Unit.GIFTS: self.gifts}[unit]


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One creator's findings of one time, and what happens. `share` is of the period's counts.

    `affected` counts one kind of thing (`unit`), each video's once. `continues` names the alert
    that this goes on from.
    """

    tier: Tier
    creator: int
    findings: tuple[Finding, ...]
    families: frozenset[Family]
    affected: int
    share: float
    why: str
    continues: str = ""

    @property
    def start(self) -> int:
        """Return when the first window begins, in Unix seconds."""
        return min(finding.start for finding in self.findings)

    @property
    def end(self) -> int:
        """Return when the last window ends, exclusive."""
        return max(finding.end for finding in self.findings)

    @property
    def videos(self) -> tuple[int, ...]:
        """Return the videos that the findings name; none of them: all of the creator."""
        return tuple(sorted({one.video for one in self.findings if one.video is not None}))


def examine(
    activity: Activity, *, parameters: Parameters, of: Collection[int] | None = None
) -> list[Finding]:
    """Run every detector: those of machines on all events, the others on what people did.

    With `of`, only these creators are asked about: what compares a creator with nobody else isn't
    run for the others.
    """
    machines = tuple(name for name in detectors.names() if name in _MACHINES)
    others = tuple(name for name in detectors.names() if name not in (*_MACHINES, *_ALONE))
    found = detectors.run(activity, parameters=parameters, only=machines)
    known = frozenset(parameters.referrers.spam_hosts)
    people = without_machines(activity, spam_hosts=known)
    found += detectors.run(people, parameters=parameters, only=others)
    mine = people if of is None else _about(people, of)
    return found + detectors.run(mine, parameters=parameters, only=_ALONE)


def _about(activity: Activity, creators: Collection[int]) -> Activity:
    theirs = np.isin(activity.events.creator, [*creators])
    return replace(activity, events=activity.events.where(theirs))


def judge(
    findings: Iterable[Finding],
    *,
    parameters: CaseParameters | None = None,
    period_totals: Mapping[int, Totals] | None = None,
) -> list[Judgement]:
    """Return what happens to each creator.

    `period_totals` say what each creator got in the period; without them, a finding's own total
    stands in.
    """
    limits = parameters or CaseParameters()
    by_creator: defaultdict[int, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.creator is not None:
            by_creator[finding.creator].append(finding)
    judged = []
    for creator, found in sorted(by_creator.items()):
        total = (period_totals or {}).get(creator, Totals())
        machines = [one for one in found if one.code in NEVER_A_CASE]
        if machines:
            judged.append(_judgement(Tier.DISCOUNT, creator, machines, total, why="machines"))
        others = [one for one in found if one.code not in NEVER_A_CASE]
        judged += [_weighed(creator, group, total, limits) for group in _same_time(others)]
    return judged


def _same_time(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Put findings together whose windows meet or whose accounts are the same."""
    groups: list[list[Finding]] = []
    for finding in sorted(findings, key=lambda one: one.start):
        met = [group for group in groups if any(_meet(finding, one) for one in group)]
        groups = [group for group in groups if group not in met]
        groups.append([*(one for group in met for one in group), finding])
    return groups


def _meet(one: Finding, other: Finding) -> bool:
    if set(one.accounts) & set(other.accounts):
        return True
    apart = one.video is not None and other.video is not None and one.video != other.video
    return not apart and one.start < other.end and other.start < one.end


def _weighed(
    creator: int, found: list[Finding], total: Totals, limits: CaseParameters
) -> Judgement:
    strong = [one for one in found if one.severity >= limits.least_severity]
    mine = [one for one in strong if one.code not in OF_ACCOUNTS or one.benefit >= limits.benefit]
    if strong and not mine:
        return _judgement(Tier.DISCOUNT, creator, strong, total, why="work for somebody else")
    families = {one.family for one in mine}
    agreed = len(families) >= limits.families or any(one.conclusive for one in mine)
    if not agreed:
        return _judgement(Tier.NOTE, creator, found, total, why="one kind of evidence")
    touched = any(one.benefit >= limits.own for one in mine)
    case = _judgement(Tier.CASE, creator, mine, total, why="touches" if touched else "material")
    if touched or case.share >= limits.material_share:
        return case
    return _judgement(Tier.DISCOUNT, creator, mine, total, why="too little to matter")


def _judgement(
    tier: Tier, creator: int, found: Sequence[Finding], total: Totals, *, why: str
) -> Judgement:
    unit, affected = unit_among(found), in_question(found)
    # Sums may lag behind the events; nobody loses more than all they got.
    whole = max(total.of(unit) or max(one.total for one in _of_unit(found, unit)), affected)
    return Judgement(
        tier=tier,
        creator=creator,
        findings=tuple(found),
        families=frozenset(one.family for one in found),
        affected=affected,
        share=affected / whole if whole else 0.0,
        why=why,
    )


def unit_of(code: ReasonCode) -> Unit:
    """Return what findings of a code count."""
    if FAMILY_OF[code] is Family.MONEY:
        return Unit.GIFTS
    return Unit.LIKES if code is ReasonCode.LIKES_WITHOUT_VIEWS else Unit.VIEWS


def unit_among(found: Sequence[Finding]) -> Unit:
    """Return what findings are measured in together: views and gifts aren't one number.

    Gifts only where all are about gifts, likes where the worst is about likes.
    """
    units = {unit_of(one.code) for one in found}
    if len(units) == 1:
        return units.pop()
    worst = unit_of(max(found, key=lambda one: one.severity).code)
    return Unit.LIKES if worst is Unit.LIKES or Unit.VIEWS not in units else Unit.VIEWS


def in_question(found: Sequence[Finding]) -> int:
    """Return how much findings put in question: of each video the largest, because one view may
    be found for many reasons. What names no video is about all of them.
    """
    largest: dict[int | None, int] = {}
    for one in _of_unit(found, unit_among(found)):
        largest[one.video] = max(largest.get(one.video, 0), one.affected)
    of_all = largest.pop(None, 0)
    return max(of_all, sum(largest.values()))


def _of_unit(found: Sequence[Finding], unit: Unit) -> list[Finding]:
    return [one for one in found if unit_of(one.code) is unit]
