"""Reading payouts: what is ready, what waits and for what, and one creator's sums."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum

from creatorspark.core.models import Policy
from creatorspark.core.policies.services import policy_at
from rewards.domain.pay_policy import PayPolicy
from rewards.domain.payout_facts import HeldLineFacts, PayoutDetail, PayoutFacts
from rewards.domain.statement_facts import PayoutStep
from rewards.models import Payout, PayoutEvent, PayoutLine

_READY = """
SELECT payout.creator_id, payout.currency, count(*), sum(payout.amount),
    account.id IS NOT NULL
FROM rewards_payout payout
LEFT JOIN rewards_bankaccount account ON account.creator_id = payout.creator_id
WHERE payout.state = 'payable'
    AND (%(creators)s::bigint[] IS NULL OR payout.creator_id = ANY(%(creators)s::bigint[]))
GROUP BY payout.creator_id, payout.currency, account.id
"""


def smallest_payout(*, now: datetime) -> int:
    """Return the least that is paid to a creator at once, in minor units, by the policy in force.

    Without a pay policy nothing was ever earned, and the answer is 0.
    """
    policy: Policy | None = policy_at("pay", at=now)
    if policy is None:
        return 0
    return PayPolicy.from_parameters(policy.parameters, sha256=policy.sha256).min_payout_minor


def reaching_minimum(
    minimum: int, *, creators: Collection[int] | None = None
) -> set[tuple[int, str]]:
    """Return (creator, currency) where what is ready reaches `minimum` and a bank is known."""
    return {
        (creator, currency)
        for creator, currency, _count, total, has_account in _ready(creators)
        if has_account and total >= minimum
    }


def _ready(creators: Collection[int] | None = None) -> list[tuple[int, str, int, int, bool]]:
    given = None if creators is None else list(creators)
    with connection.cursor() as cursor:
        cursor.execute(_READY, {"creators": given})
        return [
            (creator, currency, count, int(total), has_account)
            for creator, currency, count, total, has_account in cursor.fetchall()
        ]


@dataclass(frozen=True, kw_only=True)
class ReadyToSend:
    """What a press of the button would send in one currency, and what stays and why.

    Amounts in minor units; `below` are creators under the smallest payout.
    """

    currency: str
    creators: int = 0
    payouts: int = 0
    amount: int = 0
    below: int = 0
    below_amount: int = 0
    without_account: int = 0
    without_account_amount: int = 0


def ready_to_send(*, now: datetime) -> list[ReadyToSend]:
    """Return what would be sent now, by currency; open holds are looked at when it is."""
    minimum = smallest_payout(now=now)
    sums: dict[str, dict[str, int]] = {}
    for _creator, currency, count, total, has_account in _ready():
        into = sums.setdefault(currency, {})
        if not has_account:
            parts = {"without_account": 1, "without_account_amount": total}
        elif total < minimum:
            parts = {"below": 1, "below_amount": total}
        else:
            parts = {"creators": 1, "payouts": count, "amount": total}
        for name, value in parts.items():
            into[name] = into.get(name, 0) + value
    return [ReadyToSend(currency=currency, **parts) for currency, parts in sorted(sums.items())]


def with_reason(rows: QuerySet[Payout]) -> QuerySet[Payout]:
    """Return payouts with their statements, and as `said` what their last step told."""
    last = PayoutEvent.objects.filter(payout=OuterRef("pk")).order_by("-pk").values("reason")[:1]
    return (
        rows.select_related("statement")
        .annotate(said=Subquery(last))
        .defer("statement__body", "statement__signature")
    )


def payouts_of(creator_id: int, *, before: int | None, limit: int) -> list[PayoutFacts]:
    """Return a creator's payouts, newest first, older than the payout `before`."""
    rows = Payout.objects.filter(creator_id=creator_id)
    rows = rows.filter(pk__lt=before) if before is not None else rows
    return [payout_facts(row) for row in with_reason(rows).order_by("-pk")[:limit]]


def payout_facts(row: Payout) -> PayoutFacts:
    """Return a row of `with_reason` as facts."""
    said: str = getattr(row, "said", None) or ""
    return PayoutFacts(
        payout_id=row.pk,
        creator_id=row.creator_id,
        week=row.statement.week,
        part=row.part,
        amount=row.amount,
        currency=row.currency,
        state=row.state,
        payable_from=row.payable_from,
        reason=row.bank_reason or said,
        attempt=row.attempt,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def payout_detail(creator_id: int, payout_id: int) -> PayoutDetail | None:
    """Return one of a creator's payouts; None for anybody else's."""
    row = with_reason(Payout.objects.filter(pk=payout_id, creator_id=creator_id)).first()
    if row is None:
        return None
    events = PayoutEvent.objects.filter(payout=row).order_by("pk")
    lines = PayoutLine.objects.filter(payout=row).select_related("line").order_by("line", "pk")
    seen: dict[int, PayoutLine] = {}
    for line in lines:
        seen.setdefault(line.line_id, line)
    return PayoutDetail(
        payout=payout_facts(row),
        steps=tuple(
            PayoutStep(
                payout_id=row.pk, part=row.part, state=one.state, reason=one.reason, at=one.at
            )
            for one in events
        ),
        held_lines=tuple(
            HeldLineFacts(video_id=one.line.video_id, kind=one.line.kind, amount=one.amount)
            for one in seen.values()
        ),
    )


def sums_by_state(creator_id: int, *, currency: str) -> dict[str, tuple[int, int]]:
    """Return number and sum of a creator's payouts by state, in minor units."""
    rows = Payout.objects.filter(creator_id=creator_id, currency=currency).values_list("state")
    sums = rows.annotate(Count("pk"), Sum("amount")).order_by()
    return {state: (count, total) for state, count, total in sums}
