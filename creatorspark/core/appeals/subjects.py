"""How the subject of an appeal is read and named, alike for every kind of judgement."""

from typing import Final

from django.utils.translation import gettext as _

TITLE_LETTERS: Final = 60
# Longer than any number of a row.
LONGEST_NUMBER: Final = 18


def number_of(subject_id: str) -> int | None:
    """Return the number of a row that a subject names, or None where it names none.

    One spelling only: “012” would be another subject than “12”.
    """
    plain = subject_id.isascii() and subject_id.isdecimal() and len(subject_id) <= LONGEST_NUMBER
    number = int(subject_id) if plain else None
    return number if str(number) == subject_id else None


def title_of_video(caption: str) -> str:
    """Name a video by the words before its hashtags, in quotation marks, at most 60 letters."""
    words = " ".join(caption.partition("#")[0].split()) or " ".join(caption.split())
    if not words:
        return _("a video without words")
    short = words if len(words) <= TITLE_LETTERS else words[:TITLE_LETTERS].rstrip() + "…"
    return f"“{short}”"
