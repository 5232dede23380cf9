"""Pictures go when no video and no clip holds their file any more."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from creatorspark.core.models import Creator, Video
from creatorspark.core.services.leaving import Chapter, Leave
from creatorspark.core.services.removal import remove_on_commit
from scoring.models import QualityFrame, Submission
from scoring.services.quality.holding import held

AT_ONCE = 500


@transaction.atomic
def forget_frames(*, sha256s: Collection[str]) -> int:
    """Forget the pictures of these files, whoever holds them; return how many."""
    rows = QualityFrame.objects.filter(sha256__in=sha256s)
    for name in rows.values_list("file", flat=True):
        # After the commit, so that a transaction that fails loses nothing.
        remove_on_commit(name)
    return rows.delete()[0]


def forget_left_frames() -> int:
    """Forget pictures whose file nobody has here any more; return how many."""
    left = list(_left().values_list("sha256", flat=True).distinct()[:AT_ONCE])
    return forget_frames(sha256s=left)


def _left() -> QuerySet[QualityFrame]:
    same = {"sha256": OuterRef("sha256")}
    return QualityFrame.objects.filter(
        ~Exists(Video.objects.filter(**same).exclude(file="")),
        ~Exists(Submission.objects.filter(**same).exclude(file="")),
    )


def _erase(creator: Creator, leave: Leave) -> None:
    """Files of an erased creator go with their pictures; others who hold the same keep theirs."""
    own = {"creator": creator}
    digests = {
        digest
        for rows in (Video.objects.filter(**own), Submission.objects.filter(**own))
        for digest in rows.exclude(sha256="").values_list("sha256", flat=True)
    }
    forget_frames(sha256s=digests - held(digests, besides=creator))


CHAPTER = Chapter(name="scoring.quality_frames", erase=_erase)
