"""What a creator's next video would be paid, from what is stored."""

from decimal import Decimal

import pytest

from rewards import interface as rewards
from tests.factories import NOW, CreatorFactory
from tests.integration.rewards.grades import graded, rules

pytestmark = pytest.mark.django_db


def test_views_of_graded_videos_and_the_policy_in_force() -> None:
    rules()
    creator = CreatorFactory(country="", niche="food", platform="tiktok")
    graded(creator, "AAB")
    found = rewards.prospect_of(creator_id=creator.pk, seconds=20.4, now=NOW)
    assert (found.views.middle, found.views.videos, found.age_days) == (1_000, 3, 7)
    assert (found.version, found.rpm_minor, found.base) == ("pay-1", Decimal("45"), 45)
    assert found.grades[0].bonus_original == 9


def test_nobody_elses_videos_count() -> None:
    rules()
    graded(CreatorFactory(), "A")
    found = rewards.prospect_of(creator_id=CreatorFactory().pk, seconds=None, now=NOW)
    assert found.views.is_example


def test_before_anybody_pays() -> None:
    found = rewards.prospect_of(creator_id=CreatorFactory().pk, seconds=20, now=NOW)
    assert (found.version, found.age_days) == ("", 7)


def test_a_fixed_number_of_queries(django_assert_num_queries) -> None:
    rules()
    creator = CreatorFactory()
    graded(creator, "ABC")
    with django_assert_num_queries(6):
        rewards.prospect_of(creator_id=creator.pk, seconds=20, now=NOW)
