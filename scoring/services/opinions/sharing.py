"""What leaves the house, in plain data for the page that says so."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from creatorspark.core.models import User
from scoring.models import Opinion
from scoring.services.opinions import consent
from scoring.services.quality.policies import policy_in_force


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionSharing:
    """Whether a model elsewhere is asked at all, what it is sent, and what one creator decided.

    `cap` is the share of a value, 0 to 1, that its opinion may move. `asks_creators`: nothing of a
    creator's is sent before they agree. `opinions` counts those on the creator's videos.
    """

    is_on: bool
    model: str
    sends_caption: bool
    asks_creators: bool
    cap: float
    agreed: bool
    opinions: int


def opinion_sharing(*, creator_id: int | None = None) -> OpinionSharing:
    """Return what is sent elsewhere, and where a creator stands if one is named."""
    gemini = settings.GEMINI
    return OpinionSharing(
        is_on=gemini.is_on,
        model=gemini.model,
        sends_caption="caption" in gemini.sends,
        asks_creators=gemini.consent == "creator",
        cap=policy_in_force(at=timezone.now()).rules.opinion_cap,
        agreed=creator_id is not None and consent.has_agreed(creator_id=creator_id),
        opinions=Opinion.objects.filter(video__creator=creator_id).count() if creator_id else 0,
    )


def set_consent(*, creator_id: int, agrees: bool, actor: User, now: datetime) -> None:
    """Let a creator agree, or agree no more. Raises ConsentRefused."""
    act = consent.give if agrees else consent.end
    act(creator_id=creator_id, actor=actor, now=now)
