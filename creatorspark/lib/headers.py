"""Names of a table's columns as a file gives them, made fit to tell columns apart."""

from collections.abc import Sequence


def named_once(header: Sequence[str]) -> tuple[str, ...]:
    """Return a name for each column, none empty and none twice: a second “views” is “views (2)”."""
    names: dict[str, None] = {}
    turns: dict[str, int] = {}
    for place, raw in enumerate(header, start=1):
        name = raw.strip().strip("\ufeff") or f"column {place}"
        # Where the last one of that name stopped: a file may name one thousands of times.
        again, once = turns.get(name, 2), name
        while once in names:
            once = f"{name} ({again})"
            again += 1
        turns[name] = again
        names[once] = None
    return tuple(names)
