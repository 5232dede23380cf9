"""What a judgement came to, before it is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from scoring.domain.originality import VERSION
from scoring.domain.verdicts.standing import Standing, accuses
from scoring.models import OriginalityVerdict
from scoring.services.originality.policies import InForce
from scoring.services.originality.searching import Found

# A match that is too faint to count is kept if it may be asked about, and only a few are.
FAINT = 0.5
MOST_FAINT = 3
DIGITS = 4
# Problems that aren't the decoder's; `wording.PROBLEMS` has a sentence for each.
NO_FILE = "no_file"
FILE_MISSING = "file_missing"
SAYS_NOTHING = "says_nothing"
# A post of pictures, which have no length.
PICTURES = "pictures"
CATCHING_UP = "catching_up"
UNEXPECTED = "unexpected"
CRASHED = "crashed"
OTHER_FILE = "other_file"


@dataclass(frozen=True, slots=True)
class Judged:
    """A match, what it means for the video, and when the other video was published."""

    found: Found
    standing: Standing
    posted_at: datetime
    is_earlier: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """A verdict with its matches, the most telling first. `problem` says why it can't be judged."""

    verdict: str
    policy: InForce
    sha256: str
    judged: tuple[Judged, ...] = ()
    nearest: float = 0.0
    problem: str = ""

    @classmethod
    def of(cls, judged: Sequence[Judged], *, policy: InForce, sha256: str) -> "Outcome":
        """Return the verdict that matches come to; only `matches_kept` of them are kept."""
        copied = accuses(one.standing for one in judged)
        kinds = OriginalityVerdict.Verdict
        ranked = sorted(_worth_keeping(judged, policy.rules.threshold), key=_telling)
        return cls(
            verdict=kinds.NOT_ORIGINAL if copied else kinds.ORIGINAL,
            policy=policy,
            sha256=sha256,
            judged=tuple(ranked[: policy.rules.matches_kept]),
            nearest=_nearest(judged),
        )

    @property
    def similarity(self) -> float | None:
        """To the nearest video posted earlier; None where there was nothing to compare."""
        return None if self.problem else self.nearest

    def evidence(self) -> dict[str, Any]:
        """Return what the verdict rests on."""
        document: dict[str, Any] = {
            "version": VERSION,
            "policy": self.policy.version,
            "threshold": self.policy.rules.threshold,
            "similarity": self.similarity,
            "sha256": self.sha256,
            # Pictures are taken of these files only, should another come meanwhile.
            "files": {str(one.found.video_id): one.found.sha256 for one in self.judged},
        }
        return {**document, "problem": self.problem} if self.problem else document


def _worth_keeping(judged: Sequence[Judged], threshold: float) -> list[Judged]:
    counts = [one for one in judged if one.standing is not Standing.BELOW]
    faint = [one for one in judged if one.standing is Standing.BELOW]
    likest = sorted(faint, key=_telling)[:MOST_FAINT]
    return counts + [one for one in likest if one.found.similarity >= FAINT * threshold]


def _nearest(judged: Sequence[Judged]) -> float:
    """The similarity to what was copied; where nothing was, to the likest earlier video."""
    earlier = [one for one in judged if one.is_earlier]
    copied = [one for one in earlier if one.standing is Standing.COPIED] or earlier
    return round(max((one.found.similarity for one in copied), default=0.0), DIGITS)


def _telling(one: Judged) -> tuple[bool, bool, float]:
    """What accuses comes first, then what else counts, then what is only a little alike."""
    return (
        one.standing is not Standing.COPIED,
        one.standing is Standing.BELOW,
        -one.found.similarity,
    )
