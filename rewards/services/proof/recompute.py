"""Check stored statements, all or some: bytes, lines, chain, signature, ledger and payouts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from creatorspark.core.models import Policy
from creatorspark.lib.canonical import sha256_of
from creatorspark.lib.periods import week_label
from rewards.domain.pay_policy import PayPolicy
from rewards.selectors import proof as stored
from rewards.selectors.proof_overall import overall_faults
from rewards.services.policies import PAY, pay_began, rules_of
from rewards.services.proof import statements
from rewards.services.proof.faults import Fault, Found
from rewards.services.proof.lines import Remaker, Rules, is_of_week

LINES_AT_ONCE = 20_000

Report = Callable[[int, int], None]
"""Told how many statements of how many are done."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """What was looked at, and everything that does not agree."""

    statements: int
    lines: int
    faults: tuple[Fault, ...]


def verify(
    *, creator_id: int | None = None, week: date | None = None, report: Report = lambda _d, _t: None
) -> Verified:
    """Check all statements, or those of a creator, a week (by its Monday), or both.

    Each is compared with its own bytes, its rules, the statement before it and the ledger; when
    all are checked, also what no single statement shows.
    """
    sizes = stored.statement_sizes(creator_id=creator_id, week=week)
    rules, faults = _pay_rules()
    done, lines = 0, 0
    for ids in _batches(sizes):
        faults += list(_verify_batch(ids, rules))
        done += len(ids)
        report(done, len(sizes))
    lines = sum(count for _, count in sizes)
    if creator_id is None and week is None:
        faults += [Fault(where="all", sentence=text) for text in overall_faults()]
    return Verified(statements=done, lines=lines, faults=tuple(faults))


def _pay_rules() -> tuple[dict[str, PayPolicy], list[Fault]]:
    """Return the pay policies that have the hash they are named by, and a fault for each other."""
    rules: dict[str, PayPolicy] = {}
    faults = []
    for policy in Policy.objects.filter(kind=PAY).exclude(state=Policy.State.DRAFT):
        if sha256_of(policy.parameters) == policy.sha256:
            rules[policy.sha256] = rules_of(policy)
        else:
            sentence = f"its parameters don't have the hash {policy.sha256}"
            faults.append(Fault(where=f"pay policy {policy.version}", sentence=sentence))
    return rules, faults


def _batches(sizes: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """Cut statements into pieces of about as many lines as fit in memory with ease."""
    ids: list[int] = []
    lines = 0
    for pk, count in sizes:
        ids.append(pk)
        lines += count + 1
        if lines >= LINES_AT_ONCE:
            yield ids
            ids, lines = [], 0
    if ids:
        yield ids


def _verify_batch(ids: Sequence[int], rules: Rules) -> Iterator[Fault]:
    rows = list(stored.statements(ids))
    lines = stored.lines(ids, began=pay_began())
    legs = stored.legs([statements.posting_key(row) for row in rows])
    payouts = stored.payouts(ids)
    remaker = Remaker([line for some in lines.values() for line in some], rules=rules)
    for row in rows:
        own = lines[row.pk]
        found = [
            *statements.body_faults(row, own),
            *statements.chain_faults(row),
            *_line_faults(row, own, remaker),
            *statements.ledger_faults(row, legs.get(statements.posting_key(row))),
            *statements.payout_faults(row, payouts.get(row.pk)),
        ]
        for where, sentence in found:
            yield Fault(
                creator_id=row.creator_id,
                week=week_label(row.week),
                where=where,
                sentence=sentence,
            )


def _line_faults(
    row: stored.StoredStatement, lines: Sequence[stored.StoredLine], remaker: Remaker
) -> Iterator[Found]:
    if row.close_week != row.week:
        yield "week", f"it belongs to the closing of {week_label(row.close_week)}"
    for line in lines:
        where = f"line {line.position}"
        for sentence in remaker.faults(line):
            yield where, sentence
        policy = line.written.policy_sha256
        if is_of_week(line.written) and policy != row.close_policy_sha256:
            yield where, f"its policy {policy} is not the week's, {row.close_policy_sha256}"
