"""Ratings and advice as they are stored: plain JSON, read back without the curves of today."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from scoring.domain.quality import Advice, Cause, Moment, Part, Rating, Ratings
from scoring.domain.quality.captions import Caption

DIGITS = 4
Document = dict[str, Any]


def ratings_document(ratings: Ratings, *, caption: Caption) -> Document:
    """Return each part's rating with the criteria that made it; the text's with its counts."""
    document = {part.value: _part(rating) for part, rating in ratings.parts.items()}
    if Part.TEXT in ratings.parts:
        document[Part.TEXT.value]["caption"] = asdict(caption)
    return document


def advice_document(advice: Sequence[Advice]) -> list[Document]:
    """Return what to change, in its order."""
    return [
        {
            "cause": one.cause.value,
            "part": one.part.value,
            "measure": one.measure,
            "value": _plain(one.value),
            "target": list(one.target),
            "points": one.points,
            "moments": [[moment.start, moment.end, moment.value] for moment in one.moments],
        }
        for one in advice
    ]


def read_advice(documents: Sequence[Mapping[str, Any]]) -> tuple[Advice, ...]:
    """Read what `advice_document` wrote; causes that this code no longer knows are left out."""
    known = {cause.value for cause in Cause}
    return tuple(_advice(one) for one in documents if one["cause"] in known)


def _advice(document: Mapping[str, Any]) -> Advice:
    low, high = document["target"]
    return Advice(
        cause=Cause(document["cause"]),
        part=Part(document["part"]),
        measure=document["measure"],
        value=document["value"],
        target=(low, high),
        points=document["points"],
        moments=tuple(Moment(*moment) for moment in document["moments"]),
    )


def _part(rating: Rating) -> Document:
    total = sum(one.criterion.weight for one in rating.judged) or 1.0
    return {
        "value": rating.value,
        "low": rating.low,
        "high": rating.high,
        "criteria": [
            {
                "measure": one.criterion.measure,
                "value": _plain(one.value),
                "score": round(one.score, 2),
                "weight": round(one.criterion.weight / total, DIGITS),
                "target": list(one.criterion.target),
                "cause": one.cause.value if one.cause else "",
            }
            for one in rating.judged
        ],
    }


def _plain(value: float | None) -> float | None:
    return None if value is None or value != value else round(float(value), DIGITS)
