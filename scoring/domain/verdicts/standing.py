"""What a match means for the video: only one of these accuses."""

from enum import StrEnum


class Standing(StrEnum):
    """How a match stands. Every other one than COPIED is shown and not punished."""

    COPIED = "copied"
    OWN_EARLIER = "own_earlier"
    LATER = "later"
    DECLARED = "declared"
    LICENSED = "licensed"
    ALLOWED = "allowed"
    BELOW = "below"
