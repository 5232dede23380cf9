"""Gives the cast's videos their films: what each shows, and from whom it was taken."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from creatorspark.demo.domain.cast import CAST
from creatorspark.demo.domain.facts import VideoFacts
from creatorspark.demo.domain.films.plans import FilmPlan, Take
from creatorspark.demo.domain.films.programme import ANYBODY, TAKEN_WITHIN, Part

Originals = Mapping[str, Sequence[VideoFacts]]


def taken(part: Part | None, originals: Originals, *, at: datetime) -> VideoFacts | None:
    """Return the filmed video that a part is taken from; None if it isn't, or none is there."""
    if part is None or not part.takes_from:
        return None
    shortest, longest = TAKEN_WITHIN
    fresh = [
        video
        for video in _offered(part, originals)
        if _is_plain(video) and shortest <= at - video.posted_at <= longest
    ]
    fresh.sort(key=lambda video: video.posted_at, reverse=True)
    return fresh[min(part.skip, len(fresh) - 1)] if fresh else None


def film_of(part: Part | None, source: VideoFacts | None) -> FilmPlan | None:
    """Return what a video's film shows; None for a video without one."""
    if part is None:
        return None
    own = Take(part.place, part.seed, part.take, float(part.seconds)) if part.place else None
    if part.takes_from:
        if source is None or source.film is None:
            return None
        return FilmPlan(source.film.take, part.edit, other=own)
    return FilmPlan(own, part.edit or "untouched") if own else None


def duet_words(part: Part) -> str:
    """Return the caption's words that name whose video stands beside one's own."""
    handle = next(member.handle for member in CAST if member.story == part.takes_from)
    return f"#duet with @{handle}"


def _offered(part: Part, originals: Originals) -> Iterable[VideoFacts]:
    if part.takes_from != ANYBODY:
        return originals.get(part.takes_from, ())
    return [video for videos in originals.values() for video in videos]


def _is_plain(video: VideoFacts) -> bool:
    return video.film is not None and video.film.edit == "untouched"
