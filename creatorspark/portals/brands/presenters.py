"""What the brand's home shows: the creators who are here, counted by topic."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Count, Sum

from creatorspark.core.models import Creator, Video
from creatorspark.portals.niches import niche_label

KEEP_SECONDS = 600
TOPICS_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic, how many creators and videos it has, and the views they have now."""

    name: str
    creators: int
    videos: int
    views: int
    share: float


@dataclass(frozen=True, slots=True)
class BrandHome:
    """Totals and the largest topics."""

    creators: int
    videos: int
    views: int
    topics: tuple[Topic, ...]


def topics_here() -> BrandHome:
    """Return the market at a glance. Counted over all videos, so kept for ten minutes."""
    home: BrandHome | None = cache.get("portals.topics_here")
    if home is None:
        home = _count()
        cache.set("portals.topics_here", home, KEEP_SECONDS)
    return home


def _count() -> BrandHome:
    people = dict(
        Creator.objects.exclude(niche="").values_list("niche").annotate(Count("pk")).order_by()
    )
    rows = (
        Video.objects.exclude(creator__niche="")
        .values("creator__niche")
        .annotate(videos=Count("pk"), views=Sum("latest__views"))
        .order_by("-videos")
    )
    topics = [
        (row["creator__niche"], people.get(row["creator__niche"], 0), row["videos"], row["views"])
        for row in rows
    ]
    most = max((videos for _, _, videos, _ in topics), default=1)
    return BrandHome(
        creators=Creator.objects.count(),
        videos=sum(videos for _, _, videos, _ in topics),
        views=sum(views or 0 for _, _, _, views in topics),
        topics=tuple(
            Topic(niche_label(name), creators, videos, views or 0, videos / most)
            for name, creators, videos, views in topics[:TOPICS_AT_MOST]
        ),
    )
