"""A creator's media kit: what they say, who watches, how the videos do, what a video may cost."""

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, Final

from django.db.models import Sum

from creatorspark.core.models import CountExclusion, Creator, Video
from marketplace.domain.kits import Kit, KitAudience, KitRate, KitVideo, KitWork
from marketplace.domain.real_views import FalseViews, false_views
from marketplace.domain.tone import Tone, tone_of
from marketplace.models import Audience, CreatorProfile, Listing, MatchRun
from marketplace.models.audiences import shown_at_first
from scoring import interface as scoring

LAST_VIDEOS: Final = 20
BEST_VIDEOS: Final = 6
LETTERS: Final = ("A", "B", "C", "D", "E")
ACTIONS: Final = ("likes", "comments", "shares", "saves")
LEAST_MARKET: Final = 0.005


def is_available(listing: Listing) -> bool:
    """Say whether brands may see a creator: listed, not gone, and no account that was closed."""
    creator = listing.creator
    closed = creator.user is not None and not creator.user.is_active
    return listing.is_listed and not creator.is_gone and not closed


def own_kit(listing: Listing) -> Kit:
    """Return a kit with everything, the hidden parts named."""
    creator = listing.creator
    videos = _last_videos(creator)
    ids = [video.pk for video in videos]
    graded = scoring.judgements(video_ids=ids)
    about = scoring.categories_of_videos(video_ids=ids)
    counted = Counter(one.category for facts in about.values() for one in facts.categories)
    letters = Counter(one.letter for one in graded.values() if one.letter in LETTERS)
    shows = {**shown_at_first(), **listing.shows}
    excluded = _excluded(ids)
    return Kit(
        creator_id=creator.pk,
        name=creator.display_name or creator.handle or creator.external_id,
        handle=creator.handle,
        platform=creator.get_platform_display(),
        verified=creator.verified,
        country=creator.country,
        language=creator.language,
        about=listing.about,
        topics=tuple(listing.topics),
        followers=creator.follower_count,
        categories=tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0]))),
        posts=len(videos),
        audience=_audience(creator.pk),
        grades=tuple((letter, letters[letter]) for letter in LETTERS if letters[letter]),
        original=_original(ids),
        false_views=_false_views(videos, excluded),
        work=_work(videos, graded, about, excluded) if videos else None,
        rate=_rate(listing),
        reported={k: v for k, v in listing.reported.items() if isinstance(v, int)},
        reported_on=listing.reported_on,
        is_listed=listing.is_listed,
        accepts_offers=listing.accepts_offers,
        public_address=listing.public_kit,
        hidden=frozenset(part for part, shown in shows.items() if not shown),
    )


def false_views_of(creator: Creator) -> FalseViews | None:
    """Return how much of the views of a creator's last posts was found false; for staff."""
    videos = _last_videos(creator)
    return _false_views(videos, _excluded([video.pk for video in videos]))


def _false_views(
    videos: Sequence[Video], excluded: Mapping[int, Mapping[str, int]]
) -> FalseViews | None:
    return false_views(
        (video.latest.views, excluded.get(video.pk, {}).get("views") or 0)
        for video in videos
        if video.latest is not None
    )


def _last_videos(creator: Creator) -> list[Video]:
    rows = Video.objects.filter(creator=creator).select_related("latest")
    return list(rows.order_by("-posted_at", "-pk")[:LAST_VIDEOS])


def _audience(creator_id: int) -> KitAudience | None:
    row = Audience.objects.filter(creator_id=creator_id, is_current=True).first()
    return audience_facts(row) if row else None


def audience_facts(row: Audience) -> KitAudience:
    """Return a stored audience, its countries the largest first."""
    there = [(code, share) for code, share in row.markets.items() if share >= LEAST_MARKET]
    return KitAudience(
        ages=row.ages,
        female=row.female_share,
        markets=sorted(there, key=lambda one: (-one[1], one[0])),
        source=row.source,
        as_of=row.as_of if row.is_dated else None,
    )


def _original(video_ids: Sequence[int]) -> tuple[int, int] | None:
    verdicts = Counter(scoring.originality(video_ids=video_ids).values())
    examined = verdicts["original"] + verdicts["not_original"]
    return (verdicts["original"], examined) if examined else None


def _work(
    videos: Sequence[Video],
    graded: Mapping[int, scoring.Judgement],
    about: Mapping[int, scoring.CategoryFacts],
    excluded: Mapping[int, Mapping[str, int]],
) -> KitWork:
    counts = {video.pk: _counts(video, excluded.get(video.pk, {})) for video in videos}
    seen = [one for one in counts.values() if one is not None]
    rates = [one["engagement"] for one in seen if one["engagement"] is not None]
    best = sorted(
        (video for video in videos if counts[video.pk] is not None),
        key=lambda video: (-(counts[video.pk] or {})["views"], video.pk),
    )
    return KitWork(
        videos=len(videos),
        views=round(median(one["views"] for one in seen)) if seen else None,
        engagement=median(rates) if rates else None,
        a_week=_a_week(videos),
        newest=videos[0].posted_at.date(),
        tone=_tone([video.pk for video in videos]),
        best=tuple(
            _best(video, counts[video.pk] or {}, graded.get(video.pk), about.get(video.pk))
            for video in best[:BEST_VIDEOS]
        ),
    )


def _tone(video_ids: Sequence[int]) -> Tone | None:
    looks = scoring.looks_of(video_ids=video_ids).values()
    return tone_of((one.brightness, one.colour, one.cuts) for one in looks)


def _best(
    video: Video,
    counts: Mapping[str, Any],
    grade: scoring.Judgement | None,
    about: scoring.CategoryFacts | None,
) -> KitVideo:
    return KitVideo(
        title=" ".join(video.caption.split()),
        url=video.url if video.url.startswith("https://") else "",
        posted_at=video.posted_at,
        views=counts["views"],
        engagement=counts["engagement"],
        letter=grade.letter if grade and grade.letter in LETTERS else "",
        category=about.categories[0].category if about and about.categories else "",
    )


def _counts(video: Video, excluded: Mapping[str, int]) -> dict[str, Any] | None:
    """Return views and engagement without what doesn't count; None before anything is counted."""
    if video.latest is None:
        return None
    views = max(0, video.latest.views - excluded.get("views", 0))
    reported = [
        max(0, getattr(video.latest, name) - excluded.get(name, 0))
        for name in ACTIONS
        if getattr(video.latest, name) is not None
    ]
    # Without likes the sum would be a rate of something else.
    known = views > 0 and video.latest.likes is not None
    return {"views": views, "engagement": sum(reported) / views if known else None}


def _excluded(video_ids: Sequence[int]) -> dict[int, dict[str, int]]:
    counted = ("views", *ACTIONS)
    rows = CountExclusion.objects.filter(video_id__in=video_ids).values_list("video_id").order_by()
    sums = rows.annotate(*(Sum(name) for name in counted))
    return {video: dict(zip(counted, found, strict=True)) for video, *found in sums}


def _a_week(videos: Sequence[Video]) -> float | None:
    """Return how many videos a week were posted between the first and the last of these."""
    if len(videos) < 2:
        return None
    days = (videos[0].posted_at - videos[-1].posted_at).total_seconds() / 86_400
    return round(7 * (len(videos) - 1) / days, 1) if days >= 1 else None


def _rate(listing: Listing) -> KitRate | None:
    """Return the estimate of the run in force; nothing is estimated here."""
    rows = CreatorProfile.objects.filter(run__state=MatchRun.State.READY).select_related("run")
    profile = rows.filter(creator=listing.creator_id).first()
    found = profile.rate if profile and not _may_tell_a_fee(listing, profile.run) else {}
    low, high = found.get("low"), found.get("high")
    if low is None and listing.least_fee is None:
        return None
    return KitRate(
        low=low,
        high=high,
        least=listing.least_fee,
        currency=found.get("currency") or listing.currency,
    )


def _may_tell_a_fee(listing: Listing, run: MatchRun) -> bool:
    """Whether a run's estimate may be of a time when the least fee, hidden now, was shown."""
    hides = not {**shown_at_first(), **listing.shows}["rate"]
    return listing.least_fee is not None and hides and listing.updated_at >= run.started_at
