"""What each measure means, for somebody who films."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MEANINGS: Mapping[str, str | Promise] = {
    "edge_blur": _("How wide the sharpest edges are. A crisp edge is about half a pixel wide."),
    "brightness": _("How bright the picture is: 0 is black, 255 is white."),
    "contrast": _("How far the dark and the bright parts are apart."),
    "crushed": _("How much of the picture is as good as black."),
    "blown": _("How much of the picture is as good as white."),
    "colourfulness": _("0 is grey, over 60 is vivid."),
    "noise": _("How much smooth parts flicker."),
    "blockiness": _("Whether the squares of the compression show. 0 is not at all."),
    "quantiser": _("How coarsely the file was packed: 18 looks untouched, 51 is the worst."),
    "jitter": _("How far the picture jumps from where a smooth movement would have it."),
    "motion": _("How much changes from one picture to the next."),
    "cuts_a_minute": _("How often one shot gives way to another."),
    "frozen": _("How long nothing moves, for two seconds or more at a time."),
    "black_bars": _("How much of the picture is black at its edges."),
    "screen_filled": _("How much of an upright phone the picture fills."),
    "short_side": _("The shorter side of the picture."),
    "frame_rate": _("How many pictures a second are shown."),
    "bits_a_second": _("How much data the file spends on its picture."),
    "loudness": _("How loud it is on the whole, as broadcasters measure it. 0 is the limit."),
    "loudness_range": _("How far loud and soft passages are apart."),
    "true_peak": _("The highest point of the sound. Above 0 it distorts."),
    "clipping": _("How much of the sound is cut off at the limit."),
    "noise_floor": _("How loud it still is when nobody makes a sound."),
    "signal_to_noise": _("How far the sound is above that."),
    "hum": _("How strong the tone of the mains is, against the loud parts."),
    "silence": _("How long nothing is to be heard, for 0.8 seconds or more at a time."),
    "level": _("The mean strength of the sound."),
    "imbalance": _("How much louder one side is than the other."),
    "centroid": _("Where the middle of all tones lies: low is dull, high is bright."),
    "bandwidth": _("How far the tones spread around that middle."),
    "roll_off": _("Most of the sound lies below this tone. Low is muffled."),
    "speech": _("How long somebody speaks."),
    "characters": _("How long the caption is, without hashtags, names and links."),
    "words": _("How many words it has, without hashtags, names and links."),
    "lix": _("Björnsson’s index: under 30 is easy to read, over 50 is hard."),
    "hashtags": _("How many words begin with #."),
    "names": _("How many people are named with @."),
    "shouting": _("How many words are in capitals."),
    "links": _("How many web addresses there are. They can’t be tapped in a caption."),
    "emoji": _("How many pictures stand among the letters."),
}
