"""The guides to better pictures, sound and captions: by cause, as feedback names them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scoring import interface as scoring

Words = str | Promise


@dataclass(frozen=True, slots=True)
class GuideHead:
    """A guide's title, its first sentences, and habits that prevent most of what follows."""

    title: Words
    lead: Words
    habits: Sequence[Words]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One cause: why it matters, what tells it, and how to mend it."""

    line: scoring.GuideLine
    why: str


GUIDES: Mapping[str, GuideHead] = {
    "better-pictures": GuideHead(
        _("Better pictures"),
        _("Light, focus and a steady hand do more than any camera. Most of it is free."),
        (
            _("Face the light: a window in front of you, never behind you."),
            _("Wipe the lens. Tap what matters to focus and to set the brightness."),
            _("Hold the phone upright, with both hands or leaning on something."),
            _("Film and export at 1080 × 1920 and 30 frames a second."),
            _("Post the export itself, not a copy that went through a chat app."),
        ),
    ),
    "better-sound": GuideHead(
        _("Better sound"),
        _("People forgive a soft picture sooner than sound they have to strain for."),
        (
            _("Bring the microphone close: half the distance is four times the sound."),
            _("Listen to ten seconds with headphones before you film the rest."),
            _("Close windows, switch fans off, move away from chargers and lamps."),
            _("Set the export to about -14 LUFS, with peaks below -1 dB."),
        ),
    ),
    "better-captions": GuideHead(
        _("Better captions"),
        _("A caption says what the video is, so that the right people find it."),
        (
            _("Say what happens in the first line, in words you would say aloud."),
            _("Ask a question that a viewer can answer."),
            _("Name the subject with two to seven hashtags."),
        ),
    ),
}
WHY: Mapping[str, Words] = {
    "soft": _("When edges are wide, faces and food lose what makes them real."),
    "dark": _("Most people watch on a dim phone. What is dark here is black there."),
    "bright": _("White areas hold no detail, and no editor can bring it back."),
    "flat": _("Without dark and bright parts, the eye finds nothing to rest on."),
    "pale": _("Pale colours look like fog. Some styles want that; then leave it."),
    "garish": _("Skin looks burnt and details drown when colours are too strong."),
    "grainy": _("Grain flickers, and platforms spend the bits of your picture on it."),
    "compressed": _("Every copy loses something. Squares and smears come from too few bits."),
    "shaky": _("A picture that jumps tires the eye, most of all full screen."),
    "frozen": _("When nothing moves, people think the video has ended."),
    "bars": _("Bars make your picture smaller than everyone else’s."),
    "small": _("A small file is stretched on a phone, and edges go soft."),
    "choppy": _("Below 24 frames a second movement turns into steps."),
    "not_upright": _("People hold the phone upright. A wide picture fills a third of it."),
    "quiet": _(
        "Players bring every video to about -14 LUFS. What is far quieter stays quiet, and what "
        "they lift brings its hiss along."
    ),
    "loud": _("Players turn loud sound down, so you only lose what makes it lively."),
    "clipped": _("What is over the limit is cut off, and crackles."),
    "hiss": _("Hiss behind a voice makes it hard to follow in a noisy place."),
    "hum": _("A deep steady tone comes from the mains, at 50 or 60 Hz."),
    "silent": _("In silence people think their sound is off, and move on."),
    "muffled": _("Without high tones, consonants are lost and words run together."),
    "lopsided": _("Whoever listens with one earphone hears only half."),
    "caption_short": _("A word or two tell neither people nor the platform what it is about."),
    "caption_long": _("Only the first line is shown; the rest is behind “more”."),
    "hard_to_read": _("A caption is read in a second or two, often in a second language."),
    "few_hashtags": _("Hashtags are how people who look for your subject find it."),
    "many_hashtags": _("A wall of hashtags looks like spam and names no subject."),
    "shouting": _("Capitals are slower to read, and sound like shouting."),
    "links": _("Nobody can tap a link in a caption; it only takes up room."),
    "screen_text": _("Letters that are small, faint or gone too soon are lost on a phone."),
}


def lessons_of(guide: str) -> list[Lesson]:
    """Return a guide's lessons, what weighs most first."""
    return [Lesson(line, str(WHY.get(line.cause, ""))) for line in scoring.guide_lines(guide=guide)]
