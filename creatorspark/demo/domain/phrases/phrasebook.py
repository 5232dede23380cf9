"""What a language needs so that captions and people can be invented in it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Phrasebook:
    """Templates with a `{subject}`, subjects and hashtags by niche, and names.

    `weight` is the share of creators who post in the language; `countries` are (ISO code,
    hours from UTC).
    """

    language: str
    weight: float
    countries: tuple[tuple[str, int], ...]
    templates: tuple[str, ...]
    closers: tuple[str, ...]
    subjects: Mapping[str, tuple[str, ...]]
    hashtags: Mapping[str, tuple[str, ...]]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    original_sound: str
    full_stop: str = "."
