"""The videos that insight is about, as columns."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
# Under these a group would say more about people than about audiences.
LEAST_VIDEOS: Final = 20
LEAST_CREATORS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Videos:
    """Videos of age, one a place. NaN is “not known”; codes of -1 too.

    `engagement` is likes, comments, shares and saves for each view at the age at which videos are
    graded, without counts that don't count. `category`, `country` and `watched_in` are places in
    the lists of names beside them; `watched_in` is where most of the creator's audience is.
    """

    creator: Whole
    posted: Whole  # Seconds since 1970, UTC.
    views: Floats
    engagement: Floats
    comments: Floats
    shares: Floats
    seconds: Floats
    followers: Floats
    hashtags: Floats
    letters: Floats
    category: Whole
    country: Whole
    watched_in: Whole
    categories: tuple[str, ...]
    countries: tuple[str, ...]
    markets: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.creator)

    @property
    def hour(self) -> Whole:
        """The hour of posting, 0 to 23, UTC."""
        return self.posted // 3_600 % 24

    @property
    def weekday(self) -> Whole:
        """The day of posting, 0 is Monday, UTC."""
        # 1 January 1970 was a Thursday.
        return (self.posted // 86_400 + 3) % 7
