"""ISO 20022 camt.054, debit and credit notification: money that came back after it was paid."""

from typing import Final
from xml.etree import ElementTree as ET

from rewards.domain.bank.batch import decimal_of, minor_of
from rewards.domain.bank.report import BadFile, Fault, Report, ReportLine, checked
from rewards.domain.bank.xml import child, document, text_of, to_bytes

FAMILY: Final = "camt.054."
NAME: Final = "camt.054.001.08"
RETURNED: Final = "RTRN"


def read(root: ET.Element) -> Report:
    """Read the returns of a notification; other movements are not about payouts. Raises BadFile."""
    message = root.find("{*}BkToCstmrDbtCdtNtfctn")
    if message is None:
        raise BadFile(Fault.EMPTY)
    entries = message.findall("{*}Ntfctn/{*}Ntry")
    details = [(one, entry) for entry in entries for one in entry.findall("{*}NtryDtls/{*}TxDtls")]
    lines = tuple(
        checked(_line(one, entry)) for one, entry in details if one.find("{*}RtrInf") is not None
    )
    if not entries:
        raise BadFile(Fault.EMPTY)
    return Report(format=NAME, message_id=text_of(message, "GrpHdr/MsgId"), lines=lines)


def _line(details: ET.Element, entry: ET.Element) -> ReportLine:
    found = details.find("{*}Amt")
    amount = entry.find("{*}Amt") if found is None else found
    if not text_of(details, "Refs/EndToEndId"):
        raise BadFile(Fault.NAMELESS, detail=RETURNED)
    try:
        minor = None if amount is None else minor_of(amount.text or "")
    except ValueError as error:
        raise BadFile(Fault.AMOUNT, detail=str(error)) from error
    code = text_of(details, "RtrInf/Rsn/Cd") or text_of(details, "RtrInf/Rsn/Prtry")
    return ReportLine(
        message_id=text_of(details, "Refs/MsgId"),
        end_to_end_id=text_of(details, "Refs/EndToEndId"),
        status=RETURNED,
        reason=" ".join(x for x in (code, text_of(details, "RtrInf/AddtlInf")) if x)[:200],
        amount=minor,
        currency="" if amount is None else amount.get("Ccy", ""),
    )


def write(report: Report, *, created_at: str, iban: str) -> bytes:
    """Write a notification of returns to the account `iban`, as a bank's stub does."""
    root = document(NAME)
    message = child(root, "BkToCstmrDbtCdtNtfctn")
    head = child(message, "GrpHdr")
    child(head, "MsgId", report.message_id)
    child(head, "CreDtTm", created_at)
    notice = child(message, "Ntfctn")
    child(notice, "Id", report.message_id)
    child(notice, "Acct/Id/IBAN", iban)
    for line in report.lines:
        entry = child(notice, "Ntry")
        child(entry, "Amt", decimal_of(line.amount or 0)).set("Ccy", line.currency)
        child(entry, "CdtDbtInd", "CRDT")
        child(entry, "Sts/Cd", "BOOK")
        child(entry, "BkTxCd/Prtry/Cd", "RETURN")
        details = child(entry, "NtryDtls/TxDtls")
        references = child(details, "Refs")
        child(references, "MsgId", line.message_id)
        child(references, "EndToEndId", line.end_to_end_id)
        child(details, "Amt", decimal_of(line.amount or 0)).set("Ccy", line.currency)
        child(details, "CdtDbtInd", "CRDT")
        code, _space, words = line.reason.partition(" ")
        why = child(details, "RtrInf")
        if code:
            child(why, "Rsn/Cd", code)
        if words:
            child(why, "AddtlInf", words)
    return to_bytes(root)
