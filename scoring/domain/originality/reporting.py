"""What a search found, as plain data: for the command line and for JSON."""

from typing import Any

from scoring.domain.originality.library import Findings, Match


def as_json(findings: Findings) -> dict[str, Any]:
    """Return findings as plain data; times are seconds."""
    return {
        "original": None if findings.original is None else int(findings.original),
        "similarity": round(findings.similarity, 4),
        "version": findings.version,
        "matches": [match_as_json(match) for match in findings.matches],
    }


def match_as_json(match: Match) -> dict[str, Any]:
    """Return one match: where the two agree on both time lines, and which edits it points to."""
    return {
        "video": match.key,
        "similarity": round(match.similarity, 4),
        "covered": round(match.covered, 3),
        "speed": round(match.speed, 3),
        "mirrored": match.mirrored,
        "edits": list(match.edits),
        "stretches": [
            {
                "query": [round(one.query_start, 2), round(one.query_end, 2)],
                "original": [round(one.reference_start, 2), round(one.reference_end, 2)],
            }
            for one in match.stretches
        ],
        "pairs": [[round(time, 2) for time in pair] for pair in match.pairs],
    }
