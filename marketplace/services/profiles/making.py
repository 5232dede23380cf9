"""Profiles of creators from everything the house knows, in a few queries for any number."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from creatorspark.core.models import Creator
from creatorspark.lib.sentences import gettext_noop
from marketplace.domain.matching import standing
from marketplace.domain.matching.policy import MatchPolicy
from marketplace.domain.matching.words import said_in
from marketplace.domain.tone import tone_of
from marketplace.models import Audience, CreatorProfile, Listing, MatchRun
from marketplace.selectors.recent import RecentVideo, newest_videos
from marketplace.services.profiles.currency import house_currency
from marketplace.services.profiles.seeing import Seen, see
from scoring.interface import Look, categories_of_phrases, looks_of, words_on_screen

COMPARABLE: Final = gettext_noop("comparable videos")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that is known of one creator, whether shown or not."""

    creator: Creator
    listing: Listing
    audience: Audience | None
    seen: Seen
    posts: tuple[tuple[str, ...], ...] = ()
    looks: tuple[Look, ...] = ()


def make_profiles(
    run: MatchRun, creator_ids: Sequence[int], *, policy: MatchPolicy, now: datetime
) -> list[CreatorProfile]:
    """Return the profiles of creators, not saved yet, in the order of their numbers.

    Who is gone has none. What a creator hides from brands isn't used, as if it weren't known.
    """
    currency = house_currency(now=now)
    return [
        _profile(run, one, policy=policy, currency=currency, now=now) for one in _facts(creator_ids)
    ]


def _facts(creator_ids: Sequence[int]) -> list[Facts]:
    rows = Creator.objects.filter(
        pk__in=creator_ids, erased_at__isnull=True, merged_into__isnull=True
    ).order_by("pk")
    creators = list(rows)
    ids = [one.pk for one in creators]
    listings = {row.creator_id: row for row in Listing.objects.filter(creator_id__in=ids)}
    audiences = Audience.objects.filter(creator_id__in=ids, is_current=True).defer("original")
    watching = {row.creator_id: row for row in audiences}
    videos: Mapping[int, Sequence[RecentVideo]] = newest_videos(ids)
    seen = see(videos)
    numbers = [row.video_id for rows in videos.values() for row in rows]
    on_screen, looks = words_on_screen(video_ids=numbers), looks_of(video_ids=numbers)
    return [
        Facts(
            creator=one,
            listing=listings.get(one.pk) or Listing(creator=one),
            audience=watching.get(one.pk),
            seen=seen.get(one.pk, Seen()),
            posts=tuple(
                (row.caption, " ".join(row.hashtags), on_screen.get(row.video_id, ""))
                for row in videos.get(one.pk, ())
            ),
            looks=tuple(
                looks[row.video_id] for row in videos.get(one.pk, ()) if row.video_id in looks
            ),
        )
        for one in creators
    ]


def _profile(
    run: MatchRun, facts: Facts, *, policy: MatchPolicy, currency: str, now: datetime
) -> CreatorProfile:
    listing, creator = facts.listing, facts.creator
    shows = listing.shows
    videos = facts.seen.videos if shows.get("videos") else ()
    graded = facts.seen.videos if shows.get("grade") else ()
    mix = _mix(facts) if shows.get("categories") else {}
    followers = creator.follower_count if shows.get("followers") else None
    place, grade, number = standing.performance_of(graded)
    trust = standing.trust_of(facts.seen.videos, shows_originality=bool(shows.get("originality")))
    rate = standing.rate_of(
        videos,
        mix=mix,
        followers=followers,
        rules=policy.rates,
        least_fee=listing.least_fee if shows.get("rate") else None,
    )
    middle = round((rate.low * rate.high) ** 0.5) if rate else None
    return CreatorProfile(
        run=run,
        creator=creator,
        mix=mix,
        words=_words(facts),
        audience=_audience(facts.audience) if shows.get("audience") else {},
        performance=_performance(place, number),
        trust=_trust(trust),
        rate={"low": rate.low, "middle": middle, "high": rate.high, "currency": currency,
              "videos": len(videos)} if rate else {},
        rhythm=_rhythm(facts, now=now) if shows.get("videos") else {},
        ages_of_data=_ages_of_data(facts),
        category=max(mix, key=lambda name: (mix[name], name), default=""),
        country=creator.country,
        language=creator.language,
        followers=followers,
        grade=grade,
        originality=round(trust.original[0] / trust.original[1], 4) if trust.original else None,
        rate_middle=middle,
        verified=creator.verified,
        is_new=facts.seen.graded is None,
    )  # fmt: skip


def _mix(facts: Facts) -> dict[str, float]:
    """Return the categories of the videos, when those are shown, and of what the creator says."""
    phrases = facts.listing.topics or [one for one in (facts.creator.niche,) if one]
    said = categories_of_phrases(phrases=phrases)
    videos = facts.seen.videos if facts.listing.shows.get("videos") else ()
    return standing.mix_of(videos, said=said)


def _words(facts: Facts) -> dict[str, list[Any]]:
    """Return the words of the posts and of the profile, as far as both may be read."""
    listing = facts.listing
    if not listing.shows.get("categories"):
        return {}
    posts = facts.posts if listing.shows.get("videos") else ()
    found = said_in(posts, profile=(listing.about, *listing.topics))
    return {name: [one.word, one.posts, int(one.in_profile)] for name, one in found.items()}


def _audience(row: Audience | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {
        "ages": row.ages,
        "female_share": row.female_share,
        "markets": row.markets,
        "source": row.source,
        "as_of": row.as_of.isoformat() if row.is_dated else None,
    }


def _performance(place: float | None, graded: int) -> dict[str, Any]:
    return {} if place is None else {"place": place, "group": COMPARABLE, "graded": graded}


def _trust(trust: standing.Trust) -> dict[str, Any]:
    found: dict[str, Any] = {} if trust.value is None else {"value": trust.value}
    if trust.original is not None:
        found["original"], found["looked_at"] = trust.original
    return found


def _rhythm(facts: Facts, *, now: datetime) -> dict[str, Any]:
    videos = facts.seen.videos
    if not videos:
        return {}
    return {
        "videos": len(videos),
        "counted": standing.counted_in(videos) if facts.listing.shows.get("categories") else {},
        "a_week": standing.posts_a_week(videos, now=now),
        "newest": max(video.posted_at for video in videos).date().isoformat(),
    } | _tone(facts)


def _tone(facts: Facts) -> dict[str, Any]:
    found = tone_of((one.brightness, one.colour, one.cuts) for one in facts.looks)
    return {} if found is None else {"tone": asdict(found)}


def _ages_of_data(facts: Facts) -> dict[str, str]:
    shows, seen = facts.listing.shows, facts.seen
    days: dict[str, date | None] = {
        "videos": seen.posted if shows.get("videos") else None,
        "counts": seen.counted if shows.get("videos") else None,
        "categories": seen.sorted if shows.get("categories") else None,
        "grade": seen.graded if shows.get("grade") else None,
        "originality": seen.judged if shows.get("originality") else None,
        "audience": _day(facts.audience) if shows.get("audience") else None,
        "description": facts.listing.reported_on,
    }
    return {name: day.isoformat() for name, day in days.items() if day is not None}


def _day(row: Audience | None) -> date | None:
    return row.as_of if row is not None and row.is_dated else None
