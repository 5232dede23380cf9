"""Accounts without a device of their own that work for one creator, and accounts in lockstep.

How many share an address or a device never accuses by itself: a class, a café and a family do.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from creatorspark.lib.distinct import distinct
from fraud.domain.activity import Activity, Events, Ints, Kind, distinct_pairs
from fraud.domain.detectors import register
from fraud.domain.devices import clusters
from fraud.domain.findings import (
    Finding,
    Reading,
    ReasonCode,
    Sentence,
    gettext_noop,
    severity_of,
)
from fraud.domain.lessons import in_one_place_by_day, keep_an_appointment
from fraud.domain.lockstep import Ring, rings
from fraud.domain.parameters import Parameters, RingParameters

SAMPLE = 20
CERTAIN = 20
OFTEN = 8
ALIKE = 0.6
FOCUSED = 0.8
JOINT_LEAST = 3
JOINT_SHARE = 0.2
_DOINGS = (Kind.VIEW, Kind.LIKE, Kind.FOLLOW, Kind.COMMENT)
CLASSROOM = Sentence(
    gettext_noop("They aren’t a class or a club: they come from several places or all day long.")
)
FRIENDS = Sentence(
    gettext_noop("Friends who tell each other of videos come together as often as these did.")
)
APPOINTMENT = Sentence(
    gettext_noop("They came once a week at the same hour, as fans do after a weekly stream.")
)
NO_APPOINTMENT = Sentence(
    gettext_noop("They don’t keep an hour of the week, as fans of a weekly stream do.")
)


@dataclass(frozen=True)
class _Group:
    """A group's doings, and all doings they are held against."""

    accounts: Ints
    doings: Events


@register("rings")
def detect(activity: Activity, parameters: Parameters) -> Iterator[Finding]:
    """Find both, and say for each creator who gains by them how much."""
    doings = activity.events.of_kind(*_DOINGS)
    if not len(doings):
        return
    limits = parameters.rings
    totals = _totals(doings)
    for accounts in clusters(doings, limits=limits):
        group = _group(accounts, doings)
        if not in_one_place_by_day(group.doings):
            yield from _told(group, totals, limits, shared_devices(group, limits))
    for ring in rings(doings, limits=limits):
        group = _group(ring.accounts, doings)
        if not in_one_place_by_day(group.doings):
            joint = _joint(group, seconds=ring.seconds)
            draft = lockstep(group, ring, appointment=keep_an_appointment(joint))
            yield from _told(group, totals, limits, draft, work=joint)


def _joint(group: _Group, *, seconds: int) -> Events:
    """Return what a good part of the group did at once: their work. The rest is their mask.

    Whoever is popular gets much of any mask, without having anything of it.
    """
    doings = group.doings
    video = np.unique(doings.video, return_inverse=True)[1]
    span = doings.at // seconds
    meeting = np.unique(video * (int(span.max()) + 1) + span, return_inverse=True)[1]
    met = distinct_pairs(meeting, doings.actor)[0]
    crowd = np.bincount(met, minlength=int(meeting.max()) + 1)
    together = crowd[meeting] >= max(JOINT_LEAST, JOINT_SHARE * len(group.accounts))
    return doings.where(together) if together.any() else doings


def _group(accounts: Ints, doings: Events) -> _Group:
    return _Group(accounts, doings.where(np.isin(doings.actor, accounts)))


def _totals(doings: Events) -> dict[int, int]:
    views = doings.of_kind(Kind.VIEW)
    creators, counts = np.unique(views.creator, return_counts=True)
    return dict(zip(creators.tolist(), counts.tolist(), strict=True))


def _told(
    group: _Group,
    totals: dict[int, int],
    limits: RingParameters,
    draft: Finding,
    *,
    work: Events | None = None,
) -> Iterator[Finding]:
    """Name each creator who gets a good part of the group's doings; others are their scenery.

    Who gains shows in the group's `work`, which is all their doings where nothing else is known.
    """
    worked = group.doings if work is None else work
    for creator in distinct(group.doings.creator).tolist():
        here = group.doings.where(group.doings.creator == creator)
        views = int((here.kind == Kind.VIEW).sum())
        total = totals.get(creator, 0)
        # Pupils go home, and watch other things there.
        if not views or views < limits.least_share * total or in_one_place_by_day(here):
            continue
        yield replace(
            draft,
            creator=creator,
            video=_only(here.video),
            affected=views,
            total=total,
            benefit=round(float((worked.creator == creator).mean()), 4),
            start=int(here.at.min()),
            end=int(here.at.max()) + 1,
            evidence=_sample(here),
        )


def _only(videos: Ints) -> int | None:
    named = distinct(videos)
    return int(named[0]) if len(named) == 1 else None


def _sample(doings: Events) -> tuple[dict[str, int | float | str], ...]:
    """Return some accounts: how much each did here, on how many devices."""
    accounts, counts = np.unique(doings.actor, return_counts=True)
    rows = []
    for account, count in list(zip(accounts.tolist(), counts.tolist(), strict=True))[:SAMPLE]:
        devices = distinct(doings.device[doings.actor == account])
        rows.append({"account": account, "doings": count, "devices": len(devices)})
    return tuple(rows)


def _focus(doings: Events) -> float:
    """Return the share of doings that went to the one creator who got most."""
    return float(np.unique(doings.creator, return_counts=True)[1].max() / len(doings))


def shared_devices(group: _Group, limits: RingParameters) -> Finding:
    """Say that none of these accounts has a device of its own and all work for one creator."""
    devices = distinct(group.doings.device[group.doings.device != 0])
    each = len(group.accounts) / max(len(devices), 1)
    values = {"accounts": len(group.accounts), "devices": len(devices)}
    return Finding(
        code=ReasonCode.SHARED_DEVICE_ONLY,
        severity=severity_of(each, at=1.0, full=4.0 * limits.accounts_per_device),
        start=int(group.doings.at.min()),
        end=int(group.doings.at.max()) + 1,
        accounts=tuple(group.accounts.tolist()),
        observed=values,
        expected={"accounts_per_device": limits.accounts_per_device},
        conclusive=len(group.accounts) >= CERTAIN and _focus(group.doings) >= FOCUSED,
        baseline=gettext_noop("how many accounts other devices carry"),
        facts=(
            Sentence(
                gettext_noop(
                    "%(accounts)d accounts shared %(devices)d devices. None was ever seen on a "
                    "device of its own. They did the same things."
                ),
                values,
            ),
        ),
        readings=(Reading("class or club", False, CLASSROOM),),
    )


def lockstep(group: _Group, ring: Ring, *, appointment: bool) -> Finding:
    """Say that these accounts came to the same videos within the same minutes.

    That alone is no proof against those who meet by `appointment`, or less often than must be.
    """
    together, share = ring.together, ring.share
    minutes = max(1, ring.seconds // 60)
    values = {
        "accounts": len(group.accounts),
        "together": round(together),
        "share": round(100 * share),
        "minutes": minutes,
    }
    return Finding(
        code=ReasonCode.LOCKSTEP_VIEWS,
        severity=severity_of(share, at=0.3, full=0.9),
        # Each pair is beyond chance by itself; so many pairs, or pairs so often, leave no other
        # reading. A few friends who watch together are fewer.
        conclusive=not (appointment or ring.loose)
        and (
            len(group.accounts) >= CERTAIN
            or (len(group.accounts) >= CERTAIN / 2 and together >= OFTEN and share >= ALIKE)
        ),
        start=int(group.doings.at.min()),
        end=int(group.doings.at.max()) + 1,
        accounts=tuple(group.accounts.tolist()),
        observed=values | {"share": round(share, 4)},
        expected={"share": 0.0},
        baseline=gettext_noop("how often two viewers of one video meet by chance"),
        facts=(
            Sentence(
                gettext_noop(
                    "%(accounts)d accounts moved as one. Any two of them came to %(together)d "
                    "videos within %(minutes)d minutes of each other. That is %(share)d of every "
                    "100 videos that both watched."
                ),
                values,
            ),
        ),
        readings=(
            Reading("class or club", False, CLASSROOM),
            *((Reading("friends", True, FRIENDS),) if ring.loose else ()),
            Reading("appointment", appointment, APPOINTMENT if appointment else NO_APPOINTMENT),
            Reading(
                "premiere",
                False,
                Sentence(gettext_noop("A premiere: the first hour of new videos was left out.")),
            ),
        ),
    )
