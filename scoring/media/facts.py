"""What a video file is, in numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """Width and height upright, in pixels; the rate is frames a second over the whole length.

    A post of pictures has neither length nor rate.
    """

    seconds: float | None
    width: int
    height: int
    frame_rate: float | None
    has_sound: bool
