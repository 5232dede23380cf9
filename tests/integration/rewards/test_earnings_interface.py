"""What other apps read about earnings."""

from datetime import date

import pytest

from rewards import interface as rewards
from tests.factories import NOW, CreatorFactory

pytestmark = pytest.mark.django_db


def test_a_creator_without_a_statement_has_zeros_and_no_week() -> None:
    creator = CreatorFactory()
    overview = rewards.earnings_overview(creator_id=creator.pk, now=NOW)
    assert (overview.total, overview.in_review, overview.on_hold, overview.ready) == (0, 0, 0, 0)
    assert overview.next_payout is None
    assert overview.last_week is None
    assert rewards.earnings_weeks(creator_id=creator.pk) == []
    assert rewards.earnings_statements(creator_id=creator.pk).rows == ()
    assert rewards.earnings_statement(creator_id=creator.pk, week=date(2026, 11, 9)) is None
    assert rewards.earnings_of_videos(video_ids=[1]) == {}
    assert rewards.earnings_of_video(video_id=1) == []
