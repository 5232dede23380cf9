"""The same in CSV, for banks and hands without ISO 20022. No spreadsheet runs a cell of it."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from rewards.domain.bank.batch import (
    NAME_LENGTH,
    NAMELESS,
    REFERENCE_LENGTH,
    BankBatch,
    Payer,
    Payment,
    clean,
    decimal_of,
    minor_of,
)
from rewards.domain.bank.report import BadFile, Fault, Report, ReportLine, checked

NAME: Final = "csv"
EXTENSION: Final = ".csv"
PAYMENT_COLUMNS: Final = (
    "message_id",
    "created_at",
    "pay_on",
    "payer",
    "payer_iban",
    "payer_bic",
    "end_to_end_id",
    "name",
    "iban",
    "amount",
    "currency",
    "reference",
)
REPORT_COLUMNS: Final = (
    "message_id",
    "end_to_end_id",
    "status",
    "reason",
    "amount",
    "currency",
)
BYTES: Final = 64 * 1024 * 1024
# What makes a spreadsheet run a cell; the quote is among them, so that reading undoes writing.
_RUNS: Final = ("=", "+", "-", "@", "\t", "\r", "|", "%", "'")


def write(batch: BankBatch) -> bytes:
    """Return the file of a batch: a header, and a row a payment."""
    rows = (
        (
            batch.message_id,
            batch.created_at.isoformat(),
            batch.pay_on.isoformat(),
            clean(batch.payer.name, length=NAME_LENGTH),
            batch.payer.iban,
            batch.payer.bic,
            one.end_to_end_id,
            clean(one.name, length=NAME_LENGTH) or NAMELESS,
            one.iban,
            decimal_of(one.amount),
            batch.currency,
            clean(one.reference, length=REFERENCE_LENGTH),
        )
        for one in batch.payments
    )
    return _to_bytes(PAYMENT_COLUMNS, rows)


def read(data: bytes) -> BankBatch:
    """Read a file as the bank does. Raises BadFile."""
    rows = list(_rows(data, PAYMENT_COLUMNS))
    if not rows:
        raise BadFile(Fault.EMPTY)
    first = rows[0]
    try:
        return BankBatch(
            message_id=first["message_id"],
            created_at=datetime.fromisoformat(first["created_at"]),
            pay_on=date.fromisoformat(first["pay_on"]),
            currency=first["currency"],
            payer=Payer(name=first["payer"], iban=first["payer_iban"], bic=first["payer_bic"]),
            payments=tuple(
                Payment(
                    end_to_end_id=row["end_to_end_id"],
                    name=row["name"],
                    iban=row["iban"],
                    amount=minor_of(row["amount"]),
                    reference=row["reference"],
                )
                for row in rows
            ),
        )
    except ValueError as error:
        raise BadFile(Fault.BROKEN, detail=str(error)) from error


def write_report(report: Report) -> bytes:
    """Write a report, as a bank's stub does."""
    rows = (
        (
            one.message_id,
            one.end_to_end_id,
            one.status,
            one.reason,
            "" if one.amount is None else decimal_of(one.amount),
            one.currency,
        )
        for one in report.lines
    )
    return _to_bytes(REPORT_COLUMNS, rows)


def read_report(data: bytes) -> Report:
    """Read a report. Raises BadFile."""
    lines = tuple(checked(_line(row)) for row in _rows(data, REPORT_COLUMNS))
    if not lines:
        raise BadFile(Fault.EMPTY)
    return Report(format=NAME, message_id="", lines=lines)


def _line(row: Mapping[str, str]) -> ReportLine:
    try:
        amount = minor_of(row["amount"]) if row["amount"].strip() else None
    except ValueError as error:
        raise BadFile(Fault.AMOUNT, detail=str(error)) from error
    return ReportLine(
        message_id=row["message_id"].strip(),
        end_to_end_id=row["end_to_end_id"].strip(),
        status=row["status"].strip().upper(),
        reason=row["reason"].strip()[:200],
        amount=amount,
        currency=row["currency"].strip().upper(),
    )


def _to_bytes(columns: Sequence[str], rows: Iterator[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([f"'{cell}" if cell.startswith(_RUNS) else cell for cell in row])
    return text.getvalue().encode()


def _rows(data: bytes, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    if len(data) > BYTES:
        raise BadFile(Fault.TOO_LARGE)
    try:
        text = data.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        head = [cell.strip().lower() for cell in next(reader, [])]
        if head != list(columns):
            raise BadFile(Fault.COLUMNS, detail=", ".join(columns))
        for row in reader:
            if not row:
                continue
            if len(row) != len(columns):
                raise BadFile(Fault.BROKEN, detail=f"{reader.line_num}")
            cells = [cell.removeprefix("'") for cell in row]
            yield dict(zip(columns, cells, strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadFile(Fault.BROKEN, detail=str(error)) from error
