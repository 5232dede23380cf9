"""Which clips a model of quality learns from: a folder's, or the platform's own."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from creatorspark.core.models import Video
from scoring.domain.quality.learning.corpus import Clip
from scoring.media.storage import FileMissing, local_file
from scoring.models import OriginalityVerdict

MOST_CLIPS = 40
MOST_OF_A_CREATOR = 3


def clips_in(folder: Path) -> list[Clip]:
    """Return a folder's files in the order of their names; a subfolder's files are one group."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name[0] != ".")
    return [Clip(path, "" if path.parent == folder else path.parent.name) for path in files]


@contextmanager
def own_clips(*, most: int = MOST_CLIPS) -> Iterator[list[Clip]]:
    """Bring the platform's received files to this machine, a creator's being one group.

    Which ones hangs on their content's hash. Copies are left out: they would stand on both sides.
    """
    chosen = _chosen(most)
    with ExitStack() as stack:
        clips = []
        for creator, name in chosen:
            with suppress(FileMissing):
                clips.append(Clip(stack.enter_context(local_file(name)), f"creator {creator}"))
        yield clips


def _chosen(most: int) -> list[tuple[int, str]]:
    copied = OriginalityVerdict.objects.filter(
        is_current=True, verdict=OriginalityVerdict.Verdict.NOT_ORIGINAL
    )
    videos = (
        Video.objects.exclude(file="")
        .exclude(sha256="")
        .exclude(pk__in=copied.values("video"))
        .filter(creator__erased_at__isnull=True)
        .order_by("sha256", "pk")
        .values_list("sha256", "creator_id", "file")
    )
    chosen: list[tuple[int, str]] = []
    known: set[str] = set()
    of_creator: Counter[int] = Counter()
    for sha256, creator, name in videos.iterator():
        if len(chosen) == most:
            break
        if sha256 not in known and of_creator[creator] < MOST_OF_A_CREATOR:
            known.add(sha256)
            of_creator[creator] += 1
            chosen.append((creator, str(name)))
    return chosen
