"""One spelling for a JSON value, so that equal values have equal hashes.

Keys are sorted, nothing is padded, text is UTF-8, floats are written as `repr` writes them and
a float without a fraction is written as an integer. The last rule lets a value travel through
PostgreSQL's `jsonb` (where 1e16 comes back as an integer) and keep its hash.
"""

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Any

_ENCODE = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
).encode
_AS_IT_IS = {str, int, bool, type(None)}


def canonical_json(value: Any) -> bytes:
    """Return the canonical UTF-8 JSON of plain data.

    Raises ValueError for NaN and infinity, TypeError for keys that aren't text and for types
    that JSON doesn't have (write dates and decimals as text first).
    """
    return _ENCODE(_plain(value)).encode()


def sha256_of(value: Any) -> str:
    """Return the hexadecimal SHA-256 of the canonical JSON of plain data."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _plain(value: Any) -> Any:
    if type(value) in _AS_IT_IS:
        return value
    if type(value) is dict:
        return {
            key if type(key) is str else _key(key): (
                item if type(item) in _AS_IT_IS else _plain(item)
            )
            for key, item in value.items()
        }
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | bool | int):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical JSON; convert it first.")


def _number(value: float) -> float | int:
    if not math.isfinite(value):
        raise ValueError("NaN and infinity have no JSON.")
    return int(value) if value.is_integer() else float(value)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError("Keys of canonical JSON are text.")
    return key
