"""Who can log in, and as whom."""

import pytest
from allauth.account.models import EmailAddress

from creatorspark.core.models import Creator, ProfileClaim, User
from creatorspark.demo.domain.cast import BRANDS, CAST, Story
from creatorspark.demo.selectors import creator_of, demo_user
from creatorspark.demo.services.logins import PASSWORD
from marketplace.interface import brand_named
from marketplace.models import BrandMember

pytestmark = pytest.mark.django_db


def test_everybody_logs_in_with_the_password_and_a_verified_address(world):
    users = User.objects.filter(email__endswith="@demo.example")
    others = {f"{login}@demo.example" for login in ("admin", "staff", "newcomer", "auditor")}
    assert others <= set(users.values_list("email", flat=True))
    members = sum(bool(m.login) for m in CAST) + sum(len(b.team) for b in BRANDS)
    assert users.count() == len(others) + members
    assert demo_user("creator").check_password(PASSWORD)
    verified = EmailAddress.objects.filter(verified=True, primary=True, user__in=users)
    assert {address.email for address in verified} == {user.email for user in users}


def test_roles_are_what_the_names_say(world):
    assert demo_user("creator").role == User.Role.CREATOR
    assert demo_user("brand").role == User.Role.BRAND
    auditor = demo_user("auditor")
    assert (auditor.role, auditor.is_staff) == (User.Role.AUDITOR, False)
    admin = demo_user("admin")
    assert admin.role == User.Role.STAFF
    assert admin.is_staff
    assert admin.is_superuser


def test_cast_holds_its_profiles_by_approved_claims(world):
    lina = creator_of(Story.SMALL_BUT_GOOD)
    assert lina.user == demo_user("creator")
    held = {member.handle for member in CAST if member.login}
    assert set(Creator.objects.exclude(user=None).values_list("handle", flat=True)) == held
    approved = ProfileClaim.objects.filter(state=ProfileClaim.State.APPROVED)
    assert set(approved.values_list("creator__handle", flat=True)) == held


def test_brands_have_parents_and_teams(world):
    kestrel = brand_named(name="Kestrel Kitchenware")
    group = brand_named(name="Northgate Home Group")
    assert kestrel is not None
    assert group is not None
    assert kestrel.parent_id == group.brand_id
    members = BrandMember.objects.filter(brand_id=kestrel.brand_id)
    assert {(m.user.email, m.role) for m in members} == {
        ("brand@demo.example", "owner"),
        ("brand-team@demo.example", "member"),
    }
