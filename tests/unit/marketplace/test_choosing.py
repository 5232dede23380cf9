"""The best brands of each creator, whatever the order of blocks."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.matching.choosing import Best
from marketplace.domain.matching.profiles import Needs
from marketplace.domain.matching.ranking import judge, rank
from marketplace.domain.matching.tables import table_of
from tests.unit.marketplace.matching import CATEGORIES, LANGUAGES, MARKETS, brief_of, crowd_of


@given(st.integers(0, 2**32 - 1), st.integers(1, 90), st.integers(1, 5))
def test_they_are_the_best_of_all_rankings(seed, briefs, most):
    table = table_of(crowd_of(seed), categories=CATEGORIES, markets=MARKETS, languages=LANGUAGES)
    needs = [_numbered(brief_of(seed + number), number) for number in range(briefs)]
    best = Best(len(table), brands=briefs, most=most)
    scored: dict[int, list[tuple[float, int]]] = {place: [] for place in range(len(table))}
    rankings = rank(table, needs, most=len(table))
    for one, judged, ranked in zip(needs, judge(table, needs, most=3), rankings, strict=True):
        best.take(one, judged.scores)
        assert judged.best.ids.tolist() == ranked.ids[:3].tolist()
        for place, score in zip(ranked.places.tolist(), ranked.scores.tolist(), strict=True):
            scored[place].append((-round(score, 5), one.needs_id))
    for place, pairs in scored.items():
        found = best.candidates(place)
        assert [(one.number, one.score) for one in found] == [
            (number, -score) for score, number in sorted(pairs)[:most]
        ]


def _numbered(needs: Needs, number: int) -> Needs:
    return replace(needs, needs_id=number, house=number)
