"""Accounts that a program made: even gaps, one stem of names, rented servers, throw-away mail.

One sign alone accuses nobody: a class signs up together, with names alike, from one address.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from fraud.domain.activity import Activity, Events, Ints, Kind, SignUps
from fraud.domain.detectors import register
from fraud.domain.findings import (
    Finding,
    Reading,
    ReasonCode,
    Sentence,
    gettext_noop,
    severity_of,
)
from fraud.domain.parameters import Parameters, SignUpParameters

HOUR: Final = 3600
SAMPLE: Final = 20
KEYS: Final = ("stem", "network", "device", "hosting", "disposable")


@dataclass(frozen=True)
class _Run:
    """Sign-ups of one run, in the order of time, and the signs that they show."""

    rows: SignUps
    signs: dict[str, float]


@register("signups")
def detect(activity: Activity, parameters: Parameters) -> Iterator[Finding]:
    """Find runs, and say for which creators their accounts then worked."""
    taken: set[int] = set()
    for run in runs(activity.signups, limits=parameters.signups):
        accounts = [one for one in run.rows.account.tolist() if one not in taken]
        if len(accounts) < parameters.signups.least_accounts:
            continue
        taken.update(accounts)
        yield from _for_creators(_finding(run, limits=parameters.signups), activity.events)


def runs(signups: SignUps, *, limits: SignUpParameters) -> list[_Run]:
    """Return runs that show enough signs, the longest first."""
    found = []
    for rows in _close_together(signups, limits=limits):
        signs = _signs(rows, limits=limits)
        if len(signs) >= limits.least_signals:
            found.append(_Run(rows, signs))
    return sorted(found, key=lambda run: -len(run.rows))


def _rows(signups: SignUps, places: Ints) -> SignUps:
    return SignUps(
        **{name: getattr(signups, name)[places] for name in signups.__dataclass_fields__}
    )


def _close_together(signups: SignUps, *, limits: SignUpParameters) -> Iterator[SignUps]:
    """Cut all sign-ups, and those of one stem, network, device or sign, where a long pause is."""
    everything = np.argsort(signups.at, kind="stable")
    groups = [everything]
    for key in KEYS:
        values = getattr(signups, key)[everything]
        order = everything[np.argsort(values, kind="stable")]
        sorted_values = getattr(signups, key)[order]
        cuts = np.flatnonzero(np.diff(sorted_values)) + 1
        groups += [part for part in np.split(order, cuts) if getattr(signups, key)[part[:1]].any()]
    for group in groups:
        if len(group) < limits.least_accounts:
            continue
        pauses = np.flatnonzero(np.diff(signups.at[group]) > limits.span_hours * HOUR / 4) + 1
        for part in np.split(group, pauses):
            if len(part) >= limits.least_accounts:
                yield _rows(signups, part)


def evenness(moments: Ints) -> float:
    """Return how much gaps differ, as the middle half over the median: about 1.6 by chance."""
    gaps = np.diff(moments)
    if not len(gaps) or not np.median(gaps):
        return 9.0
    low, middle, high = np.quantile(gaps, (0.25, 0.5, 0.75))
    return float((high - low) / middle)


def _signs(rows: SignUps, *, limits: SignUpParameters) -> dict[str, float]:
    size = len(rows)
    stems, counts = np.unique(rows.stem, return_counts=True)
    shares = {
        "stem": float(counts[stems != 0].max(initial=0)) / size,
        "hosting": float(rows.hosting.mean()),
        "disposable": float(rows.disposable.mean()),
    }
    found = {
        name: share for name, share in shares.items() if share >= getattr(limits, f"{name}_share")
    }
    even = evenness(rows.at)
    if even <= limits.evenness:
        found["even"] = even
    return found


def _finding(run: _Run, *, limits: SignUpParameters) -> Finding:
    rows, signs = run.rows, run.signs
    minutes = max(1, round(int(rows.at[-1] - rows.at[0]) / 60))
    facts = [
        Sentence(
            gettext_noop("%(accounts)d accounts were made within %(minutes)d minutes."),
            {"accounts": len(rows), "minutes": minutes},
        )
    ]
    facts += [Sentence(_SIGNS[name]) for name in signs]
    return Finding(
        code=ReasonCode.BULK_SIGNUP,
        severity=severity_of(len(signs), at=limits.least_signals, full=4),
        start=int(rows.at[0]),
        end=int(rows.at[-1]) + 1,
        affected=0,
        accounts=tuple(rows.account.tolist()),
        observed={"accounts": len(rows), **signs},
        expected={"signs": limits.least_signals - 1},
        baseline=gettext_noop("how people sign up"),
        evidence=tuple(
            {"account": account, "at": at}
            for account, at in zip(rows.account.tolist(), rows.at.tolist(), strict=True)
        )[:SAMPLE],
        facts=tuple(facts),
        readings=(
            Reading(
                "class",
                False,
                Sentence(gettext_noop("A class has names alike, but makes them by hand.")),
            ),
        ),
        conclusive=len(signs) >= 3,
    )


_SIGNS: Final = {
    "even": gettext_noop("They were made at even gaps, as a program does."),
    "stem": gettext_noop("Most of their names differ only in a number."),
    "hosting": gettext_noop("Most came from rented servers, not from homes or phones."),
    "disposable": gettext_noop("Most used throw-away mail."),
}


def _for_creators(finding: Finding, events: Events) -> Iterator[Finding]:
    """Name whom the accounts worked for; nobody, when they did nothing yet."""
    theirs = events.where(np.isin(events.actor, finding.accounts))
    theirs = theirs.where(theirs.creator != 0)
    if not len(theirs):
        yield finding
        return
    creators, counts = np.unique(theirs.creator, return_counts=True)
    for creator, count in zip(creators.tolist(), counts.tolist(), strict=True):
        if count < 0.2 * len(theirs):
            continue
        views = int(((theirs.creator == creator) & (theirs.kind == Kind.VIEW)).sum())
        total = int(((events.creator == creator) & (events.kind == Kind.VIEW)).sum())
        yield replace(
            finding,
            creator=creator,
            affected=views,
            total=total,
            benefit=round(count / len(theirs), 4),
        )
