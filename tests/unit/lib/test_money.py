"""Money as people and machines read it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.lib.money import (
    Marks,
    format_about,
    format_minor,
    format_rate,
    format_short,
    plain_minor,
)


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        (0, "USD", "$0.00"),
        (7, "USD", "$0.07"),
        (4_120, "USD", "$41.20"),
        (-50, "EUR", "−€0.50"),
        (123_456_789, "GBP", "£1,234,567.89"),
        (100, "CHF", "CHF\N{NO-BREAK SPACE}1.00"),
    ],
)
def test_money_is_written_with_its_symbol(amount: int, currency: str, written: str) -> None:
    assert format_minor(amount, currency=currency) == written


def test_the_readers_marks_are_used() -> None:
    written = format_minor(1_234_567, currency="EUR", marks=Marks(",", "."))
    assert written == "€12.345,67"


@pytest.mark.parametrize(("amount", "written"), [(610, "+$6.10"), (-610, "−$6.10"), (0, "$0.00")])
def test_changes_carry_their_sign(amount: int, written: str) -> None:
    assert format_minor(amount, currency="USD", is_signed=True) == written


@pytest.mark.parametrize(
    ("minor", "written"),
    [("45", "$0.45"), ("73.5", "$0.735"), ("120000", "$1,200.00"), ("0", "$0.00")],
)
def test_rates_keep_all_their_decimals(minor: str, written: str) -> None:
    assert format_rate(Decimal(minor), currency="USD") == written


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "$0.00"),
        (41, "$0.41"),
        (999, "$9.99"),
        (4_120, "$41"),
        (99_900, "$999"),
        (412_000, "$4.1K"),
        (1_234_500, "$12K"),
        (99_999_900, "$1M"),
        (1_250_000_000, "$12M"),
        (-4_120, "−$41"),
    ],
)
def test_a_label_in_a_chart_is_short(amount: int, written: str) -> None:
    assert format_short(amount, currency="USD") == written


@pytest.mark.parametrize(
    ("amount", "written"),
    [(41, "$0.41"), (100, "$1"), (516, "$5"), (1_290, "$13"), (58_700, "$587"), (147_000, "$1.5K")],
)
def test_an_estimate_has_no_cents(amount: int, written: str) -> None:
    assert format_about(amount, currency="USD") == written


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_what_a_machine_reads_is_the_amount(amount: int) -> None:
    assert Decimal(plain_minor(amount)) * 100 == amount
