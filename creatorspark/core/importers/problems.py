"""What can be wrong with a file or one of its rows, as codes; the words are in `wording`."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a value, a row or a whole file could not be taken as it stood."""

    # rows that are left out
    WIDTH = "width"
    TOTAL = "total"
    ID_MISSING = "id_missing"
    ID_ROUNDED = "id_rounded"
    ID_INVALID = "id_invalid"
    COUNT_INVALID = "count_invalid"
    COUNT_NEGATIVE = "count_negative"
    COUNT_AMBIGUOUS = "count_ambiguous"
    COUNT_TOO_LARGE = "count_too_large"
    VIEWS_MISSING = "views_missing"
    CREATOR_INVALID = "creator_invalid"
    CREATOR_UNKNOWN = "creator_unknown"
    TIME_INVALID = "time_invalid"
    TIME_FUTURE = "time_future"
    POSTED_UNKNOWN = "posted_unknown"
    OBSERVED_MISSING = "observed_missing"
    QUOTE_OPEN = "quote_open"
    DUPLICATE_DIFFERS = "duplicate_differs"
    RECORDED_DIFFERS = "recorded_differs"
    JSON_CUT_OFF = "json_cut_off"
    JSON_BROKEN = "json_broken"
    RECORD_INVALID = "record_invalid"
    RECORD_TOO_LARGE = "record_too_large"
    # values that are left blank or kept, and noted
    DURATION_INVALID = "duration_invalid"
    FOLLOWERS_INVALID = "followers_invalid"
    URL_INVALID = "url_invalid"
    TEXT_SHORTENED = "text_shortened"
    OBSERVED_BEFORE_POSTED = "observed_before_posted"
    ENGAGEMENT_ABOVE_VIEWS = "engagement_above_views"
    DUPLICATE_SAME = "duplicate_same"
    CREATOR_DIFFERS = "creator_differs"
    NUL_REMOVED = "nul_removed"


NOTED = frozenset(
    {
        Reason.DURATION_INVALID,
        Reason.FOLLOWERS_INVALID,
        Reason.URL_INVALID,
        Reason.TEXT_SHORTENED,
        Reason.OBSERVED_BEFORE_POSTED,
        Reason.ENGAGEMENT_ABOVE_VIEWS,
        Reason.DUPLICATE_SAME,
        Reason.CREATOR_DIFFERS,
        Reason.NUL_REMOVED,
    }
)
"""Reasons after which the row is kept all the same."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at `line` (of a CSV, from 1) or record (of a JSON file, from 1)."""

    line: int
    reason: Reason
    field: str = ""
    value: str = ""

    @property
    def rejects(self) -> bool:
        """Whether the row was left out."""
        return self.reason not in NOTED


class Fault(StrEnum):
    """Why a whole file can't be read; nothing of it is kept."""

    EMPTY = "empty"
    BINARY = "binary"
    WORKBOOK = "workbook"
    COMPRESSED = "compressed"
    NO_ROWS = "no_rows"
    NO_COLUMNS = "no_columns"
    COLUMN_UNKNOWN = "column_unknown"
    FIELD_UNKNOWN = "field_unknown"
    ENCODING_UNKNOWN = "encoding_unknown"
    NOT_JSON = "not_json"
    NO_RECORDS = "no_records"
    TOO_LARGE = "too_large"


class FileFault(Exception):
    """The file can't be read at all. `fault` says why, `details` fills the sentence."""

    def __init__(self, fault: Fault, **details: str) -> None:
        super().__init__(fault.value, details)
        self.fault = fault
        self.details = details


class CellFault(Exception):
    """A value can't be read; the caller knows its line and field."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
