"""What a person reads about the grade that a video's content makes likely."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from scoring.domain.potential import Content
from scoring.models import LearnedModel
from scoring.selectors.content import content_of_clip, contents_of_videos
from scoring.services.training.potential import POTENTIAL
from scoring.services.training.serving import guesser_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeChance:
    """One grade and how likely it is, 0 to 1."""

    letter: str
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PotentialReport:
    """The grades that a video's content makes likely, A first; or why nothing is said.

    `likely` are neighbouring grades, the best first, that hold at least four in five by the model's
    own count; `held` is how often the grade was among them in tests (0 to 1). `sentence` puts
    `likely` into words and `error` how good such guesses are. When `silent`, only `why` says
    anything.
    """

    silent: bool
    why: str = ""
    chances: tuple[GradeChance, ...] = ()
    likely: tuple[str, ...] = ()
    held: float | None = None
    sentence: str = ""
    error: str = ""
    model_version: str = ""
    videos: int = 0
    creators: int = 0
    made_at: datetime | None = None


def potential(*, video_id: int | None = None, submission_id: UUID | None = None) -> PotentialReport:
    """Guess the grade of a video, or of a clip that isn't posted yet.

    Raises ValueError unless exactly one is named.
    """
    if (video_id is None) == (submission_id is None):
        raise ValueError("Name a video or a clip.")
    served = guesser_in_force()
    if served is None:
        return PotentialReport(silent=True, why=_why_silent())
    content = _content(video_id, submission_id)
    if content is None:
        return PotentialReport(silent=True, why=_("There is no such video."))
    row, guesser = served
    guess = guesser.guess(content)
    figures = row.metrics
    return PotentialReport(
        silent=False,
        chances=tuple(
            GradeChance(letter=letter, chance=guess.chances[letter])
            for letter in sorted(guess.chances)
        ),
        likely=guess.likely,
        held=figures["in_likely"],
        sentence=likely_words(guess.likely, of=len(guess.chances)),
        error=error_words(figures),
        model_version=row.version,
        videos=figures["videos"],
        creators=figures["creators"],
        made_at=row.made_at,
    )


def likely_words(likely: tuple[str, ...], *, of: int) -> str:
    """Say which of that many grades are likely; where none can be left out, say so."""
    if len(likely) == of:
        return _("What this video shows and says doesn’t tell its grade: any may come of it.")
    if len(likely) == 1:
        return _("Videos made like this one most often get grade %(grade)s.") % {"grade": likely[0]}
    return _("Videos made like this one most often get a grade from %(best)s to %(least)s.") % {
        "best": likely[0],
        "least": likely[-1],
    }


def error_words(figures: Mapping[str, Any]) -> str:
    """Say how good the guesses were on creators that the model had never seen."""
    return _(
        "Tried on %(videos)s graded videos of creators it hadn’t learned from: the likeliest grade "
        "was right for %(right)s of 100 (the commonest grade for everyone: %(base)s), and the "
        "grade was among the likely ones, %(wide)s of the five on average, for %(held)s of 100. It "
        "knows nothing of your followers, and content decides only a part."
    ) % {
        "videos": number_format(figures["videos"], force_grouping=True),
        "right": round(100 * figures["right"]["model"]),
        "base": round(100 * figures["right"]["base"]),
        "wide": number_format(round(figures["likely_grades"], 1), 1),
        "held": round(100 * figures["in_likely"]),
    }


def _content(video_id: int | None, submission_id: UUID | None) -> Content | None:
    if submission_id is not None:
        return content_of_clip(submission_id)
    return next((content for _who, _id, content in contents_of_videos([video_id or 0])), None)


def _why_silent() -> str:
    newest = LearnedModel.objects.filter(kind=POTENTIAL).order_by("-made_at", "-pk").first()
    if newest is None:
        return _("Too few videos have a grade yet to learn from what they have in common.")
    if not newest.metrics.get("beats"):
        return _(
            "On this platform, what a video shows and says doesn’t tell its grade any better than "
            "how common each grade is. So nothing is guessed."
        )
    return _("Guessing grades is switched off at the moment.")
