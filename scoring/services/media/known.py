"""Files that came before: what was found out about the same bytes isn't found out again."""

from typing import Any

from scoring.media.facts import VideoFacts
from scoring.models import Submission

FACTS = ("seconds", "width", "height", "frame_rate", "has_sound")


def known_facts(sha256: str) -> VideoFacts | None:
    """Return the facts of a file with this digest that was read before."""
    values = copied_facts(sha256)
    return VideoFacts(**values) if values else None


def copied_facts(sha256: str) -> dict[str, Any]:
    """Return the same as columns of a row; empty where no such file was read."""
    found = (
        Submission.objects.filter(
            sha256=sha256, state=Submission.State.RECEIVED, seconds__isnull=False
        )
        .values(*FACTS)
        .first()
    )
    return dict(found) if found else {}
