"""Calendar months and quarters in UTC, with the names they are known by: 2026-10, 2026-Q4."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

MONTHS_OF_A_QUARTER = 3


class Length(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Period:
    """A month or a quarter by its first day; make it with `period_of` or `parse_period`."""

    length: Length
    starts: date

    @property
    def start(self) -> datetime:
        """Return the first moment of it."""
        return datetime.combine(self.starts, time(), tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """Return the first moment after it."""
        return self.next().start

    @property
    def label(self) -> str:
        """Return its name, for example “2026-Q4” or “2026-10”."""
        if self.length is Length.QUARTER:
            return f"{self.starts.year:04}-Q{(self.starts.month - 1) // MONTHS_OF_A_QUARTER + 1}"
        return f"{self.starts.year:04}-{self.starts.month:02}"

    def next(self) -> "Period":
        """Return the period that follows."""
        months = MONTHS_OF_A_QUARTER if self.length is Length.QUARTER else 1
        return _holding(self.starts + timedelta(days=31 * months), self.length)


def period_of(moment: datetime, length: Length) -> Period:
    """Return the period in which an aware moment lies."""
    return _holding(moment.astimezone(UTC).date(), length)


def parse_period(label: str) -> Period:
    """Return the period of a name. Raises ValueError with a sentence."""
    year, _, rest = label.upper().partition("-")
    try:
        if rest.startswith("Q") and rest[1:] in {"1", "2", "3", "4"}:
            first = date(int(year), MONTHS_OF_A_QUARTER * (int(rest[1:]) - 1) + 1, 1)
            period = Period(Length.QUARTER, first)
        else:
            period = Period(Length.MONTH, date(int(year), int(rest), 1))
    except ValueError:
        period = None
    if period is None or period.label != label.upper():
        raise ValueError(f"“{label}” is no period; write it like 2026-Q4 or 2026-10.")
    return period


def _holding(day: date, length: Length) -> Period:
    month = day.month
    if length is Length.QUARTER:
        month -= (month - 1) % MONTHS_OF_A_QUARTER
    return Period(length, date(day.year, month, 1))
