"""The catalogue of measures: each one's name, unit, meaning, and where it is defined.

The algorithms' version is `measured.VERSION`. The words are for people who read the code and the
API; pages have their own.
"""

from dataclasses import dataclass

from scoring.domain.quality.curves import Part


@dataclass(frozen=True, slots=True)
class Measure:
    """One number that a video has."""

    part: Part
    unit: str
    meaning: str
    source: str


V, A = Part.VISUAL, Part.AUDIO
LEVELS = "levels of 0 (black) to 255 (white)"
MEASURES: dict[str, Measure] = {
    "edge_blur": Measure(
        V,
        "px at 720p",
        "width of the sharper edges, as the deviation of a Gaussian",
        "Zhuo and Sim 2011, two known blurs compared; along the slope, so that noise cancels",
    ),
    "brightness": Measure(V, LEVELS, "mean brightness without black bars", "ITU-R BT.709"),
    "contrast": Measure(V, LEVELS, "brightness that 5 % and 95 % stay under, apart", "Percentiles"),
    "crushed": Measure(V, "share", "picture that is as good as black", "At most 8 levels"),
    "blown": Measure(V, "share", "picture that is as good as white", "At least 250 levels"),
    "colourfulness": Measure(V, "index", "0 is grey, over 60 vivid", "Hasler and Süsstrunk 2003"),
    "noise": Measure(
        V, LEVELS, "deviation of the noise in smooth parts", "Immerkær 1996, by tiles"
    ),
    "blockiness": Measure(
        V,
        "ratio",
        "how much more neighbours differ across an 8-px grid than off it",
        "After Wang, Bovik and Evans 2000 and FFmpeg's blockdetect",
    ),
    "quantiser": Measure(
        V, "QP of 0 to 51", "how coarsely frames were coded, mean of blocks", "ITU-T H.264"
    ),
    "jitter": Measure(
        V,
        "% of the long side",
        "how far pictures are from where a smooth movement would have them",
        "Phase correlation (Kuglin and Hines 1975) less its running median",
    ),
    "motion": Measure(V, LEVELS, "mean difference of pictures 1/8 s apart", "After ITU-T P.910"),
    "cuts_a_minute": Measure(V, "cuts a minute", "lone changes of the picture", "FFmpeg's scdet"),
    "frozen": Measure(
        V, "share", "time in which nothing changes for two seconds or more", "FFmpeg's freezedetect"
    ),
    "black_bars": Measure(V, "share", "picture in even black at its edges", "FFmpeg's cropdetect"),
    "screen_filled": Measure(V, "share", "of an upright 9:16 screen that is filled", "Geometry"),
    "short_side": Measure(V, "px", "the shorter side as coded", "The file"),
    "frame_rate": Measure(V, "frames a second", "frames by the time they take", "The file"),
    "bits_a_second": Measure(V, "bits a second", "what the file says of its pictures", "The file"),
    "loudness": Measure(A, "LUFS", "integrated loudness", "EBU R 128, ITU-R BS.1770-4"),
    "loudness_range": Measure(A, "LU", "how far loud and soft are apart", "EBU Tech 3342"),
    "true_peak": Measure(A, "dBTP", "the highest peak between samples", "ITU-R BS.1770-4"),
    "clipping": Measure(A, "share", "samples within 0.6 dB of full scale", "Counted"),
    "noise_floor": Measure(
        A, "dBFS", "steady noise: what stays in the middle band", "After Martin 2001"
    ),
    "signal_to_noise": Measure(
        A, "dB", "loud parts over steady noise", "90th percentile of 50 ms over the noise floor"
    ),
    "hum": Measure(
        A,
        "dB of the loud parts",
        "steady lines at 50 or 60 Hz and multiples",
        "1-s spectra, lowest tenth of the time, over their surroundings",
    ),
    "silence": Measure(
        A, "share", "time 36 dB under the loud parts, for 0.8 s or more", "FFmpeg's silencedetect"
    ),
    "level": Measure(A, "dBFS", "root mean square", "50 ms"),
    "imbalance": Measure(A, "dB", "how much one side is louder", "Powers of the two sides"),
    "centroid": Measure(A, "Hz", "the middle of the spectrum", "Peeters 2004"),
    "bandwidth": Measure(A, "Hz", "how far the spectrum spreads", "Peeters 2004"),
    "roll_off": Measure(A, "Hz", "85 % of the power is below", "Peeters 2004"),
    "speech": Measure(A, "share", "time in which somebody speaks", "Silero VAD 6, over 0.5"),
}
PROFILES: dict[str, Measure] = {
    "mfcc_mean": Measure(A, "dB, 13 numbers", "means of the MFCC", "Davis and Mermelstein 1980"),
    "mfcc_deviation": Measure(
        A, "dB, 13 numbers", "their deviations", "Davis and Mermelstein 1980"
    ),
}
# What is told in words.
FACTS: dict[str, Measure] = {
    "codec": Measure(V, "name", "how the pictures are coded", "The file"),
    "transfer": Measure(V, "name", "how numbers become light: HDR or not", "ITU-T H.273, the file"),
}
LANGUAGE = Measure(Part.TEXT, "ISO 639", "the language of the caption", "fastText's lid.176")
