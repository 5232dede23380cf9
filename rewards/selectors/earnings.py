"""Reading what weeks earned: sums, statements and lines."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum

from creatorspark.core.models import Policy
from rewards.domain.earnings_facts import (
    EarningsStatement,
    LineFacts,
    PayoutPart,
    StatementProof,
    VideoEarnings,
    VideoWeekEarnings,
    WeekEarnings,
)
from rewards.domain.line_facts import line_facts
from rewards.domain.pay_policy import PayPolicy
from rewards.models import EarningsLine, Payout, Statement, WeekClose

BONUS_KINDS = ("bonus", "bonus_remainder")


def newest_closed_week() -> date | None:
    """Return the Monday of the newest closed week, None before any is."""
    closed = WeekClose.objects.filter(closed_at__isnull=False).order_by("-week")
    return closed.values_list("week", flat=True).first()


def weeks_of(creator_id: int, *, limit: int) -> list[WeekEarnings]:
    """Return the newest statements of a creator as sums by kind, newest first."""
    newest = Statement.objects.filter(creator_id=creator_id).order_by("-week")[:limit]
    statements = list(newest.only("week", "currency", "total"))
    kinds = EarningsLine.objects.filter(statement__in=[row.pk for row in statements])
    sums = {
        row["statement_id"]: row
        for row in kinds.values("statement_id").annotate(
            base=Sum("amount", filter=Q(kind="base"), default=0),
            bonus=Sum("amount", filter=Q(kind__in=BONUS_KINDS), default=0),
            adjustments=Sum("amount", filter=Q(kind="adjustment"), default=0),
        )
    }
    return [
        WeekEarnings(
            week=row.week,
            currency=row.currency,
            total=row.total,
            base=sums[row.pk]["base"],
            bonus=sums[row.pk]["bonus"],
            adjustments=sums[row.pk]["adjustments"],
        )
        for row in statements
    ]


def totals_of(creator_id: int) -> tuple[int, int]:
    """Return how many statements a creator has and what they came to."""
    found = Statement.objects.filter(creator_id=creator_id).aggregate(
        number=Count("pk"), total=Sum("total", default=0)
    )
    return found["number"], found["total"]


def videos_of(video_ids: Collection[int]) -> dict[int, VideoEarnings]:
    """Return what each video earned, in all and in the newest closed week: two queries."""
    newest = newest_closed_week()
    lines = EarningsLine.objects.extra(  # one array parameter, whatever the number of ids
        where=["rewards_earningsline.video_id = ANY(%s::bigint[])"], params=[list(video_ids)]
    )
    rows = (
        lines.values("video_id", currency=F("statement__currency"))
        .annotate(total=Sum("amount"), last=Sum("amount", filter=Q(week=newest), default=0))
        .order_by()
    )
    return {
        row["video_id"]: VideoEarnings(
            video_id=row["video_id"],
            currency=row["currency"],
            total=row["total"],
            last_week=row["last"],
        )
        for row in rows
    }


def week_of_videos(creator_id: int, *, week: date, limit: int) -> list[VideoWeekEarnings]:
    """Return the videos that earned most in a statement."""
    rows = (
        EarningsLine.objects.filter(
            statement__creator_id=creator_id, statement__week=week, video__isnull=False
        )
        .values_list("video_id")
        .annotate(amount=Sum("amount"))
        .order_by("-amount", "video_id")[:limit]
    )
    return [VideoWeekEarnings(video_id=video, amount=amount) for video, amount in rows]


def statements(*, with_body: bool = False) -> QuerySet[Statement]:
    """Return statements with what their facts need, newest first."""
    left_out = ["previous__body", "close__policy__parameters"]
    return (
        Statement.objects.select_related("key", "previous", "close__policy")
        .prefetch_related("payouts")
        .defer(*left_out, *(() if with_body else ("body",)))
        .order_by("-week")
    )


def statement_facts(row: Statement) -> EarningsStatement:
    """Return a row of `statements()` as facts."""
    parts = sorted(row.payouts.all(), key=lambda payout: payout.part)
    return EarningsStatement(
        statement_id=row.pk,
        creator_id=row.creator_id,
        week=row.week,
        currency=row.currency,
        total=row.total,
        carried_in=row.carried_in,
        carried_out=row.carried_out,
        payable=row.payable,
        line_count=row.line_count,
        sha256=row.sha256,
        previous_sha256=row.previous.sha256 if row.previous else None,
        key_fingerprint=row.key.fingerprint,
        policy_version=row.close.policy.version,
        written_at=row.written_at,
        payouts=tuple(_part(payout) for payout in parts),
    )


def _part(payout: Payout) -> PayoutPart:
    return PayoutPart(
        payout_id=payout.pk,
        part=payout.part,
        amount=payout.amount,
        state=payout.state,
        payable_from=payout.payable_from,
        attempt=payout.attempt,
        bank_reason=payout.bank_reason,
        updated_at=payout.updated_at,
    )


def proof_of(row: Statement) -> StatementProof:
    """Return the signed bytes of a statement with its signature."""
    return StatementProof(
        body=bytes(row.body),
        sha256=row.sha256,
        signature=row.signature,
        public_key=row.key.public_key,
        key_fingerprint=row.key.fingerprint,
    )


def facts_of_lines(rows: Iterable[EarningsLine]) -> list[LineFacts]:
    """Return stored lines as facts: one more query for their policies, however many lines."""
    lines = list(rows)
    policies = Policy.objects.in_bulk({row.policy_id for row in lines})
    rules = {
        pk: PayPolicy.from_parameters(p.parameters, sha256=p.sha256) for pk, p in policies.items()
    }
    versions: Mapping[int, str] = {pk: policy.version for pk, policy in policies.items()}
    return [
        line_facts(
            position=row.position,
            week=row.week,
            video_id=row.video_id,
            kind=row.kind,
            cause=row.cause,
            amount=row.amount,
            inputs=row.inputs,
            policy=rules[row.policy_id],
            policy_version=versions[row.policy_id],
        )
        for row in lines
    ]


def lines_of_video(video_id: int) -> list[LineFacts]:
    """Return every line of a video, newest week first, each week as its statement orders it."""
    rows = EarningsLine.objects.filter(video_id=video_id).order_by("-week", "position")
    return facts_of_lines(rows)


def lines_of_statement(
    statement_id: int, *, after: int = 0, limit: int | None = None
) -> list[LineFacts]:
    """Return lines of a statement behind a position, in order."""
    rows = EarningsLine.objects.filter(statement_id=statement_id, position__gt=after)
    return facts_of_lines(rows.order_by("position")[:limit])
