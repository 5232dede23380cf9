"""Many files at once, by staff: looked at first, then sent like any other; twice is once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.db.models import Q
from django.utils.translation import gettext as _

from creatorspark.core.models import User, Video
from scoring.models import Submission
from scoring.services.media.bulk_reading import Item
from scoring.services.media.refusals import SubmissionRefused
from scoring.services.media.sending import (
    Order,
    check_file,
    checked_link,
    digest_of,
    submit_file,
    submit_link,
)

State = Submission.State
HERE = (State.WAITING, State.FETCHING, State.RECEIVED)
CHUNK = 1_000
Report = Callable[..., None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """An item that was looked at. `problem` is a sentence; `is_here`: there is nothing to do."""

    item: Item
    video_id: int | None = None
    problem: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What became of a list: how many were sent, were here already, and had problems."""

    sent: int
    here: int
    problems: tuple[tuple[str, str], ...]


def silently(stage: str, *, done: int = 0, total: int = 0) -> None:
    """Tell nobody how far it is."""


def check(items: Sequence[Item], *, platform: str = "", report: Report = silently) -> list[Checked]:
    """Look at every item without keeping anything."""
    videos = _videos(items, platform=platform)
    checked: list[Checked] = []
    taken: set[int] = set()
    for number, item in enumerate(items):
        report(_("Looking"), done=number, total=len(items))
        found = _look(item, videos)
        if found.video_id in taken:
            problem = _("This video stands in the list before; one file is enough.")
            found = Checked(item=item, problem=problem)
        elif found.video_id is not None:
            taken.add(found.video_id)
        checked.append(found)
    return checked


def bring(
    checked: Sequence[Checked], *, actor: User | None, now: datetime, report: Report = silently
) -> Brought:
    """Send what has no problem and isn't here yet; one that fails doesn't hinder the others."""
    problems = [(one.item.place, one.problem) for one in checked if one.problem]
    wanted = [one for one in checked if not one.problem and not one.is_here]
    sent = 0
    for number, one in enumerate(wanted):
        report(_("Bringing in"), done=number, total=len(wanted))
        try:
            _send(one, actor=actor, now=now)
            sent += 1
        except (SubmissionRefused, OSError) as refused:
            problems.append((one.item.place, _why(refused)))
    here = sum(1 for one in checked if one.is_here)
    return Brought(sent=sent, here=here, problems=tuple(problems))


def _videos(items: Sequence[Item], *, platform: str) -> dict[str, list[Video]]:
    """Return the videos that items name, by number (as `#12`) and by the platform's id."""
    found: dict[str, list[Video]] = {}
    numbers = [item.video_id for item in items if item.video_id is not None]
    names = [item.external_id for item in items if item.external_id]
    for start in range(0, max(len(numbers), len(names)), CHUNK):
        part = slice(start, start + CHUNK)
        wanted = Q(pk__in=numbers[part]) | Q(external_id__in=names[part])
        rows = Video.objects.filter(wanted).select_related("creator")
        for video in rows.filter(platform=platform) if platform else rows:
            found.setdefault(f"#{video.pk}", []).append(video)
            found.setdefault(video.external_id, []).append(video)
    return {key: list({video.pk: video for video in rows}.values()) for key, rows in found.items()}


def _look(item: Item, videos: dict[str, list[Video]]) -> Checked:
    key = f"#{item.video_id}" if item.video_id is not None else item.external_id
    rows = videos.get(key, [])
    if item.platform:
        rows = [video for video in rows if video.platform == item.platform]
    if not rows:
        return Checked(item=item, problem=_("There is no video with this number."))
    if len(rows) > 1:
        problem = _("Several platforms have a video with this number; say which platform.")
        return Checked(item=item, problem=problem)
    video = rows[0]
    try:
        is_here = _is_here(item, video)
    except (SubmissionRefused, OSError) as refused:
        return Checked(item=item, problem=_why(refused))
    return Checked(item=item, video_id=video.pk, is_here=is_here)


def _why(refused: SubmissionRefused | OSError) -> str:
    if isinstance(refused, FileNotFoundError):
        return _("There is no such file.")
    return refused.strerror or str(refused) if isinstance(refused, OSError) else str(refused)


def _is_here(item: Item, video: Video) -> bool:
    """Say whether this very file or link came before. Raises SubmissionRefused, OSError."""
    earlier = Submission.objects.filter(video=video, state__in=HERE)
    if item.has_file:
        with opened(item) as file:
            check_file(file)
            digest = digest_of(file)
        under_way = earlier.filter(sha256=digest).exclude(state=State.RECEIVED)
        return (bool(video.file) and video.sha256 == digest) or under_way.exists()
    link = checked_link(item.link or video.url, video=video)
    came = earlier.filter(url=link.url)
    return came.exclude(state=State.RECEIVED).exists() or (bool(video.file) and came.exists())


def _send(one: Checked, *, actor: User | None, now: datetime) -> None:
    order = Order(
        purpose=Submission.Purpose.VIDEO,
        source=Submission.Source.BULK,
        actor=actor,
        now=now,
        video_id=one.video_id,
    )
    if not one.item.has_file:
        submit_link(one.item.link, order=order)
        return
    with opened(one.item) as file:
        submit_file(file, name=one.item.file_name, order=order)


@contextmanager
def opened(item: Item) -> "Iterator[File[bytes]]":
    """Open the file of an item, on the server's disk or as it was uploaded."""
    if item.upload is not None:
        item.upload.seek(0)
        yield item.upload
        return
    path = item.path or Path()
    with path.open("rb") as file:
        yield File(file, name=path.name)
