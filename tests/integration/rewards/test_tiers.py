"""Which tier counts in which week."""

from datetime import date
from typing import Any

import pytest

from rewards.services.tiers import tiers_at
from tests.factories.policies import PolicyFactory
from tests.factories.standing import TierStandingFactory
from tests.factories.videos import CreatorFactory

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD = date(2025, 5, 12), date(2025, 5, 19), date(2025, 5, 26)


def test_a_standing_counts_from_its_week_until_the_next_one_starts(
    django_assert_num_queries: Any,
) -> None:
    rising, fallen, new = CreatorFactory.create_batch(3)
    policy = PolicyFactory(kind="tier", active=True)
    TierStandingFactory(creator=rising, week=FIRST, tier="silver", policy=policy)
    TierStandingFactory(creator=rising, week=THIRD, tier="gold", policy=policy)
    TierStandingFactory(creator=fallen, week=FIRST, tier="gold", policy=policy)
    TierStandingFactory(creator=fallen, week=SECOND, tier="", policy=policy)
    everyone = [rising.pk, fallen.pk, new.pk]

    assert tiers_at(everyone, week=date(2025, 5, 5)) == {}
    assert tiers_at(everyone, week=FIRST) == {rising.pk: "silver", fallen.pk: "gold"}
    with django_assert_num_queries(1):
        assert tiers_at(everyone, week=SECOND) == {rising.pk: "silver"}
    assert tiers_at(everyone, week=THIRD) == {rising.pk: "gold"}
    assert tiers_at([new.pk], week=THIRD) == {}
