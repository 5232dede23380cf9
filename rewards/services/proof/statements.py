"""One stored statement compared with its signed bytes, its chain, the ledger and its payouts."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from creatorspark.lib.periods import week_label
from creatorspark.lib.signing import is_valid
from rewards.domain.proof import unequal
from rewards.domain.statement import StatementBody, StatementLine
from rewards.ledger.models import Account
from rewards.selectors.proof import Legs, StoredLine, StoredPayouts, StoredStatement
from rewards.services.proof.faults import Found


def body_of(row: StoredStatement, lines: Sequence[StoredLine]) -> StatementBody:
    """Return the statement that the stored rows give."""
    return StatementBody(
        creator_id=row.creator_id,
        week=week_label(row.week),
        currency=row.currency,
        previous_sha256=row.previous.sha256 if row.previous else None,
        carried_in=row.carried_in,
        lines=[
            StatementLine(
                video_id=line.written.video_id,
                kind=line.written.kind,
                cause=line.written.cause,
                amount=line.written.amount,
                policy_sha256=line.written.policy_sha256,
                inputs=dict(line.written.inputs),
            )
            for line in lines
        ],
    )


def body_faults(row: StoredStatement, lines: Sequence[StoredLine]) -> Iterator[Found]:
    """Yield where stored rows and signed bytes differ, and where the bytes were tampered with."""
    if hashlib.sha256(row.body).hexdigest() != row.sha256:
        yield "hash", f"the stored bytes don't have the hash {row.sha256}"
    if not is_valid(row.body, signature=row.signature, public_key=row.public_key):
        yield "signature", "it is not the key's over the stored bytes"
    body = body_of(row, lines)
    if body.signed_bytes != row.body:
        yield from _where_rows_differ(body.to_json(), row.body)
    pairs = (
        ("total", row.total, body.total),
        ("payable", row.payable, body.payable),
        ("carried out", row.carried_out, body.carried_out),
        ("number of lines", row.line_count, len(lines)),
    )
    for where, stored, added_up in pairs:
        if stored != added_up:
            yield where, f"the row says {stored}, the lines give {added_up}"
    if [line.position for line in lines] != list(range(1, len(lines) + 1)):
        yield "positions", "the lines are not numbered from 1 without a gap"
    yield from _strays(row, lines)


def _strays(row: StoredStatement, lines: Sequence[StoredLine]) -> Iterator[Found]:
    label = week_label(row.week)
    for line in lines:
        if line.written.week != label:
            yield f"line {line.position}", f"its row says week {line.written.week}"


def _where_rows_differ(rows: dict[str, Any], signed: bytes) -> Iterator[Found]:
    try:
        said = json.loads(signed)
    except ValueError:
        yield "bytes", "they are no JSON"
        return
    if not isinstance(said, dict) or not isinstance(said.get("lines"), list):
        yield "bytes", "they are no statement"
        return
    named = 0
    for position, (stored, stated) in enumerate(
        zip(rows["lines"], said["lines"], strict=False), start=1
    ):
        for difference in unequal("line", stored, stated):
            named += 1
            what = difference.what.removeprefix("line.")
            yield (
                f"line {position}",
                f"{what} is {difference.stated!r} in the row and {difference.remade!r} as signed",
            )
    if len(rows["lines"]) != len(said["lines"]):
        named += 1
        yield "lines", f"{len(rows['lines'])} are stored and {len(said['lines'])} were signed"
    outside = [{k: v for k, v in one.items() if k != "lines"} for one in (rows, said)]
    for difference in unequal("statement", *outside):
        named += 1
        what = difference.what.removeprefix("statement.")
        yield what, f"{difference.stated!r} in the row and {difference.remade!r} as signed"
    if not named:
        yield "bytes", "they say the same as the rows, but are not spelt canonically"


def chain_faults(row: StoredStatement) -> Iterator[Found]:
    """Yield where a statement does not continue the one before it."""
    before = row.previous
    if before is None:
        if row.carried_in:
            yield "chain", f"{row.carried_in} is carried in, and there is no statement before it"
        return
    if before.creator_id != row.creator_id:
        yield "chain", f"the statement before it is of creator {before.creator_id}"
    if before.week >= row.week:
        yield "chain", f"the statement before it is of a later week, {week_label(before.week)}"
    if before.carried_out != row.carried_in:
        yield (
            "chain",
            f"{row.carried_in} is carried in, {before.carried_out} was carried out before",
        )


def posting_key(row: StoredStatement) -> str:
    """Return the key of the ledger transaction of a statement."""
    return f"earnings:{row.creator_id}:{week_label(row.week)}"


def ledger_faults(row: StoredStatement, found: Legs | None) -> Iterator[Found]:
    """Yield where the ledger did not move what the statement says."""
    unit, kinds = row.currency, Account.Kind
    due: Legs = {
        (kinds.EARNED.value, unit, None): -row.total,
        (kinds.PENDING.value, unit, row.creator_id): row.payable,
        (kinds.RECOVERY.value, unit, row.creator_id): row.carried_out - row.carried_in,
    }
    due = {place: amount for place, amount in due.items() if amount}
    posted = found or {}
    if due and not posted:
        yield "ledger", f"there is no transaction {posting_key(row)}"
        return
    for place in sorted({*due, *posted}, key=str):
        if due.get(place, 0) != posted.get(place, 0):
            kind, currency, owner = place
            account = f"{kind} {currency}" + (f" of creator {owner}" if owner else "")
            yield (
                "ledger",
                f"{posted.get(place, 0)} was posted to {account}, due were {due.get(place, 0)}",
            )


def payout_faults(row: StoredStatement, found: StoredPayouts | None) -> Iterator[Found]:
    """Yield where the parts of the payout don't add up to what is payable."""
    amount = found.amount if found else 0
    if amount != row.payable:
        yield "payout", f"its parts add up to {amount}, payable is {row.payable}"
    if found and found.currencies != (row.currency,):
        yield "payout", f"it is in {', '.join(found.currencies)}, the statement in {row.currency}"
