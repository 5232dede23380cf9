"""What a creator says they make, as pages write it."""

from typing import Final

_CAPITALS: Final = frozenset({"asmr", "diy", "tv"})


def niche_label(niche: str) -> str:
    """Return `home_diy` as “Home DIY”; empty stays empty."""
    words = niche.lower().replace("_", " ").split()
    label = " ".join(word.upper() if word in _CAPITALS else word for word in words)
    return label[:1].upper() + label[1:]
