"""Searches with a file that isn't a published video: a draft, or what staff want to look up.

A search accuses nobody: it is no verdict, moves no money, and joins no library.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from creatorspark.core.models import Video
from creatorspark.core.services.nudges import nudge_on_commit
from scoring.domain.originality import VERSION
from scoring.domain.originality.packing import unpack
from scoring.media.problems import MediaProblem
from scoring.media.storage import FileMissing
from scoring.models import OriginalityMatch, OriginalitySearch, OriginalityVerdict, Submission
from scoring.services.originality.context import clip_of, could_declare, may_be_declared, stand
from scoring.services.originality.declaring import as_declared, declaration_of
from scoring.services.originality.fingerprints import packed_file
from scoring.services.originality.outcomes import (
    CRASHED,
    FILE_MISSING,
    PICTURES,
    SAYS_NOTHING,
    UNEXPECTED,
    Outcome,
)
from scoring.services.originality.policies import policy_in_force
from scoring.services.originality.queue import MOST_ATTEMPTS, STALE_AFTER
from scoring.services.originality.reports import MatchReport, match_report
from scoring.services.originality.searching import Asker, search
from scoring.services.originality.wording import problem_sentence, same_pictures
from scoring.services.originality.writing import match_row
from scoring.services.quality.rating import rate_quietly

TASK = "scoring.search_originality"
MOST_NUDGED = 100
State = OriginalitySearch.State
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class SearchReport:
    """What a search found. `state`: waiting, searching, done or failed; `original` None until then.

    `original` is what a verdict would say if the clip were posted now by whoever sent it;
    `could_declare` if a caption that calls it a duet or stitch would change that; one that does
    is taken into account. `begun_at` is when the last worker took it.
    """

    id: uuid.UUID
    state: str
    original: bool | None = None
    similarity: float | None = None
    version: int | None = None
    policy: str = ""
    threshold: float | None = None
    matches: tuple[MatchReport, ...] = ()
    problem: str = ""
    problem_sentence: str = ""
    could_declare: bool = False
    requested_at: datetime | None = None
    begun_at: datetime | None = None
    finished_at: datetime | None = None


def request_search(*, submission_id: uuid.UUID, now: datetime) -> None:
    """Search with a received file, once; a worker begins after the commit."""
    OriginalitySearch.objects.get_or_create(
        submission_id=submission_id, defaults={"requested_at": now}
    )
    nudge_on_commit(TASK, str(submission_id), soon=True)


def run_search(
    submission_id: uuid.UUID | str, *, now: datetime, clock: Clock | None = None
) -> bool:
    """Search if it waits; False if another worker has it or it is over.

    `clock` tells when each stage is over, which people watch; without it all happen at `now`.
    """
    moment = clock or (lambda: now)
    claim = uuid.uuid4()
    row = _claim(uuid.UUID(str(submission_id)), claim, now=now)
    if row is None:
        return False
    problem, findings = "", None
    try:
        findings = _findings(row.submission, clock=moment)
    except MediaProblem as refused:
        problem = refused.problem.value
    except FileMissing:
        problem = FILE_MISSING
    except Exception:
        _finish(row, claim, now=moment(), problem=UNEXPECTED)
        raise
    _finish(row, claim, now=moment(), problem=problem, findings=findings)
    return True


def sweep_searches(*, now: datetime) -> int:
    """Nudge searches that wait or whose worker fell silent; return how many."""
    silent = Q(state=State.SEARCHING, claimed_at__lt=now - STALE_AFTER)
    given_up = OriginalitySearch.objects.filter(silent, attempts__gte=MOST_ATTEMPTS)
    given_up.update(state=State.FAILED, claim=None, problem=CRASHED, finished_at=now)
    rows = OriginalitySearch.objects.filter(Q(state=State.WAITING) | silent)
    found = list(rows.order_by("requested_at").values_list("pk", flat=True)[:MOST_NUDGED])
    for submission_id in found:
        nudge_on_commit(TASK, str(submission_id), soon=True)
    return len(found)


def search_report(submission: Submission) -> SearchReport:
    """Return what is known about a search with a file that was sent."""
    found = searches_of(submission_ids=[submission.pk]).get(submission.pk)
    if found is not None:
        return found
    failed = submission.state in {Submission.State.FAILED, Submission.State.WITHDRAWN}
    return SearchReport(
        id=submission.pk,
        state="failed" if failed else "waiting",
        problem=submission.problem,
        problem_sentence=problem_sentence(submission.problem),
    )


def searches_of(*, submission_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, SearchReport]:
    """Return what searches found, in two queries; files that no search began with are absent."""
    found = OriginalitySearch.objects.select_related("submission")
    rows = list(found.filter(submission__in=submission_ids))
    ids = {match["video"] for row in rows for match in (row.findings or {}).get("matches", [])}
    ids |= {row.findings["same"] for row in rows if row.findings and row.findings.get("same")}
    videos = Video.objects.select_related("creator").in_bulk(ids)
    return {row.pk: _report(row, videos) for row in rows}


def _report(row: OriginalitySearch, videos: Mapping[int, Video]) -> SearchReport:
    found = as_declared(
        row.findings or {},
        by=declaration_of(row.submission),
        handles={video.pk: video.creator.handle for video in videos.values()},
    )
    problem = row.problem or found.get("problem", "")
    same = videos.get(found.get("same") or 0)
    return SearchReport(
        id=row.pk,
        state=row.state,
        original=found.get("original"),
        similarity=found.get("similarity"),
        version=found.get("version"),
        policy=found.get("policy", ""),
        threshold=found.get("threshold"),
        matches=_matches(found.get("matches", []), videos),
        problem=problem,
        problem_sentence=same_pictures(same.creator.handle) if same else problem_sentence(problem),
        could_declare=bool(found.get("could_declare")),
        requested_at=row.requested_at,
        begun_at=row.claimed_at,
        finished_at=row.finished_at,
    )


def _claim(
    submission_id: uuid.UUID, claim: uuid.UUID, *, now: datetime
) -> OriginalitySearch | None:
    free = Q(state=State.WAITING) | Q(state=State.SEARCHING, claimed_at__lt=now - STALE_AFTER)
    rows = OriginalitySearch.objects.filter(free, pk=submission_id)
    tries = rows.values_list("attempts", flat=True).first()
    if tries is None:
        return None
    values = {"claim": claim, "claimed_at": now, "attempts": tries + 1}
    taken = rows.filter(attempts=tries).update(state=State.SEARCHING, **values)
    found = OriginalitySearch.objects.select_related("submission__creator")
    return found.get(pk=submission_id) if taken else None


def _findings(submission: Submission, *, clock: Clock) -> dict[str, Any]:
    now = clock()
    policy = policy_in_force(at=now)
    is_draft = submission.purpose == Submission.Purpose.DRAFT
    packed = packed_file(
        submission.file.name or "",
        sha256=submission.sha256,
        now=now,
        measure=is_draft,
        clock=clock,
    )
    if is_draft:
        rate_quietly(submission_id=submission.pk, now=clock())
    query = unpack(packed)
    whose = clip_of(submission.creator, now=now)
    asker = Asker(0, now, now, submission.sha256, submission.creator_id or 0)
    judged = stand(whose, search(query, asker), policy.rules)
    outcome = Outcome.of(judged, policy=policy, sha256=submission.sha256)
    facts = {"version": VERSION, "policy": policy.version, "threshold": policy.rules.threshold}
    if not query.says_something:
        why = SAYS_NOTHING if query.seconds else PICTURES
        same = _same_post(submission) if why == PICTURES else None
        return {**facts, "original": None, "problem": why, "matches": [], "same": same}
    return {
        **facts,
        "original": outcome.verdict == OriginalityVerdict.Verdict.ORIGINAL,
        "similarity": outcome.similarity,
        "could_declare": could_declare(judged, policy.rules),
        "matches": [
            _as_json(match_row(rank, one)) | {"declarable": may_be_declared(one, policy.rules)}
            for rank, one in enumerate(outcome.judged, 1)
        ],
    }


def _same_post(submission: Submission) -> int | None:
    """Return the first post of somebody else with the very same pictures: one post is one file."""
    others = Video.objects.filter(sha256=submission.sha256).exclude(file="")
    if submission.creator_id is not None:
        others = others.exclude(creator=submission.creator_id)
    return others.order_by("posted_at", "pk").values_list("pk", flat=True).first()


FIELDS = ("rank", "similarity", "covered", "speed", "mirrored", "edits", "stretches", "pairs")


def _as_json(row: OriginalityMatch) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in FIELDS}
    return {**values, "video": row.other_id, "standing": row.standing}


def _matches(
    documents: list[dict[str, Any]], videos: Mapping[int, Video]
) -> tuple[MatchReport, ...]:
    return tuple(
        match_report(
            OriginalityMatch(
                other_id=document["video"],
                standing=document["standing"],
                **{name: document[name] for name in FIELDS},
            ),
            videos[document["video"]],
        )
        for document in documents
        if document["video"] in videos
    )


def _finish(
    row: OriginalitySearch,
    claim: uuid.UUID,
    *,
    now: datetime,
    problem: str,
    findings: dict[str, Any] | None = None,
) -> None:
    """Write the end, if the claim still holds; an unexpected fault is tried again by the sweep."""
    again = problem == UNEXPECTED and row.attempts < MOST_ATTEMPTS
    failed = State.WAITING if again else State.FAILED
    OriginalitySearch.objects.filter(pk=row.pk, claim=claim).update(
        state=State.DONE if findings is not None else failed,
        claim=None,
        problem=problem,
        findings=findings,
        finished_at=now,
    )
