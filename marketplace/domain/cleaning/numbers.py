"""Counts as people write them: "150500000", "1,200", "1.2M"."""

import re
from typing import Final

LARGEST: Final = 10**13
# Longer than any count, and short enough that no odd cell keeps a worker busy.
LONGEST: Final = 60
_NUMBER: Final = re.compile(r"(\d[\d\s,.]*)\s*([kmb]?)", re.IGNORECASE)
_TIMES: Final = {"": 1, "k": 10**3, "m": 10**6, "b": 10**9}


def read_count(text: str) -> int:
    """Return a count, 0 or more. Raises ValueError for what is none or beyond belief.

    A point or comma before exactly three digits separates thousands unless a letter follows.
    """
    plain = text.strip()
    found = _NUMBER.fullmatch(plain) if len(plain) <= LONGEST else None
    if found is None:
        raise ValueError(f"“{text[:LONGEST]}” is no count.")
    digits, times = found[1].strip(), _TIMES[found[2].lower()]
    if times == 1:
        digits = re.sub(r"[\s,.](?=\d{3}(?:\D|$))", "", digits)
        digits = re.sub(r"\.0+$", "", digits)
    else:
        digits = digits.replace(",", ".")
    try:
        value = round(float(digits) * times) if times != 1 else int(digits)
    except ValueError as fault:
        raise ValueError(f"“{text}” is no count.") from fault
    if value > LARGEST:
        raise ValueError(f"“{text}” is more than anybody has.")
    return value
