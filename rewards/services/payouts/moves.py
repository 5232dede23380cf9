"""Move payouts from state to state: ledger, row, timeline, audit and message, or none of them.

Every caller holds the lock on the `core.Creator` rows concerned, and read the payouts after it.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F

from creatorspark.core.models import Creator, Notification, User
from creatorspark.core.services import audit
from rewards.domain.payout import STANDS_ON, STEPS, State
from rewards.ledger import services as ledger
from rewards.ledger.accounts import creator_accounts, system_account
from rewards.ledger.models import Account, Transaction
from rewards.models import Payout, PayoutEvent
from rewards.services.payouts.words import message_for

REASON_LENGTH = 300
OF_NOBODY = frozenset({Account.Kind.SENT, Account.Kind.PAID_OUT, Account.Kind.FORFEITED})
Owner = tuple[str, str, int | None]


@dataclass(frozen=True, kw_only=True)
class Move:
    """A payout and the state it goes to. `reason` is read by the creator.

    `batch_id` is that of the file it leaves in; None leaves the payout's own as it is.
    """

    payout: Payout
    state: State
    reason: str = ""
    batch_id: int | None = None

    @property
    def kind(self) -> str:
        """Return the kind of the ledger transaction; empty where no money moves.

        Raises ValueError for a step that no payout may take.
        """
        step = (State(self.payout.state), self.state)
        if step not in STEPS:
            raise ValueError(f"{self.payout} can't become {self.state}.")
        return STEPS[step]


def lock_creators(creator_ids: Collection[int]) -> dict[int, Creator]:
    """Lock creators in the order of their ids, as every change of money does."""
    rows = Creator.objects.select_for_update(no_key=True).filter(pk__in=creator_ids).order_by("pk")
    return {row.pk: row for row in rows}


def make(moves: Sequence[Move], *, actor: User | None, now: datetime) -> None:
    """Take every step, in the transaction that is open. Raises ValueError for a wrong step."""
    if not moves:
        return
    steps = _steps_so_far(moves)
    _post(moves, steps, actor=actor, now=now)
    _write_rows(moves, now=now)
    PayoutEvent.objects.bulk_create(
        PayoutEvent(
            payout=move.payout,
            state=move.state,
            reason=move.reason[:REASON_LENGTH],
            actor=actor,
            at=now,
        )
        for move in moves
    )
    audit.record_all(
        [
            audit.Act(
                action=f"rewards.payout.{move.state}",
                target=move.payout,
                before={"state": move.payout.state},
                after={"state": str(move.state), "amount": move.payout.amount}
                | ({"reason": move.reason} if move.reason else {}),
            )
            for move in moves
        ],
        actor=actor,
    )
    _tell(moves, steps, now=now)
    for move in moves:
        _bring_up_to_date(move, now=now)


def _steps_so_far(moves: Sequence[Move]) -> dict[int, int]:
    """Return how many steps each payout took: with its id, the name of this step for ever."""
    payouts = [move.payout.pk for move in moves]
    rows = PayoutEvent.objects.filter(payout__in=payouts).values_list("payout")
    return dict(rows.annotate(Count("pk")).order_by())


def _post(
    moves: Sequence[Move], steps: dict[int, int], *, actor: User | None, now: datetime
) -> None:
    ends = {
        move.payout.pk: (_owner(move.payout, move.payout.state), _owner(move.payout, move.state))
        for move in moves
    }
    accounts = _accounts({owner for pair in ends.values() for owner in pair})
    postings = []
    for move in moves:
        payout, kind = move.payout, move.kind
        if not kind:
            continue
        source, target = ends[payout.pk]
        # A payout leaves its review once.
        key = "settle" if payout.state == State.PENDING else f"{kind}:{steps.get(payout.pk, 0)}"
        postings.append(
            ledger.Posting(
                kind=Transaction.Kind(kind),
                key=f"{key}:{payout.pk}",
                legs=(
                    ledger.Leg(accounts[source], -payout.amount),
                    ledger.Leg(accounts[target], payout.amount),
                ),
                reference=("rewards.payout", str(payout.pk)),
            )
        )
    ledger.post_all(postings, now=now, actor_id=actor.pk if actor else None)


def _owner(payout: Payout, state: str) -> Owner:
    """Return kind, unit and owner of the account on which the money stands in a state."""
    kind = STANDS_ON[State(state)]
    owned = kind not in OF_NOBODY
    return kind, payout.currency, payout.creator_id if owned else None


def _accounts(owners: Collection[Owner]) -> dict[Owner, int]:
    found: dict[Owner, int] = {}
    creators: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for kind, currency, creator_id in owners:
        if creator_id is None:
            account = system_account(Account.Kind(kind), unit=Account.Unit(currency))
            found[kind, currency, None] = account
        else:
            creators[kind, currency].append(creator_id)
    for (kind, currency), ids in creators.items():
        opened = creator_accounts(ids, kind=Account.Kind(kind), unit=Account.Unit(currency))
        found |= {(kind, currency, owner): account for owner, account in opened.items()}
    return found


def _write_rows(moves: Sequence[Move], *, now: datetime) -> None:
    """Write the new states, a few statements for any number of payouts."""
    alike: defaultdict[tuple[str, State, int | None, str], list[int]] = defaultdict(list)
    for move in moves:
        said = move.reason[:200] if _from_bank(move) else ""
        alike[move.payout.state, move.state, move.batch_id, said].append(move.payout.pk)
    for (before, after, batch_id, said), ids in alike.items():
        values = {"state": after, "bank_reason": said, "updated_at": now}
        if after is State.SENT:
            values |= {"batch_id": batch_id, "attempt": F("attempt") + 1}
        changed = Payout.objects.filter(pk__in=ids, state=before).update(**values)
        if changed != len(ids):
            raise RuntimeError("A payout was moved without its creator's lock.")


def _bring_up_to_date(move: Move, *, now: datetime) -> None:
    """Let the row in hand say what the database says, for whoever moves it next."""
    move.payout.bank_reason = move.reason[:200] if _from_bank(move) else ""
    move.payout.state = move.state
    move.payout.updated_at = now
    if move.state is State.SENT:
        move.payout.batch_id = move.batch_id
        move.payout.attempt += 1


def _from_bank(move: Move) -> bool:
    return move.state in {State.REJECTED, State.RETURNED}


def _tell(moves: Sequence[Move], steps: dict[int, int], *, now: datetime) -> None:
    """Leave one message a payout and step, where it matters; the sweep sends the e-mails."""
    owners = Creator.objects.filter(
        pk__in={move.payout.creator_id for move in moves}, user__isnull=False
    )
    users = dict(owners.values_list("pk", "user_id"))
    messages = []
    for move in moves:
        payout = move.payout
        message = message_for(payout, move.state, reason=move.reason)
        if message is None or payout.creator_id not in users:
            continue
        messages.append(
            Notification(
                user_id=users[payout.creator_id],
                key=f"rewards.payout.{payout.pk}.{steps.get(payout.pk, 0)}",
                title=message.title[:200],
                body=message.body,
                url=f"/studio/payouts/{payout.pk}/",
                created_at=now,
            )
        )
    Notification.objects.bulk_create(messages, ignore_conflicts=True)
