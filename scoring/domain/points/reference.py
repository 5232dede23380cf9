"""What is normal in a cohort: computed once a period, then frozen as plain JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from creatorspark.lib.canonical import sha256_of
from scoring.domain.points.fields import (
    ENGAGEMENTS,
    FIELDS,
    SENTIMENT,
    BadFacts,
    FloatArray,
    VideoFacts,
    engagements,
    per_view,
)
from scoring.domain.points.policy import FairPolicy
from scoring.domain.points.quantiles import commonest_share, steady_deviation, steady_median
from scoring.domain.points.standard import NormalTable, transformed, weighted_sums

# Below this share of videos that report a field, the cohort doesn't use it.
REPORTED_AT_LEAST = 0.5
# What Σ w·z spreads by when all fields rise and fall together; small cohorts start from it.
PRIOR_SPREAD = 1.0

NOT_REPORTED = "not_reported"
ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class FieldNormal:
    """A field's normal: z = (transformed − median) / scale. `left_out` says why weight is 0."""

    median: float
    scale: float
    weight: float
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class CohortParameters:
    """A frozen reference. Few views are shrunk towards `typical_rate` (engagements per view).

    points = points_max × Φ((Σ w·z − centre) / spread).
    """

    sample_size: int
    typical_rate: float
    rate_fields: tuple[str, ...]
    fields: tuple[FieldNormal, ...]
    centre: float
    spread: float

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON that `from_json` reads back to an equal reference."""
        return {
            "sample_size": self.sample_size,
            "typical_rate": self.typical_rate,
            "rate_fields": list(self.rate_fields),
            "fields": {
                name: {
                    "median": field.median,
                    "scale": field.scale,
                    "weight": field.weight,
                    "left_out": field.left_out,
                }
                for name, field in zip(FIELDS, self.fields, strict=True)
            },
            "centre": self.centre,
            "spread": self.spread,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Read a frozen reference; numbers that `jsonb` made whole become floats again."""
        return cls(
            sample_size=int(values["sample_size"]),
            typical_rate=float(values["typical_rate"]),
            rate_fields=tuple(values["rate_fields"]),
            fields=tuple(_field_from_json(values["fields"][name]) for name in FIELDS),
            centre=float(values["centre"]),
            spread=float(values["spread"]),
        )

    def sha256(self) -> str:
        """Return the hash that scores refer to."""
        return sha256_of(self.as_json())


def freeze_reference(facts: VideoFacts, policy: FairPolicy) -> CohortParameters:
    """Compute what is normal among these videos; their order doesn't matter.

    Raises BadFacts when there are none.
    """
    if not len(facts):
        raise BadFacts("A reference needs at least one video.")
    rate_fields = tuple(name for name in ENGAGEMENTS if _reported(facts.count(name)))
    bare = CohortParameters(
        sample_size=len(facts),
        typical_rate=_typical_rate(facts, rate_fields, policy),
        rate_fields=rate_fields,
        fields=(FieldNormal(0.0, 1.0, 0.0),) * len(FIELDS),
        centre=0.0,
        spread=1.0,
    )
    everyone = np.zeros(len(facts), np.int64)
    columns = transformed(facts, normal_table([bare]), everyone, shrink_views=policy.shrink_views)
    weighed = replace(bare, fields=_weigh([_measure(column, policy) for column in columns], policy))
    sums = weighted_sums(
        facts,
        normal_table([weighed]),
        everyone,
        shrink_views=policy.shrink_views,
        clip=policy.clip,
    )
    centre, spread = _position(np.sort(sums.total), policy)
    return replace(weighed, centre=centre, spread=spread)


def normal_table(references: Sequence[CohortParameters]) -> NormalTable:
    """Return the references as columns, ready for many videos at once."""

    def of_fields(name: str) -> FloatArray:
        return np.array([[getattr(f, name) for f in r.fields] for r in references], float).T

    uses = [[float(name in r.rate_fields) for name in ENGAGEMENTS] for r in references]
    return NormalTable(
        median=of_fields("median"),
        scale=of_fields("scale"),
        weight=of_fields("weight"),
        typical_rate=np.array([r.typical_rate for r in references], float),
        uses=np.array(uses, float).T,
    )


def _field_from_json(values: Mapping[str, Any]) -> FieldNormal:
    return FieldNormal(
        median=float(values["median"]),
        scale=float(values["scale"]),
        weight=float(values["weight"]),
        left_out=str(values["left_out"]),
    )


def _reported(column: FloatArray) -> bool:
    return bool(np.mean(~np.isnan(column)) >= REPORTED_AT_LEAST)


def _typical_rate(facts: VideoFacts, names: tuple[str, ...], policy: FairPolicy) -> float:
    """Return the middle rate of the videos that were seen; more engagements than views count as 1.

    A mean would follow one bought burst; the middle doesn't.
    """
    seen = facts.views > 0
    rates = np.minimum(per_view(engagements(facts, names), facts.views)[seen], 1.0)
    return steady_median(np.sort(rates), effective=policy.median_smoothing) if len(rates) else 0.0


def _measure(column: FloatArray, policy: FairPolicy) -> tuple[FieldNormal, float]:
    """Return a field's median and scale, and the part of its policy weight that it keeps."""
    if not _reported(column):
        return FieldNormal(0.0, 1.0, 0.0, NOT_REPORTED), 0.0
    ordered = np.sort(column[~np.isnan(column)])
    alike = commonest_share(ordered)
    median = steady_median(ordered, effective=policy.median_smoothing)
    scale = steady_deviation(ordered, median, effective=policy.median_smoothing)
    if alike >= policy.tie_fade_to or scale <= 0:
        return FieldNormal(median, 1.0, 0.0, ALIKE), 0.0
    fade = policy.tie_fade_to - policy.tie_fade_from
    kept = min(1.0, (policy.tie_fade_to - alike) / fade) if fade else 1.0
    return FieldNormal(median, scale, 0.0), kept


def _weigh(
    measured: list[tuple[FieldNormal, float]], policy: FairPolicy
) -> tuple[FieldNormal, ...]:
    """Give each field its weight; what left-out fields had is spread over the other facts.

    Sentiment keeps its own weight at most. Where no fact varies nothing is weighed at all.
    """
    raw = np.array(
        [policy.weights[n] * kept for n, (_, kept) in zip(FIELDS, measured, strict=True)]
    )
    facts = raw[:SENTIMENT].sum()
    if facts <= 0:
        return tuple(replace(field, left_out=field.left_out or ALIKE) for field, _ in measured)
    raw[:SENTIMENT] *= (1.0 - raw[SENTIMENT]) / facts
    return tuple(
        replace(field, weight=float(weight))
        for (field, _), weight in zip(measured, raw, strict=True)
    )


def _position(ordered: FloatArray, policy: FairPolicy) -> tuple[float, float]:
    """Return the centre and spread of Σ w·z; the spread of few videos leans on the prior."""
    size, prior = len(ordered), policy.spread_prior
    centre = steady_median(ordered)
    middle = steady_median(ordered, effective=policy.median_smoothing)
    found = steady_deviation(ordered, middle, effective=policy.median_smoothing)
    variance = (size * found**2 + prior * PRIOR_SPREAD**2) / (size + prior)
    # With no prior and all videos alike any spread will do: everyone is at the centre.
    return centre, float(np.sqrt(variance)) or PRIOR_SPREAD
