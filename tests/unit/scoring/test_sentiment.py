"""Captions to 0..1; what can't be read is neutral and says so."""

import pytest

from scoring.domain.sentiment import NEUTRAL, Note, score_caption


@pytest.mark.parametrize(
    "caption",
    ["I love this so much, best day ever!", "😂😂😂", "#amazing #love", "lol so good haha"],
)
def test_glad_words_are_above_the_middle(caption):
    found = score_caption(caption)
    assert found.measured
    assert found.value > 0.6


@pytest.mark.parametrize("caption", ["This is terrible, I hate it", "worst day ever, so sad"])
def test_sad_words_are_below_the_middle(caption):
    found = score_caption(caption)
    assert found.measured
    assert found.value < 0.4


@pytest.mark.parametrize(
    ("caption", "language"),
    [
        ("Me encanta esta canción, es la mejor del mundo", "es"),
        ("これは本当に楽しい一日でした", "ja"),
        ("أحب هذا الفيديو كثيرا", "ar"),
        ("मुझे यह वीडियो बहुत पसंद है", "hi"),
        ("Я очень люблю эту песню", "ru"),
    ],
)
def test_other_languages_are_neutral_and_named(caption, language):
    found = score_caption(caption)
    assert (found.value, found.measured, found.note) == (NEUTRAL, False, Note.LANGUAGE)
    assert found.language == language


@pytest.mark.parametrize("caption", ["", "   ", "123 456", "...", "@someone https://x.example/abc"])
def test_nothing_to_read_is_neutral_and_says_so(caption):
    found = score_caption(caption)
    assert (found.value, found.measured, found.note) == (NEUTRAL, False, Note.NO_WORDS)


@pytest.mark.parametrize(
    ("caption", "plain"),
    [
        ("I’m so happy, don’t stop!", "I'm so happy, don't stop!"),
        ("𝓼𝓱𝓮 𝓲𝓼 𝓰𝓸𝓻𝓰𝓮𝓸𝓾𝓼 ✨", "she is gorgeous ✨"),
    ],
)
def test_curly_apostrophes_and_fancy_letters_are_read_as_plain_ones(caption, plain):
    assert score_caption(caption) == score_caption(plain)
    assert score_caption(caption).measured


def test_emoji_alone_are_read():
    assert score_caption("😍😍").language == "emoji"


@pytest.mark.parametrize(
    "caption",
    ["😂" * 50_000, "good " * 20_000, "a" * 100_000, "#x" * 50_000, "😂😍" * 9_000],
    ids=["one emoji", "a word", "a letter", "hashtags", "two emoji"],
)
def test_captions_of_any_length_are_read_from_their_beginning(caption):
    assert score_caption(caption) == score_caption(caption[:40_000])


def test_the_same_caption_gets_the_same_answer():
    caption = "Trying this recipe again 😅 #food"
    assert score_caption(caption) == score_caption(caption)
