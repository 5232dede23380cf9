"""How good a run's lists are, by what can be known without a judge: spread, gaps, doubts."""

from typing import Any

import numpy as np

from marketplace.domain.matching.chosen import Chosen, chosen_from
from marketplace.domain.matching.exposure import gini
from marketplace.domain.matching.tables import Table
from marketplace.services.runs.listing import FIRST_PAGE, Lists
from marketplace.services.runs.writing import Written


def quality_of(
    table: Table, lists: Lists, written: Written, *, brands: int, anew: int, seconds: float
) -> dict[str, Any]:
    """Return the measures of a run, for staff and for the next run to be held against.

    Shares and Gini coefficients are 0 to 1; of lists of creators the first page counts.
    """
    of_brands = [one for asking, one in lists.creators if asking.campaign_id is None]
    of_briefs = [one for asking, one in lists.creators if asking.campaign_id is not None]
    able = int(np.count_nonzero(table.available))
    return {
        "creators": len(table),
        "creators_open": able,
        "creators_looked_at": anew,
        "brands": brands,
        "briefs": len(of_briefs),
        "places": written.rows,
        "brands_for_creators": _direction(lists.brands, of=brands),
        "creators_for_brands": _direction(chosen_from(of_brands, length=FIRST_PAGE), of=able),
        "creators_for_briefs": _direction(chosen_from(of_briefs, length=FIRST_PAGE), of=able),
        "tolls": dict(lists.tolls),
        "with_warning": round(written.warned / written.rows, 4) if written.rows else 0.0,
        "not_known": {
            factor: round(number / written.rows, 4)
            for factor, number in sorted(written.unknown.items())
        },
        "seconds": round(seconds, 1),
    }


def _direction(lists: Chosen, *, of: int) -> dict[str, float]:
    """Return how many lists there are, how many are empty, and how evenly things are shown.

    What could be shown is never more than there are places.
    """
    counts, scores = lists.shown(), lists.scores()
    slots = min(of, len(scores))
    return {
        "lists": len(lists),
        "empty": lists.empty(),
        "shown": round(len(counts) / slots, 4) if slots else 0.0,
        "gini": round(gini(counts, of=slots), 4),
        "score": round(float(np.mean(scores)), 4) if len(scores) else 0.0,
    }
