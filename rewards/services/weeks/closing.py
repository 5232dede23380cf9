"""Close an ISO week: one statement a creator, whatever crashes, repeats or runs beside it.

Creators are closed a few hundred at a time, each piece in a transaction of its own under their
locks. A worker that dies leaves whole pieces behind; whoever goes on skips the creators that have
their statement. The week's policy is pinned before the first of them is written.
"""

import gc
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import F, Min, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobProgress
from creatorspark.core.models import Creator, MetricSnapshot, Notification
from creatorspark.core.services import audit
from creatorspark.lib.periods import WEEK, monday_of, week_end, week_label, week_start
from rewards.domain.pay_policy import PayPolicy
from rewards.models import Statement, WeekClose
from rewards.services import keys
from rewards.services.policies import pay_began, pay_policy_at
from rewards.services.weeks.facts import Rules
from rewards.services.weeks.shares import in_shares
from rewards.services.weeks.writing import Closing, Written, write_statements

CREATORS_AT_ONCE = 400
# Below this a week closes in seconds, and more processes would only cost memory.
CREATORS_FOR_PROCESSES = 2_000


class WeekFault(Exception):
    """A week that can't be closed; the message is for a person and nothing was written."""


def close_due_weeks(progress: JobProgress, *, now: datetime) -> list[WeekClose]:
    """Close every week that is over and isn't closed, oldest first; return those it closed.

    Weeks in which nothing was observed are passed over. Raises WeekFault.
    """
    closed = []
    while week := next_week(now=now):
        closed.append(close_week(week, now=now, progress=progress))
    return closed


def next_week(*, now: datetime) -> date | None:
    """Return the Monday of the next week to close, or None when none is due."""
    under_way = WeekClose.objects.filter(closed_at=None).first()
    if under_way is not None:
        return under_way.week
    newest = monday_of(now) - WEEK
    began = pay_began()
    last = WeekClose.objects.order_by("-week").first()
    if began is None or (last is not None and last.week >= newest):
        return None
    earliest = max(last.week + WEEK, monday_of(began)) if last else monday_of(began)
    if earliest >= newest:
        return newest if earliest == newest else None
    observed = MetricSnapshot.objects.filter(observed_at__gte=week_start(earliest))
    first = observed.aggregate(first=Min("observed_at"))["first"]
    if first is None or monday_of(first) > newest:
        return newest if last else None
    return monday_of(first)


def close_week(week: date, *, now: datetime, progress: JobProgress) -> WeekClose:
    """Close a week and return its record; a week that is closed already stays as it is.

    Raises WeekFault when it isn't over, comes before one that is closed, or no policy pays it.
    """
    close = _begin(week, now=now)
    if close.closed_at is not None:
        return close
    rules = Rules()
    closing = Closing(
        close=close,
        policy=rules.of(close.policy_id),
        rules=rules,
        signer=keys.signer(),
        key=keys.signing_key(now=now),
        now=now,
    )
    total = Creator.objects.count()

    def work(share: int) -> None:
        # One of them speaks for all: they have equal shares.
        told = progress if share == 0 else JobProgress(None)
        _close_share(closing, share=share, of=processes, total=total, progress=told)

    processes = _processes(total)
    in_shares(work, processes=processes)
    return _finish(close, now=now)


@contextmanager
def _without_cycle_search() -> Iterator[None]:
    """Let Python not look for reference cycles: a piece makes none, and it is a third of the time.

    What a piece made is freed when the piece ends all the same.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _begin(week: date, *, now: datetime) -> WeekClose:
    """Return the week's record, pinning its policy when this is the first call."""
    existing = WeekClose.objects.filter(week=week).first()
    if existing is not None:
        return existing
    if week_end(week) > now:
        raise WeekFault(
            _("Week %(week)s isn't over, so it can't be closed. Nothing was written.")
            % {"week": week_label(week)}
        )
    if WeekClose.objects.filter(week__gt=week).exists():
        raise WeekFault(
            _(
                "A week after %(week)s is closed already. What it would have paid goes into the "
                "next week that closes. Nothing was written."
            )
            % {"week": week_label(week)}
        )
    policy = pay_policy_at(at=week_start(week))
    if policy is None:
        raise WeekFault(
            _("No pay policy was in force in week %(week)s, so nothing is due for it.")
            % {"week": week_label(week)}
        )
    rules = Rules().of(policy.pk)
    _check_currency(rules)
    with transaction.atomic():
        close, created = WeekClose.objects.get_or_create(
            week=week, defaults={"policy": policy, "started_at": now}
        )
        if created:
            audit.record(
                "rewards.week.closing",
                target=close,
                actor=None,
                after={"week": week_label(week), "policy": policy.version},
            )
    return close


def _check_currency(rules: PayPolicy) -> None:
    last = Statement.objects.order_by("-pk").values_list("currency", flat=True).first()
    if last is not None and last != rules.currency:
        raise WeekFault(
            _(
                "Statements are in %(old)s and the policy in force pays in %(new)s. Debts can't be "
                "carried from one to the other; activate a policy in %(old)s."
            )
            % {"old": last, "new": rules.currency}
        )


def _processes(creators: int) -> int:
    """Return in how many processes to close a week of so many creators."""
    if creators < CREATORS_FOR_PROCESSES or connection.in_atomic_block:
        return 1
    return min(os.cpu_count() or 1, 8)


def _close_share(
    closing: Closing, *, share: int, of: int, total: int, progress: JobProgress
) -> None:
    stage = _("Closing %(week)s") % {"week": week_label(closing.week)}
    done, last = 0, 0
    progress.report(stage, done=0, total=total)
    with _without_cycle_search():
        while creators := _next_creators(after=last, share=share, of=of):
            _close_piece(creators, closing=closing)
            last, done = creators[-1], done + len(creators)
            progress.report(stage, done=done * of, total=total)


def _next_creators(*, after: int, share: int, of: int) -> list[int]:
    rows = Creator.objects.annotate(share=F("pk") % of).filter(share=share, pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:CREATORS_AT_ONCE])


def _close_piece(creator_ids: Sequence[int], *, closing: Closing) -> None:
    with transaction.atomic():
        locked = (
            Creator.objects.select_for_update(no_key=True)
            .filter(pk__in=creator_ids)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        # Asked after the lock: another worker may have written them while we waited.
        waiting = set(locked) - _with_statement(creator_ids, week=closing.week)
        if waiting:
            written = write_statements(sorted(waiting), closing=closing)
            _tell(written, closing=closing)


def _with_statement(creator_ids: Collection[int], *, week: date) -> set[int]:
    rows = Statement.objects.filter(creator_id__in=creator_ids, week=week)
    return set(rows.values_list("creator_id", flat=True))


def _tell(written: Sequence[Written], *, closing: Closing) -> None:
    """Leave one message a creator and week; the sweep sends the e-mails."""
    creators = [one.body.creator_id for one in written]
    people = Creator.objects.filter(pk__in=creators, user__isnull=False)
    label = week_label(closing.week)
    Notification.objects.bulk_create(
        [
            Notification(
                user_id=user_id,
                key=f"rewards.statement.{label}",
                title=_("Your statement of %(week)s is here") % {"week": label},
                body=_("It covers the week that began on %(day)s, line by line.")
                % {"day": date_format(closing.week)},
                url=f"/studio/earnings/{label}/",
                created_at=closing.now,
            )
            for user_id in people.values_list("user_id", flat=True)
        ],
        ignore_conflicts=True,
    )


def _finish(close: WeekClose, *, now: datetime) -> WeekClose:
    statements = Statement.objects.filter(close=close)
    sums = statements.aggregate(lines=Sum("line_count"), total=Sum("total"))
    with transaction.atomic():
        ended = WeekClose.objects.filter(pk=close.pk, closed_at=None).update(
            statements=statements.count(),
            lines=sums["lines"] or 0,
            total=sums["total"] or 0,
            closed_at=now,
        )
        close.refresh_from_db()
        if ended:
            audit.record(
                "rewards.week.closed",
                target=close,
                actor=None,
                after={"statements": close.statements, "lines": close.lines, "total": close.total},
            )
    return close
