"""What of a judgement is new: things go on, and what was told once isn't told again. Pure.

Times, not names, decide: what lies beyond the hours of an earlier alert about the same video is
new, and so is what clearly outgrew it. Hours that somebody freed are never held against anybody
again.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final

import numpy as np

from creatorspark.lib.periods import monday_of
from fraud.domain.activity import Bools, Events, Kind
from fraud.domain.agents import Client, classify
from fraud.domain.cases import Judgement, Tier, Unit, in_question, unit_of
from fraud.domain.context import Witness, rows_in_question
from fraud.domain.findings import Finding, ReasonCode, Sentence, gettext_noop
from fraud.domain.parameters import Parameters
from fraud.domain.referrers import Source
from fraud.domain.referrers import classify as source_of

DAY: Final = 24 * 3600
# By which share of what is known something must have grown before a person is asked again.
BEYOND: Final = 0.1
WITHIN: Final = 0.25
# Measured against a creator's own past: which single views were added nobody can say.
_ADDED: Final = frozenset(
    (
        ReasonCode.VIEWS_WITHOUT_LIKES,
        ReasonCode.FEW_VIEWERS_MANY_VIEWS,
        ReasonCode.LIKES_WITHOUT_VIEWS,
        ReasonCode.CLOCKWORK_VIEWS,
    )
)
_CLIENTS: Final = {
    ReasonCode.UA_DECLARED_BOT: Client.DECLARED_BOT,
    ReasonCode.UA_IMPOSSIBLE: Client.IMPOSSIBLE,
}
_SOURCES: Final = {ReasonCode.REF_SPAM: Source.SPAM, ReasonCode.REF_SPOOFED: Source.SPOOFED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A finding of an earlier alert of the same tier. All times are Unix seconds.

    `start` to `end` are the finding's hours, `covers` those that the alert speaks of: a case holds
    all of them, a discount only what each finding saw. `is_freed`: it was decided in the creator's
    favour; `is_open`: a person has yet to decide.
    """

    reference: str
    made: int
    code: ReasonCode
    video: int | None
    start: int
    end: int
    covers: tuple[int, int]
    affected: int
    is_freed: bool = False
    is_open: bool = False


@dataclass(frozen=True)
class _Ask:
    """What is asked about a finding: by which judgement, held against what, and when."""

    tier: Tier
    witness: Witness
    limits: Parameters
    now: int


def what_is_new(
    judged: Judgement,
    told: Sequence[Told],
    *,
    witness: Witness,
    parameters: Parameters,
    now: int,
) -> Judgement | None:
    """Return the part of a judgement that nobody was told of; None: nothing, or not yet.

    What goes on makes a further alert at most once a day, and says which one it continues. A
    discount never waits longer than its week, so that what machines do is out when it is paid.
    """
    codes = {one.code for one in judged.findings}
    threads = {one.reference for one in told if one.code in codes}
    met = [one for one in told if one.reference in threads]
    ask = _Ask(judged.tier, witness, parameters, now)
    first: list[Finding] = []
    further: list[tuple[Finding, str]] = []
    for finding in judged.findings:
        known = [one for one in met if _is_about(one, finding)]
        if not known:
            first += _without_the_others(finding, met, ask)
        elif grown := _grown(finding, known, ask):
            further.append((grown, max(known, key=lambda one: one.made).reference))
    if not further or (first and judged.tier is not Tier.DISCOUNT):
        # A hold of one video doesn't begin earlier because another one is named beside it.
        return _part(judged, first)
    reference = max(reference for _finding, reference in further)
    continued = [_saying_so(finding, of) for finding, of in further]
    rest = _part(judged, [*first, *continued])
    return replace(rest, continues=reference) if rest else None


def _part(judged: Judgement, findings: Sequence[Finding]) -> Judgement | None:
    if not findings:
        return None
    if tuple(findings) == judged.findings:
        return judged
    affected = in_question(findings)
    share = judged.share * affected / judged.affected if judged.affected else 0.0
    return replace(
        judged,
        findings=tuple(findings),
        families=frozenset(one.family for one in findings),
        affected=affected,
        share=min(share, 1.0),
    )


def _is_about(told: Told, finding: Finding) -> bool:
    """Say whether an earlier alert spoke of these hours of this video, and of the same kind."""
    first, last = told.covers
    apart = None not in (told.video, finding.video) and told.video != finding.video
    return (
        not apart
        and first <= finding.end
        and finding.start <= last
        and unit_of(told.code) is unit_of(finding.code)
    )


def _without_the_others(finding: Finding, met: Sequence[Told], ask: _Ask) -> list[Finding]:
    """Return a finding on a video that nobody was told of.

    A burst is measured over all of a creator's videos and named after the one that grew most, so
    what stands beside another name already is taken off.
    """
    if finding.code not in _ADDED:
        return [finding]
    known = round(_counted((one for one in met if one.code is finding.code), finding))
    rest = finding.affected - known
    if known and rest < max(_least(finding, ask), BEYOND * known):
        return []
    return [replace(finding, affected=rest)]


def _grown(finding: Finding, known: Sequence[Told], ask: _Ask) -> Finding | None:
    """Return what of a finding is new, or nothing where that is too little, or too soon."""
    since = max(one.covers[1] for one in known)
    if not _may_speak(known, since, ask):
        return None
    after, first = _after(finding, since, ask)
    counted = _counted(known, finding)
    if finding.code in _ADDED:
        after = min(after, finding.affected - round(counted))
    over = 0
    if ask.tier is Tier.DISCOUNT and not any(one.is_freed for one in known):
        over = finding.affected - _taken(known)
    if max(after, over) >= _enough(finding, BEYOND * counted, since, ask):
        start = finding.start if over > after else first
        return _from(finding, start=start, affected=max(after, over))
    within = finding.affected - round(counted)
    if any(one.is_freed or one.is_open for one in known) or ask.tier is Tier.DISCOUNT:
        return None
    if within >= max(_least(finding, ask), WITHIN * counted):
        return _from(finding, start=finding.start, affected=within)
    return None


def _from(finding: Finding, *, start: int, affected: int) -> Finding:
    rows = tuple(row for row in finding.evidence if int(row.get("hour", start)) >= start)
    return replace(finding, start=start, affected=affected, evidence=rows or finding.evidence)


def _may_speak(known: Sequence[Told], since: int, ask: _Ask) -> bool:
    newest = max(one.made for one in known)
    if ask.now - newest >= DAY:
        return True
    return ask.tier is Tier.DISCOUNT and _week(newest) < _week(ask.now)


def _enough(finding: Finding, share: float, since: int, ask: _Ask) -> float:
    if ask.tier is not Tier.DISCOUNT:
        return max(_least(finding, ask), share)
    # A week that is over is about to be paid: not one view of a program waits for others.
    return 1 if _week(since) < _week(ask.now) else _least(finding, ask)


def _least(finding: Finding, ask: _Ask) -> int:
    if unit_of(finding.code) is Unit.GIFTS:
        return 1
    if finding.code is ReasonCode.LIKES_WITHOUT_VIEWS:
        return ask.limits.bursts.least_likes
    return (
        ask.limits.bursts.least_views if finding.code in _ADDED else ask.limits.agents.least_views
    )


def _counted(known: Iterable[Told], finding: Finding) -> float:
    """Return how much of what was told lies in a finding's hours, each alert's largest once."""
    largest: dict[str, float] = {}
    for one in known:
        both = min(one.end, finding.end) - max(one.start, finding.start)
        if both > 0 and unit_of(one.code) is unit_of(finding.code):
            inside = one.affected * both / max(one.end - one.start, 1)
            largest[one.reference] = max(largest.get(one.reference, 0.0), inside)
    return sum(largest.values())


def _taken(known: Sequence[Told]) -> int:
    """Return how much these alerts took at most, whatever of it lies in the hours asked about."""
    by_agent: Counter[str] = Counter()
    largest: dict[str, int] = {}
    for one in known:
        largest[one.reference] = max(largest.get(one.reference, 0), one.affected)
        by_agent[one.reference] += one.affected if one.code in _CLIENTS else 0
    return sum(max(most, by_agent[reference]) for reference, most in largest.items())


def _after(finding: Finding, since: int, ask: _Ask) -> tuple[int, int]:
    """Return how much of a finding lies after a moment, and when that begins."""
    if finding.end <= since:
        return 0, since
    theirs = ask.witness.of_creator(finding.creator or 0)
    rows = _exactly(finding, theirs, ask.witness)
    later = rows & (theirs.at >= since)
    if not later.any():
        return 0, since
    begins = int(theirs.at[later].min())
    if finding.code in _ADDED:
        part = finding.affected * int(later.sum()) // int(rows.sum())
        return part, since
    if unit_of(finding.code) is Unit.GIFTS:
        return min(max(int(theirs.amount[later].sum()), 0), finding.affected), begins
    return min(int(later.sum()), finding.affected), begins


def _exactly(finding: Finding, theirs: Events, witness: Witness) -> Bools:
    """Return the events that a finding counted; for bursts all of the hours."""
    rows = rows_in_question(finding, theirs, witness.by_machines(theirs))
    if finding.code in _CLIENTS:
        client = _CLIENTS[finding.code]
        fits = [classify(text) is client for text in witness.activity.agents]
        rows = rows & np.array(fits, bool)[theirs.agent]
    elif finding.code in _SOURCES:
        source = _SOURCES[finding.code]
        fits = [
            source_of(text, spam_hosts=witness.spam_hosts) is source
            for text in witness.activity.referrers
        ]
        rows = rows & np.array(fits, bool)[theirs.referrer]
    elif finding.code is ReasonCode.UA_MONOCULTURE and finding.evidence:
        name = finding.evidence[0].get("user_agent")
        rows = rows & np.array([text == name for text in witness.activity.agents])[theirs.agent]
    return np.asarray(rows & (theirs.kind != Kind.SIGNUP))


def _saying_so(finding: Finding, reference: str) -> Finding:
    """Return a finding that says first what it goes on from, and how much of it is new."""
    values = {"reference": reference}
    if unit_of(finding.code) is Unit.GIFTS:
        told = Sentence(gettext_noop("This goes on from %(reference)s."), values)
    else:
        told = Sentence(
            gettext_noop("This goes on from %(reference)s: %(new)d more came since."),
            values | {"new": finding.affected},
        )
    return replace(finding, facts=(told, *finding.facts))


def _week(seconds: int) -> date:
    return monday_of(datetime.fromtimestamp(seconds, tz=UTC))
