"""A draft's matches as they stand by what its creator says now: a caption is rewritten in seconds.

What was found stays as it was found; only what a declared duet or stitch makes of it changes.
"""

from collections.abc import Mapping
from typing import Any

from scoring.domain.verdicts.declarations import Declaration, declared, plain
from scoring.domain.verdicts.standing import Standing, accuses
from scoring.models import Submission

Findings = Mapping[str, Any]


def declaration_of(submission: Submission) -> Declaration:
    """Return what a draft declares: in its caption, or by naming whose video it is made with."""
    said = declared(submission.caption, ())
    partner = plain(submission.partner)
    return Declaration(said.handles | {partner}, said.bare) if partner else said


def as_declared(found: Findings, *, by: Declaration, handles: Mapping[int, str]) -> Findings:
    """Return findings with each copied match that `by` makes a duet or stitch standing as one.

    `handles` names the creators of the matched videos by the videos' numbers.
    """
    matches = [_stand(match, found, by, handles) for match in found.get("matches", [])]
    if matches == found.get("matches", []):
        return found
    copied = [match for match in matches if match["standing"] == Standing.COPIED]
    return {
        **found,
        "matches": matches,
        "original": not accuses(Standing(match["standing"]) for match in matches),
        "similarity": max(match["similarity"] for match in copied or matches),
        "could_declare": bool(copied) and all(_may(match, found) for match in copied),
    }


def _stand(
    match: Findings, found: Findings, by: Declaration, handles: Mapping[int, str]
) -> Findings:
    says_so = by.bare or by.names(handles.get(match["video"], ""))
    if match["standing"] == Standing.COPIED and says_so and _may(match, found):
        return {**match, "standing": str(Standing.DECLARED)}
    return match


def _may(match: Findings, found: Findings) -> bool:
    """Tell whether the draft shows enough of its own beside this match."""
    return bool(match.get("declarable", found.get("could_declare")))
