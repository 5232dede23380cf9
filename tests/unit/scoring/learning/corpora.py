"""Made-up pieces: measures that follow what was done, with curves that are right or misled."""

from dataclasses import replace

import numpy as np

from scoring.domain.quality.curves import Part
from scoring.domain.quality.learning.corpus import Piece
from scoring.domain.quality.learning.variants import Variant, all_depths
from scoring.domain.quality.measured import VERSION, Measured

GOOD = {
    "brightness": 120.0,
    "contrast": 170.0,
    "crushed": 0.0,
    "blown": 0.0,
    "motion": 4.0,
    "jitter": 0.1,
    "edge_blur": 0.8,
    "noise": 1.0,
    "blockiness": 0.1,
    "colourfulness": 40.0,
    "quantiser": 22.0,
    "frozen": 0.0,
    "black_bars": 0.0,
    "screen_filled": 1.0,
    "short_side": 720.0,
    "frame_rate": 30.0,
}
# What each way does to each measure for each depth.
DOES = {
    "blur": {"edge_blur": 0.8},
    "shake": {"jitter": 1.0},
    "dark": {"brightness": -20.0},
    "noise": {"noise": 4.0},
    "compression": {"quantiser": 5.0},
}


def measured(values: dict[str, float]) -> Measured:
    """A measured clip of two seconds without sound."""
    values = {name: round(value, 5) for name, value in values.items()}
    return Measured(
        version=VERSION,
        seconds=2.0,
        has_sound=False,
        values=values,
        series={name: (value, value) for name, value in values.items()},
        profile={},
        facts={"codec": "h264", "transfer": "bt709"},
    )


def piece(number: int, *, misled: float = 0.0) -> Piece:
    """One clip's variants. `misled` makes blur look like less grain than there is, as it does."""
    random = np.random.default_rng(number)
    start = {name: value * random.uniform(0.9, 1.1) for name, value in GOOD.items()}
    variants = []
    for depths in all_depths(Part.VISUAL, seed=number):
        values = dict(start)
        for way, depth in depths.items():
            for name, step in DOES[way].items():
                values[name] += step * depth
        values["motion"] -= 0.6 * depths.get("noise", 0.0) * misled
        values["edge_blur"] -= 0.15 * depths.get("noise", 0.0) * misled
        values["brightness"] += 14.0 * depths.get("noise", 0.0) * misled
        values["noise"] -= 3.6 * depths.get("noise", 0.0) * misled
        values["edge_blur"] = max(values["edge_blur"], 0.05)
        variants.append(Variant(depths, measured(values)))
    return Piece(f"clip {number}", f"group {number}", Part.VISUAL, tuple(variants))


def pieces(count: int = 16, *, misled: float = 0.0) -> list[Piece]:
    """Clips of a group each."""
    return [piece(number, misled=misled) for number in range(count)]


def mislabelled(found: list[Piece]) -> list[Piece]:
    """The same clips with what was done to them shuffled: nothing true to learn."""
    random = np.random.default_rng(7)
    shuffled = []
    for one in found:
        order = random.permutation(len(one.variants))
        variants = tuple(
            Variant(one.variants[place].depths, variant.measured)
            for place, variant in zip(order, one.variants, strict=True)
        )
        shuffled.append(replace(one, variants=variants))
    return shuffled
