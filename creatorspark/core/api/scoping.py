"""Which facts a person may know of. A row that isn't here answers 404, as if it didn't exist."""

from typing import Any

from django.db.models import Q, QuerySet

from creatorspark.core.models import Creator, MetricSnapshot, User, Video


def sees_everything(user: Any) -> bool:
    """Say whether `user` is staff."""
    return isinstance(user, User) and user.is_staff


def own_creators(user: Any) -> QuerySet[Creator]:
    """Return all for staff, else one's own. What others may see of one is its media kit."""
    if sees_everything(user):
        return Creator.objects.all()
    return Creator.objects.filter(_own(user, "user_id"))


def own_creator(user: Any) -> Creator | None:
    """Return the profile that the account holds, or None."""
    return Creator.objects.filter(_own(user, "user_id")).first()


def own_videos(user: Any) -> QuerySet[Video]:
    """Return all for staff, else one's own."""
    if sees_everything(user):
        return Video.objects.all()
    return Video.objects.filter(_own(user, "creator__user_id"))


def snapshots_of(user: Any) -> QuerySet[MetricSnapshot]:
    """Return all for staff, else those of one's own videos: a history is not public."""
    if sees_everything(user):
        return MetricSnapshot.objects.all()
    return MetricSnapshot.objects.filter(_own(user, "video__creator__user_id"))


def _own(user: Any, path: str) -> Q:
    # Never `= NULL`, which Django would read as "nobody's".
    return Q(**{path: user.pk}) if user.pk is not None else Q(pk__in=[])
