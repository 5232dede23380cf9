"""What was measured of a video: values, and how they went second by second."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Part of every stored measurement: whatever changes a number is a new version.
VERSION = "quality-measures-1"


@dataclass(frozen=True, slots=True)
class Measured:
    """Values by measure name (None: nothing to measure it by), and one number a second of some.

    `series` of a measure has a number for each second from the start, NaN where there is none.
    `profile` has vectors: means and deviations of the MFCC.
    """

    version: str
    seconds: float
    has_sound: bool
    values: Mapping[str, float | None]
    series: Mapping[str, tuple[float, ...]]
    profile: Mapping[str, tuple[float, ...]]
    facts: Mapping[str, str]

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON; what isn't known is null."""
        return {
            "version": self.version,
            "seconds": round(self.seconds, 3),
            "has_sound": self.has_sound,
            "values": {name: _plain(value) for name, value in self.values.items()},
            "series": {name: [_plain(one) for one in row] for name, row in self.series.items()},
            "profile": {name: [_plain(one) for one in row] for name, row in self.profile.items()},
            "facts": dict(self.facts),
        }

    def as_bytes(self) -> bytes:
        """Return the JSON as the sandbox hands it back."""
        return json.dumps(self.as_json(), allow_nan=False).encode()


def from_json(document: Mapping[str, Any]) -> Measured:
    """Read what `as_json` wrote. Raises ValueError for measurements of another version."""
    if document["version"] != VERSION:
        raise ValueError(f"These measures are {document['version']}; this code reads {VERSION}.")
    return Measured(
        version=document["version"],
        seconds=document["seconds"],
        has_sound=document["has_sound"],
        values=document["values"],
        series={name: _numbers(row) for name, row in document["series"].items()},
        profile={name: _numbers(row) for name, row in document["profile"].items()},
        facts=document["facts"],
    )


def from_bytes(content: bytes) -> Measured:
    """Read what `as_bytes` wrote."""
    return from_json(json.loads(content))


def _plain(value: float | None) -> float | None:
    if value is None or value != value:
        return None
    return round(float(value), 5)


def _numbers(row: list[float | None]) -> tuple[float, ...]:
    return tuple(float("nan") if value is None else value for value in row)
