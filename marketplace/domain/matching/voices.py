"""The sentences of a match as the creator reads them: “your videos”, where brands read of theirs.

The same values fit both. What isn't here is said to both alike.
"""

from typing import Final

from creatorspark.lib.sentences import Sentence, gettext_noop
from marketplace.domain.matching.voices_of_audiences import ABOUT_AUDIENCES


def to_creator(sentence: Sentence) -> Sentence:
    """Return a sentence as it is said to the creator whom it is about."""
    return Sentence(_YOURS.get(sentence.text, sentence.text), sentence.values)


# As brands read it, and as the creator does.
_ABOUT_VIDEOS: Final = (
    (
        "%(counted)d of the last %(videos)d posts are %(makes)s, a natural fit for %(sellers)s.",
        gettext_noop(
            "%(counted)d of your last %(videos)d posts are %(makes)s, a natural fit for "
            "%(sellers)s."
        ),
    ),
    (
        "%(counted)d of the last %(videos)d posts are %(makes)s, a good place for %(sellers)s.",
        gettext_noop(
            "%(counted)d of your last %(videos)d posts are %(makes)s, a good place for %(sellers)s."
        ),
    ),
    (
        "%(counted)d of the last %(videos)d posts are %(makes)s, where %(sellers)s can have a "
        "place.",
        gettext_noop(
            "%(counted)d of your last %(videos)d posts are %(makes)s, where %(sellers)s can "
            "have a place."
        ),
    ),
    (
        "%(counted)d of the last %(videos)d posts are %(makes)s, not the usual place for "
        "%(sellers)s.",
        gettext_noop(
            "%(counted)d of your last %(videos)d posts are %(makes)s, not the usual place for "
            "%(sellers)s."
        ),
    ),
    (
        "%(counted)d of the last %(videos)d posts are %(makes)s, as the brief asks for.",
        gettext_noop(
            "%(counted)d of your last %(videos)d posts are %(makes)s, as the brand asks for."
        ),
    ),
    (
        "%(counted)d of the last %(videos)d posts are %(makes)s, part of what the brief asks for.",
        gettext_noop(
            "%(counted)d of your last %(videos)d posts are %(makes)s, part of what the brand "
            "asks for."
        ),
    ),
    (
        "Described as making %(makes)s, a natural fit for %(sellers)s.",
        gettext_noop("Your profile speaks of %(makes)s, a natural fit for %(sellers)s."),
    ),
    (
        "Described as making %(makes)s, a good place for %(sellers)s.",
        gettext_noop("Your profile speaks of %(makes)s, a good place for %(sellers)s."),
    ),
    (
        "Described as making %(makes)s, where %(sellers)s can have a place.",
        gettext_noop("Your profile speaks of %(makes)s, where %(sellers)s can have a place."),
    ),
    (
        "Described as making %(makes)s, not the usual place for %(sellers)s.",
        gettext_noop("Your profile speaks of %(makes)s, not the usual place for %(sellers)s."),
    ),
    (
        "Described as making %(makes)s, as the brief asks for.",
        gettext_noop("Your profile speaks of %(makes)s, as the brand asks for."),
    ),
    (
        "Described as making %(makes)s, part of what the brief asks for.",
        gettext_noop("Your profile speaks of %(makes)s, part of what the brand asks for."),
    ),
    (
        "Described as making %(makes)s among others, a natural fit for %(sellers)s.",
        gettext_noop(
            "Your profile speaks of %(makes)s among others, a natural fit for %(sellers)s."
        ),
    ),
    (
        "Described as making %(makes)s among others, a good place for %(sellers)s.",
        gettext_noop(
            "Your profile speaks of %(makes)s among others, a good place for %(sellers)s."
        ),
    ),
    (
        "Described as making %(makes)s among others, where %(sellers)s can have a place.",
        gettext_noop(
            "Your profile speaks of %(makes)s among others, where %(sellers)s can have a place."
        ),
    ),
    (
        "Described as making %(makes)s among others, not the usual place for %(sellers)s.",
        gettext_noop(
            "Your profile speaks of %(makes)s among others, not the usual place for %(sellers)s."
        ),
    ),
    (
        "Described as making %(makes)s among others, as the brief asks for.",
        gettext_noop("Your profile speaks of %(makes)s among others, as the brand asks for."),
    ),
    (
        "Described as making %(makes)s among others, part of what the brief asks for.",
        gettext_noop(
            "Your profile speaks of %(makes)s among others, part of what the brand asks for."
        ),
    ),
    (
        "Mostly %(makes)s, which have little to do with what is asked for.",
        gettext_noop("You mostly make %(makes)s, which have little to do with what is asked for."),
    ),
    (
        "What the videos are about is not yet known.",
        gettext_noop("What your videos are about is not yet known."),
    ),
    (
        "The brand wants to reach everybody, so any audience fits.",
        gettext_noop("The brand wants to reach everybody, so your audience fits."),
    ),
    (
        "The profile speaks of %(words)s, as the brief does.",
        gettext_noop("Your profile speaks of %(words)s, as the brand does."),
    ),
    (
        "%(counted)d of the last %(posts)d posts speak of %(words)s, as the brief does.",
        gettext_noop(
            "%(counted)d of your last %(posts)d posts speak of %(words)s, as the brand does."
        ),
    ),
    (
        "Who watches is not yet known.",
        gettext_noop("Who watches you is not yet known."),
    ),
    (
        "How well the videos do is not yet known.",
        gettext_noop("How well your videos do is not yet known."),
    ),
    (
        "On average a video does better than %(better)d %% of %(group)s.",
        gettext_noop("On average your videos do better than %(better)d %% of %(group)s."),
    ),
    (
        "On average a video does better than only %(better)d %% of %(group)s.",
        gettext_noop("On average your videos do better than %(better)d %% of %(group)s."),
    ),
    (
        "There is no record of originality yet.",
        gettext_noop("Your originality is not yet known."),
    ),
    (
        "%(original)d of %(of)d videos that were looked at are original.",
        gettext_noop("%(original)d of your %(of)d videos that were looked at are original."),
    ),
    (
        "What a video would cost is not yet known.",
        gettext_noop("What a video of yours would cost is not yet known."),
    ),
    (
        "The audience figures are %(months)d months old.",
        gettext_noop("Your audience figures are %(months)d months old."),
    ),
    (
        "Who watches is described; nobody has counted it.",
        gettext_noop("Who watches you is described; nobody has counted it."),
    ),
    (
        "The day of the audience figures isn't known.",
        gettext_noop("The day of your audience figures isn't known."),
    ),
    (
        "More videos of what the brief asks for, or a brief that asks for this too.",
        gettext_noop("More videos of what the brand looks for."),
    ),
    (
        "A wider target of ages or countries would fit better.",
        gettext_noop("The brand asks for other ages or countries than most of yours."),
    ),
    (
        "Newer videos that do better than the last ones.",
        gettext_noop("Newer videos that do better than your last ones."),
    ),
    (
        "More videos that are found to be original.",
        gettext_noop("More videos of your own that are found to be original."),
    ),
    (
        "A few videos with captions would show what they make.",
        gettext_noop("A few videos with captions would show what you make."),
    ),
    (
        "Figures of the audience, which the creator can give.",
        gettext_noop("Figures of your audience, which you can give in your media kit."),
    ),
    (
        "Videos as files, so that originality can be looked at.",
        gettext_noop("Your videos as files, so that originality can be looked at."),
    ),
    (
        "A least fee, which the creator can name.",
        gettext_noop("A least fee, which you can name."),
    ),
    (
        "Some words on what the brand sells.",
        gettext_noop("Some words from the brand on what it sells."),
    ),
)
_YOURS: Final = dict((*_ABOUT_VIDEOS, *ABOUT_AUDIENCES))
