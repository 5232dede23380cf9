"""What a video file is, in numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """Width and height upright, in pixels; the rate is frames a second over the whole length."""

    seconds: float
    width: int
    height: int
    frame_rate: float
    has_sound: bool
