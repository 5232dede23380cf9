"""What became of a row once it met what we know."""

from dataclasses import dataclass

from marketplace.models import ImportedRow, MarketImport
from marketplace.services.bringing.judging import Judged


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row and what it became: `creator_id` or `brand_id` name whom it was about."""

    judged: Judged
    state: ImportedRow.State
    creator_id: int | None = None
    brand_id: int | None = None

    def row(self, run: MarketImport) -> ImportedRow:
        """Return the row that keeps it, unsaved."""
        return ImportedRow(
            run=run,
            number=self.judged.number,
            state=self.state,
            original=self.judged.original,
            cleaned=self.judged.cleaned,
            problems=self.judged.problems_json(),
            creator_id=self.creator_id,
            brand_id=self.brand_id,
        )


def left_out(judged: Judged) -> Outcome:
    """Return the outcome of a row of which nothing is kept."""
    return Outcome(judged, ImportedRow.State.REJECTED)
