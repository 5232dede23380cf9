"""Which creators a brand says it worked with: “partnerships with dance creators”."""

import re
from typing import Final

_PEOPLE: Final = re.compile(
    r"(?:with|in)\s+([^.]*?)\s+"
    r"(?:influencers|creators|enthusiasts|artists|builders|athletes|youtubers|tiktokers|gamers)"
)


def mentioned_in(activities: str) -> str:
    """Return the words that say what kind of creators they were, "" for none."""
    return " , ".join(_PEOPLE.findall(activities))
