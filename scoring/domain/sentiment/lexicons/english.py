"""What English captions say that VADER's list of 2014 doesn't know, on its scale of -4 to 4."""

from collections.abc import Mapping

_VALUES = {
    2.5: "iconic slay slayed slaying stunning unreal heavenly goated immaculate",
    2.0: "obsessed dope lit vibing cosy cozy wholesome yummy adorable goals melted thriving",
    1.5: "underrated vibes comfy aesthetic relatable proudly milestone surprised unbothered wow",
    # Not a mood of its own: the bus stops, and one screams for joy as well.
    0.0: "stop stops stopped screaming",
    -1.5: "awkwardly overrated meh drained cancelled canceled delayed ghosted sobbing ignored",
    -2.0: "cringe cringey gross toxic overpriced flop flopped gaslight gaslighting yikes yuck",
    -2.5: "scam scammed scammer scammers icky nauseous heartbreak ruining",
}
OF_CAPTIONS = {word: value for value, words in _VALUES.items() for word in words.split()}
LEAST = 1.0
MOST = 1.3


def superlatives(lexicon: Mapping[str, float]) -> dict[str, float]:
    """Return "kindest" for "kind" and the like, where the list has only the plain word."""
    found = {
        (f"{word[:-1]}iest" if word.endswith("y") else f"{word}est"): MOST * value
        for word, value in lexicon.items()
        if word.isalpha() and abs(value) >= LEAST
    }
    return {word: value for word, value in found.items() if word not in lexicon}
