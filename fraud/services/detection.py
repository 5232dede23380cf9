"""Run the detectors over stored events: over all of them, or over creators whose sums changed.

The worker takes creators a few at a time, so that memory depends on a piece and not on the whole.
A piece that dies is due as before; a piece that is looked at twice makes nothing twice.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Sum

from fraud.domain import cases
from fraud.domain.activity import Activity
from fraud.domain.cases import Tier
from fraud.domain.context import Witness
from fraud.domain.findings import Finding
from fraud.domain.trying import SHADOW, weighed
from fraud.models import Alert, DueCreator, HourlyCount
from fraud.selectors.activity import activity_between, activity_of
from fraud.services import policies, rules
from fraud.services.acting import act
from fraud.services.events import rollups
from fraud.services.policies import InForce

SPAN: Final = timedelta(days=28)
EVENTS_AT_ONCE: Final = 300_000
CREATORS_AT_ONCE: Final = 200


def detect(*, now: datetime, span: timedelta = SPAN) -> list[Alert]:
    """Examine all events of the last `span` at once and return the alerts that are new.

    A case freezes the video it names, or all of the creator, in the same transaction. Running
    again over the same events makes nothing twice.
    """
    rule = policies.in_force(now=now)
    activity = activity_between(now - span, now)
    findings = cases.examine(activity, parameters=rule.parameters)
    return _act_on(findings, activity, rule=rule, now=now)


def detect_due(*, now: datetime, pieces: int = 50, span: timedelta = SPAN) -> list[Alert]:
    """Examine the creators whose sums changed since they were examined; return new alerts.

    Others may work beside us: a creator whose sums change meanwhile stays due.
    """
    rule = policies.in_force(now=now)
    rules.switch_often_wrong(rule.parameters, now=now)
    made: list[Alert] = []
    seen: set[int] = set()
    for _piece in range(pieces):
        due = _next_due(now=now, span=span, but=seen)
        if not due:
            break
        made += examine_creators(list(due), rule=rule, now=now, span=span)
        for creator_id, since in due.items():
            DueCreator.objects.filter(creator_id=creator_id, since=since).delete()
        seen |= set(due)
    return made


def look(*, now: datetime) -> list[Alert]:
    """Sum what is stale and examine whose sums changed, at once, as workers do; for staff."""
    while rollups.roll_up():
        pass
    return detect_due(now=now)


def examine_creators(
    creator_ids: Sequence[int], *, rule: InForce, now: datetime, span: timedelta = SPAN
) -> list[Alert]:
    """Examine what happened to these creators, and what the accounts that did it did elsewhere."""
    activity = activity_of(creator_ids, now - span, now)
    theirs = set(creator_ids)
    found = cases.examine(activity, parameters=rule.parameters)
    mine = [one for one in found if one.creator in theirs]
    return _act_on(mine, activity, rule=rule, now=now)


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


def _next_due(*, now: datetime, span: timedelta, but: Collection[int]) -> dict[int, datetime]:
    """Return the creators of the next piece, the longest waiting first, with since when."""
    rows = dict(
        DueCreator.objects.exclude(creator_id__in=but)
        .order_by("since", "creator_id")
        .values_list("creator_id", "since")[:CREATORS_AT_ONCE]
    )
    sizes = dict(
        HourlyCount.objects.filter(creator_id__in=rows, hour__gte=now - span)
        .values_list("creator_id")
        .annotate(size=Sum("views") + Sum("likes") + Sum("comments"))
    )
    chosen: dict[int, datetime] = {}
    total = 0
    for creator_id, since in rows.items():
        total += sizes.get(creator_id, 0)
        if chosen and total > EVENTS_AT_ONCE:
            break
        chosen[creator_id] = since
    return chosen


def _act_on(
    findings: Sequence[Finding], activity: Activity, *, rule: InForce, now: datetime
) -> list[Alert]:
    witness = Witness(activity, frozenset(rule.parameters.referrers.spam_hosts))
    awake = rules.without_snoozed(findings, now=now)
    found = weighed(awake, shadow=rules.in_shadow(rule.parameters), parameters=rule.parameters)
    made = [
        act(judged, witness=witness, rule=rule, now=now, is_trial=tier == SHADOW)
        for tier, judged in found
        if tier != Tier.NOTE
    ]
    return [alert for alert in made if alert is not None]
