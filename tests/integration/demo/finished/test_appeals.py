"""The desk of the demo world has something to do, and its administrator may do it."""

import pytest

from creatorspark.core.appeals.desk import conflict_of
from creatorspark.core.models import Appeal
from creatorspark.demo.domain.cast import Story
from creatorspark.demo.selectors import creator_of, demo_user

pytestmark = pytest.mark.django_db


def test_the_reposter_appeals_and_each_appeal_is_somewhere_else(world):
    appeals = Appeal.objects.filter(creator=creator_of(Story.REPOSTER))
    assert set(appeals.values_list("state", flat=True)) == {"open", "waiting", "upheld"}


def test_the_administrator_may_decide(world):
    appeal = Appeal.objects.get(state="open")
    assert conflict_of(appeal, demo_user("admin")) == ""
    assert "You made this judgement" in conflict_of(appeal, demo_user("staff"))
