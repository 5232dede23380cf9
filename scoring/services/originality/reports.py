"""Everything about videos' originality that pages show, in a fixed number of queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from creatorspark.core.models import Video
from scoring.domain.verdicts.standing import Standing
from scoring.models import (
    JudgementRequest,
    OriginalityMatch,
    OriginalityVerdict,
    Submission,
)
from scoring.services.originality.outcomes import NO_FILE
from scoring.services.originality.wording import (
    match_sentence,
    may_retry,
    problem_sentence,
)

APPEALABLE = frozenset(
    {OriginalityVerdict.Verdict.NOT_ORIGINAL, OriginalityVerdict.Verdict.NOT_JUDGEABLE}
)
UNDER_WAY = frozenset({JudgementRequest.State.WAITING, JudgementRequest.State.JUDGING})


@dataclass(frozen=True, slots=True)
class MatchStretch:
    """Seconds of this video and the seconds of the other that they are like."""

    start: float
    end: float
    other_start: float
    other_end: float


@dataclass(frozen=True, slots=True)
class MatchReport:
    """One video that this one is like. `sentence` says it in words; `standing` what it means.

    `id` is the match's number, by which its evidence is kept. `pairs` are moments of this and of
    the other video to look at side by side. `speed` is against the other; negative is backwards.
    """

    id: int
    rank: int
    video_id: int
    creator_id: int
    handle: str
    title: str
    url: str
    posted_at: datetime
    similarity: float
    covered: float
    speed: float
    mirrored: bool
    edits: tuple[str, ...]
    stretches: tuple[MatchStretch, ...]
    pairs: tuple[tuple[float, float], ...]
    standing: str
    sentence: str


@dataclass(frozen=True, slots=True)
class OriginalityReport:
    """What is known about a video's originality now.

    `state`: no_file, waiting, judging, judged or failed. `verdict` is empty until one was given,
    else original, not_original or not_judgeable; `source` engine or staff. `again` if a judgement
    stands and a new one is on its way. `threshold` is the similarity from which a match counts.
    `problem` is a code with its `problem_sentence`, empty where nothing is wrong.
    """

    video_id: int
    state: str
    verdict: str = ""
    similarity: float | None = None
    version: int | None = None
    policy: str = ""
    threshold: float | None = None
    decided_at: datetime | None = None
    source: str = ""
    reason: str = ""
    matches: tuple[MatchReport, ...] = ()
    problem: str = ""
    problem_sentence: str = ""
    can_retry: bool = False
    can_appeal: bool = False
    again: bool = False
    verdict_id: int | None = None


def originality_report(*, video_id: int) -> OriginalityReport:
    """Return what is known about a video's originality; state no_file for an unknown video."""
    return originality_reports(video_ids=[video_id])[video_id]


def originality_reports(*, video_ids: Collection[int]) -> dict[int, OriginalityReport]:
    """Return the reports of many videos, in as many queries as of one."""
    ids = list(video_ids)
    verdicts = {
        row.video_id: row
        for row in OriginalityVerdict.objects.filter(video__in=ids, is_current=True)
    }
    requests = {row.video_id: row for row in JudgementRequest.objects.filter(video__in=ids)}
    files = _submissions(ids)
    matches = _matches(verdicts.values())
    return {
        video: _report(
            video,
            verdicts.get(video),
            requests.get(video),
            files.get(video),
            matches.get(verdicts[video].pk, ()) if video in verdicts else (),
        )
        for video in ids
    }


def _submissions(ids: list[int]) -> dict[int, Submission]:
    rows = Submission.objects.filter(video__in=ids).exclude(state=Submission.State.WITHDRAWN)
    return {row.video_id: row for row in rows.order_by("submitted_at") if row.video_id}


def _matches(verdicts: Collection[OriginalityVerdict]) -> dict[int, tuple[MatchReport, ...]]:
    """Return each verdict's matches; a person who says "not original" saw the engine's last."""
    rests_on = {row.pk: row.pk for row in verdicts} | _seen_by_people(verdicts)
    rows = OriginalityMatch.objects.filter(verdict__in=rests_on.values())
    found: dict[int, list[MatchReport]] = {}
    for row in rows.select_related("other__creator").order_by("verdict", "rank"):
        found.setdefault(row.verdict_id, []).append(_match(row))
    return {verdict: tuple(found.get(seen, ())) for verdict, seen in rests_on.items()}


def _seen_by_people(verdicts: Collection[OriginalityVerdict]) -> dict[int, int]:
    """By the verdict of a person: the engine's verdict whose matches they decided on."""
    staff, accused = OriginalityVerdict.Source.STAFF, OriginalityVerdict.Verdict.NOT_ORIGINAL
    by_people = {
        row.video_id: row.pk for row in verdicts if row.source == staff and row.verdict == accused
    }
    if not by_people:
        return {}
    before = OriginalityVerdict.objects.filter(
        video__in=by_people, source=OriginalityVerdict.Source.ENGINE
    )
    newest = before.order_by("video", "-pk").distinct("video").values_list("video_id", "pk")
    return {by_people[video]: verdict for video, verdict in newest}


def _report(
    video_id: int,
    verdict: OriginalityVerdict | None,
    request: JudgementRequest | None,
    file: Submission | None,
    matches: tuple[MatchReport, ...],
) -> OriginalityReport:
    if verdict is not None:
        return _judged(verdict, request, matches)
    if request is None or request.problem == NO_FILE:
        return _before_the_file(video_id, file)
    return OriginalityReport(
        video_id=video_id,
        state="waiting" if request.state == JudgementRequest.State.DONE else str(request.state),
        problem=request.problem,
        problem_sentence=problem_sentence(request.problem),
        can_retry=request.state == JudgementRequest.State.FAILED and may_retry(request.problem),
    )


def _before_the_file(video_id: int, file: Submission | None) -> OriginalityReport:
    kinds = Submission.State
    state = {kinds.WAITING: "waiting", kinds.FETCHING: "waiting", kinds.FAILED: "failed"}
    if file is None or file.state not in state:
        return OriginalityReport(video_id=video_id, state="no_file")
    return OriginalityReport(
        video_id=video_id,
        state=state[kinds(file.state)],
        problem=file.problem,
        problem_sentence=problem_sentence(file.problem),
    )


def _judged(
    verdict: OriginalityVerdict,
    request: JudgementRequest | None,
    matches: tuple[MatchReport, ...],
) -> OriginalityReport:
    evidence: Mapping[str, object] = verdict.evidence
    version, threshold = evidence.get("version"), evidence.get("threshold")
    problem = str(evidence.get("problem") or "")
    by_person = verdict.source == OriginalityVerdict.Source.STAFF
    return OriginalityReport(
        video_id=verdict.video_id,
        state="judged",
        verdict=verdict.verdict,
        similarity=verdict.similarity,
        version=version if isinstance(version, int) else None,
        policy=str(evidence.get("policy") or ""),
        threshold=float(threshold) if isinstance(threshold, int | float) else None,
        decided_at=verdict.decided_at,
        source=verdict.source,
        reason=verdict.reason if by_person else _reason(verdict, matches),
        matches=matches,
        problem=problem,
        problem_sentence=problem_sentence(problem),
        can_retry=bool(problem) and may_retry(problem),
        can_appeal=verdict.verdict in APPEALABLE,
        again=request is not None and request.state in UNDER_WAY,
        verdict_id=verdict.pk,
    )


def _reason(verdict: OriginalityVerdict, matches: Sequence[MatchReport]) -> str:
    """Say the engine's reason with the name that it was kept without."""
    silent = {Standing.BELOW.value, Standing.LATER.value}
    first = next((match for match in matches if match.standing not in silent), None)
    return first.sentence if first else verdict.reason


def _match(row: OriginalityMatch) -> MatchReport:
    return match_report(row, row.other)


def match_report(row: OriginalityMatch, other: Video) -> MatchReport:
    """Return a match as pages show it; bring the other video's creator along."""
    handle = other.creator.handle
    return MatchReport(
        id=row.pk or 0,
        rank=row.rank,
        video_id=other.pk,
        creator_id=other.creator_id,
        handle=handle,
        title=other.caption[:80],
        url=other.url if other.url.startswith("https://") else "",
        posted_at=other.posted_at,
        similarity=row.similarity,
        covered=row.covered,
        speed=row.speed,
        mirrored=row.mirrored,
        edits=tuple(row.edits),
        stretches=tuple(MatchStretch(*stretch) for stretch in row.stretches),
        pairs=tuple((here, there) for here, there in row.pairs),
        standing=row.standing,
        sentence=match_sentence(
            Standing(row.standing),
            handle=handle,
            posted_at=other.posted_at,
            stretches=row.stretches,
            edits=row.edits,
        ),
    )
