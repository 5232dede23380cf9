"""What surrounds a judgement, in numbers that outlive the events: what charts are drawn from.

Hours before and within the window with the band of ordinary days, the kinds of clients, accounts
and their devices, gifts, meetings. People and devices are ordinals here, nothing else. Pure.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from fraud.domain.activity import Activity, Bools, Events, Ints, Kind, distinct_pairs
from fraud.domain.bursts import DAY as HOURS_A_DAY
from fraud.domain.bursts import Floats, usual_views
from fraud.domain.cases import NEVER_A_CASE, Judgement
from fraud.domain.device_classes import device_class
from fraud.domain.findings import Family, Finding, ReasonCode
from fraud.domain.graphs import device_graph, gift_graph, meetings
from fraud.domain.machines import Machines

HOUR: Final = 3600
BEFORE: Final = 14 * 24
AFTER: Final = 24
HOURS_AT_MOST: Final = 45 * 24


@dataclass(frozen=True)
class Witness:
    """Activity that many judgements are taken from; what all of them need is sorted out once."""

    activity: Activity
    spam_hosts: frozenset[str] = frozenset()

    def of_creator(self, creator: int) -> Events:
        """Return what happened to one creator."""
        rows, values = self._by_creator
        first, last = np.searchsorted(values, [creator, creator + 1])
        return self.activity.events.where(rows[first:last])

    def of_accounts(self, accounts: Ints) -> Events:
        """Return what these accounts did, wherever."""
        rows, values = self._by_actor
        spans = np.searchsorted(values, [accounts, accounts + 1])
        parts = [rows[first:last] for first, last in spans.T.tolist()]
        return self.activity.events.where(np.concatenate(parts) if parts else np.empty(0, np.int64))

    def by_machines(self, events: Events) -> Bools:
        """Return which of these are views of machines or under a false referrer."""
        return self._machines.views_among(events)

    @cached_property
    def span(self) -> tuple[int, int]:
        """Return the first hour of all, in Unix seconds, and how many hours there are."""
        at = self.activity.events.at
        if not len(at):
            return 0, 0
        start = int(at.min()) // HOUR * HOUR
        return start, (int(at.max()) - start) // HOUR + 1

    @cached_property
    def _by_creator(self) -> tuple[Ints, Ints]:
        return _sorted(self.activity.events.creator)

    @cached_property
    def _by_actor(self) -> tuple[Ints, Ints]:
        return _sorted(self.activity.events.actor)

    @cached_property
    def _machines(self) -> Machines:
        return Machines.of(self.activity, spam_hosts=self.spam_hosts)


def _sorted(values: Ints) -> tuple[Ints, Ints]:
    order = np.argsort(values, kind="stable")
    return order, values[order]


def context_of(judged: Judgement, witness: Witness) -> dict[str, Any]:
    """Return what surrounds a judgement, as JSON holds it. Parts that say nothing are left out."""
    theirs = witness.of_creator(judged.creator)
    accounts = np.unique([who for one in judged.findings for who in one.accounts]).astype(np.int64)
    doings = witness.of_accounts(accounts)
    parts: dict[str, Any] = {
        "series": _series(judged, theirs, witness),
        "device_classes": _device_classes(judged, theirs, witness),
        "devices": device_graph(doings),
    }
    if Family.MONEY in judged.families:
        parts["gifts"] = gift_graph(
            doings.where((doings.at >= judged.start) & (doings.at < judged.end)),
            creator=judged.creator,
            owner=witness.activity.owner,
        )
    if any(one.code is ReasonCode.LOCKSTEP_VIEWS for one in judged.findings):
        parts["meetings"] = meetings(doings)
    return {name: part for name, part in parts.items() if part}


def _series(judged: Judgement, theirs: Events, witness: Witness) -> dict[str, Any]:
    """Return counts an hour around the window, with what ordinary days lead us to expect."""
    start, hours = witness.span
    counts = _counts(theirs, witness.by_machines(theirs), start=start, hours=hours)
    low, usual, high = band(counts["views"])
    first = max(0, (judged.start - start) // HOUR - BEFORE)
    last = min(hours, (judged.end - start - 1) // HOUR + 1 + AFTER)
    shown = slice(max(first, last - HOURS_AT_MOST), last)
    named = {one.video for one in judged.findings}
    video = named.pop() if len(named) == 1 else None
    if video is not None:
        rows = theirs.where((theirs.video == video) & (theirs.kind == Kind.VIEW))
        counts["video_views"] = np.bincount((rows.at - start) // HOUR, minlength=hours)
    tenths = {"low": low, "expected": usual, "high": high}
    return {
        "start": start + shown.start * HOUR,
        "step": HOUR,
        **{name: values[shown].astype(int).tolist() for name, values in counts.items()},
        **{name: np.round(values[shown], 1).tolist() for name, values in tenths.items()},
    }


def _counts(events: Events, machine: Bools, *, start: int, hours: int) -> dict[str, Ints]:
    hour = (events.at - start) // HOUR
    seen = (events.kind == Kind.VIEW) & ~machine
    known = seen & (events.actor != 0)
    people = distinct_pairs(hour[known], events.actor[known])[0]
    viewers = np.bincount(people, minlength=hours)
    counted = {"views": seen, "machines": machine, "likes": events.kind == Kind.LIKE}
    counts = {name: np.bincount(hour[rows], minlength=hours) for name, rows in counted.items()}
    return counts | {"viewers": viewers + np.bincount(hour[seen & ~known], minlength=hours)}


def band(views: Ints) -> tuple[Floats, Floats, Floats]:
    """Return the least, the usual and the most views an hour that ordinary days lead us to expect.

    Days differ by what half of them differ (so that a burst widens nothing), hours by chance.
    """
    usual = usual_views(views.astype(float))
    days = views[: len(views) - len(views) % HOURS_A_DAY].reshape(-1, HOURS_A_DAY).sum(axis=1)
    level = float(np.median(days)) if len(days) else 0.0
    apart = float(np.median(np.abs(days - level))) / level if level else 0.0
    chance = 2 * np.sqrt(usual + 1)
    width = np.minimum(2 * 1.4826 * apart, 1.0) * usual + chance
    return np.maximum(usual - width, 0), usual, usual + width


def _device_classes(judged: Judgement, theirs: Events, witness: Witness) -> dict[str, float]:
    """Return which share of what is in question came from which kind of client; {}: not known."""
    machine = witness.by_machines(theirs)
    rows = np.zeros(len(theirs), bool)
    for one in judged.findings:
        rows |= rows_in_question(one, theirs, machine)
    counts = np.bincount(theirs.agent[rows], minlength=len(witness.activity.agents))
    shares: dict[str, float] = {}
    for agent in np.flatnonzero(counts).tolist():
        if text := witness.activity.agents[agent]:
            name = device_class(text).value
            shares[name] = shares.get(name, 0) + int(counts[agent])
    total = sum(shares.values())
    return {name: round(one / total, 4) for name, one in sorted(shares.items())}


def rows_in_question(finding: Finding, theirs: Events, machine: Bools) -> Bools:
    """Return the events in the hours, on the video and by the accounts that a finding names."""
    rows = (theirs.at >= finding.start) & (theirs.at < finding.end)
    rows &= theirs.kind == _kind_of(finding)
    if finding.video is not None:
        rows &= theirs.video == finding.video
    if finding.accounts:
        rows &= np.isin(theirs.actor, finding.accounts)
    return np.asarray(rows & machine if finding.code in NEVER_A_CASE else rows)


def _kind_of(finding: Finding) -> Kind:
    if finding.family is Family.MONEY:
        return Kind.GIFT
    return Kind.LIKE if finding.code is ReasonCode.LIKES_WITHOUT_VIEWS else Kind.VIEW


__all__ = ["Witness", "band", "context_of", "rows_in_question"]
