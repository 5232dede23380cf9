"""Sentences with their numbers apart, so that they are translated where a person reads them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(text: str) -> str:
    """Mark a sentence for translators; it is translated where a person reads it."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A plain sentence and its values: numbers, names, or words to be translated themselves."""

    text: str
    values: Mapping[str, float | int | str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text
