"""Owners say who is on a team; there is always one."""

import pytest
from django.utils import timezone

from marketplace import interface as marketplace
from marketplace.models import BrandMember
from marketplace.services.teams import MOST_INVITED_A_DAY, TeamRefused
from tests.factories import UserFactory
from tests.factories.marketplace import BrandMemberFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def owner():
    return BrandMemberFactory()


def ask(owner, **more):
    return {"brand_id": owner.brand_id, "actor": owner.user, "now": NOW} | more


def test_an_owner_adds_a_colleague_who_then_cannot_add_others(owner) -> None:
    colleague, other = UserFactory(brand=True), UserFactory(brand=True)
    marketplace.invite_member(email=colleague.email.upper(), **ask(owner))
    assert [one.brand_id for one in marketplace.seats_of(user=colleague)] == [owner.brand_id]
    with pytest.raises(TeamRefused, match="owners"):
        marketplace.invite_member(email=other.email, **ask(owner, actor=colleague))


def test_an_address_without_an_account_is_answered_like_any_other(owner) -> None:
    for email in ("nobody@test.example", UserFactory().email):
        marketplace.invite_member(email=email, **ask(owner))
    assert owner.brand.members.count() == 1


def test_nobody_tries_one_address_after_another(owner) -> None:
    for number in range(MOST_INVITED_A_DAY):
        marketplace.invite_member(email=f"nobody{number}@test.example", **ask(owner))
    with pytest.raises(TeamRefused, match="within a day"):
        marketplace.invite_member(email="another@test.example", **ask(owner))


def test_the_last_owner_stays_until_somebody_else_owns(owner) -> None:
    colleague = BrandMemberFactory(brand=owner.brand, role=BrandMember.Role.MEMBER)
    with pytest.raises(TeamRefused, match="needs an owner"):
        marketplace.end_membership(member_id=owner.pk, **ask(owner))
    marketplace.hand_role(member_id=colleague.pk, owner=True, **ask(owner))
    marketplace.end_membership(member_id=owner.pk, **ask(owner))
    assert marketplace.seats_of(user=owner.user) == ()
    with pytest.raises(TeamRefused, match="needs an owner"):
        marketplace.hand_role(
            member_id=colleague.pk, owner=False, **ask(owner, actor=colleague.user)
        )


def test_a_member_leaves_but_sends_nobody_away(owner) -> None:
    first = BrandMemberFactory(brand=owner.brand, role=BrandMember.Role.MEMBER)
    second = BrandMemberFactory(brand=owner.brand, role=BrandMember.Role.MEMBER)
    with pytest.raises(TeamRefused, match="owners"):
        marketplace.end_membership(member_id=second.pk, **ask(owner, actor=first.user))
    marketplace.end_membership(member_id=first.pk, **ask(owner, actor=first.user))
    team = marketplace.my_team(user=owner.user, brand_id=owner.brand_id)
    assert [one.member_id for one in team.members] == [owner.pk, second.pk]


def test_addresses_are_for_owners(owner) -> None:
    member = BrandMemberFactory(brand=owner.brand, role=BrandMember.Role.MEMBER)
    seen = marketplace.my_team(user=member.user, brand_id=owner.brand_id)
    assert [one.email for one in seen.members] == ["", member.user.email]
    assert marketplace.my_team(user=UserFactory(brand=True), brand_id=owner.brand_id) is None
