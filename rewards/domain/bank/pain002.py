"""ISO 20022 pain.002, payment status report: what became of a file and of its payments."""

from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree as ET

from rewards.domain.bank.batch import decimal_of, minor_of
from rewards.domain.bank.report import BadFile, Fault, Report, ReportLine, checked
from rewards.domain.bank.xml import child, document, text_of, to_bytes

FAMILY: Final = "pain.002."
NAME: Final = "pain.002.001.10"


def read(root: ET.Element) -> Report:
    """Read a report of any version. Raises BadFile."""
    message = root.find("{*}CstmrPmtStsRpt")
    if message is None:
        raise BadFile(Fault.EMPTY)
    lines = tuple(checked(line) for line in _lines(message))
    if not lines:
        raise BadFile(Fault.EMPTY)
    return Report(format=NAME, message_id=text_of(message, "GrpHdr/MsgId"), lines=lines)


def _lines(message: ET.Element) -> Iterator[ReportLine]:
    original = text_of(message, "OrgnlGrpInfAndSts/OrgnlMsgId")
    told = False
    for group in message.findall("{*}OrgnlPmtInfAndSts"):
        payments = group.findall("{*}TxInfAndSts")
        for payment in payments:
            yield _payment(payment, message_id=original)
        status = text_of(group, "PmtInfSts")
        if not payments and status:
            # We write one group of payments a file, so the group is the file.
            yield ReportLine(
                message_id=original, end_to_end_id="", status=status, reason=_reason(group)
            )
        told = told or bool(payments) or bool(status)
    whole = message.find("{*}OrgnlGrpInfAndSts")
    if not told and whole is not None and text_of(whole, "GrpSts"):
        yield ReportLine(
            message_id=original,
            end_to_end_id="",
            status=text_of(whole, "GrpSts"),
            reason=_reason(whole),
        )


def _payment(element: ET.Element, *, message_id: str) -> ReportLine:
    amount = element.find("{*}OrgnlTxRef/{*}Amt/{*}InstdAmt")
    if not text_of(element, "OrgnlEndToEndId"):
        raise BadFile(Fault.NAMELESS, detail=text_of(element, "TxSts"))
    try:
        minor = None if amount is None else minor_of(amount.text or "")
    except ValueError as error:
        raise BadFile(Fault.AMOUNT, detail=str(error)) from error
    return ReportLine(
        message_id=message_id,
        end_to_end_id=text_of(element, "OrgnlEndToEndId"),
        status=text_of(element, "TxSts"),
        reason=_reason(element),
        amount=minor,
        currency="" if amount is None else amount.get("Ccy", ""),
    )


def _reason(element: ET.Element) -> str:
    code = text_of(element, "StsRsnInf/Rsn/Cd") or text_of(element, "StsRsnInf/Rsn/Prtry")
    return " ".join(part for part in (code, text_of(element, "StsRsnInf/AddtlInf")) if part)[:200]


def write(report: Report, *, created_at: str) -> bytes:
    """Write a report of one message, as a bank's stub does. Lines without a payment come alone."""
    root = document(NAME)
    message = child(root, "CstmrPmtStsRpt")
    head = child(message, "GrpHdr")
    child(head, "MsgId", report.message_id)
    child(head, "CreDtTm", created_at)
    whole = child(message, "OrgnlGrpInfAndSts")
    child(whole, "OrgnlMsgId", report.lines[0].message_id)
    child(whole, "OrgnlMsgNmId", "pain.001.001.09")
    payments = [line for line in report.lines if line.end_to_end_id]
    if not payments:
        child(whole, "GrpSts", report.lines[0].status)
        _write_reason(whole, report.lines[0].reason)
        return to_bytes(root)
    group = child(message, "OrgnlPmtInfAndSts")
    child(group, "OrgnlPmtInfId", report.lines[0].message_id)
    for line in payments:
        element = child(group, "TxInfAndSts")
        child(element, "OrgnlEndToEndId", line.end_to_end_id)
        child(element, "TxSts", line.status)
        _write_reason(element, line.reason)
        if line.amount is not None:
            amount = child(element, "OrgnlTxRef/Amt/InstdAmt", decimal_of(line.amount))
            amount.set("Ccy", line.currency)
    return to_bytes(root)


def _write_reason(element: ET.Element, reason: str) -> None:
    if not reason:
        return
    code, _space, words = reason.partition(" ")
    why = child(element, "StsRsnInf")
    child(why, "Rsn/Cd", code)
    if words:
        child(why, "AddtlInf", words)
