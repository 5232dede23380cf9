"""The evaluation tab: how well a video is made, and what would make the next one better."""

from collections.abc import Sequence
from dataclasses import dataclass

from creatorspark.core.models import Creator, Video
from creatorspark.portals.creators.evaluation.advice_cards import AdviceCard, advice_cards
from creatorspark.portals.creators.evaluation.measures import MeasureGroup, measure_groups
from creatorspark.portals.creators.evaluation.ratings import RatingBar, rating_bars
from creatorspark.portals.creators.evaluation.retention_card import RetentionCard, retention_card
from creatorspark.portals.creators.evaluation.timeline import (
    LightLane,
    Second,
    SoundLane,
    light_lane,
    seconds_table,
    sound_lane,
)
from creatorspark.portals.creators.evaluation.word_card import WordsCard, words_card
from creatorspark.portals.creators.evaluation.words import (
    LOOKS,
    SENTENCES,
    cohort_words,
    level_words,
    missing_words,
    place_words,
)
from creatorspark.portals.creators.originality_words import Look
from creatorspark.portals.creators.video_page import VideoFacts, video_facts
from creatorspark.portals.templatetags.ui import clock
from scoring import interface as scoring

MOVING = ("waiting", "measuring")
TICKS = 4


@dataclass(frozen=True, slots=True)
class Timeline:
    """A video's seconds, lane by lane; `ticks` are five moments from its start to its end."""

    strip: scoring.QualityPicture | None
    light: LightLane | None
    sound: SoundLane | None
    loudness: str
    brightness: str
    ticks: tuple[str, ...]
    rows: Sequence[Second]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the section shows; `overall` is None while there is nothing to rate."""

    video_id: int
    state: str
    look: Look
    sentence: str
    problem: str
    can_retry: bool
    is_moving: bool
    is_stale: bool
    overall: int | None
    level: str
    place: str
    cohort: str
    bars: Sequence[RatingBar]
    missing: str
    advice: Sequence[AdviceCard]
    timeline: Timeline | None
    groups: Sequence[MeasureGroup]
    report: scoring.QualityReport

    @property
    def is_sampled(self) -> bool:
        """Whether any rating has an interval: what is counted has none."""
        return any(bar.interval for bar in self.bars)


@dataclass(frozen=True, slots=True)
class EvaluationPage:
    """Everything the page shows."""

    video: VideoFacts
    made: Evaluation
    words: WordsCard
    stay: RetentionCard | None


def page_of(video: Video, creator: Creator) -> EvaluationPage:
    """Gather one video's evaluation; a handful of queries whatever there is."""
    report = scoring.quality_report(video_id=video.pk)
    pictures = scoring.quality_pictures(sha256=report.sha256)
    made = evaluation_of(video.pk, report, pictures)
    return EvaluationPage(
        video=video_facts(video, creator),
        made=made,
        words=words_card(video),
        stay=retention_card(
            scoring.retention_report(video_id=video.pk), pictures=pictures, advice=made.advice
        ),
    )


def part_of(video: Video) -> Evaluation:
    """Gather what changes while a video is measured."""
    report = scoring.quality_report(video_id=video.pk)
    return evaluation_of(video.pk, report, scoring.quality_pictures(sha256=report.sha256))


def evaluation_of(
    video_id: int, report: scoring.QualityReport, pictures: scoring.QualityPictures
) -> Evaluation:
    """Put a report into what the page shows."""
    state = report.state
    return Evaluation(
        video_id=video_id,
        state=state,
        look=LOOKS[state],
        sentence=str(SENTENCES.get(state, "")),
        problem=report.problem_sentence,
        # A file that never got here is sent anew where it was sent; there is nothing to read again.
        can_retry=report.can_retry and bool(report.sha256),
        is_moving=state in MOVING or report.is_stale,
        is_stale=state == "rated" and report.is_stale,
        overall=None if report.overall is None else round(report.overall),
        level="" if report.overall is None else level_words(report.overall),
        place=place_words(report.percentile),
        cohort=cohort_words(report.cohort, report.cohort_size),
        bars=rating_bars(report.parts),
        missing=missing_words(report.missing, state=state) if report.overall is not None else "",
        advice=advice_cards(report.advice, seconds=report.seconds),
        timeline=_timeline(report, pictures),
        groups=measure_groups(report),
        report=report,
    )


def _timeline(report: scoring.QualityReport, pictures: scoring.QualityPictures) -> Timeline | None:
    if not report.series or not report.seconds:
        return None
    texts = {one.name: one.text for one in report.measures}
    return Timeline(
        strip=pictures.strip,
        light=light_lane(report.series, seconds=report.seconds),
        sound=sound_lane(report.series, seconds=report.seconds),
        loudness=texts.get("loudness", ""),
        brightness=texts.get("brightness", ""),
        ticks=tuple(clock(round(report.seconds * tick / TICKS)) for tick in range(TICKS + 1)),
        rows=seconds_table(report.series),
    )
