"""Captions, hashtags and sounds put together from templates of our own."""

import numpy as np

from creatorspark.demo.domain.cast import NIGHT_MARKET_PLATES, Story
from creatorspark.demo.domain.people import Profile
from creatorspark.demo.domain.phrases import PHRASEBOOK_BY_LANGUAGE

_PLATE_LINES = (
    "The line was worth it.",
    "My grandmother would add more ginger.",
    "So happy with this one!",
    "Ready before the rice is.",
    "Cheap, hot and a little messy.",
    "I burned the first batch, sorry pan.",
    "Recipe in the comments.",
    "You wanted it spicier. Here you go.",
)
_PLATE_TAGS = ("streetfood", "nightmarket", "cooking", "recipe", "tinykitchen", "foodie")
_REPOST_LINES = (
    "Wait for it",
    "I can't stop watching this",
    "Tag someone who needs this",
    "Who else?",
    "No way this is real",
    "Best one today",
)
_REPOST_TAGS = ("fyp", "viral", "foryou", "trending", "bestof")
_SONGS = ("Paper Lanterns", "Slow Tram", "Blue Kiosk", "Tin Roof Rain", "Second Breakfast")


def caption_for(
    rng: np.random.Generator, profile: Profile, *, number: int
) -> tuple[str, tuple[str, ...]]:
    """Return the caption of a creator's `number`-th video, and its hashtags without the #."""
    if profile.story == Story.SMALL_BUT_GOOD:
        take, place = divmod(number, len(NIGHT_MARKET_PLATES))
        plate = NIGHT_MARKET_PLATES[place] + (f", take {take + 1}" if take else "")
        return _with_tags(f"{plate}. {_one(rng, _PLATE_LINES)}", _some(rng, _PLATE_TAGS))
    book = PHRASEBOOK_BY_LANGUAGE[profile.language]
    subject = _one(rng, book.subjects[profile.niche])
    text = _one(rng, book.templates).format(subject=subject, number=number + 1)
    closer = _one(rng, book.closers)
    tags = _some(rng, book.hashtags[profile.niche])
    if rng.random() < 0.3:
        tags = (*tags, "fyp")
    return _with_tags(_joined(f"{text[0].upper()}{text[1:]}", closer, book.full_stop), tags)


def _joined(sentence: str, closer: str, full_stop: str) -> str:
    if not closer:
        return sentence
    end = "" if sentence[-1] in "?!.…" else full_stop
    return f"{sentence}{end} {closer}"


def repost_caption(rng: np.random.Generator) -> tuple[str, tuple[str, ...]]:
    """Return words that say nothing about the copied video."""
    return _with_tags(_one(rng, _REPOST_LINES), _some(rng, _REPOST_TAGS))


def sound_for(rng: np.random.Generator, profile: Profile) -> tuple[str, bool]:
    """Return the title of the sound and whether it is the creator's own."""
    if rng.random() < 0.62:
        book = PHRASEBOOK_BY_LANGUAGE[profile.language]
        return f"{book.original_sound} - {profile.handle}", True
    return _one(rng, _SONGS), False


def _with_tags(text: str, tags: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    return " ".join([text, *(f"#{tag}" for tag in tags)]), tags


def _one(rng: np.random.Generator, options: tuple[str, ...]) -> str:
    return options[int(rng.integers(len(options)))]


def _some(rng: np.random.Generator, options: tuple[str, ...]) -> tuple[str, ...]:
    count = int(rng.integers(1, min(4, len(options)) + 1))
    places = sorted(rng.choice(len(options), size=count, replace=False).tolist())
    return tuple(options[place] for place in places)
