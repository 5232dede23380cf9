"""Closed weeks with lines of any amounts, as closing leaves them; and what stands where."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from creatorspark.core.models import Creator, Policy, Video
from creatorspark.lib.canonical import sha256_of
from creatorspark.lib.periods import WEEK, week_end, week_label
from rewards.domain.pay_policy import DEFAULT_PARAMETERS
from rewards.domain.statement import StatementBody, StatementLine
from rewards.ledger import services as ledger
from rewards.ledger.accounts import creator_accounts, system_account
from rewards.ledger.models import Account, Transaction
from rewards.models import (
    EarningsLine,
    Payout,
    PayoutEvent,
    SigningKey,
    Statement,
    WeekClose,
)
from tests.factories import NOW

FIRST_WEEK = date(2025, 4, 28)
USD = Account.Unit.USD


def pay_policy() -> Policy:
    """Return the pay policy in force, making it where there is none."""
    found = Policy.objects.filter(kind="pay").first()
    return found or Policy.objects.create(
        kind="pay",
        version="pay-1",
        parameters=DEFAULT_PARAMETERS,
        sha256=sha256_of(DEFAULT_PARAMETERS),
        state=Policy.State.ACTIVE,
        effective_from=NOW - timedelta(days=3_000),
        activated_at=NOW,
    )


def closed_week(
    creator: Creator,
    lines: Sequence[tuple[Video | None, int]],
    *,
    week: date | None = None,
    owed: int = 0,
) -> Statement:
    """Write a statement with these lines; its payout, if any, is pending and due at `NOW`.

    `owed` (zero or less) is a debt that the week before left.
    """
    last = Statement.objects.filter(creator=creator).order_by("-week").first()
    week = week or (last.week + WEEK if last else FIRST_WEEK)
    body = _body(creator, lines, week=week, last=last, owed=owed)
    statement = _statement(creator, body, week=week, last=last)
    _post(statement)
    if statement.payable:
        payout = Payout.objects.create(
            statement=statement,
            creator=creator,
            amount=statement.payable,
            currency="USD",
            payable_from=NOW,
            created_at=NOW,
        )
        PayoutEvent.objects.create(payout=payout, state=payout.state, at=NOW)
    return statement


def _body(
    creator: Creator,
    lines: Sequence[tuple[Video | None, int]],
    *,
    week: date,
    last: Statement | None,
    owed: int,
) -> StatementBody:
    return StatementBody(
        creator_id=creator.pk,
        week=week_label(week),
        currency="USD",
        previous_sha256=last.sha256 if last else None,
        carried_in=owed,
        lines=[
            StatementLine(
                video_id=video.pk if video else None,
                kind="adjustment",
                cause=f"staff:{creator.pk}{week:%Y%m%d}{position}",
                amount=amount,
                policy_sha256=pay_policy().sha256,
                inputs={},
            )
            for position, (video, amount) in enumerate(lines, start=1)
        ],
    )


def _statement(
    creator: Creator, body: StatementBody, *, week: date, last: Statement | None
) -> Statement:
    close, _ = WeekClose.objects.get_or_create(
        week=week, defaults={"policy": pay_policy(), "closed_at": week_end(week)}
    )
    key, _ = SigningKey.objects.get_or_create(public_key="test", fingerprint="test")
    statement = Statement.objects.create(
        creator=creator,
        close=close,
        week=week,
        currency="USD",
        body=body.signed_bytes,
        total=body.total,
        carried_in=body.carried_in,
        carried_out=body.carried_out,
        payable=body.payable,
        line_count=len(body.lines),
        sha256=body.sha256,
        previous=last,
        key=key,
        signature="none",
    )
    EarningsLine.objects.bulk_create(
        EarningsLine(
            statement=statement,
            position=position,
            video_id=line.video_id,
            week=week,
            kind=line.kind,
            cause=line.cause,
            amount=line.amount,
            policy=pay_policy(),
            inputs=line.inputs,
        )
        for position, line in enumerate(body.lines, start=1)
    )
    return statement


def _post(statement: Statement) -> None:
    creator = statement.creator_id
    pending = creator_accounts([creator], kind=Account.Kind.PENDING, unit=USD)[creator]
    debt = creator_accounts([creator], kind=Account.Kind.RECOVERY, unit=USD)[creator]
    earned = system_account(Account.Kind.EARNED, unit=USD)
    if statement.carried_in:  # a debt that appears from nowhere, as these weeks are made up
        _book(f"debt:{statement.pk}", {debt: statement.carried_in, earned: -statement.carried_in})
    _book(
        f"earnings:{creator}:{statement.week}",
        {
            earned: -statement.total,
            pending: statement.payable,
            debt: statement.carried_out - statement.carried_in,
        },
    )


def _book(key: str, legs: Mapping[int, int]) -> None:
    ledger.post(
        ledger.Posting(
            kind=Transaction.Kind.EARNINGS,
            key=key,
            legs=tuple(ledger.Leg(account, amount) for account, amount in legs.items() if amount),
        ),
        now=NOW,
        actor_id=None,
    )


def money(creator: Creator) -> dict[str, int]:
    """Return what stands on a creator's money accounts, without those that are empty."""
    rows = Account.objects.filter(creator=creator, unit="USD").exclude(balance=0)
    return dict(rows.values_list("kind", "balance"))


def states(creator: Creator) -> list[tuple[int, str, int]]:
    """Return part, state and amount of each payout, in order."""
    rows = Payout.objects.filter(creator=creator).order_by("statement__week", "part")
    return list(rows.values_list("part", "state", "amount"))
