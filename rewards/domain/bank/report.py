"""What a bank says about payments, whatever the format it says it in."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Meaning(StrEnum):
    """What a status means to us."""

    ACCEPTED = "accepted"
    PAID = "paid"
    REJECTED = "rejected"
    RETURNED = "returned"


# ISO 20022 external status codes, and RTRN for a return, which has an element of its own there.
MEANINGS: Final[dict[str, Meaning]] = {
    **dict.fromkeys(
        ["RCVD", "PDNG", "PART", "PATC", "ACTC", "ACCP", "ACFC", "ACSP", "ACWC", "ACWP"],
        Meaning.ACCEPTED,
    ),
    **dict.fromkeys(["ACSC", "ACCC"], Meaning.PAID),
    **dict.fromkeys(["RJCT", "CANC"], Meaning.REJECTED),
    "RTRN": Meaning.RETURNED,
}


class Fault(StrEnum):
    """Why a file is refused as a whole."""

    NOT_A_REPORT = "not_a_report"
    BROKEN = "broken"
    UNSAFE = "unsafe"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    COLUMNS = "columns"
    STATUS = "status"
    AMOUNT = "amount"
    NAMELESS = "nameless"
    TOO_LONG = "too_long"


class BadFile(ValueError):
    """A file that can't be read as it stands; `detail` names the place or the value."""

    def __init__(self, fault: Fault, *, detail: str = "") -> None:
        self.fault = fault
        self.detail = detail[:80]
        super().__init__(f"{fault}: {detail}")


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportLine:
    """What is said about one payment; with no `end_to_end_id`, about all of the message.

    `amount` in minor units where the file names it. `message_id` may be empty: some banks name
    the payment alone.
    """

    message_id: str
    end_to_end_id: str
    status: str
    reason: str = ""
    amount: int | None = None
    currency: str = ""

    @property
    def meaning(self) -> Meaning:
        """Return what the status means."""
        return MEANINGS[self.status]


@dataclass(frozen=True, kw_only=True)
class Report:
    """All that one file says."""

    format: str
    message_id: str
    lines: Sequence[ReportLine]


def checked(line: ReportLine) -> ReportLine:
    """Return the line, or raise BadFile where it can't be understood for sure."""
    if line.status not in MEANINGS:
        raise BadFile(Fault.STATUS, detail=line.status)
    if not line.message_id and not line.end_to_end_id:
        raise BadFile(Fault.NAMELESS, detail=line.status)
    for name in (line.message_id, line.end_to_end_id):
        if len(name) > 35:
            raise BadFile(Fault.TOO_LONG, detail=name)
    return line
