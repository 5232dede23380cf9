"""Evidence as a creator looks at it: what a handler describes, with what only pages can draw."""

from collections.abc import Sequence
from dataclasses import replace

from creatorspark.core.appeals.handlers import Description, handler_of
from creatorspark.core.models import Video
from creatorspark.portals.creators.match_views import MatchView, match_view
from scoring import interface as scoring

# Too little alike to say anything; the video's page leaves it out too.
BELOW = "below"


def describe(kind: str, subject_id: str) -> Description | None:
    """Return the evidence as a creator may read it; None where the judgement is gone."""
    handler = handler_of(kind)
    try:
        found = handler.describe(subject_id, for_staff=False) if handler else None
    except LookupError:
        return None
    if found is not None and isinstance(found.evidence, scoring.OriginalityReport):
        return replace(found, evidence=_matches(found.evidence))
    return found


def _matches(report: scoring.OriginalityReport) -> Sequence[MatchView]:
    """Draw the matches as the video's page does: two films, and frames side by side."""
    shown = [match for match in report.matches if match.standing != BELOW]
    pictures = scoring.evidence_of(match_ids=[match.id for match in shown])
    lengths = Video.objects.filter(pk=report.video_id).values_list("duration_seconds", flat=True)
    seconds = float(lengths.first() or 0)
    return [
        match_view(
            match,
            threshold=report.threshold,
            seconds=seconds,
            pictures=pictures.get(match.id, []),
        )
        for match in shown
    ]
