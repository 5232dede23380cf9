"""One brief over 100,000 creators with facets: the service call, and its share of a page.

Calls go over ten briefs with one to three facets, every order and several pages, as people click:
each brief is met anew for a fifth of the calls. Floor: the bare float32 product of one brief with
all creators' features and a partial sort of it. `page` is the same wish asked of the brand's page,
in-process, with its middleware, queries and template; `counting` is the editor's live count. Prints
one JSON document.

    python -m benchmarks.matching_search [--creators 100000] [--calls 200]
"""

import argparse
import json
import logging
import os
import resource
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "creatorspark.settings")

import django

django.setup()

import numpy as np
from django.conf import settings
from django.db import connection, reset_queries
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tqdm import tqdm

from benchmarks.matching_drawn import CATEGORIES, LANGUAGES, MARKETS, drawn_table
from benchmarks.scratch import scratch_database
from creatorspark.core.models import Creator, User
from marketplace import interface
from marketplace.domain.matching.audiences import BANDS
from marketplace.domain.matching.profiles import GRADES
from marketplace.models import Brand, BrandMember, Campaign, CreatorProfile, Listing, MatchRun
from marketplace.services.search import judging
from marketplace.services.tables import building, opening

DIMENSIONS = 384
BATCH = 2_000
BRIEFS = 10
BEST = 24
SEED = 20260504


def main() -> int:
    """Fill a database, ask, and print."""
    parser = argparse.ArgumentParser(description="One brief over many creators")
    parser.add_argument("--creators", type=int, default=100_000)
    parser.add_argument("--calls", type=int, default=200)
    options = parser.parse_args()
    with scratch_database("bench_matching"):
        run = fill(options.creators)
        campaigns = briefs()
        print(json.dumps(measured(run, campaigns, calls=options.calls), indent=1))
        building.discard(run)
    return 0


def measured(run: MatchRun, campaigns: list[Campaign], *, calls: int) -> dict:
    """Make the columns, open them, and ask."""
    resting = memory_mb()
    started = time.perf_counter()
    place = building.make(run)
    made = time.perf_counter() - started
    after_making = memory_mb()
    started = time.perf_counter()
    table = opening.opened(run).table
    opened = time.perf_counter() - started
    ask(campaigns[0], np.random.default_rng(SEED), fresh=True)
    asked = asked_times(campaigns, calls)
    pages = page_times(campaigns, calls // 2)
    counting = [count(one) for one in campaigns for _ in range(5)]
    floors = [floor(table) for _ in range(20)]
    service = float(np.median([*asked["brief met anew"], *asked["clicks"]]))
    settings.DEBUG = True
    reset_queries()
    ask(campaigns[0], np.random.default_rng(SEED), fresh=False)
    in_database = sum(float(one["time"]) for one in connection.queries)
    queries = len(connection.queries)
    settings.DEBUG = False
    return {
        "creators": len(table),
        "dimensions": DIMENSIONS,
        "load": round(os.getloadavg()[0], 1),
        "call": {name: percentiles(times) for name, times in asked.items()},
        "page": percentiles(pages),
        "share of a page": round(service / float(np.median(pages)), 2),
        "counting": percentiles(counting),
        "floor": percentiles(floors),
        "ratio of medians": round(service / float(np.median(floors)), 2),
        "queries": queries,
        "in the database ms": round(1000 * in_database, 1),
        "columns made s": round(made, 1),
        "opened s": round(opened, 2),
        "on disk MB": round(sum(one.stat().st_size for one in place.iterdir()) / 2**20),
        "memory over rest, making MB": round(after_making - resting),
        "memory over rest, asking MB": round(memory_mb() - resting),
    }


def asked_times(campaigns: list[Campaign], calls: int) -> dict[str, list[float]]:
    """Seconds of each call, those that meet a brief anew apart."""
    random = np.random.default_rng(SEED)
    found: dict[str, list[float]] = {"brief met anew": [], "clicks": []}
    for number in range(calls):
        fresh = number % 5 == 0
        campaign = campaigns[(number // 5) % len(campaigns)]
        started = time.perf_counter()
        ask(campaign, random, fresh=fresh)
        found["brief met anew" if fresh else "clicks"].append(time.perf_counter() - started)
    return found


def page_times(campaigns: list[Campaign], calls: int) -> list[float]:
    """Seconds of the brand's own page with drawn wishes."""
    random = np.random.default_rng(SEED)
    logging.disable()  # Requests would be told of among the figures.
    client = Client(HTTP_HOST="localhost")
    client.force_login(User.objects.get(email="brand@bench.example"))
    found = []
    for number in range(calls + 1):
        campaign = campaigns[(number // 5) % len(campaigns)]
        asked = wish(random)
        query = {**asked.pop("chosen"), **asked}
        started = time.perf_counter()
        answer = client.get(reverse("brands:creators", args=[campaign.pk]), query)
        found.append(time.perf_counter() - started)
        assert answer.status_code == 200, answer.status_code
    return found[1:]  # The first one compiles the templates.


def count(campaign: Campaign) -> float:
    """Seconds of one live count."""
    started = time.perf_counter()
    interface.count_eligible(
        brand_id=campaign.brand_id, fields={"ages": campaign.ages, "markets": campaign.markets}
    )
    return time.perf_counter() - started


def ask(campaign: Campaign, random: np.random.Generator, *, fresh: bool) -> None:
    """One call with a drawn wish."""
    if fresh:
        judging.forget()
    page = interface.search_creators(
        campaign_id=campaign.pk, **wish(random), per_page=BEST, now=timezone.now()
    )
    assert page.run is not None
    assert page.eligible


def wish(random: np.random.Generator) -> dict:
    """What somebody clicks: facets, an order, a page."""
    offered = {
        "category": CATEGORIES,
        "size": ("nano", "micro", "mid"),
        "grade": GRADES,
        "gender": ("female", "male", "even"),
        "market": MARKETS,
        "age": [f"{low}-{high}" for low, high in BANDS],
        "language": LANGUAGES,
    }
    names = random.choice(list(offered), int(random.integers(0, 4)), replace=False)
    return {
        "chosen": {
            name: random.choice(offered[name], int(random.integers(1, 3))).tolist()
            for name in names
        },
        "sort": str(random.choice(["match", "match", "match", "followers", "price"])),
        "page": int(random.choice([1, 1, 1, 2, 5])),
    }


def floor(table) -> float:
    """Seconds of the bare product of one brief and a partial sort."""
    wanted = np.random.default_rng(SEED).standard_normal(table.features.shape[1], np.float32)
    started = time.perf_counter()
    scores = table.features @ wanted
    best = np.argpartition(scores, len(scores) - BEST)[-BEST:]
    best[np.argsort(-scores[best])]
    return time.perf_counter() - started


def percentiles(seconds: list[float]) -> dict[str, float]:
    """Median and p95 in milliseconds."""
    return {
        "median ms": round(1000 * float(np.median(seconds)), 1),
        "p95 ms": round(1000 * float(np.percentile(seconds, 95)), 1),
        "calls": len(seconds),
    }


def briefs() -> list[Campaign]:
    """Ten briefs of one brand."""
    random = np.random.default_rng(SEED)
    brand = Brand.objects.create(name="Bench", industries=[{"industry": "fashion", "share": 1.0}])
    user = User.objects.create_user("brand@bench.example", role=User.Role.BRAND)
    BrandMember.objects.create(brand=brand, user=user)
    return [
        Campaign.objects.create(
            brand=brand,
            name=f"Brief {number}",
            state=Campaign.State.OPEN,
            categories={
                str(name): 0.8 for name in random.choice(CATEGORIES, 3, replace=False).tolist()
            },
            ages="18-34",
            genders=["female"] if number % 2 else [],
            markets=random.choice(MARKETS, 3, replace=False).tolist(),
            per_creator_budget=100_000,
            currency="USD",
        )
        for number in range(BRIEFS)
    ]


def fill(count: int) -> MatchRun:
    """Put creators, listings and a run's profiles into the database."""
    now = timezone.now()
    run = MatchRun.objects.create(version=1, state=MatchRun.State.READY, finished_at=now)
    table = drawn_table(count, DIMENSIONS)
    random = np.random.default_rng(SEED)
    for start in tqdm(range(0, count, BATCH), desc="creators", file=sys.stderr):
        creators = Creator.objects.bulk_create(
            Creator(
                platform="tiktok",
                external_id=f"bench-{number}",
                handle=f"bench{number}",
                display_name=f"Bench {number}",
                follower_count=int(table.followers[number]),
            )
            for number in range(start, min(start + BATCH, count))
        )
        Listing.objects.bulk_create(Listing(creator=one) for one in creators)
        CreatorProfile.objects.bulk_create(
            profile(run, one, table, start + place, random, now - timedelta(days=20))
            for place, one in enumerate(creators)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return run


def profile(run, creator, table, number, random, as_of) -> CreatorProfile:
    """A drawn creator as a row of a run."""
    mix = {
        name: round(float(share), 4)
        for name, share in zip(CATEGORIES, table.mix[number], strict=True)
        if share
    }
    low = int(2 ** (table.rate[number] / 2))
    performance, originality = table.performance[number], table.originality[number]
    return CreatorProfile(
        run=run,
        creator=creator,
        mix=mix,
        embedding=table.features[number, len(CATEGORIES) :].tobytes(),
        audience={
            "ages": {
                f"{first}-{last}": round(float(share), 5)
                for (first, last), share in zip(BANDS, table.ages[:, number], strict=True)
            },
            "female_share": round(float(table.female[number]), 4),
            "markets": {
                code: round(float(share), 4)
                for code, share in zip(MARKETS, table.market[:, number], strict=True)
                if share > 0.02
            },
            "source": "creator",
            "as_of": as_of.date().isoformat(),
        },
        performance={}
        if np.isnan(performance)
        else {"place": round(float(performance), 4), "group": "videos of this length"},
        trust={} if np.isnan(originality) else {"value": 0.8, "original": 18, "looked_at": 20},
        rate={"low": low, "high": 2 * low, "currency": "USD"},
        rhythm={"videos": 20, "counted": dict.fromkeys(mix, 7)},
        ages_of_data={"videos": as_of.date().isoformat()},
        category=max(mix, key=lambda name: mix[name]),
        country=str(random.choice(MARKETS)),
        language=LANGUAGES[int(np.argmax(table.language[number]))],
        followers=int(table.followers[number]),
        grade=(*GRADES, "")[int(table.grade[number])],
        originality=None if np.isnan(originality) else float(originality),
        verified=bool(table.verified[number]),
    )


def memory_mb() -> float:
    """The most memory this process ever held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(main())
