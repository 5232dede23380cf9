"""Trains a model of quality: clips made worse, people's ratings, and a test on unseen clips."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from creatorspark.core.models import User
from creatorspark.lib.canonical import canonical_json
from scoring.domain.quality.curves import VERSION as CURVES
from scoring.domain.quality.curves import Part
from scoring.domain.quality.learning.corpus import Clip, Piece, piece_from_json, pieces_of
from scoring.domain.quality.learning.features import VERSION as FEATURES
from scoring.domain.quality.learning.rows import Opinion
from scoring.domain.quality.learning.training import PARTS, Trained
from scoring.domain.quality.learning.training import VERSION as TRAINING
from scoring.domain.quality.learning.training import train_quality as trained_on
from scoring.domain.quality.measured import VERSION as MEASURES
from scoring.domain.quality.measured import from_json
from scoring.models import HumanRating, LearnedModel, Measurement
from scoring.services.locks import Report, exclusive, silent
from scoring.services.training.keeping import Learned, keep

QUALITY = LearnedModel.Kind.QUALITY.value
SEED = 1


def gather(
    clips: Sequence[Clip], *, seed: int = SEED, report: Report = silent
) -> tuple[list[Piece], dict[str, int]]:
    """Make every clip worse in every way and measure it; also count what was left out, and why."""
    pieces: list[Piece] = []
    left_out: Counter[str] = Counter()
    report(_("Making clips worse"), done=0, total=len(clips))
    for number, (_clip, found, problem) in enumerate(pieces_of(clips, seed=seed), 1):
        pieces += found
        if problem:
            left_out[problem] += 1
        report(_("Making clips worse"), done=number, total=len(clips))
    return pieces, dict(sorted(left_out.items()))


def train_quality(
    pieces: Sequence[Piece],
    *,
    source: str,
    left_out: dict[str, int],
    actor: User | None,
    now: datetime,
    seed: int = SEED,
    report: Report = silent,
) -> LearnedModel:
    """Train on these pieces and on people's ratings, test, and keep. Raises TooFew.

    It serves for the parts in which it beat the curves on clips that it never saw; if there is
    none, what served before goes on.
    """
    with exclusive("scoring.train_quality", 0, report=report):
        opinions = opinions_of_people()
        trained = trained_on(
            pieces,
            opinions,
            seed=seed,
            report=lambda done, total: report(_("Learning"), done=done, total=total),
        )
        learned = Learned(
            kind=QUALITY,
            parameters=trained.parameters,
            metrics={
                "beats": bool(trained.beats),
                "better": [part.value for part in trained.beats],
                "parts": trained.metrics,
            },
            card=_card(pieces, opinions, trained, source=source, left_out=left_out, seed=seed),
            beats=bool(trained.beats),
        )
        return keep(learned, ends_older=False, actor=actor, now=now)


def opinions_of_people() -> list[Opinion]:
    """Return the current ratings of files that are measured, in the order they were given."""
    rows = HumanRating.objects.filter(is_current=True).exclude(sha256="").select_related("video")
    known = rows.filter(video__creator__erased_at__isnull=True).order_by("pk")
    wanted = known.values("sha256")
    contents = dict(
        Measurement.objects.filter(version=MEASURES, sha256__in=wanted).values_list(
            "sha256", "content"
        )
    )
    measured = {sha256: from_json(content) for sha256, content in contents.items()}
    return [
        Opinion(
            who=str(row.rater_id),
            group=f"creator {row.video.creator_id}",
            clip=row.sha256,
            part=part,
            points=points,
            measured=measured[row.sha256],
        )
        for row in known
        for part in PARTS
        if (points := getattr(row, part.value)) is not None and row.sha256 in measured
    ]


def write_corpus(path: Path, pieces: Sequence[Piece]) -> None:
    """Keep pieces as a line of canonical JSON each, to train again without the clips."""
    path.write_bytes(b"".join(canonical_json(piece.as_json()) + b"\n" for piece in pieces))


def read_corpus(path: Path) -> list[Piece]:
    """Read what `write_corpus` wrote. Raises ValueError for what this code can't read."""
    with path.open("rb") as lines:
        return [piece_from_json(json.loads(line)) for line in lines]


def _card(
    pieces: Sequence[Piece],
    opinions: Sequence[Opinion],
    trained: Trained,
    *,
    source: str,
    left_out: dict[str, int],
    seed: int,
) -> dict[str, Any]:
    """What it was made from, so that it can be made again and doubted."""
    return {
        "seed": seed,
        "versions": [TRAINING, FEATURES, MEASURES, CURVES],
        "source": source,
        "clips": len({piece.clip for piece in pieces}),
        "pieces": {part.value: sum(one.part is part for one in pieces) for part in PARTS},
        "variants": sum(len(piece.variants) for piece in pieces),
        "left_out": left_out,
        "ratings": {part.value: _said(opinions, part) for part in PARTS},
        "raters": len({one.who for one in opinions}),
        "sides": dict(sorted((name, side.value) for name, side in trained.split.sides.items())),
    }


def _said(opinions: Sequence[Opinion], part: Part) -> int:
    return sum(one.part is part for one in opinions)
