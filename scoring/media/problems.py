"""What can be wrong with a video, each with a sentence that says it."""

from enum import StrEnum


class Problem(StrEnum):
    """Why a video could not be read."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    NOT_A_VIDEO = "not_a_video"
    STILL_IMAGE = "still_image"
    NOT_A_PICTURE = "not_a_picture"
    TOO_MANY_PICTURES = "too_many_pictures"
    SOUND_ONLY = "sound_only"
    NO_PICTURES = "no_pictures"
    CUT_OFF = "cut_off"
    TOO_LONG = "too_long"
    TOO_LARGE_PICTURE = "too_large_picture"
    TOO_LARGE_FILE = "too_large_file"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    LINK_NOT_HTTPS = "link_not_https"
    LINK_ELSEWHERE = "link_elsewhere"
    LINK_UNSUPPORTED = "link_unsupported"
    LINK_UNREADABLE = "link_unreadable"
    LINK_PRIVATE = "link_private"
    LINK_GONE = "link_gone"
    LINK_GEO = "link_geo"
    LINK_PLAYLIST = "link_playlist"
    LINK_LIVE = "link_live"
    LINK_INWARD = "link_inward"
    LINK_OTHER_VIDEO = "link_other_video"
    LINK_BUSY = "link_busy"
    LINK_SLOW = "link_slow"
    NETWORK_DOWN = "network_down"
    OTHER_LENGTH = "other_length"
    DAILY_LIMIT = "daily_limit"
    ALREADY_JUDGED = "already_judged"
    FROM_STAFF = "from_staff"
    FILE_LOST = "file_lost"
    STOPPED = "stopped"
    OUR_FAULT = "our_fault"


class MediaProblem(Exception):
    """A video that could not be read, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem
