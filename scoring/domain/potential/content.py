"""What a video is made of, as numbers: nothing of who posts it or of what an audience did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, log1p, nan, pi, sin

import numpy as np
import numpy.typing as npt

from scoring.domain.categories import TAXONOMY, score_categories
from scoring.domain.quality.captions import measure_caption, rate_caption

# Part of every trained model: other numbers are another model.
VERSION = "potential-content-1"
LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "ru", "ar", "id", "tr", "ja", "ko", "hi", "nl")
MEASURES = (
    *("edge_blur", "brightness", "contrast", "colourfulness", "noise", "jitter", "motion"),
    *("cuts_a_minute", "short_side", "loudness", "loudness_range", "centroid", "speech", "silence"),
)
RATINGS = ("visual", "audio")
HOURS, DAYS = 24, 7
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Content:
    """One video or draft. Seconds, posting time, measures and ratings are None where not known."""

    caption: str
    hashtags: Sequence[str] = ()
    seconds: float | None = None
    posted_at: datetime | None = None
    measures: Mapping[str, float | None] | None = None
    ratings: Mapping[str, float] | None = None


def names() -> tuple[str, ...]:
    """What each place of a row is."""
    return (
        *("characters", "words", "hashtags", "names", "emoji", "links", "readability", "capitals"),
        "caption rating",
        "length",
        *("hour, sine", "hour, cosine", "weekday, sine", "weekday, cosine"),
        *(f"language {name}" for name in LANGUAGES),
        *(f"about {category.value}" for category in TAXONOMY),
        *MEASURES,
        *(f"{name} rating" for name in RATINGS),
    )


def row_of(content: Content) -> Array:
    """Return a video's row, NaN where something isn't known."""
    caption = measure_caption(content.caption)
    rating = rate_caption(caption)
    about = {
        one.category: one.confidence
        for one in score_categories(content.caption, hashtags=content.hashtags)
    }
    return np.array(
        [
            *(log1p(value) for value in (caption.characters, caption.words, caption.hashtags)),
            *(log1p(value) for value in (caption.names, caption.emoji, caption.links)),
            nan if caption.lix is None else caption.lix,
            caption.shouting,
            nan if rating is None else rating.value,
            nan if content.seconds is None else log1p(content.seconds),
            *_when(content.posted_at),
            *(float(caption.language == name) for name in LANGUAGES),
            *(about.get(category, 0.0) for category in TAXONOMY),
            *_known(content.measures, MEASURES),
            *_known(content.ratings, RATINGS),
        ],
        np.float64,
    )


def _when(posted_at: datetime | None) -> tuple[float, ...]:
    if posted_at is None:
        return (nan,) * 4
    hour = 2 * pi * (posted_at.hour + posted_at.minute / 60) / HOURS
    day = 2 * pi * posted_at.weekday() / DAYS
    return sin(hour), cos(hour), sin(day), cos(day)


def _known(values: Mapping[str, float | None] | None, wanted: Sequence[str]) -> list[float]:
    found = values or {}
    return [nan if (value := found.get(name)) is None else float(value) for name in wanted]
