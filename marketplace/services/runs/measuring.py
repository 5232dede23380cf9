"""How good a run's lists are, by what can be known without a judge: spread, gaps, doubts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from marketplace.domain.matching.exposure import Candidate, gini
from marketplace.domain.matching.tables import Table
from marketplace.services.runs.listing import FIRST_PAGE, Lists
from marketplace.services.runs.writing import Written


def quality_of(
    table: Table, lists: Lists, written: Written, *, brands: int, anew: int, seconds: float
) -> dict[str, Any]:
    """Return the measures of a run, for staff and for the next run to be held against.

    Shares and Gini coefficients are 0 to 1; of lists of creators the first page counts.
    """
    of_brands = [one[:FIRST_PAGE] for asking, one in lists.creators if asking.campaign_id is None]
    of_briefs = [one for asking, one in lists.creators if asking.campaign_id is not None]
    able = int(np.count_nonzero(table.available))
    return {
        "creators": len(table),
        "creators_open": able,
        "creators_looked_at": anew,
        "brands": brands,
        "briefs": len(of_briefs),
        "places": written.rows,
        "brands_for_creators": _direction(lists.brands.values(), of=brands),
        "creators_for_brands": _direction(of_brands, of=able),
        "creators_for_briefs": _direction([one[:FIRST_PAGE] for one in of_briefs], of=able),
        "tolls": dict(lists.tolls),
        "with_warning": round(written.warned / written.rows, 4) if written.rows else 0.0,
        "not_known": {
            factor: round(number / written.rows, 4)
            for factor, number in sorted(written.unknown.items())
        },
        "seconds": round(seconds, 1),
    }


def _direction(lists: Iterable[Sequence[Candidate]], *, of: int) -> dict[str, float]:
    """Return how many lists there are, how many are empty, and how evenly things are shown.

    What could be shown is never more than there are places.
    """
    rows = list(lists)
    shown = Counter(one.number for row in rows for one in row)
    slots = min(of, sum(shown.values()))
    counts = np.array(sorted(shown.values()), np.int64)
    scores = [one.score for row in rows for one in row]
    return {
        "lists": len(rows),
        "empty": sum(not row for row in rows),
        "shown": round(len(shown) / slots, 4) if slots else 0.0,
        "gini": round(gini(counts, of=slots), 4),
        "score": round(float(np.mean(scores)), 4) if scores else 0.0,
    }
