"""Owners say who is on a team; there is always one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from marketplace import interface as marketplace
from marketplace.models import BrandInvitation, BrandMember
from marketplace.services.invitations import (
    FORGOTTEN_AFTER,
    MOST_A_DAY,
    VALID_FOR,
    forget_old,
)
from marketplace.services.teams import TeamRefused
from tests.factories import UserFactory
from tests.factories.marketplace import BrandMemberFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def owner():
    return BrandMemberFactory()


def ask(owner, **more):
    return {"brand_id": owner.brand_id, "actor": owner.user, "now": NOW} | more


def invite(owner, email, **more):
    marketplace.invite_member(email=email, **ask(owner, **more))


def waiting(user, *, now=NOW):
    return marketplace.invitations_for(user=user, now=now)


def accept(user, *, now=NOW):
    number = BrandInvitation.objects.latest("pk").pk
    return marketplace.accept_invitation(invitation_id=number, actor=user, now=now)


def test_an_owner_invites_a_colleague_who_joins_by_saying_so(owner) -> None:
    colleague, other = UserFactory(brand=True), UserFactory(brand=True)
    invite(owner, colleague.email.upper())
    assert marketplace.seats_of(user=colleague) == ()
    (found,) = waiting(colleague)
    assert (found.brand_name, found.by) == (owner.brand.name, owner.user.display_name)
    assert found.email == ""
    accept(colleague)
    (seat,) = marketplace.seats_of(user=colleague)
    assert (seat.brand_id, seat.is_owner) == (owner.brand_id, False)
    assert waiting(colleague) == ()
    assert owner.user.notifications.filter(title__contains="joined the team").count() == 1
    with pytest.raises(TeamRefused, match="owners"):
        invite(owner, other.email, actor=colleague)
    with pytest.raises(TeamRefused, match="on the team already"):
        invite(owner, colleague.email)


def test_an_address_without_an_account_is_answered_like_any_other(owner) -> None:
    creator, brand = UserFactory(), UserFactory(brand=True)
    for email in ("nobody@test.example", creator.email, brand.email):
        invite(owner, email)
    shown = marketplace.invitations_of_team(user=owner.user, brand_id=owner.brand_id, now=NOW)
    assert len(shown) == 3
    assert len({(one.by, one.created_at, one.expires_at) for one in shown}) == 1
    assert owner.brand.members.count() == 1
    assert waiting(creator) == ()


def test_who_opens_an_account_later_finds_the_invitation(owner) -> None:
    invite(owner, "Later@Test.example")
    later = UserFactory(brand=True, email="later@test.example")
    accept(later)
    assert owner.brand.members.count() == 2


def test_an_invitation_is_for_one_person(owner) -> None:
    invite(owner, UserFactory(brand=True).email)
    with pytest.raises(TeamRefused, match="isn't there"):
        accept(UserFactory(brand=True))
    assert owner.brand.members.count() == 1


def test_an_invitation_runs_out_and_asking_again_renews_it(owner) -> None:
    colleague = UserFactory(brand=True)
    invite(owner, colleague.email)
    late = NOW + VALID_FOR
    assert waiting(colleague, now=late) == ()
    with pytest.raises(TeamRefused):
        accept(colleague, now=late)
    invite(owner, colleague.email, now=late)
    assert BrandInvitation.objects.count() == 1
    accept(colleague, now=late)
    assert forget_old(now=late + FORGOTTEN_AFTER) == 0
    assert forget_old(now=late + FORGOTTEN_AFTER + timedelta(seconds=1)) == 1


def test_an_invitation_is_taken_back_or_declined(owner) -> None:
    colleague = UserFactory(brand=True)
    for end, person in (
        (marketplace.revoke_invitation, owner.user),
        (marketplace.decline_invitation, colleague),
    ):
        invite(owner, colleague.email)
        number = BrandInvitation.objects.latest("pk").pk
        with pytest.raises(TeamRefused):
            marketplace.revoke_invitation(invitation_id=number, actor=colleague, now=NOW)
        end(invitation_id=number, actor=person, now=NOW)
        with pytest.raises(TeamRefused):
            accept(colleague)
    assert marketplace.seats_of(user=colleague) == ()


def test_the_invitations_of_somebody_who_left_let_nobody_in(owner) -> None:
    second = BrandMemberFactory(brand=owner.brand, role=BrandMember.Role.OWNER)
    colleague = UserFactory(brand=True)
    invite(owner, colleague.email, actor=second.user)
    marketplace.end_membership(member_id=second.pk, **ask(owner))
    assert waiting(colleague) == ()
    with pytest.raises(TeamRefused):
        accept(colleague)


def test_invitations_are_for_owners_to_read(owner) -> None:
    invite(owner, "nobody@test.example")
    member = BrandMemberFactory(brand=owner.brand, role=BrandMember.Role.MEMBER)
    for user in (member.user, BrandMemberFactory().user, UserFactory(brand=True)):
        shown = marketplace.invitations_of_team(user=user, brand_id=owner.brand_id, now=NOW)
        assert shown == ()


def test_nobody_tries_one_address_after_another(owner) -> None:
    for number in range(MOST_A_DAY):
        invite(owner, f"nobody{number}@test.example")
    with pytest.raises(TeamRefused, match="within a day"):
        invite(owner, "another@test.example")


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
