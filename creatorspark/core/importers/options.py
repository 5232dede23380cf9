"""What a person may set for an import, checked, and as it is stored with the run."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from creatorspark.core.importers.parsing import DateOrder


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """Choices for one import; every empty one is worked out from the file.

    `observed_at`: when the counts were taken, for rows that don't say it. `mapping`: field to
    column name. `date_order`: how 03/04/2024 is read.
    """

    platform: str = "tiktok"
    observed_at: datetime | None = None
    mapping: dict[str, str] = field(default_factory=dict)
    delimiter: str = ""
    encoding: str = ""
    date_order: DateOrder | None = None

    def as_json(self) -> dict[str, Any]:
        """Return what `ImportRun.options` stores; the mapping has its own column there."""
        return {
            "platform": self.platform,
            "observed_at": self.observed_at.isoformat() if self.observed_at else "",
            "delimiter": self.delimiter,
            "encoding": self.encoding,
            "date_order": self.date_order or "",
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any], *, mapping: dict[str, str]) -> "ImportOptions":
        """Read what `as_json` wrote."""
        observed_at = stored.get("observed_at") or ""
        moment = datetime.fromisoformat(observed_at) if observed_at else None
        if moment and moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return cls(
            platform=stored.get("platform") or "tiktok",
            observed_at=moment,
            mapping=mapping,
            delimiter=stored.get("delimiter") or "",
            encoding=stored.get("encoding") or "",
            date_order=stored.get("date_order") or None,
        )
