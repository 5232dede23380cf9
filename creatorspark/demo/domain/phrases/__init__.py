"""Words for invented captions and people, one module a language."""

from creatorspark.demo.domain.phrases import (
    arabic,
    english,
    french,
    german,
    japanese,
    portuguese,
    spanish,
)
from creatorspark.demo.domain.phrases.phrasebook import Phrasebook

PHRASEBOOKS: tuple[Phrasebook, ...] = (
    english.PHRASES,
    spanish.PHRASES,
    portuguese.PHRASES,
    german.PHRASES,
    french.PHRASES,
    arabic.PHRASES,
    japanese.PHRASES,
)
PHRASEBOOK_BY_LANGUAGE = {book.language: book for book in PHRASEBOOKS}

__all__ = ["PHRASEBOOKS", "PHRASEBOOK_BY_LANGUAGE", "Phrasebook"]
