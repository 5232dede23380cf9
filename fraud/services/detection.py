"""Run the detectors over stored events: over all of them, or over creators whose sums changed.

The worker takes creators a few at a time, so that memory depends on a piece and not on the whole.
A piece that dies is due as before; a piece that is looked at twice makes nothing twice.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import structlog
from django.db import connection

from fraud.domain import cases
from fraud.domain.activity import Activity
from fraud.domain.cases import Tier
from fraud.domain.context import Witness
from fraud.domain.findings import Finding
from fraud.domain.trying import SHADOW, weighed
from fraud.models import Alert, DueCreator
from fraud.selectors.activity import Archive, Seen, Stored, activity_between, seen
from fraud.selectors.due import DuePiece, events_between, pieces_due
from fraud.selectors.spool import Spool
from fraud.selectors.told import totals_between
from fraud.services import policies, rules
from fraud.services.acting import act
from fraud.services.events import rollups
from fraud.services.policies import InForce

SPAN: Final = timedelta(days=28)
# Up to so many events of the due, asking the database is faster than laying the span out on disk.
ASKED_FOR: Final = 600_000
# In the order in which those who sum hours mark creators, so that neither waits for the other.
_TAKE: Final = """
UPDATE fraud_duecreator AS due SET since = %s FROM (
    SELECT creator_id, since FROM fraud_duecreator
    JOIN unnest(%s::bigint[], %s::timestamptz[]) AS planned (creator_id, since)
        USING (creator_id, since)
    ORDER BY creator_id FOR UPDATE OF fraud_duecreator
) AS taken WHERE due.creator_id = taken.creator_id
"""

log = structlog.get_logger(__name__)


def detect(*, now: datetime, span: timedelta = SPAN) -> list[Alert]:
    """Examine all events of the last `span` at once and return the alerts that are new.

    A case freezes the video it names, or all of the creator, in the same transaction. Running
    again over the same events makes nothing twice.
    """
    rule = policies.in_force(now=now)
    activity = activity_between(now - span, now)
    findings = cases.examine(activity, parameters=rule.parameters)
    return _act_on(findings, activity, rule=rule, span=(now - span, now))


def detect_due(*, now: datetime, pieces: int = 50, span: timedelta = SPAN) -> list[Alert]:
    """Examine the creators whose sums changed since they were examined; return new alerts.

    Others may work beside us: a creator whose sums change meanwhile stays due. One who can't be
    examined stays due, too, and keeps nobody else waiting; the first fault is raised at the end.
    """
    rule = policies.in_force(now=now)
    rules.switch_often_wrong(rule.parameters, now=now)
    planned = pieces_due(now=now, span=span, most=pieces)
    made: list[Alert] = []
    faults: list[Exception] = []
    with _archive(planned, start=now - span, end=now) as archive:
        look = partial(examine_creators, rule=rule, span=(now - span, now), archive=archive)
        for due in planned:
            for creator_ids in _in_turn(due, now=now):
                try:
                    made += look(creator_ids)
                except Exception as fault:
                    log.exception("creators_not_examined", creators=creator_ids)
                    faults.append(fault)
                    continue
                _done(creator_ids, now=now)
    if faults:
        raise faults[0]
    return made


def _in_turn(due: DuePiece, *, now: datetime) -> Iterator[list[int]]:
    """Yield a piece's creators: together, and one by one if they are due still, as after a fault.

    Being taken puts them behind all others who are due, so that one who makes a worker fail, or
    kills it, doesn't keep it from everybody else.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [now, [*due.since], [*due.since.values()]])
    yield [*due.since]
    if len(due.since) > 1:
        left = DueCreator.objects.filter(creator_id__in=[*due.since], since=now)
        for creator_id in left.order_by("creator_id").values_list("creator_id", flat=True):
            yield [creator_id]


def _done(creator_ids: Collection[int], *, now: datetime) -> None:
    """Take them off the list; one whose sums changed meanwhile stays."""
    DueCreator.objects.filter(creator_id__in=[*creator_ids], since=now).delete()


@contextmanager
def _archive(planned: Sequence[DuePiece], *, start: datetime, end: datetime) -> Iterator[Archive]:
    """Ask the database for a few creators; for many, read the span once and lay it out on disk."""
    if sum(piece.events for piece in planned) <= ASKED_FOR:
        yield Stored(start=start, end=end)
        return
    piece_of = {one: number for number, piece in enumerate(planned) for one in piece.since}
    with TemporaryDirectory(prefix="creatorspark-events-") as folder:
        spool = Spool(Path(folder), piece_of=piece_of, events=events_between(start, end))
        spool.fill(start, end)
        yield spool


def look(*, now: datetime) -> list[Alert]:
    """Sum what is stale and examine whose sums changed, at once, as workers do; for staff."""
    while rollups.roll_up():
        pass
    return detect_due(now=now)


def examine_creators(
    creator_ids: Sequence[int],
    *,
    rule: InForce,
    span: tuple[datetime, datetime],
    archive: Archive,
) -> list[Alert]:
    """Examine what happened to these creators, and what the accounts that did it did elsewhere."""
    made: list[Alert] = []
    parts = archive.theirs(creator_ids)
    for theirs in parts:
        look = partial(seen, theirs, creator_ids, archive=archive, is_part=len(parts) > 1)
        found, activity = _examine(look, set(creator_ids), rule=rule)
        made += _act_on(found, activity, rule=rule, span=span)
    return made


def _examine(
    look: Callable[..., Seen], creator_ids: Collection[int], *, rule: InForce
) -> tuple[list[Finding], Activity]:
    """Return what is found. Whoever is named by a part of what they did is looked at again, first.

    If all that so many did is more than can be looked at, they accuse nobody.
    """
    sight = look()
    mine, named = _found(sight, creator_ids, rule=rule)
    if named & sight.partly:
        sight = look(first=named)
        mine, _ = _found(sight, creator_ids, rule=rule)
    return [one for one in mine if sight.partly.isdisjoint(one.accounts)], sight.activity


def _found(
    sight: Seen, creator_ids: Collection[int], *, rule: InForce
) -> tuple[list[Finding], set[int]]:
    """Return what is found about these creators, and which accounts it names."""
    found = cases.examine(sight.activity, parameters=rule.parameters, of=creator_ids)
    mine = [one for one in found if one.creator in creator_ids]
    return mine, {account for one in mine for account in one.accounts}


def mark_all_due(*, now: datetime, span: timedelta = SPAN) -> int:
    """Mark everybody who had events in the last `span` as due; return how many are marked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO fraud_duecreator (creator_id, since) "
            "SELECT creator_id, clock_timestamp() FROM fraud_hourlycount "
            "WHERE hour >= %s AND creator_id <> 0 GROUP BY creator_id ON CONFLICT DO NOTHING",
            [now - span],
        )
        return int(cursor.rowcount)


def _act_on(
    findings: Sequence[Finding],
    activity: Activity,
    *,
    rule: InForce,
    span: tuple[datetime, datetime],
) -> list[Alert]:
    start, now = span
    witness = Witness(activity, frozenset(rule.parameters.referrers.spam_hosts))
    awake = rules.without_snoozed(findings, now=now)
    found = weighed(
        awake,
        shadow=rules.in_shadow(rule.parameters),
        parameters=rule.parameters,
        period_totals=totals_between(
            {one.creator for one in awake if one.creator is not None}, start=start, end=now
        ),
    )
    made = [
        act(judged, witness=witness, rule=rule, now=now, is_trial=tier == SHADOW)
        for tier, judged in found
        if tier != Tier.NOTE
    ]
    return [alert for alert in made if alert is not None]
