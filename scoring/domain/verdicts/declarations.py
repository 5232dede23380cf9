"""Duets and stitches as creators declare them: in the caption, by the platform's own phrases."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# TikTok writes "#duet with @handle" and "#stitch with @handle" itself; people vary it.
_PHRASE = re.compile(
    r"#?\b(?:duet|stitch|collab|remix)\w*[\s:]*(?:with|from|of|w/|by|x)?[\s:]*@([\w.]+)",
    re.IGNORECASE,
)
_TAGS = frozenset({"duet", "stitch", "duetto", "stitched", "duetwithme", "stitchthis"})


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a video declares: whose material it says it uses, and whether it only says so."""

    handles: frozenset[str] = frozenset()
    bare: bool = False

    def names(self, handle: str) -> bool:
        """Tell whether this handle is named."""
        return bool(handle) and plain(handle) in self.handles


def declared(caption: str, hashtags: Sequence[str]) -> Declaration:
    """Read the declarations of a caption and its hashtags."""
    handles = frozenset(plain(found) for found in _PHRASE.findall(caption))
    tags = {tag.lstrip("#").casefold() for tag in hashtags}
    tags |= {tag.casefold() for tag in re.findall(r"#(\w+)", caption)}
    return Declaration(handles, bare=bool(tags & _TAGS))


def plain(handle: str) -> str:
    """Return a handle as it is compared: without @, without a full stop that ends a sentence."""
    return handle.strip().lstrip("@").rstrip(".").casefold()
