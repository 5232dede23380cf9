"""What is published of a period: nothing small, nothing that gives it away, and what it says."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creatorspark.lib.calendar_periods import parse_period
from creatorspark.lib.suppression import LEAST, Sum, highest
from creatorspark.portals.transparency.cells import cells_of
from creatorspark.portals.transparency.composing import Composed, composed_from_json
from creatorspark.portals.transparency.csv_file import csv_of
from creatorspark.portals.transparency.document import about, document_of
from creatorspark.portals.transparency.page import page_of
from creatorspark.portals.transparency.words import CHAPTERS, COUNTS, RULES
from fraud import interface as fraud
from fraud.domain.findings import ReasonCode
from rewards import interface as rewards

QUARTER = parse_period("2026-Q3")
COUNT = st.one_of(st.integers(0, 6), st.integers(0, 300))
TALLIES = st.builds(fraud.Tally, cleared=COUNT, overturned=COUNT, partly=COUNT, upheld=COUNT)


def figures_from(rules: dict[str, fraud.Tally], *, expired: int = 0, late: int = 0) -> Any:
    """Figures whose tables have the same sums, as those of real decisions do."""
    total = fraud.Tally(
        cleared=sum(one.cleared for one in rules.values()),
        overturned=sum(one.overturned for one in rules.values()),
        partly=sum(one.partly for one in rules.values()),
        upheld=sum(one.upheld for one in rules.values()),
    )
    everything = total.decided + expired
    first = fraud.FirstDecisions(
        cleared=total.cleared,
        partly=total.partly,
        upheld=total.upheld + total.overturned,
        expired=expired,
        late=min(late, everything),
        in_time=everything - min(late, everything),
    )
    hours = fraud.Times(count=everything, median=20.0, p90=70.0)
    return fraud.Figures(
        creators=10_000,
        creators_by_market={"DE": 9_000, "US": 900, "FR": 100},
        holds=fraud.HoldFigures(placed=everything, creators=everything, hours=hours),
        decided=fraud.Decided(
            first=first,
            total=total,
            rules=rules,
            markets={"DE": total} if total.decided else {},
            devices={"": total} if total.decided else {},
            hours=hours,
            wronged=total.fell,
        ),
        notice=hours,
    )


def composed(figures: fraud.Figures, **money: Any) -> Composed:
    return Composed(period=QUARTER, figures=figures, money=rewards.HeldInError(**money))


FIGURES = st.builds(
    figures_from,
    st.dictionaries(st.sampled_from(sorted(RULES)), TALLIES, max_size=4),
    expired=COUNT,
    late=COUNT,
)


def numbers(told: Any) -> list[int]:
    """Every whole count in a document but of creators, who are no secret."""
    if isinstance(told, dict):
        return [one for key, part in told.items() if key != "creators" for one in numbers(part)]
    if isinstance(told, list):
        return [one for part in told for one in numbers(part)]
    return [told] if type(told) is int else []


@given(FIGURES)
@settings(max_examples=60, deadline=None)
def test_no_small_count_is_published(figures):
    told = document_of(composed(figures))
    groups = [told[table]["groups"] for table in ("rules", "markets", "devices")]
    assert not [one for one in numbers([told["counts"], groups]) if 0 < one < LEAST]


@given(FIGURES)
@settings(max_examples=60, deadline=None)
def test_no_small_count_can_be_worked_out(figures):
    """The audit once more, with sums written down here and not where they are hidden by."""
    cells = cells_of(figures, rewards.HeldInError())
    rules = sorted(figures.decided.rules)
    sums = [
        Sum("decided", ("cleared", "partly", "upheld", "freed_by_appeal", "again")),
        Sum("first", ("by_people", "expired")),
        Sum("first", ("in_time", "late")),
        Sum("decided", ("fell", "stood")),
        *(
            Sum(what, tuple(f"rules/{rule}/{what}" for rule in rules))
            for what in ("decided", "fell", "stood")
            if rules
        ),
        *(
            Sum(f"rules/{rule}/decided", (f"rules/{rule}/fell", f"rules/{rule}/stood"))
            for rule in rules
        ),
    ]
    for name in cells.hidden:
        if cells.counts[name] < LEAST:
            assert highest(name, cells.counts, sums, hidden=cells.hidden) >= LEAST, name


@given(FIGURES, COUNT)
@settings(max_examples=60, deadline=None)
def test_apologies_tell_no_count_that_is_hidden(figures, apologies):
    cells = cells_of(figures, rewards.HeldInError(apologies=apologies))
    if cells.shown("apologies") is not None:
        assert None not in [cells.shown(one) for one in ("expired", "fell", "cleared")]


def test_apologies_are_shown_where_nothing_they_follow_is_small():
    figures = figures_from({"A": fraud.Tally(cleared=20, upheld=30)}, expired=9)
    assert cells_of(figures, rewards.HeldInError(apologies=29)).shown("apologies") == 29


@given(FIGURES)
@settings(max_examples=30, deadline=None)
def test_the_page_and_the_file_show_every_document(figures):
    told = document_of(composed(figures))
    kept = fraud.KeptFigures(
        period=QUARTER, figures={}, published=told, sha256="0" * 64, computed_at=datetime.now(UTC)
    )
    page = page_of(kept, others=["2026-Q3"])
    assert len(page.tables) == 3
    lines = list(csv_of((kept,)))
    assert len({line.count(",") for line in lines}) == 1
    told_of = {line.split(",")[3] for line in lines}
    assert set(told["counts"]) <= told_of


def test_every_count_and_rule_has_words():
    told = document_of(composed(figures_from({})))
    assert set(told["counts"]) == set(COUNTS)
    assert {name for _title, names in CHAPTERS for name in names} == set(COUNTS)
    assert set(RULES) == {code.value for code in ReasonCode}


def test_shares_come_with_their_range():
    rules = {"GIFT_CIRCLE": fraud.Tally(cleared=20, upheld=60, overturned=20)}
    told = document_of(composed(figures_from(rules)))
    assert told["shares"]["fell"]["value"] == 0.4
    assert told["shares"]["fell"]["low"] < 0.4 < told["shares"]["fell"]["high"]
    assert told["holds_per_thousand"] == 10
    assert told["markets"]["groups"][0]["fell_per_thousand_creators"] == 4.44


def test_sums_of_few_or_mostly_of_one_are_hidden():
    figures = figures_from({})

    def sums(**money: Any) -> Any:
        return document_of(composed(figures, **money))["sums"]

    fine = sums(creators=40, money={"USD": 123_456}, points=5_678, largest=0.2)
    assert fine["money_held_in_error"] == [{"amount": "1200.00", "currency": "USD"}]
    assert fine["points_held_in_error"] == 5_700
    assert sums(creators=4, points=500, largest=0.3)["points_held_in_error"] is None
    assert sums(creators=40, points=500, largest=0.9)["points_held_in_error"] is None
    assert sums(apologies=3, apology_points=750)["apology_points"] is None
    assert sums()["money_held_in_error"] == []


def test_times_of_few_are_hidden():
    few = fraud.Figures(creators=10, notice=fraud.Times(count=4, median=3.0, p90=4.0))
    some = fraud.Figures(creators=10, notice=fraud.Times(count=19, median=33.3, p90=40.0))
    assert document_of(composed(few))["hours"]["to_notice"] == {"median": None, "p90": None}
    assert document_of(composed(some))["hours"]["to_notice"] == {"median": 33.0, "p90": None}


@pytest.mark.parametrize(
    ("number", "told"), [(0, 0), (7, 7), (94, 94), (12_345, 12_000), (996, 1_000)]
)
def test_sums_are_told_with_two_digits(number, told):
    assert about(number) == told


@given(FIGURES)
def test_what_is_kept_is_read_again(figures):
    whole = composed(figures, creators=3, money={"USD": 5}, points=2, largest=0.5)
    assert composed_from_json(QUARTER, whole.as_json()) == whole
