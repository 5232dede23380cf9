"""IBANs: what is one, and that a slip of the hand never makes another one."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rewards.domain.bank.iban import (
    LENGTHS,
    IbanFault,
    NoIban,
    grouped,
    read_iban,
    with_check_digits,
)

# Examples of the IBAN registry.
KNOWN = [
    "GB29 NWBK 6016 1331 9268 19",
    "DE89 3704 0044 0532 0130 00",
    "FR14 2004 1010 0505 0001 3M02 606",
    "NO93 8601 1117 947",
    "MT84 MALT 0110 0001 2345 MTLC AST0 01S",
    "LC55 HEMM 0001 0001 0012 0012 0002 3015",
    "BR18 0036 0305 0000 1000 9795 493C 1",
]
ibans = st.sampled_from(sorted(LENGTHS)).flatmap(
    lambda country: st.text("0123456789", min_size=LENGTHS[country] - 4).map(
        lambda digits: with_check_digits(country, digits[: LENGTHS[country] - 4])
    )
)


@pytest.mark.parametrize("text", KNOWN)
def test_examples_of_the_registry(text):
    iban = read_iban(text)
    assert " " not in iban
    assert grouped(iban) == text
    assert read_iban(text.lower().replace(" ", "-")) == iban


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", IbanFault.SHAPE),
        ("hello", IbanFault.SHAPE),
        ("DE89", IbanFault.SHAPE),
        ("DE８9370400440532013000", IbanFault.SHAPE),
        ("ZZ89370400440532013000", IbanFault.COUNTRY),
        ("DE8937040044053201300", IbanFault.LENGTH),
        ("DE88370400440532013000", IbanFault.CHECK_DIGITS),
    ],
)
def test_what_is_no_iban_and_why(text, fault):
    with pytest.raises(NoIban) as caught:
        read_iban(text)
    assert caught.value.fault is fault


@given(iban=ibans)
def test_check_digits_fit(iban):
    assert read_iban(iban) == iban


@given(iban=ibans, at=st.integers(4, 40), digit=st.sampled_from("0123456789"))
def test_one_wrong_digit_is_found(iban, at, digit):
    assume(at < len(iban) and iban[at] != digit)
    with pytest.raises(NoIban):
        read_iban(iban[:at] + digit + iban[at + 1 :])


@given(iban=ibans, at=st.integers(4, 40))
def test_two_swapped_digits_are_found(iban, at):
    assume(at + 1 < len(iban) and iban[at] != iban[at + 1])
    with pytest.raises(NoIban):
        read_iban(iban[:at] + iban[at + 1] + iban[at] + iban[at + 2 :])
