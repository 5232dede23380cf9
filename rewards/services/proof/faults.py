"""What a check found wrong, named so that a person can go and look."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One thing that does not agree.

    `creator_id` and `week` (for example “2026-W46”) name the statement, where it is about one;
    `where` is what of it, for example “line 3”.
    """

    where: str
    sentence: str
    creator_id: int | None = None
    week: str = ""

    def __str__(self) -> str:
        statement = f"creator {self.creator_id}, {self.week}, " if self.creator_id else ""
        return f"{statement}{self.where}: {self.sentence}"

    def to_json(self) -> dict[str, Any]:
        """Return the fault for a machine."""
        return {
            "creator": self.creator_id,
            "week": self.week or None,
            "where": self.where,
            "fault": self.sentence,
        }


Found = tuple[str, str]
"""Where in a statement, and the sentence."""
