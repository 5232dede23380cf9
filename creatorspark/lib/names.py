"""Names as people can read them."""

import unicodedata
from typing import Final

# Persian words need the one, families of emoji the other, between signs that are seen.
_JOINERS: Final = "\u200c\u200d"
_UNSEEN: Final = ("Cc", "Cf")


def readable(text: str) -> str:
    """Return a name on one line, without signs that nobody sees.

    Some of those turn the words after the name around, so that a sentence of ours says something
    else; others make two names that look alike.

    >>> readable("  Ana\\u202e Sol\\u200b ")
    'Ana Sol'
    """
    seen = "".join(
        sign
        for sign in " ".join(text.split())
        if sign in _JOINERS or unicodedata.category(sign) not in _UNSEEN
    )
    return " ".join(seen.split()).strip(_JOINERS + " ")
