"""Names of parts and measures as pages show them, and the guide that belongs to each."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scoring.domain.quality import Part

Words = str | Promise

PARTS: Mapping[Part, Words] = {
    Part.VISUAL: _("Picture"),
    Part.AUDIO: _("Sound"),
    Part.TEXT: _("Caption"),
}
# The pages under /learn/ that say more.
GUIDES: Mapping[Part, str] = {
    Part.VISUAL: "better-pictures",
    Part.AUDIO: "better-sound",
    Part.TEXT: "better-captions",
}
LABELS: Mapping[str, Words] = {
    "edge_blur": _("Sharpness of edges"),
    "brightness": _("Brightness"),
    "contrast": _("Contrast"),
    "crushed": _("Black areas"),
    "blown": _("White areas"),
    "colourfulness": _("Colour"),
    "noise": _("Grain"),
    "blockiness": _("Blocks"),
    "quantiser": _("Compression"),
    "jitter": _("Camera shake"),
    "motion": _("Movement"),
    "cuts_a_minute": _("Cuts"),
    "frozen": _("Still time"),
    "black_bars": _("Black bars"),
    "screen_filled": _("Screen filled"),
    "short_side": _("Picture size"),
    "frame_rate": _("Frame rate"),
    "bits_a_second": _("Bit rate of the picture"),
    "loudness": _("Loudness"),
    "loudness_range": _("Loudness range"),
    "true_peak": _("Peaks"),
    "clipping": _("Distortion"),
    "noise_floor": _("Noise floor"),
    "signal_to_noise": _("Sound over hiss"),
    "hum": _("Hum"),
    "silence": _("Silence"),
    "level": _("Level"),
    "imbalance": _("Balance of left and right"),
    "centroid": _("Middle of the spectrum"),
    "bandwidth": _("Width of the spectrum"),
    "roll_off": _("Roll-off of high tones"),
    "speech": _("Speech"),
    "characters": _("Length"),
    "words": _("Words"),
    "lix": _("Readability"),
    "hashtags": _("Hashtags"),
    "names": _("People named"),
    "shouting": _("Capitals"),
    "links": _("Links"),
    "screen_readability": _("Text on screen"),
    "emoji": _("Emoji"),
    "codec": _("Coding of the picture"),
    "transfer": _("Range of light"),
    "mfcc_mean": _("Timbre (MFCC means)"),
    "mfcc_deviation": _("Changes of timbre (MFCC deviations)"),
    "language": _("Language"),
}
# Unit, meaning and source of what is counted in a caption, as the catalogue of measures has them.
CAPTION_MEASURES: Mapping[str, tuple[str, str, str]] = {
    "characters": ("characters", "without hashtags, names and links", "Counted"),
    "words": ("words", "without hashtags, names and links", "Counted"),
    "hashtags": ("hashtags", "words that begin with #", "Counted"),
    "names": ("names", "people named with @", "Counted"),
    "links": ("links", "web addresses, which can't be tapped in a caption", "Counted"),
    "emoji": ("emoji", "pictures among the letters", "Counted"),
    "screen_readability": (
        "of 100",
        "how well text on screen can be read: size, contrast, time",
        "WCAG 2.2, Netflix’s timed-text guides",
    ),
    "lix": ("index", "words a sentence and long words in a hundred", "Björnsson 1968"),
    "shouting": ("share", "words of three letters or more in capitals", "Counted"),
}
