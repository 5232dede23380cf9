"""Pictures that show a verdict's matches: pairs side by side, and a strip of each video.

Of somebody else's video only what matches is kept and shown: its frames at aligned moments.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from creatorspark.core.models import Creator, User, Video
from creatorspark.core.services.leaving import Chapter, Leave
from creatorspark.core.services.removal import remove_on_commit
from scoring.media.problems import MediaProblem
from scoring.media.stills import Still, Stills, even_slots, take_stills
from scoring.media.storage import FileMissing, content_of, local_file
from scoring.models import EvidenceFrame, Fingerprint, OriginalityMatch, OriginalityVerdict
from scoring.models.evidence import frame_name
from scoring.services.originality.still_there import still_there

MOST_PAIRS = 3
# A moment just beside a stretch may still be shown: frames are sampled twice a second.
EDGE = 0.25
# A file that can't be read any more isn't tried for ever.
TRIED_FOR = timedelta(days=2)
SWEPT_AFTER, SWEPT_AT_ONCE = timedelta(minutes=2), 5
# As often as the beat asks, or some would never have their turn.
SWEPT_EVERY = timedelta(minutes=5)
MOST_WAITING = 10_000
SHOWN = Q(standing__in=["copied", "own_earlier", "later", "declared", "licensed", "allowed"])


@dataclass(frozen=True, slots=True)
class EvidencePicture:
    """A kept picture: `kind` pair or strip, `side` query or original, seconds, size in pixels."""

    id: UUID
    kind: str
    side: str
    number: int
    at: float
    width: int
    height: int


def keep_evidence(*, verdict_id: int, now: datetime) -> int:
    """Keep pictures for every match of a verdict that says something; return how many matches.

    Can run twice: a match that has its pictures is left alone. A file that is gone or can't be
    read any more leaves its match without pictures, and so does one that was replaced since.
    """
    verdict = OriginalityVerdict.objects.select_related("video").filter(pk=verdict_id).first()
    if verdict is None:
        return 0
    matches = list(
        verdict.matches.filter(SHOWN, frames=None).select_related("other").order_by("rank")
    )
    if not matches or _was_replaced(verdict.video, verdict.evidence.get("sha256")):
        return 0
    own = _stills_of(verdict.video, _moments(matches, 0), stretches=None)
    if own is None:
        return 0
    seen = {still.at: still for still in own.pictures}
    kept, files = 0, verdict.evidence.get("files", {})
    for match in matches:
        if _was_replaced(match.other, files.get(str(match.other_id))):
            continue
        other = _stills_of(match.other, _moments([match], 1), stretches=_theirs(match))
        if other is not None:
            kept += _keep(match, _pictures(match, seen, own, other), now=now)
    return kept


def frames_of(*, match_ids: Collection[int]) -> dict[int, list[EvidencePicture]]:
    """Return the pictures of matches, pairs by number; one query."""
    rows = EvidenceFrame.objects.filter(match__in=match_ids).order_by("kind", "number", "-side")
    found: dict[int, list[EvidencePicture]] = {}
    for row in rows:
        found.setdefault(row.match_id, []).append(
            EvidencePicture(row.pk, row.kind, row.side, row.number, row.at, row.width, row.height)
        )
    return found


def picture_for(*, frame_id: UUID, user: User) -> bytes | None:
    """Return a picture's JPEG if this user may see it; None otherwise, or where it is gone.

    Staff see all; who was judged sees all of their own verdicts; whose video it was taken from
    sees the aligned frames while the accusation stands, not the rest of the other's video.
    """
    rows = EvidenceFrame.objects.filter(pk=frame_id)
    if not (user.is_active and user.is_staff):
        judged = Q(match__verdict__video__creator__user=user)
        party = Q(match__other__creator__user=user, match__standing="copied", kind="pair")
        rows = rows.filter(judged | party & accusation_stands("match__verdict"))
    row = rows.first()
    return content_of(row.file.name or "") if row else None


def accusation_stands(verdict: str) -> Q:
    """The verdict is the engine's last, and "not original" is what is said now, by whomever.

    `verdict` is the path to it from the rows that are filtered.
    """
    of_video = OriginalityVerdict.objects.filter(video=OuterRef(f"{verdict}__video"))
    newer = of_video.filter(source=OriginalityVerdict.Source.ENGINE, pk__gt=OuterRef(verdict))
    accused = of_video.filter(is_current=True, verdict=OriginalityVerdict.Verdict.NOT_ORIGINAL)
    return Q(~Exists(newer)) & Q(Exists(accused))


def without_evidence(*, now: datetime, limit: int) -> list[int]:
    """Return fresh verdicts that have matches to show but no pictures.

    Where there are more than `limit`, each sweep begins after those of the one before, so that
    files that can't be read don't keep the others from their turn.
    """
    fresh = Q(
        verdict__is_current=True,
        verdict__decided_at__gte=now - TRIED_FOR,
        verdict__decided_at__lte=now,
    )
    bare = OriginalityMatch.objects.filter(SHOWN, fresh, frames=None)
    whole = bare.exclude(verdict__video__file="").exclude(other__file="")
    rows = whole.order_by("-verdict_id").values_list("verdict_id", flat=True).distinct()
    found = list(rows[:MOST_WAITING])
    first = int(now.timestamp() // SWEPT_EVERY.total_seconds()) * limit % max(1, len(found))
    return [*found[first:], *found[:first]][:limit]


def sweep(*, now: datetime) -> int:
    """Keep what a lost message or a crash left out, a few verdicts at a time."""
    found = without_evidence(now=now - SWEPT_AFTER, limit=SWEPT_AT_ONCE)
    return sum(keep_evidence(verdict_id=verdict, now=now) for verdict in found)


# What to take -----------------------------------------------------------------------------------
def _moments(matches: Sequence[OriginalityMatch], side: int) -> list[float]:
    """Return the seconds of one side of all pairs: 0 the judged video, 1 the other."""
    return sorted({pair[side] for match in matches for pair in match.pairs[:MOST_PAIRS]})


def _was_replaced(video: Video, judged: str | None) -> bool:
    """Tell whether the video has another file than the one judged; old verdicts don't name it."""
    return judged is not None and video.sha256 != judged


def _theirs(match: OriginalityMatch) -> list[tuple[float, float]]:
    return [(stretch[2], stretch[3]) for stretch in match.stretches]


def _stills_of(
    video: Video, moments: Sequence[float], *, stretches: Sequence[tuple[float, float]] | None
) -> Stills | None:
    """Take a video's pictures; of its strip only what lies in `stretches` if any are given."""
    prints = Fingerprint.objects.filter(video=video, sha256=video.sha256).order_by("-version")
    seconds = prints.values_list("seconds", flat=True).first()
    if not video.file or seconds is None:
        return None
    strip = [
        at if stretches is None or _lies_in(at, stretches) else None for at in even_slots(seconds)
    ]
    try:
        with local_file(video.file.name or "") as path:
            stills = take_stills(path, moments=moments, strip=strip)
    except (MediaProblem, FileMissing, FileNotFoundError):
        return None
    # A strip stands for the whole video.
    return (
        stills if stills.strip is None else replace(stills, strip=replace(stills.strip, at=seconds))
    )


def _lies_in(at: float, stretches: Sequence[tuple[float, float]]) -> bool:
    return any(start - EDGE <= at <= end + EDGE for start, end in stretches)


# Keeping ----------------------------------------------------------------------------------------
Place = tuple[str, str, int]


def _pictures(
    match: OriginalityMatch, seen: Mapping[float, Still], own: Stills, other: Stills
) -> dict[Place, Still]:
    theirs = {still.at: still for still in other.pictures}
    kinds, sides = EvidenceFrame.Kind, EvidenceFrame.Side
    found: dict[Place, Still] = {}
    for number, (here, there) in enumerate(match.pairs[:MOST_PAIRS], 1):
        found[kinds.PAIR, sides.QUERY, number] = seen[here]
        found[kinds.PAIR, sides.ORIGINAL, number] = theirs[there]
    for side, stills in ((sides.QUERY, own), (sides.ORIGINAL, other)):
        if stills.strip is not None:
            found[kinds.STRIP, side, 0] = stills.strip
    return found


def _keep(match: OriginalityMatch, pictures: Mapping[Place, Still], *, now: datetime) -> bool:
    """Write files first, then rows; who was quicker keeps theirs. False where a video is gone."""
    names: dict[Place, str] = {}
    try:
        for place, still in pictures.items():
            names[place] = default_storage.save(frame_name(), ContentFile(still.content))
        with transaction.atomic():
            if not still_there(video_ids={match.verdict.video_id, match.other_id}):
                return False
            OriginalityMatch.objects.select_for_update().get(pk=match.pk)
            if not EvidenceFrame.objects.filter(match=match).exists():
                EvidenceFrame.objects.bulk_create(
                    _row(match, place, still, names[place], now=now)
                    for place, still in pictures.items()
                )
                names = {}
        return True
    finally:
        for name in names.values():
            default_storage.delete(name)


def _row(
    match: OriginalityMatch, place: Place, still: Still, name: str, *, now: datetime
) -> EvidenceFrame:
    kind, side, number = place
    return EvidenceFrame(
        match=match,
        kind=kind,
        side=side,
        number=number,
        at=still.at,
        width=still.width,
        height=still.height,
        file=name,
        made_at=now,
    )


# Leaving ----------------------------------------------------------------------------------------
def _erase(creator: Creator, leave: Leave) -> None:
    """Pictures of an erased creator's videos go, whoever's verdict they were kept for."""
    concerned = Q(match__verdict__video__creator=creator) | Q(match__other__creator=creator)
    rows = EvidenceFrame.objects.filter(concerned)
    for name in rows.values_list("file", flat=True):
        remove_on_commit(name)
    rows.delete()


CHAPTER = Chapter(name="scoring.evidence", erase=_erase)
