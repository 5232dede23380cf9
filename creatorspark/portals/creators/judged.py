"""Grade and originality of videos in the words of a sentence and of a badge."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from creatorspark.core.models import Video
from creatorspark.portals.creators.points_state import SCORING_AGE
from scoring import interface as scoring

LETTERS = ("A", "B", "C", "D", "E")
ORIGINALITY: Mapping[str, Promise] = {
    "original": gettext_lazy("original"),
    "not_original": gettext_lazy("not original"),
    "not_judgeable": gettext_lazy("originality can't be judged"),
    "pending": gettext_lazy("originality not judged yet"),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """`letter` is A to E or empty; `state` then says why: too_early, needs_review, young, open.

    `score` (0..1) is None without a letter. `originality` is a key of ORIGINALITY.
    """

    letter: str
    state: str
    score: float | None
    originality: str

    @property
    def words(self) -> str:
        """Both judgements, to stand in brackets: “grade A, original”."""
        verdict = str(ORIGINALITY[self.originality])
        if not self.letter:
            return _("no grade, %(verdict)s") % {"verdict": verdict}
        return _("grade %(letter)s, %(verdict)s") % {"letter": self.letter, "verdict": verdict}


def judged_of(videos: Sequence[Video], *, now: dt.datetime) -> dict[int, Judged]:
    """Return the judgements of each video in two queries, however many videos."""
    ids = [video.pk for video in videos]
    grades = scoring.judgements(video_ids=ids)
    verdicts = scoring.originality(video_ids=ids)
    return {
        video.pk: _judged(
            grades.get(video.pk),
            verdicts.get(video.pk, "pending"),
            is_young=now - video.posted_at < SCORING_AGE,
        )
        for video in videos
    }


def _judged(grade: scoring.Judgement | None, verdict: str, *, is_young: bool) -> Judged:
    if grade is None:
        return Judged("", "young" if is_young else "open", None, verdict)
    if grade.letter not in LETTERS:
        return Judged("", grade.letter, None, verdict)
    return Judged(grade.letter, "graded", float(grade.score), verdict)
