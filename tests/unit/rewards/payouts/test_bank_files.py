"""Files for a bank and from it: what is written is read back, and nothing else gets in."""

import csv
import io
from contextlib import suppress
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewards.domain.bank import camt054, csv_form, pain001, pain002
from rewards.domain.bank.adapter import FORMATS, read_report
from rewards.domain.bank.batch import (
    BankBatch,
    Payer,
    Payment,
    clean,
    decimal_of,
    end_to_end_id,
    minor_of,
    parse_end_to_end_id,
)
from rewards.domain.bank.report import BadFile, Fault, Meaning, Report, ReportLine

IBAN = "DE89370400440532013000"
amounts = st.integers(1, 10**15)
payments = st.builds(
    Payment,
    end_to_end_id=st.builds(
        lambda pk, attempt: end_to_end_id(pk, attempt=attempt),
        st.integers(1, 10**12),
        st.integers(1, 99),
    ),
    name=st.text(min_size=1, max_size=90),
    iban=st.just(IBAN),
    amount=amounts,
    reference=st.text(max_size=160),
)
batches = st.builds(
    BankBatch,
    message_id=st.just("CS20250514-0123456789AB"),
    created_at=st.just(datetime(2025, 5, 14, 12, tzinfo=UTC)),
    pay_on=st.just(date(2025, 5, 15)),
    currency=st.sampled_from(["USD", "EUR", "GBP"]),
    payer=st.just(Payer(name="Creator Spark", iban=IBAN, bic="")),
    payments=st.lists(payments, min_size=1, max_size=5).map(tuple),
)


@pytest.mark.parametrize("name", sorted(FORMATS))
@given(batch=batches)
def test_a_batch_is_read_back_as_it_was_written(name, batch):
    read = FORMATS[name].read(FORMATS[name].write(batch))
    assert (read.message_id, read.currency, read.total) == (
        batch.message_id,
        batch.currency,
        batch.total,
    )
    assert [one.end_to_end_id for one in read.payments] == [
        one.end_to_end_id for one in batch.payments
    ]
    for ours, theirs in zip(batch.payments, read.payments, strict=True):
        assert theirs.name == (clean(ours.name, length=70) or "?")
        assert theirs.reference == clean(ours.reference, length=140)
        assert (theirs.amount, theirs.iban) == (ours.amount, ours.iban)


def one_batch(**changes: str) -> BankBatch:
    values = {"name": "Ana Gómez", "reference": "Week 2025-W18"} | changes
    payment = Payment(end_to_end_id="P7-1", iban=IBAN, amount=120_050, **values)
    return BankBatch(
        message_id="CS1",
        created_at=datetime(2025, 5, 14, 12, tzinfo=UTC),
        pay_on=date(2025, 5, 15),
        currency="EUR",
        payer=Payer(name="Creator Spark", iban=IBAN, bic="COBADEFFXXX"),
        payments=(payment, payment),
    )


def test_the_order_of_elements_is_that_of_the_standard():
    root = ET.fromstring(pain001.write(one_batch()))
    group = root.find("{*}CstmrCdtTrfInitn/{*}PmtInf")
    assert group is not None
    names = [one.tag.partition("}")[2] for one in group]
    assert names == [
        "PmtInfId",
        "PmtMtd",
        "NbOfTxs",
        "CtrlSum",
        "PmtTpInf",
        "ReqdExctnDt",
        "Dbtr",
        "DbtrAcct",
        "DbtrAgt",
        "ChrgBr",
        "CdtTrfTxInf",
        "CdtTrfTxInf",
    ]
    head = root.find("{*}CstmrCdtTrfInitn/{*}GrpHdr")
    assert head is not None
    assert {one.tag.partition("}")[2]: one.text for one in head if one.text} == {
        "MsgId": "CS1",
        "CreDtTm": "2025-05-14T12:00:00Z",
        "NbOfTxs": "2",
        "CtrlSum": "2401.00",
    } | {"InitgPty": head[4].text}
    amount = group.find("{*}CdtTrfTxInf/{*}Amt/{*}InstdAmt")
    assert amount is not None
    assert (amount.text, amount.get("Ccy")) == ("1200.50", "EUR")


def test_names_are_cut_where_the_standard_cuts_them():
    read = pain001.read(pain001.write(one_batch(name="x" * 69 + "  yz")))
    assert read.payments[0].name == "x" * 69


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "'", "|", "%"])
def test_no_cell_is_run_by_a_spreadsheet(start):
    written = csv_form.write(one_batch(name=f"{start}HYPERLINK(1)"))
    row = next(csv.DictReader(io.StringIO(written.decode())))
    assert row["name"].startswith("'")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_file_whose_sum_was_changed_is_refused(name):
    written = FORMATS[name].write(one_batch()).replace(b"1200.50", b"1200.5x", 1)
    with pytest.raises(BadFile):
        FORMATS[name].read(written)


def test_the_control_sum_must_agree():
    with pytest.raises(BadFile) as caught:
        pain001.read(pain001.write(one_batch()).replace(b">1200.50<", b">9200.50<", 1))
    assert caught.value.fault is Fault.AMOUNT


@given(amount=st.integers(0, 10**17))
def test_amounts_are_exact(amount):
    assert minor_of(decimal_of(amount)) == amount


@pytest.mark.parametrize("text", ["", "1.001", "-1", "NaN", "1e400", "Infinity", "1,00", "12 x"])
def test_what_is_no_amount(text):
    with pytest.raises(ValueError, match="no amount"):
        minor_of(text)


@given(payout=st.integers(1, 10**18 - 1), attempt=st.integers(0, 9999))
def test_names_of_payments(payout, attempt):
    name = end_to_end_id(payout, attempt=attempt)
    assert len(name) <= 35
    assert parse_end_to_end_id(name) == (payout, attempt)


@pytest.mark.parametrize(
    "text", ["", "P", "P1", "P1-", "P-1", "X1-1", "P1-1-1", "P¹-1", "P1-99999"]
)
def test_names_that_are_not_ours(text):
    assert parse_end_to_end_id(text) is None


# What comes back --------------------------------------------------------------------------------
codes = st.sampled_from(["AC01", "AC04 Closed Account Number", "MD07"])
tellings = st.builds(
    ReportLine,
    message_id=st.just("CS1"),
    end_to_end_id=st.integers(1, 10**9).map(lambda pk: f"P{pk}-1"),
    status=st.sampled_from(["ACSC", "RJCT", "ACSP"]),
    reason=codes,
    amount=amounts,
    currency=st.sampled_from(["USD", "EUR"]),
)
reports = st.lists(tellings, min_size=1, max_size=4).map(
    lambda lines: Report(format="", message_id="B1", lines=tuple(lines))
)


@given(report=reports)
def test_status_reports_are_read_back(report):
    written = pain002.write(report, created_at="2025-05-14T12:00:00Z")
    assert read_report(written).lines == report.lines
    assert read_report(csv_form.write_report(report)).lines == report.lines


@given(report=reports)
def test_returns_are_read_back(report):
    written = camt054.write(report, created_at="2025-05-14T12:00:00Z", iban=IBAN)
    lines = read_report(written).lines
    assert {line.meaning for line in lines} == {Meaning.RETURNED}
    assert [(x.message_id, x.end_to_end_id, x.amount, x.reason) for x in lines] == [
        (x.message_id, x.end_to_end_id, x.amount, x.reason) for x in report.lines
    ]


def test_a_status_of_the_whole_file():
    report = Report(
        format="",
        message_id="B1",
        lines=(ReportLine(message_id="CS1", end_to_end_id="", status="RJCT", reason="AM05"),),
    )
    written = pain002.write(report, created_at="2025-05-14T12:00:00Z")
    assert read_report(written).lines == report.lines


def test_movements_that_are_no_returns_are_passed_over():
    report = Report(format="", message_id="B1", lines=(line_of("ACSC"),))
    written = camt054.write(report, created_at="2025-05-14T12:00:00Z", iban=IBAN)
    assert read_report(written.replace(b"RtrInf", b"AddtlNtry")).lines == ()


def line_of(status: str) -> ReportLine:
    return ReportLine(
        message_id="CS1", end_to_end_id="P1-1", status=status, amount=5, currency="EUR"
    )


def status_file(status: str = "ACSC") -> bytes:
    report = Report(format="", message_id="B1", lines=(line_of(status),))
    return pain002.write(report, created_at="2025-05-14T12:00:00Z")


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]><Document>&lol1;</Document>"""
OUTSIDE = (
    b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>"""
)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", Fault.EMPTY),
        (b"  \n", Fault.EMPTY),
        (BOMB, Fault.UNSAFE),
        (OUTSIDE, Fault.UNSAFE),
        (BOMB.decode().replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16"), Fault.UNSAFE),
        (b"<a>" * 100 + b"</a>" * 100, Fault.UNSAFE),
        (b"<Document><unclosed></Document>", Fault.BROKEN),
        (b'<?xml version="1.0" encoding="nonsense"?><a/>', Fault.BROKEN),
        (b"<html><body>Log in</body></html>", Fault.NOT_A_REPORT),
        (pain001.write(one_batch()), Fault.NOT_A_REPORT),
        (status_file().replace(b"ACSC", b"WHAT"), Fault.STATUS),
        (status_file().replace(b"0.05", b"0.055"), Fault.AMOUNT),
        (status_file().replace(b"P1-1", b""), Fault.NAMELESS),
        (status_file().replace(b"P1-1", b"P" * 36), Fault.TOO_LONG),
        (b"\xff\x00\x01", Fault.BROKEN),
        (b"message_id,what\n1,2\n", Fault.COLUMNS),
        (",".join(csv_form.REPORT_COLUMNS).encode(), Fault.EMPTY),
        (",".join(csv_form.REPORT_COLUMNS).encode() + b"\nCS1,P1-1\n", Fault.BROKEN),
        (",".join(csv_form.REPORT_COLUMNS).encode() + b"\nCS1,P1-1,NOPE,,,\n", Fault.STATUS),
    ],
)
def test_files_that_are_refused_as_a_whole(data, fault):
    with pytest.raises(BadFile) as caught:
        read_report(data)
    assert caught.value.fault is fault


@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_bytes_are_read_or_refused(data):
    with suppress(BadFile):
        assert read_report(data).lines is not None
