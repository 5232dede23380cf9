"""Replaying past weeks under other rules agrees with having closed them under those rules."""

from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rewards.domain.bonus import Grade, Originality
from rewards.domain.earnings import GradeFacts
from rewards.domain.pay_policy import DEFAULT_PARAMETERS, PayPolicy, VideoTerms
from rewards.domain.replay import LETTERS, VERDICTS, half_even, replay, silent
from tests.unit.rewards.paid_histories import Book, Fact, rows_of

WEEKS = 6
CUTOFFS = {"A": 0.8, "B": 0.6, "C": 0.4, "D": 0.2}


def policy(name: str, **changes: Any) -> PayPolicy:
    return PayPolicy.from_parameters({**DEFAULT_PARAMETERS, **changes}, sha256=name * 64)


PAID = policy("p", qualified_views={"min_seconds": 5, "max_age_days": 40})
rates = st.decimals(0, 1, places=3, allow_nan=False)
rpms = st.decimals(0, 500, places=2, allow_nan=False)


@st.composite
def drafts(draw: st.DrawFn) -> PayPolicy:
    """Any RPM, rule, step and rate; C may get a bonus that no policy gave before."""
    pairs = {x: sorted([draw(rates), draw(rates)]) for x in draw(st.sets(st.sampled_from("ABC")))}
    return policy(
        "d",
        rpm=[{"rpm_minor": str(draw(rpms))}, {"market": "US", "rpm_minor": str(draw(rpms))}],
        tier_steps={"gold": str(draw(st.decimals(1, 2, places=2)))},
        bonus={x: {"original": str(b), "not_original": str(a)} for x, (a, b) in pairs.items()},
        qualified_views={
            "min_seconds": draw(st.integers(0, 20)),
            "max_age_days": draw(st.integers(0, 60)),
        },
    )


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    """A video's weeks: a first week of paid views, then gains, falls, a grade, a verdict."""
    seconds = draw(st.sampled_from([None, 5, 12, 30, 300]))
    market, tier = draw(st.sampled_from(["US", "FR", ""])), draw(st.sampled_from(["", "gold"]))
    score = draw(st.integers(0, 1_000_000)) / 1_000_000
    letter = next((x for x in "ABCD" if score >= CUTOFFS[x]), "E")
    grade = GradeFacts(
        letter=draw(st.sampled_from([Grade(letter), Grade.TOO_EARLY])),
        score=f"{score:.6f}",
        counts={},
        policy_sha256="g" * 64,
        reference_sha256=None,
    )
    if grade.letter is Grade.TOO_EARLY:
        grade = replace(grade, score="")
    graded_in, judged_in = draw(st.integers(0, WEEKS)), draw(st.integers(0, WEEKS))
    verdict = draw(st.sampled_from([x for x in Originality if x is not Originality.PENDING]))
    views = [draw(st.integers(1, 10**7)) for _ in range(WEEKS)]
    return [
        Fact(
            views=views[week],
            terms=VideoTerms(
                platform="tiktok",
                market=market,
                niche="food",
                tier=tier if week else "",
                seconds=seconds,
                age_days=7 * week + 3,
            ),
            grade=grade if week >= graded_in else None,
            originality=verdict if week >= judged_in else Originality.PENDING,
        )
        for week in range(WEEKS)
    ]


def heard(rows: Any, facts: list[Fact]) -> Any:
    """Ask the judgement where the lines are silent, as the reading of past weeks does."""
    last = facts[-1]
    letter = LETTERS.index(last.grade.letter) if last.grade else 0
    score = float(last.grade.score or "nan") if last.grade else float("nan")
    asked = silent(rows)
    return replace(
        rows,
        letter=np.where(asked, letter, rows.letter),
        score=np.where(asked, score, rows.score),
        originality=np.where(asked, VERDICTS.index(last.originality), rows.originality),
    )


@given(facts=histories())
def test_the_rules_that_paid_give_back_every_cent(facts: list[Fact]) -> None:
    book = Book([PAID] * WEEKS).play(facts)
    for rows in (rows_of([book]), rows_of([book], since=2)):
        again = replay(rows, pay=PAID)
        assert again.base.tolist() == rows.base.tolist()
        assert again.bonus.tolist() == rows.bonus.tolist()
        assert again.waiting.tolist() == rows.waiting.tolist()
        assert replay(rows).bonus.tolist() == rows.bonus.tolist()
        assert replay(rows, cutoffs=CUTOFFS).letter.tolist() == rows.letter.tolist()


@given(facts=histories(), draft=drafts(), since=st.integers(0, 3))
def test_a_draft_pays_what_closing_the_weeks_under_it_would_have_paid(
    facts: list[Fact], draft: PayPolicy, since: int
) -> None:
    paid = Book([PAID] * WEEKS).play(facts)
    rows = heard(rows_of([paid], since=since), facts)
    other = Book([PAID] * since + [draft] * (WEEKS - since)).play(facts).paid()
    again = replay(rows, pay=draft)
    # Where a draft never paid anything, a fall isn't even a line; both ways nothing is paid.
    expected = [other.get(week, (0, 0)) for week in rows.week.tolist()]
    assert list(zip(again.base.tolist(), again.bonus.tolist(), strict=True)) == expected


@given(facts=histories(), since=st.integers(1, 3))
def test_weeks_of_two_policies_keep_their_own_bonus_rates(facts: list[Fact], since: int) -> None:
    richer = policy("r", bonus={"A": {"original": "0.30", "not_original": "0.05"}})
    rows = rows_of([Book([PAID] * since + [richer] * (WEEKS - since)).play(facts)])
    assert replay(rows).bonus.tolist() == rows.bonus.tolist()


def test_lower_cut_offs_raise_letters_and_cost_more_bonus() -> None:
    facts = [
        Fact(
            views=100_000,
            terms=VideoTerms(
                platform="tiktok", market="US", niche="food", tier="", seconds=20, age_days=9
            ),
            grade=GradeFacts(
                letter=Grade.B,
                score="0.799999",
                counts={},
                policy_sha256="g" * 64,
                reference_sha256=None,
            ),
            originality=Originality.ORIGINAL,
        )
    ]
    rows = rows_of([Book([PAID]).play(facts)])
    then = replay(rows, cutoffs=CUTOFFS | {"A": 0.75})
    assert (rows.base.tolist(), rows.bonus.tolist()) == ([70_00], [7_00])
    assert ([LETTERS[x] for x in then.letter], then.bonus.tolist()) == (["A"], [14_00])
    assert then.base.tolist() == rows.base.tolist()


def test_no_lines_cost_nothing() -> None:
    assert replay(rows_of([]), pay=PAID, cutoffs=CUTOFFS).total.tolist() == []


@given(
    values=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=20),
    times=st.integers(0, 10**12),
    places=st.integers(3, 12),
)
def test_half_even_is_exact_whatever_the_size(values: list[int], times: int, places: int) -> None:
    found = half_even(
        np.array(values, np.int64), times=np.full(len(values), times, np.int64), over=10**places
    )
    exact = [
        int((Decimal(v * times) / 10**places).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))
        for v in values
    ]
    assert found.tolist() == exact


@pytest.mark.parametrize(("value", "rounded"), [(5, 0), (15, 2), (25, 2), (-5, 0), (-15, -2)])
def test_halves_go_to_the_even_side(value: int, rounded: int) -> None:
    one = np.array([1], np.int64)
    assert half_even(np.array([value], np.int64), times=one, over=10).tolist() == [rounded]
