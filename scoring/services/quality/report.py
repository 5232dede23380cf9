"""What pages and the API show of a video's quality. All frozen, all in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class QualityFacts:
    """Ratings of one video's file, 0 to 100; None for a part that it doesn't have."""

    overall: Decimal
    visual: Decimal | None
    audio: Decimal | None
    text: Decimal | None
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class CriterionReport:
    """One measure of a part: its value (None: nothing to measure by), its score of 0 to 100.

    `text` is the value with its unit, `target_text` what is good, `weight` its share of the part
    from 0 to 1; `cause` says what is wrong, empty within the target.
    """

    measure: str
    label: str
    value: float | None
    text: str
    score: float
    weight: float
    target: tuple[float, float]
    target_text: str
    cause: str


@dataclass(frozen=True, slots=True)
class PartReport:
    """One part's rating. `low` to `high` is where it lies nine times in ten.

    `percentile` is the share of the cohort's videos, 0 to 1, that rate lower; None where too few.
    """

    part: str
    label: str
    value: float
    low: float
    high: float
    percentile: float | None
    criteria: tuple[CriterionReport, ...]


@dataclass(frozen=True, slots=True)
class FrameReport:
    """A kept picture of the video: its number and its second."""

    id: UUID
    at: float


@dataclass(frozen=True, slots=True)
class AdviceReport:
    """One thing to change. `points` of the overall rating; `moments` in seconds, none: throughout.

    `name`, `when`, `measured`, `target_text`, `fix` and `points_text` are sentences or parts of
    them; `measured` is empty where there was nothing to measure by. `learn` names the guide.
    """

    cause: str
    part: str
    measure: str
    name: str
    when: str
    measured: str
    value: float | None
    target: tuple[float, float]
    target_text: str
    fix: str
    points: float
    points_text: str
    moments: tuple[tuple[int, int], ...]
    frames: tuple[FrameReport, ...]
    learn: str


@dataclass(frozen=True, slots=True)
class MeasureReport:
    """One stored measure, rated or not, with its unit, its meaning and where it is defined."""

    part: str
    name: str
    label: str
    value: float | None
    text: str
    unit: str
    meaning: str
    source: str


@dataclass(frozen=True, slots=True)
class OpinionReport:
    """A second opinion of a model elsewhere: what it said, and the overall rating before it."""

    model: str
    says: float
    before: float


@dataclass(frozen=True, slots=True)
class QualityReport:
    """What is known about how a video or clip is made.

    `state`: no_file, waiting, measuring, rated or failed. Without a readable file the caption alone
    is rated; `missing` then names visual and audio. `overall` is None while there is nothing to
    rate. `is_stale`: the file, the caption or the rules are newer than this rating, and a new one
    is on its way. `percentile` is the share of `cohort` (empty: all videos) that rates lower, None
    where fewer videos than the policy asks for were rated. `series` of a measure has a value for
    each second. `is_learned`: a learned model moved the curves' ratings.
    `sha256` is the measured file's, and `measured_at` when it was decoded.
    """

    state: str
    problem: str = ""
    problem_sentence: str = ""
    can_retry: bool = False
    overall: float | None = None
    parts: tuple[PartReport, ...] = ()
    missing: tuple[str, ...] = ()
    percentile: float | None = None
    cohort: str = ""
    cohort_size: int = 0
    model_version: str = ""
    policy: str = ""
    computed_at: datetime | None = None
    is_stale: bool = False
    advice: tuple[AdviceReport, ...] = ()
    measures: tuple[MeasureReport, ...] = ()
    series: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)
    seconds: float | None = None
    has_sound: bool | None = None
    measured_at: datetime | None = None
    sha256: str = ""
    opinion: OpinionReport | None = None
    is_learned: bool = False
