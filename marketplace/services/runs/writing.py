"""The places of all lists with their reasons, as rows: one pass over who asks."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain, islice
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext as _

from creatorspark.core.jobs.services import JobProgress
from creatorspark.lib.sentences import Sentence
from marketplace.domain.matching.explaining import Explanation, Factor, explain
from marketplace.domain.matching.exposure import Candidate
from marketplace.domain.matching.factors import Factors, factors_of
from marketplace.domain.matching.profiles import Needs
from marketplace.domain.matching.shares import shares_of
from marketplace.domain.matching.tables import NEUTRAL, Table
from marketplace.models import CreatorProfile, Match, MatchRun, Offer
from marketplace.selectors import known
from marketplace.services.runs.listing import Asking, Lists

RIVAL_DAYS: Final = 365
AT_ONCE: Final = 1_000
_COLUMNS: Final = (
    *("run_id", "direction", "campaign_id", "campaign_version", "brand_id", "creator_id"),
    *("rank", "score"),
)
Deals = Mapping[int, Sequence[tuple[int, date]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A creator's place in a list of a brand, or a brand's in a list of the creator."""

    direction: Match.Direction
    creator_id: int
    rank: int
    score: float


@dataclass(kw_only=True)
class Written:
    """What was written: the digest of all places, and counts for the quality of the run."""

    digest: Any = field(default_factory=hashlib.sha256)
    rows: int = 0
    warned: int = 0
    unknown: Counter[str] = field(default_factory=Counter)


def write_lists(
    run: MatchRun, table: Table, lists: Lists, *, progress: JobProgress, now: datetime
) -> Written:
    """Keep every place of every list with its factors, sentences and warnings."""
    stage = _("Writing down why")
    deals = _rival_deals(now=now)
    written, waiting = Written(), list[Match]()
    total = len(lists.creators)
    for done, (asking, candidates) in enumerate(lists.creators):
        places = chain(_places(candidates), _shown_to(lists, asking))
        for row in _matches(run, table, asking, places, deals=deals, today=now.date()):
            waiting.append(row)
            if len(waiting) >= AT_ONCE:
                _keep(waiting, written)
                waiting = []
        if done % 20 == 0:
            progress.report(stage, done=done, total=total)
    _keep(waiting, written)
    return written


def _keep(rows: Sequence[Match], written: Written) -> None:
    _copy(rows)
    written.rows += len(rows)
    for row in rows:
        asked = f"b{row.brand_id}" if row.brand_id else f"c{row.campaign_id}.{row.campaign_version}"
        line = f"{row.direction} {asked} {row.creator_id} {row.rank} {row.score:.5f}\n"
        written.digest.update(line.encode())
        written.warned += any(one["kind"] == "warning" for one in row.warnings)
        written.unknown.update(one["factor"] for one in row.factors if not one["known"])


def _copy(rows: Iterable[Match]) -> None:
    # INSERT spends more time on putting quotes around reasons than on all else.
    table = connection.ops.quote_name(Match._meta.db_table)
    command = f"COPY {table} ({', '.join(_COLUMNS)}, factors, warnings) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            plain = [getattr(row, name) for name in _COLUMNS]
            copy.write_row([*plain, json.dumps(row.factors), json.dumps(row.warnings)])


def _places(candidates: Sequence[Candidate]) -> Iterable[Placed]:
    for rank, one in enumerate(candidates, 1):
        yield Placed(
            direction=Match.Direction.CREATORS, creator_id=one.number, rank=rank, score=one.score
        )


def _shown_to(lists: Lists, asking: Asking) -> Iterator[Placed]:
    """Yield the creators to whom a brand is shown, with its rank there; a brief is to nobody."""
    if asking.campaign_id is not None:
        return
    for which, rank, score in lists.brands.places_of(asking.needs.needs_id):
        yield Placed(
            direction=Match.Direction.BRANDS,
            creator_id=int(lists.shown_to[which]),
            rank=rank,
            score=score,
        )


def _matches(
    run: MatchRun,
    table: Table,
    asking: Asking,
    places: Iterable[Placed],
    *,
    deals: Deals,
    today: date,
) -> Iterator[Match]:
    """Yield the rows of one asking; a brand can be shown to everybody, so some at a time."""
    needs = asking.needs
    factors = factors_of(table, needs, shares=shares_of(table, needs))
    for some in _cut(places):
        ids = sorted({one.creator_id for one in some})
        at = dict(zip(ids, table.places_of(ids).tolist(), strict=True))
        why = {
            row.creator_id: explain(
                needs,
                known.facts_of(row, rivals=_of_rivals(needs, deals.get(row.creator_id, ()))),
                _values(factors, at[row.creator_id]),
                today=today,
            )
            for row in CreatorProfile.objects.filter(run=run, creator_id__in=ids).only(*known.TOLD)
        }
        for one in some:
            yield _match(run, asking, one, why[one.creator_id])


def _cut(places: Iterable[Placed]) -> Iterator[list[Placed]]:
    left = iter(places)
    while some := list(islice(left, AT_ONCE)):
        yield some


def _match(run: MatchRun, asking: Asking, placed: Placed, why: Explanation) -> Match:
    is_brief = asking.campaign_id is not None
    return Match(
        run=run,
        direction=placed.direction.value,
        campaign_id=asking.campaign_id,
        campaign_version=asking.campaign_version,
        brand_id=None if is_brief else asking.needs.brand_id,
        creator_id=placed.creator_id,
        rank=placed.rank,
        score=placed.score,
        factors=[
            {
                "factor": line.factor.value,
                "weight": line.weight,
                "value": line.value,
                "known": line.is_known,
                **_stored(line.sentence),
                **({"also": _stored(line.also)} if line.also else {}),
            }
            for line in why.lines
        ],
        warnings=[
            *({"kind": "warning", **_stored(one)} for one in why.warnings),
            *({"kind": "would_help", **_stored(one)} for one in why.would_help),
        ],
    )


def _stored(sentence: Sentence) -> dict[str, Any]:
    return {"text": sentence.text, "values": dict(sentence.values)}


def _values(factors: Factors, place: int) -> dict[Factor, float]:
    columns = {one: getattr(factors, one.value) for one in Factor}
    return {
        one: NEUTRAL if column is None else float(column[place]) for one, column in columns.items()
    }


def _rival_deals(*, now: datetime) -> Deals:
    """Return by creator the brands it worked for in the last year, with the day it ended."""
    rows = Offer.objects.filter(completed_at__gte=now - timedelta(days=RIVAL_DAYS))
    found: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for creator_id, brand_id, ended in rows.values_list(
        "creator_id", "campaign__brand_id", "completed_at"
    ):
        if ended is not None:
            found[creator_id].append((brand_id, ended.date()))
    return found


def _of_rivals(needs: Needs, deals: Sequence[tuple[int, date]]) -> tuple[date, ...]:
    return tuple(ended for brand_id, ended in deals if brand_id in needs.likely_rivals)
