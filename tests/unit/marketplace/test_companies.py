"""What brands sell by their own words, which belong together, and which compete."""

import pytest

from marketplace.domain.companies import families, readable, rivals, skeleton
from marketplace.domain.industries import OF_AGE, TRADES, Industry
from marketplace.domain.selling import industries_of


def houses(*names):
    return {one.child: one.parent for one in families(names)}


def test_lines_belong_to_the_name_they_begin_with():
    assert houses("Loom", "Loom Beauty", "Loomis", "Loom Beauty USA") == {
        "Loom Beauty": "Loom",
        "Loom Beauty USA": "Loom",
    }


def test_the_company_is_the_house_of_its_name():
    assert houses("Fizz", "FizzCo", "Fizz Max") == {"Fizz": "FizzCo", "Fizz Max": "FizzCo"}


def test_names_that_read_alike_are_one():
    assert skeleton("Ni\u200bke") == skeleton(" NIKE\n") == skeleton("Ｎｉｋｅ")
    assert skeleton("Coca Cola") == skeleton("Coca-Cola")
    assert readable("Fi\u200bzz\n Max ") == "Fizz Max"
    assert skeleton("🎉") != skeleton("🎈")
    assert houses("Fizz", "Fizz\u2060Co") == {"Fizz": "Fizz\u2060Co"}


def test_names_that_only_sound_alike_stand_alone():
    assert houses("Puma", "Pumas United", "Mango", "Man Go") == {}


def test_what_is_wanted_says_more_than_what_was_paid_before():
    told = industries_of(
        "Promote our beer", activities="Worked with fashion creators on outfits and style"
    )
    assert told[0].industry is Industry.ALCOHOL
    assert abs(sum(one.share for one in told) - 1) < 0.001
    assert told[0].because == ("beer",)
    assert industries_of("") == ()
    assert industries_of("🎉🎉🎉") == ()


@pytest.mark.parametrize(
    "words",
    [
        "Party decorations, and cards for every school holiday",
        "See it at our trade shows and in our series of workshops",
        "Renewable energy at low prices, in plain language",
        "Candles that lift your spirits, in a set of three",
        "Pain relief for the whole family; find us by our search, or on the website",
        "Driving growth, home and away, in style",
    ],
)
def test_ordinary_words_say_nothing_alone(words):
    assert industries_of(words) == ()


@pytest.mark.parametrize(
    ("words", "industry"),
    [
        ("Non-stick pans and sharp knives", Industry.HOME),
        ("Sunscreens for every skin", Industry.BEAUTY),
        ("Running socks", Industry.SPORTSWEAR),
        ("Greek yoghurts", Industry.FOOD),
        ("Prams and strollers", Industry.BABY),
        ("Bicycles", Industry.FITNESS),
        ("Portable speakers", Industry.ELECTRONICS),
        ("Energy drinks", Industry.ENERGY_DRINKS),
        ("Crime series and TV shows", Industry.STREAMING),
    ],
)
def test_nouns_and_pairs_of_words_tell(words, industry):
    assert industries_of(words)[0].industry is industry


def test_two_words_of_two_clauses_are_no_pair():
    assert industries_of("Energy. Drinks")[0].industry is Industry.SOFT_DRINKS


def test_what_adults_only_may_see_is_said_by_the_trade():
    adults = {one for one, trade in TRADES.items() if trade.adults >= 18}
    assert {Industry.ALCOHOL, Industry.TOBACCO, Industry.GAMBLING, Industry.LINGERIE} <= adults
    assert all(TRADES[one].adult_share == OF_AGE for one in adults)


def test_every_trade_has_words_of_its_own_and_weights_between_0_and_1():
    words = [word for trade in TRADES.values() for word in trade.words.split()]
    for trade in TRADES.values():
        assert any(words.count(word) == 1 for word in trade.words.split())
        assert all(0 < weight <= 1 for weight in trade.suits.values())


def test_rivals_mostly_sell_the_same_and_are_not_one_house():
    drinks, cars = {Industry.SOFT_DRINKS: 1.0}, {Industry.CARS: 0.9, Industry.ELECTRONICS: 0.1}
    brands = {"Fizz": drinks, "Fizz Max": drinks, "Pop": drinks, "Auto": cars}
    found = rivals(brands, parents={"Fizz Max": "Fizz"})
    assert found == (("Fizz", "Pop"), ("Fizz Max", "Pop"))
