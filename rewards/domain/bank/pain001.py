"""ISO 20022 pain.001.001.09, customer credit transfer: the file that asks a bank to pay."""

from datetime import UTC, date, datetime
from typing import Final
from xml.etree import ElementTree as ET

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
from rewards.domain.bank.report import BadFile, Fault
from rewards.domain.bank.xml import child, document, namespace, read_xml, text_of, to_bytes

NAME: Final = "pain.001.001.09"
EXTENSION: Final = ".xml"
# Euros go over SEPA, where each side bears its own costs; elsewhere costs are shared.
SEPA: Final = "EUR"


def write(batch: BankBatch) -> bytes:
    """Return the file of a batch."""
    root = document(NAME)
    message = child(root, "CstmrCdtTrfInitn")
    head = child(message, "GrpHdr")
    child(head, "MsgId", batch.message_id)
    child(head, "CreDtTm", batch.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    child(head, "NbOfTxs", str(len(batch.payments)))
    child(head, "CtrlSum", decimal_of(batch.total))
    child(head, "InitgPty/Nm", clean(batch.payer.name, length=NAME_LENGTH))
    _payments(child(message, "PmtInf"), batch)
    return to_bytes(root)


def _payments(group: ET.Element, batch: BankBatch) -> None:
    child(group, "PmtInfId", batch.message_id)
    child(group, "PmtMtd", "TRF")
    child(group, "NbOfTxs", str(len(batch.payments)))
    child(group, "CtrlSum", decimal_of(batch.total))
    if batch.currency == SEPA:
        child(group, "PmtTpInf/SvcLvl/Cd", "SEPA")
    child(group, "ReqdExctnDt/Dt", batch.pay_on.isoformat())
    child(group, "Dbtr/Nm", clean(batch.payer.name, length=NAME_LENGTH))
    child(group, "DbtrAcct/Id/IBAN", batch.payer.iban)
    bank = child(group, "DbtrAgt/FinInstnId")
    if batch.payer.bic:
        child(bank, "BICFI", batch.payer.bic)
    else:
        child(bank, "Othr/Id", "NOTPROVIDED")
    child(group, "ChrgBr", "SLEV" if batch.currency == SEPA else "SHAR")
    for payment in batch.payments:
        _payment(child(group, "CdtTrfTxInf"), payment, currency=batch.currency)


def _payment(element: ET.Element, payment: Payment, *, currency: str) -> None:
    child(element, "PmtId/EndToEndId", payment.end_to_end_id)
    amount = child(element, "Amt/InstdAmt", decimal_of(payment.amount))
    amount.set("Ccy", currency)
    child(element, "Cdtr/Nm", clean(payment.name, length=NAME_LENGTH) or NAMELESS)
    child(element, "CdtrAcct/Id/IBAN", payment.iban)
    reference = clean(payment.reference, length=REFERENCE_LENGTH)
    if reference:
        child(element, "RmtInf/Ustrd", reference)


def read(data: bytes) -> BankBatch:
    """Read a file as the bank does. Raises BadFile, also when its sums don't agree."""
    root = read_xml(data)
    if namespace(root) != NAME:
        raise BadFile(Fault.NOT_A_REPORT, detail=namespace(root))
    message = root.find("{*}CstmrCdtTrfInitn")
    group = root.find("{*}CstmrCdtTrfInitn/{*}PmtInf")
    if message is None or group is None:
        raise BadFile(Fault.EMPTY)
    try:
        payments = tuple(_read_payment(one) for one in group.findall("{*}CdtTrfTxInf"))
        currency = _currency(group)
        batch = BankBatch(
            message_id=text_of(message, "GrpHdr/MsgId"),
            created_at=datetime.fromisoformat(text_of(message, "GrpHdr/CreDtTm")),
            pay_on=date.fromisoformat(text_of(group, "ReqdExctnDt/Dt")),
            currency=currency,
            payer=Payer(
                name=text_of(group, "Dbtr/Nm"),
                iban=text_of(group, "DbtrAcct/Id/IBAN"),
                bic=text_of(group, "DbtrAgt/FinInstnId/BICFI"),
            ),
            payments=payments,
        )
        agrees = (
            int(text_of(message, "GrpHdr/NbOfTxs")) == len(payments)
            and minor_of(text_of(message, "GrpHdr/CtrlSum")) == batch.total
        )
    except ValueError as error:
        raise BadFile(Fault.BROKEN, detail=str(error)) from error
    if not agrees:
        raise BadFile(Fault.AMOUNT, detail="CtrlSum")
    return batch


def _currency(group: ET.Element) -> str:
    named = {one.get("Ccy", "") for one in group.findall("{*}CdtTrfTxInf/{*}Amt/{*}InstdAmt")}
    if len(named) != 1:
        raise ValueError("one currency a file")
    return named.pop()


def _read_payment(element: ET.Element) -> Payment:
    return Payment(
        end_to_end_id=text_of(element, "PmtId/EndToEndId"),
        name=text_of(element, "Cdtr/Nm"),
        iban=text_of(element, "CdtrAcct/Id/IBAN"),
        amount=minor_of(text_of(element, "Amt/InstdAmt")),
        reference=text_of(element, "RmtInf/Ustrd"),
    )
