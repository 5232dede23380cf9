"""Completed redemptions a second through the service layer, against pgbench TPC-B.

Eight clients, each a process of its own: on distinct creators (floor: TPC-B at scale 100), then
all on one creator (floor: scale 1, where all update one branch). Floor and ours alternate, and
the median of the rounds counts, because neighbours on a machine come and go.

    python -m benchmarks.redemption [--seconds 5] [--rounds 3] [--clients 8]
"""

import argparse
import json
import multiprocessing
import os
import time
from collections.abc import Callable, Sequence
from datetime import date
from statistics import median
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")
os.environ["DATABASE_POOL"] = "false"  # a forked client opens its own connection

import django

django.setup()

from django.db import connection
from django.utils import timezone

from benchmarks.pgbench import TpcB
from benchmarks.scratch import durable, scratch_database
from creatorspark.core.models import AuditEntry, Creator, Notification, Policy, User
from rewards.ledger import services as ledger
from rewards.ledger.accounts import creator_accounts, system_account
from rewards.ledger.models import Account, Entry, Transaction
from rewards.ledger.reconciliation import discrepancies
from rewards.models import Redemption, ShopItem, TierStanding
from rewards.services import redemptions
from rewards.services.policies import ensure_tier_policy

COST = 2  # gold takes a tenth off, and 1.8 points are 2
FORK = multiprocessing.get_context("fork")

Work = Callable[[int], None]


def a_creator_with_points() -> int:
    """Return a creator with an account to log in with (so that messages are written too).

    They have a tier, so that each price is looked up and worked out: the dearest case.
    """
    user = User.objects.create(email=f"{uuid4()}@bench.example")
    creator = Creator.objects.create(user=user, external_id=str(uuid4()))
    ensure_tier_policy(now=timezone.now())
    policy = Policy.objects.get(kind="tier")
    TierStanding.objects.create(
        creator=creator, week=date(2020, 1, 6), tier="gold", policy=policy, inputs={}
    )
    give_points(creator.pk, 10**8)
    return creator.pk


def give_points(creator_id: int, points: int) -> None:
    """Post points out of nothing."""
    legs = (
        ledger.Leg(creator_accounts([creator_id])[creator_id], points),
        ledger.Leg(system_account(Account.Kind.ISSUANCE), -points),
    )
    ledger.post(
        ledger.Posting(kind=Transaction.Kind.ADJUSTMENT, key=str(uuid4()), legs=legs),
        now=timezone.now(),
        actor_id=None,
    )


def redeeming(item_id: int) -> Work:
    """Return the work of one redemption, as a page does it."""

    def once(creator_id: int) -> None:
        redemptions.redeem(
            creator_id=creator_id,
            item_id=item_id,
            key=str(uuid4()),
            agreed_cost=COST,
            actor_id=None,
            now=timezone.now(),
        )

    return once


def posting(creator_ids: Sequence[int]) -> Work:
    """Return the work of posting the legs of a redemption and nothing else."""
    purses = creator_accounts(creator_ids)
    sink = system_account(Account.Kind.REDEEMED)

    def once(creator_id: int) -> None:
        legs = (ledger.Leg(purses[creator_id], -COST), ledger.Leg(sink, COST))
        ledger.post(
            ledger.Posting(kind=Transaction.Kind.REDEMPTION, key=str(uuid4()), legs=legs),
            now=timezone.now(),
            actor_id=None,
        )

    return once


def per_second(work: Work, creator_ids: Sequence[int], *, seconds: float) -> float:
    """Run `work` in one process a creator id until the time is up; return completions a second."""
    connection.close()
    start, done = FORK.Barrier(len(creator_ids)), FORK.Queue()
    clients = [
        FORK.Process(target=_client, args=(work, creator_id, seconds, start, done))
        for creator_id in creator_ids
    ]
    for client in clients:
        client.start()
    total = sum(done.get() for _ in clients)
    for client in clients:
        client.join()
    return total / seconds


def _client(work: Work, creator_id: int, seconds: float, start: object, done: object) -> None:
    for _ in range(20):  # connect, plan, reach the broker
        work(creator_id)
    start.wait()  # type: ignore[attr-defined]
    count, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        work(creator_id)
        count += 1
    done.put(count)  # type: ignore[attr-defined]


def compare(
    work: Work, creator_ids: Sequence[int], *, floor: TpcB, seconds: int, rounds: int
) -> dict[str, object]:
    """Alternate floor and ours; return both medians and their ratio."""
    ours, floors = [], []
    for _ in range(rounds):
        floors.append(floor.per_second(clients=len(creator_ids), seconds=seconds))
        ours.append(per_second(work, creator_ids, seconds=seconds))
    return {
        "clients": len(creator_ids),
        "ours_per_s": round(median(ours), 1),
        "floor_per_s": round(median(floors), 1),
        "ratio": round(median(ours) / median(floors), 3),
        "ours_rounds": [round(value, 1) for value in ours],
        "floor_rounds": [round(value, 1) for value in floors],
    }


def main() -> None:
    """Print one JSON document."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    limits = {"seconds": options.seconds, "rounds": options.rounds}
    with TpcB(100) as wide, TpcB(1) as narrow, scratch_database("bench_redemption"):
        item = ShopItem.objects.create(name="Bench", kind="exposure", cost=COST, exposure="1 min")
        everyone = [a_creator_with_points() for _ in range(options.clients)]
        one = [everyone[0]] * options.clients
        redeem, post = redeeming(item.pk), posting(everyone)
        cases = {
            "redeem_distinct_creators": compare(redeem, everyone, floor=wide, **limits),
            "redeem_one_creator": compare(redeem, one, floor=narrow, **limits),
            "post_distinct_creators": compare(post, everyone, floor=wide, **limits),
            "post_one_creator": compare(post, one, floor=narrow, **limits),
        }
        made = Redemption.objects.count()
        result = {
            "benchmark": "redemption",
            "aim": 0.3,
            "server": durable(),
            "cases": cases,
            "proof": {
                "redemptions": made,
                "audit_entries": AuditEntry.objects.count(),
                "messages": Notification.objects.count(),
                "entries": Entry.objects.count(),
                "discrepancies": [str(one) for one in discrepancies()],
            },
        }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
