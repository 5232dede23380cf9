"""Staff look at videos of the cast: the copies are found, the small creator's own are confirmed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from creatorspark.core.models import Video
from creatorspark.demo.domain.cast import Story
from creatorspark.demo.domain.facts import VideoFacts, World
from creatorspark.demo.selectors import demo_user
from creatorspark.demo.services.logins import SECOND_STAFF
from scoring import interface as scoring

# Long enough for a first week of pay that says "originality pending".
LOOKED_AT_AFTER = timedelta(days=16)
COPIED = "The same clip was posted earlier by somebody else, cut at the same moments."
OWN = "We found no earlier clip like it, and the raw take was sent to us."


def record_verdicts(world: World, *, now: datetime) -> None:
    """Record a verdict on each of the cast's videos that is old enough and has none."""
    seen = {
        facts.external_id: facts
        for facts in _looked_at(world)
        if facts.posted_at + LOOKED_AT_AFTER <= now
    }
    ids = dict(Video.objects.filter(external_id__in=seen).values_list("pk", "external_id"))
    known = scoring.originality(video_ids=list(ids))
    person = demo_user(SECOND_STAFF)
    for pk in sorted(set(ids) - set(known)):
        copied = bool(seen[ids[pk]].copy_of)
        scoring.record_verdict(
            video_id=pk,
            verdict="not_original" if copied else "original",
            reason=COPIED if copied else OWN,
            similarity=0.97 if copied else None,
            actor=person,
            now=now,
        )


def _looked_at(world: World) -> Iterator[VideoFacts]:
    """Yield the re-poster's copies and the small creator's videos; nobody looked at the others.

    Videos with a film are judged by the product itself, once it has been sent.
    """
    for creator in world.creators:
        if creator.story == Story.SMALL_BUT_GOOD:
            yield from (video for video in creator.videos if video.film is None)
        elif creator.story == Story.REPOSTER:
            yield from (video for video in creator.videos if video.copy_of and not video.film)
