"""Shares with their 95 % intervals (Wilson's, which hold for few cases and shares near 0)."""

from math import sqrt

Z = 1.959964


def share(hits: int, of: int) -> dict[str, float | int]:
    """Return a share, its 95 % interval and the counts behind it."""
    if not of:
        return {"hits": 0, "of": 0, "share": 0.0, "low": 0.0, "high": 1.0}
    part = hits / of
    middle = (part + Z * Z / (2 * of)) / (1 + Z * Z / of)
    wide = Z / (1 + Z * Z / of) * sqrt(part * (1 - part) / of + Z * Z / (4 * of * of))
    return {
        "hits": hits,
        "of": of,
        "share": round(part, 4),
        "low": round(max(0.0, middle - wide), 4),
        "high": round(min(1.0, middle + wide), 4),
    }
