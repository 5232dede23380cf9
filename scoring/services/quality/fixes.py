"""The name of each cause, and how to mend it while filming or in common editors."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from scoring.domain.quality import Cause

NAMES: dict[Cause, str | Promise] = {
    Cause.SOFT: _("The picture is soft"),
    Cause.DARK: _("The picture is too dark"),
    Cause.BRIGHT: _("The picture is too bright"),
    Cause.FLAT: _("There is little contrast"),
    Cause.PALE: _("The colours are pale"),
    Cause.GARISH: _("The colours are too strong"),
    Cause.GRAINY: _("The picture is grainy"),
    Cause.COMPRESSED: _("The file is squeezed too hard"),
    Cause.SHAKY: _("The camera shakes"),
    Cause.FROZEN: _("The picture stands still"),
    Cause.BARS: _("Black bars take part of the screen"),
    Cause.SMALL: _("The picture is small"),
    Cause.CHOPPY: _("The movement is choppy"),
    Cause.NOT_UPRIGHT: _("The picture doesn't fill an upright phone"),
    Cause.QUIET: _("The sound is quiet"),
    Cause.LOUD: _("The sound is too loud"),
    Cause.CLIPPED: _("The sound distorts"),
    Cause.HISS: _("There is hiss behind the sound"),
    Cause.HUM: _("There is a hum"),
    Cause.SILENT: _("Part of the video is silent"),
    Cause.MUFFLED: _("The sound is muffled"),
    Cause.LOPSIDED: _("One side is louder"),
    Cause.CAPTION_SHORT: _("The caption says little"),
    Cause.CAPTION_LONG: _("The caption is long"),
    Cause.HARD_TO_READ: _("The caption is hard to read"),
    Cause.FEW_HASHTAGS: _("There are few hashtags"),
    Cause.MANY_HASHTAGS: _("There are many hashtags"),
    Cause.SHOUTING: _("The caption is in capitals"),
    Cause.LINKS: _("Links can't be tapped in a caption"),
    Cause.SCREEN_TEXT: _("Text on screen is hard to read"),
}

FIXES: dict[Cause, str | Promise] = {
    Cause.SOFT: _(
        "Wipe the lens, tap what matters to focus on it, and hold until it locks. Film at the size "
        "that you post. Sharpening in the editor (CapCut: Adjust, Sharpen) helps a little."
    ),
    Cause.DARK: _(
        "Face a window or add a lamp; on a phone, tap and drag the sun up before you film. In the "
        "editor, raise Exposure (CapCut: Adjust, Brightness; Resolve: Lift and Gamma)."
    ),
    Cause.BRIGHT: _(
        "Turn away from the light or drag the sun down before you film. In the editor, lower "
        "Highlights first, then Exposure."
    ),
    Cause.FLAT: _(
        "Put light on one side of what you film. In the editor, raise Contrast until the darkest "
        "parts are nearly black (CapCut: Adjust, Contrast; Premiere: Lumetri, Whites and Blacks)."
    ),
    Cause.PALE: _("Raise Vibrance or Saturation a little (CapCut: Adjust, Saturation)."),
    Cause.GARISH: _("Lower Saturation until skin looks like skin."),
    Cause.GRAINY: _(
        "Grain comes from too little light: add some, and don't zoom. In the editor, use noise "
        "reduction (CapCut: Reduce noise; Resolve: Temporal NR)."
    ),
    Cause.COMPRESSED: _(
        "Export with more bits: at 1080p, 10 Mbit/s or “high quality”. Upload the export itself, "
        "not a copy that went through a chat app."
    ),
    Cause.SHAKY: _(
        "Lean the phone on something, hold it with both hands, or switch stabilisation on. In the "
        "editor, use Stabilize (CapCut: Stabilize; Premiere: Warp Stabilizer)."
    ),
    Cause.FROZEN: _("Shorten still parts, or move them a little with a slow zoom."),
    Cause.BARS: _(
        "Set the project to 9:16 and scale the clip until it fills the frame, or put a blurred "
        "copy behind it (CapCut: Canvas)."
    ),
    Cause.SMALL: _("Film and export at 1080 × 1920. Enlarging a small video later doesn't help."),
    Cause.CHOPPY: _(
        "Film and export at 30 frames a second, in more light if the phone slows down."
    ),
    Cause.NOT_UPRIGHT: _("Hold the phone upright, or crop to 9:16 around what matters."),
    Cause.QUIET: _(
        "Move the microphone closer. In the editor, raise the volume until loud parts reach about "
        "-1 dB (CapCut: Volume or Normalize loudness; Premiere: Match Loudness at -14 LUFS)."
    ),
    Cause.LOUD: _("Lower the volume, or set loudness to about -14 LUFS in the editor."),
    Cause.CLIPPED: _(
        "Turn the recording level down and step back from the microphone: what was cut off can't "
        "be brought back. If only the export distorts, lower the track by 3 to 6 dB."
    ),
    Cause.HISS: _(
        "Get closer to the microphone and switch fans off. In the editor, use noise reduction "
        "(CapCut: Reduce noise; Audition: DeNoise)."
    ),
    Cause.HUM: _(
        "Move cables and microphone away from chargers and lamps, or film on battery. In the "
        "editor, use DeHum at 50 or 60 Hz, or cut everything below 120 Hz."
    ),
    Cause.SILENT: _("Cut silent parts, or let music or the room's sound go on beneath them."),
    Cause.MUFFLED: _(
        "Uncover the microphone and face it; in the editor, raise 3 to 6 kHz a little."
    ),
    Cause.LOPSIDED: _("Set the track to mono, or centre its balance, in the editor."),
    Cause.CAPTION_SHORT: _("Add one sentence that says what happens, or asks a question."),
    Cause.CAPTION_LONG: _("Put the point into the first line; most readers never tap “more”."),
    Cause.HARD_TO_READ: _("Use shorter sentences and everyday words."),
    Cause.FEW_HASHTAGS: _("Add two to five hashtags that name what the video is about."),
    Cause.MANY_HASHTAGS: _("Keep the three to five hashtags that name what the video is about."),
    Cause.SHOUTING: _("Write in small letters; keep capitals for one word."),
    Cause.LINKS: _("Put the link into your profile and say so in the caption."),
    Cause.SCREEN_TEXT: _(
        "Make the letters larger, put a shadow or a plate behind them, or leave them on longer. "
        "What hinders each line stands under “What its words say”."
    ),
}
