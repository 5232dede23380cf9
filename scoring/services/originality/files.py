"""A file on this machine against the library, for the command line: no verdict, nothing stored."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from creatorspark.core.models import Video
from scoring.domain.originality import VERSION
from scoring.domain.originality.folders import read
from scoring.services.originality.policies import policy_in_force
from scoring.services.originality.searching import Asker, Found, search


def search_file(path: Path, *, now: datetime) -> dict[str, Any]:
    """Return what a file is like as plain data; `original` is None where it says nothing.

    Raises MediaProblem with what is wrong with the file, UnknownPolicy where none is in force.
    """
    policy = policy_in_force(at=now)
    query = read(path)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    found = search(query, Asker(0, now, now, sha256))[: policy.rules.matches_kept]
    similarity = found[0].similarity if found else 0.0
    videos = Video.objects.select_related("creator").in_bulk([one.video_id for one in found])
    judged = int(similarity < policy.rules.threshold) if query.says_something else None
    return {
        "original": judged,
        "similarity": round(similarity, 4),
        "version": VERSION,
        "policy": policy.version,
        "threshold": policy.rules.threshold,
        "matches": [_as_json(one, videos[one.video_id]) for one in found],
    }


def _as_json(one: Found, video: Video) -> dict[str, Any]:
    return {
        "video": one.video_id,
        "creator": video.creator.handle,
        "posted_at": video.posted_at.isoformat(),
        "similarity": round(one.similarity, 4),
        "covered": round(one.covered, 3),
        "speed": round(one.speed, 3),
        "mirrored": one.mirrored,
        "edits": list(one.edits),
        "stretches": [
            {
                "query": [round(start, 2), round(end, 2)],
                "original": [round(there_start, 2), round(there_end, 2)],
            }
            for start, end, there_start, there_end in one.stretches
        ],
        "pairs": [[round(time, 2) for time in pair] for pair in one.pairs],
    }
