"""What can be wrong with a video, each with a sentence that says it."""

from enum import StrEnum


class Problem(StrEnum):
    """Why a video could not be read."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    NOT_A_VIDEO = "not_a_video"
    STILL_IMAGE = "still_image"
    SOUND_ONLY = "sound_only"
    NO_PICTURES = "no_pictures"
    TOO_LONG = "too_long"
    TOO_LARGE_PICTURE = "too_large_picture"
    TOO_LARGE_FILE = "too_large_file"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"


class MediaProblem(Exception):
    """A video that could not be read, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem
