"""Do what the bank says: each payment's news once, and what we can't place is listed, not done."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from creatorspark.core.models import User
from creatorspark.core.services import audit
from rewards.domain.bank.adapter import read_report
from rewards.domain.bank.batch import end_to_end_id, parse_end_to_end_id
from rewards.domain.bank.report import BadFile, Meaning, ReportLine
from rewards.domain.payout import State
from rewards.models import BankReport, BankReportLine, Payout
from rewards.services.payouts.bank_words import reason_in_words
from rewards.services.payouts.moves import Move, lock_creators, make
from rewards.services.payouts.refusals import BadReport

Outcome = BankReportLine.Outcome
# (what the bank says, where the payout is) -> where it goes
LEADS_TO: dict[tuple[Meaning, State], State] = {
    (Meaning.PAID, State.SENT): State.PAID,
    (Meaning.REJECTED, State.SENT): State.REJECTED,
    (Meaning.REJECTED, State.PAID): State.RETURNED,
    (Meaning.RETURNED, State.SENT): State.RETURNED,
    (Meaning.RETURNED, State.PAID): State.RETURNED,
}
SAYS_AGAIN = {
    (Meaning.PAID, State.PAID),
    (Meaning.REJECTED, State.REJECTED),
    (Meaning.RETURNED, State.RETURNED),
}


def apply_report(data: bytes, *, name: str, actor: User | None, now: datetime) -> BankReport | None:
    """Read a file from the bank and do what it says; None when this very file was read before.

    Raises BadReport for a file that can't be trusted as a whole; nothing of it is kept then.
    """
    try:
        report = read_report(data)
    except BadFile as error:
        raise BadReport.for_file(error) from error
    sha256 = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        lines = list(_spelled_out(report.lines))
        payouts = _lock(lines)
        if BankReport.objects.filter(sha256=sha256).exists():
            return None
        told = _Telling(payouts, actor=actor, now=now).work_through(lines)
        row, created = BankReport.objects.get_or_create(
            sha256=sha256,
            defaults={
                "name": name[:200],
                "format": report.format,
                "file": data,
                "lines": len(told),
                "not_applied": sum(one.outcome in BankReportLine.TROUBLE for one in told),
                "received_at": now,
            },
        )
        if not created:
            transaction.set_rollback(True)
            return None
        for position, one in enumerate(told, start=1):
            one.report, one.position = row, position
        BankReportLine.objects.bulk_create(told)
        audit.record(
            "rewards.bank_report.read",
            target=row,
            actor=actor,
            after={"name": row.name, "lines": row.lines, "not_applied": row.not_applied},
        )
    return row


def _spelled_out(lines: Sequence[ReportLine]) -> Iterator[ReportLine]:
    """Yield the lines, with one a payout for a line that decides about a whole message."""
    for line in lines:
        if line.end_to_end_id or line.meaning is Meaning.ACCEPTED:
            yield line
            continue
        sent = Payout.objects.filter(batch__message_id=line.message_id).order_by("pk")
        named = [end_to_end_id(pk, attempt=n) for pk, n in sent.values_list("pk", "attempt")]
        if not named:
            yield line
        for one in named:
            yield ReportLine(
                message_id=line.message_id,
                end_to_end_id=one,
                status=line.status,
                reason=line.reason,
            )


def _lock(lines: Collection[ReportLine]) -> dict[int, Payout]:
    """Lock the creators of the payouts that are named, then return the payouts by id."""
    named = {
        name[0] for line in lines if (name := parse_end_to_end_id(line.end_to_end_id)) is not None
    }
    owners = Payout.objects.filter(pk__in=named).values_list("creator_id", flat=True)
    lock_creators(set(owners))
    rows = Payout.objects.filter(pk__in=named, batch__isnull=False).defer("batch__file")
    return {row.pk: row for row in rows.select_related("statement", "batch")}


@dataclass(frozen=True, slots=True)
class _Judged:
    """What becomes of a line."""

    outcome: str
    payout: Payout | None = None
    leads_to: State | None = None


class _Telling:
    """Works through the lines of one file in their order."""

    def __init__(self, payouts: dict[int, Payout], *, actor: User | None, now: datetime) -> None:
        self._payouts = payouts
        self._actor = actor
        self._now = now
        self._moves: dict[int, Move] = {}
        self._done = _applied_before(payouts)

    def work_through(self, lines: Sequence[ReportLine]) -> list[BankReportLine]:
        """Do what each line says and return what came of it, without the file yet."""
        told = [self._take(line) for line in lines]
        self._flush()
        return told

    def _take(self, line: ReportLine) -> BankReportLine:
        judged = self._judge(line)
        payout = judged.payout
        message = line.message_id
        if payout is not None and payout.batch is not None:
            message = message or payout.batch.message_id
        if payout is not None and judged.leads_to is not None:
            reason = reason_in_words(line.reason) if line.meaning is not Meaning.PAID else ""
            self._moves[payout.pk] = Move(payout=payout, state=judged.leads_to, reason=reason)
            self._done.add((payout.pk, payout.attempt, line.meaning))
        return BankReportLine(
            message_id=message,
            end_to_end_id=line.end_to_end_id,
            status=line.status,
            meaning=line.meaning,
            reason=line.reason,
            amount=line.amount,
            currency=line.currency[:3],
            payout=payout,
            outcome=judged.outcome,
        )

    def _judge(self, line: ReportLine) -> _Judged:
        name = parse_end_to_end_id(line.end_to_end_id)
        payout = self._payouts.get(name[0]) if name else None
        if line.meaning is Meaning.ACCEPTED and not line.end_to_end_id:
            return _Judged(Outcome.NOTED)
        if name is None or payout is None or name[1] not in range(1, payout.attempt + 1):
            return _Judged(Outcome.UNKNOWN)
        if payout.pk in self._moves:
            self._flush()
        if (payout.pk, name[1], line.meaning) in self._done:
            return _Judged(Outcome.REPEATED, payout)
        if name[1] != payout.attempt:
            return _Judged(Outcome.OUT_OF_TURN, payout)
        return self._judge_newest(line, payout)

    @staticmethod
    def _judge_newest(line: ReportLine, payout: Payout) -> _Judged:
        """Judge what is said about a payout's newest sending."""
        if line.message_id and payout.batch and line.message_id != payout.batch.message_id:
            return _Judged(Outcome.UNKNOWN)
        if line.amount is not None and (line.amount, line.currency) != (
            payout.amount,
            payout.currency,
        ):
            return _Judged(Outcome.DIFFERS, payout)
        if line.meaning is Meaning.ACCEPTED:
            return _Judged(Outcome.NOTED, payout)
        step = (line.meaning, State(payout.state))
        if step in SAYS_AGAIN:
            return _Judged(Outcome.REPEATED, payout)
        if step not in LEADS_TO:
            return _Judged(Outcome.OUT_OF_TURN, payout)
        return _Judged(Outcome.APPLIED, payout, LEADS_TO[step])

    def _flush(self) -> None:
        make(list(self._moves.values()), actor=self._actor, now=self._now)
        self._moves.clear()


def _applied_before(payouts: Collection[int]) -> set[tuple[int, int, str]]:
    """Return (payout, attempt, meaning) of what banks told before and we did."""
    rows = BankReportLine.objects.filter(payout__in=payouts, outcome=Outcome.APPLIED)
    found = set()
    for payout_id, name, meaning in rows.values_list("payout", "end_to_end_id", "meaning"):
        parsed = parse_end_to_end_id(name)
        if payout_id is not None and parsed is not None:
            found.add((payout_id, parsed[1], meaning))
    return found
