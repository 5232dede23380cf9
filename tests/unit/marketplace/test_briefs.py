"""What can't be right in a brief is said by field; what can is stored in one way."""

from datetime import date

import pytest

from marketplace.domain.briefs import Brief, Fault, Vocabulary, faults_of, stored

WORDS = Vocabulary(
    countries={"germany": "DE", "usa": "US"},
    languages={"english": "en", "en": "en", "spanish": "es"},
    categories=frozenset({"food", "dance"}),
)


def faults(**parts) -> set[tuple[str, Fault]]:
    found = faults_of(Brief(**({"name": "Spring"} | parts)), words=WORDS)
    return {(one.field, one.fault) for one in found}


@pytest.mark.parametrize(
    ("parts", "field", "fault"),
    [
        ({"name": " "}, "name", Fault.NAME_MISSING),
        ({"name": "x" * 201}, "name", Fault.TOO_LONG),
        ({"goals": "x" * 5_001}, "goals", Fault.TOO_LONG),
        ({"ages": "34-18"}, "ages", Fault.AGES_UNREADABLE),
        ({"ages": "5-9"}, "ages", Fault.AGES_UNREADABLE),
        ({"markets": ("Atlantis",)}, "markets", Fault.MARKETS_UNREADABLE),
        ({"languages": ("Elvish",)}, "languages", Fault.LANGUAGES_UNREADABLE),
        ({"industries": ("dragons",)}, "industries", Fault.UNKNOWN),
        ({"categories": {"dragons": 1.0}}, "categories", Fault.UNKNOWN),
        ({"categories": {"food": 1.5}}, "categories", Fault.SHARE_RANGE),
        ({"genders": ("other",)}, "genders", Fault.UNKNOWN),
        ({"budget": 0}, "budget", Fault.BUDGET_ZERO),
        ({"budget": -5}, "budget", Fault.BUDGET_RANGE),
        ({"budget": 100, "per_creator_budget": 101}, "per_creator_budget", Fault.BUDGET_SMALLER),
        ({"least_followers": 9, "most_followers": 8}, "most_followers", Fault.FOLLOWERS_BACKWARD),
        ({"least_followers": -1}, "least_followers", Fault.FOLLOWERS_RANGE),
        ({"least_grade": "Z"}, "least_grade", Fault.UNKNOWN),
        ({"least_originality": 1.2}, "least_originality", Fault.SHARE_RANGE),
        ({"exclusivity_days": 731}, "exclusivity_days", Fault.DAYS_RANGE),
        ({"weights": {"charm": 1.0}}, "weights", Fault.UNKNOWN),
        ({"weights": {"content": -1.0}}, "weights", Fault.WEIGHT_RANGE),
        ({"weights": {"content": 0.0, "price": 0.0}}, "weights", Fault.WEIGHTS_NOTHING),
        (
            {"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)},
            "ends_on",
            Fault.DATES_BACKWARD,
        ),
        (
            {"categories": {"food": 1.0}, "excluded_categories": ("food",)},
            "excluded_categories",
            Fault.CATEGORY_TWICE,
        ),
    ],
)
def test_what_cannot_be_right_is_named_by_field(parts, field, fault) -> None:
    assert faults(**parts) == {(field, fault)}


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"goals": "🙂🙂🙂"},
        {"ages": "18+", "genders": ("female",), "markets": ("USA", "Germany")},
        {"budget": 100, "per_creator_budget": 100},
        {"starts_on": date(2026, 5, 1), "ends_on": date(2026, 5, 1)},
        {"languages": ("English", "", "english")},
    ],
)
def test_what_can_be_right_has_no_fault(parts) -> None:
    assert not faults(**parts)


def test_a_brief_is_stored_by_code_and_each_thing_once() -> None:
    values = stored(
        Brief(
            name=" Spring ",
            ages="18+",
            genders=("female", "male"),
            markets=("USA", "usa", "Germany"),
            languages=("English", "en", "Spanish"),
            categories={"food": 1.0, "dance": 0.0},
            excluded_categories=("dance", "dance"),
        ),
        words=WORDS,
    )
    assert values["name"] == "Spring"
    assert values["ages"] == "18-80"
    assert values["genders"] == []
    assert values["markets"] == ["US", "DE"]
    assert values["languages"] == ["en", "es"]
    assert values["categories"] == {"food": 1.0}
    assert values["excluded_categories"] == ["dance"]
