"""Which formats there are: for files to the bank by name, for files from it by their content."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from rewards.domain.bank import camt054, csv_form, pain001, pain002
from rewards.domain.bank.batch import BankBatch
from rewards.domain.bank.report import BadFile, Fault, Report
from rewards.domain.bank.xml import namespace, read_xml


class BankFormat(Protocol):
    """How batches are written for a bank, and how the bank reads them."""

    @property
    def name(self) -> str: ...
    @property
    def extension(self) -> str: ...
    @property
    def write(self) -> Callable[[BankBatch], bytes]: ...
    @property
    def read(self) -> Callable[[bytes], BankBatch]: ...


@dataclass(frozen=True, slots=True)
class _Format:
    name: str
    extension: str
    write: Callable[[BankBatch], bytes]
    read: Callable[[bytes], BankBatch]


FORMATS: Final[Mapping[str, BankFormat]] = {
    pain001.NAME: _Format(pain001.NAME, pain001.EXTENSION, pain001.write, pain001.read),
    csv_form.NAME: _Format(csv_form.NAME, csv_form.EXTENSION, csv_form.write, csv_form.read),
}


def read_report(data: bytes) -> Report:
    """Read a status report or a notification of returns. Raises BadFile."""
    if not data.strip():
        raise BadFile(Fault.EMPTY)
    if not _looks_like_xml(data):
        return csv_form.read_report(data)
    root = read_xml(data)
    message = namespace(root)
    if message.startswith(pain002.FAMILY):
        return pain002.read(root)
    if message.startswith(camt054.FAMILY):
        return camt054.read(root)
    raise BadFile(Fault.NOT_A_REPORT, detail=message)


def _looks_like_xml(data: bytes) -> bool:
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith((b"<", b"\xff\xfe", b"\xfe\xff"))
