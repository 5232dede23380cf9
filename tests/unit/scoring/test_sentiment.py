"""Captions to 0..1; what can't be read is neutral and says so."""

import pytest

from benchmarks.sentiment import LEAST_RIGHT, MEASURED, MOST_OPPOSITE, figures
from scoring.domain.sentiment import LANGUAGES, NEUTRAL, Note, score_caption, score_words


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
        ("これは本当に楽しい一日でした", "ja"),
        ("أحب هذا الفيديو كثيرا", "ar"),
        ("मुझे यह वीडियो बहुत पसंद है", "hi"),
        ("to jest najlepsza piosenka na świecie", "pl"),
        ("Wat een geweldige dag met mijn vrienden", "nl"),
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


@pytest.mark.parametrize("language", sorted(MEASURED))
def test_a_language_is_claimed_if_and_only_if_it_passes_the_bar(language):
    held_out = figures(language, "held_out")
    passes = held_out["right"] >= LEAST_RIGHT and held_out["opposite"] <= MOST_OPPOSITE
    assert passes == (language in LANGUAGES), held_out


@pytest.mark.parametrize(
    ("caption", "language"),
    [
        ("das gefällt mir überhaupt nicht", "de"),
        ("no me gusta nada esto", "es"),
        ("je n'aime pas du tout", "fr"),
        ("non mi piace per niente", "it"),
        ("não gostei nada disso", "pt"),
        ("мне совсем не понравилось", "ru"),
        ("aku gak suka sama sekali", "id"),
    ],
)
def test_what_is_denied_is_turned(caption, language):
    found = score_caption(caption)
    assert (found.language, found.measured) == (language, True)
    assert found.value < 0.45


def test_never_so_happy_denies_nothing():
    assert score_caption("nunca fui tan feliz como hoy").value > 0.6
    assert score_caption("never felt so happy in my life").value > 0.6


def test_words_that_deny_do_so_within_their_clause():
    assert score_caption("das ist Abzocke, kauft das nicht").value < 0.4


def test_text_in_the_pictures_weighs_less_than_the_caption():
    glad, sad = "I love this wonderful day", "I hate this terrible awful day"
    together = score_words(glad, screen=sad)
    assert score_caption(sad).value < together.value < score_caption(glad).value
    assert together.value > 0.5
    assert score_words("", screen=sad) == score_caption(sad)
    assert score_words(glad, screen="1 2") == score_caption(glad)
    assert score_words("මේක හරිම ලස්සනයි", screen=sad) == score_caption(sad)
