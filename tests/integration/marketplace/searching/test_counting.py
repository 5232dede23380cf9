"""How many a brief leaves while it is being written, whatever stands in it."""

import pytest

from marketplace import interface
from tests.factories.marketplace import BrandFactory
from tests.factories.matching import CreatorProfileFactory, MatchRunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand_id() -> int:
    run = MatchRunFactory()
    for _ in range(3):
        CreatorProfileFactory(run=run)
    CreatorProfileFactory(run=run, audience={}, mix={}, rhythm={}, followers=None)
    return int(BrandFactory().pk)


def test_an_empty_brief_leaves_everybody(brand_id):
    found = interface.count_eligible(brand_id=brand_id, fields={})
    assert (found.eligible, found.creators, found.removed) == (4, 4, ())


def test_a_brief_that_leaves_nobody_says_which_rule_removed_how_many(brand_id):
    found = interface.count_eligible(
        brand_id=brand_id,
        fields={"least_followers": 10**9, "verified_only": True, "languages": ["de"]},
    )
    assert found.eligible == 0
    assert {one.rule: (one.first, one.alone) for one in found.removed} == {
        "language": (4, 4),
        "followers": (0, 3),
        "verified": (0, 4),
    }
    assert all(one.label for one in found.removed)


@pytest.mark.parametrize(
    "fields",
    [
        {"budget": 0, "per_creator_budget": 0},
        {"goals": "🎉🎉🎉"},
        {"goals": " ".join(f"#tag{number}" for number in range(10_000))},
        {"categories": {}, "weights": {"content": 0, "audience": 0, "performance": 0, "trust": 0}},
        {"categories": {"no_such_category": 1.0}, "markets": ["ZZ"]},
        {"industries": [], "ages": ""},
    ],
)
def test_odd_briefs_are_counted_all_the_same(brand_id, fields):
    found = interface.count_eligible(brand_id=brand_id, fields=fields)
    assert 0 <= found.eligible <= found.creators == 4


@pytest.mark.parametrize(
    "fields", [{"ages": "40-20"}, {"weights": {"luck": 1}}, {"colour": "red"}, {"ages": "old"}]
)
def test_what_contradicts_itself_is_refused(brand_id, fields):
    with pytest.raises(interface.BriefUnreadable):
        interface.count_eligible(brand_id=brand_id, fields=fields)


def test_creators_left_out_by_name_are_not_counted(brand_id):
    everybody = interface.count_eligible(brand_id=brand_id, fields={})
    one = CreatorProfileFactory._meta.model.objects.first()
    found = interface.count_eligible(
        brand_id=brand_id, fields={}, excluded_creators=[one.creator_id]
    )
    assert found.eligible == everybody.eligible - 1
