"""What a creator does in the shop: redeem, and cancel while nobody has decided.

`redeem` is one statement on the server (migration 0010): it locks the creator, checks, posts the
ledger legs, writes the redemption with its first event, the audit entry and the message, and is
a transaction of its own unless one is open. The message's e-mail is left to the sweep: a nudge
through the broker costs more than all of the rest (docs/decisions/0010-redeem-in-one-statement.md).
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import connection
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from creatorspark.core.models import User
from rewards.domain.redemption import Step
from rewards.models import Redemption
from rewards.services import steps
from rewards.services.refusals import ItemTerms, NoSuchRedemption, refusal


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """A redemption that stands. `is_new` is False for the answer to a repeated request.

    `balance` is what is left, in points; None when the request was a repeat.
    """

    redemption_id: int
    is_new: bool
    balance: int | None


def redeem(
    *,
    creator_id: int,
    item_id: int,
    key: str,
    agreed_cost: int | None = None,
    actor_id: int | None,
    now: datetime,
) -> Receipt:
    """Buy an item with the creator's points, once per `key` whatever happens to the request.

    The price is the item's cost less what the creator's tier takes off. `agreed_cost` is the price
    they confirmed; None accepts the present one.
    Raises a RedemptionRefused whose sentence says what is missing; nothing is then written.
    """
    # %1$s is the item's name and %2$s its price: the statement knows them, this function doesn't.
    title = _("We have your request for “%1$s”")
    body = _("%2$s points were taken from your balance. We tell you when a person has decided.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT outcome, redemption, balance, frozen, item "
            "FROM rewards_redeem(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [creator_id, item_id, key, agreed_cost, actor_id, now, _request_id(), title, body],
        )
        outcome, redemption_id, balance, frozen, item = cursor.fetchone()
    if outcome in ("made", "again"):
        return Receipt(redemption_id=redemption_id, is_new=outcome == "made", balance=balance)
    raise refusal(outcome, terms=_terms(item), balance=balance or 0, frozen=frozen or 0)


def cancel(redemption_id: int, *, creator_id: int, actor: User | None, now: datetime) -> Redemption:
    """Take back a request nobody has decided on; the points return in the same transaction.

    Raises NoSuchRedemption for another creator's, and StepNotAllowed once it was decided or held.
    """
    if not Redemption.objects.filter(pk=redemption_id, creator_id=creator_id).exists():
        raise NoSuchRedemption
    return steps.take(Step.CANCEL, redemption_id, reason="", actor=actor, now=now)


def _request_id() -> str:
    context = structlog.contextvars.get_contextvars()
    return str(context.get("request_id") or context.get("task_id") or "")


def _terms(item: Any) -> ItemTerms:
    """Read the terms the statement returned; Django's connection hands JSON over as text."""
    if item is None:
        return ItemTerms()
    values = json.loads(item) if isinstance(item, str) else item
    return ItemTerms(
        name=values["name"],
        cost=values["cost"],
        limit=values["limit"],
        active_from=parse_datetime(values["from"]) if values["from"] else None,
        active_until=parse_datetime(values["until"]) if values["until"] else None,
    )
