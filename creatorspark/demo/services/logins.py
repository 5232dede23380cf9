"""Users of the demo world, and the profiles they hold."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from creatorspark.core.models import Creator, ProfileClaim, User
from creatorspark.core.services import claims
from creatorspark.demo.domain.cast import BRANDS, CAST, CastMember
from creatorspark.demo.selectors import demo_user, email_of
from creatorspark.demo.services.messages import settle_messages
from creatorspark.demo.services.progress import Progress

PASSWORD = "creator-spark-demo"  # known to everybody who seeds the demo
ADMIN, CREATOR, BRAND, NEWCOMER = "admin", "creator", "brand", "newcomer"
AUDITOR = "auditor"
# Whoever judged doesn't decide the appeal, so there are two members of staff.
SECOND_STAFF = "staff"
REASON = "Part of the demo world."


def write_logins(*, now: datetime, progress: Progress) -> None:
    """Make every demo user with a verified e-mail address, and give creators their profiles."""
    members = [member for member in CAST if member.login]
    people = _people(members)
    progress.expect(len(people) + len(members))
    # One hash for all: they share the password, and hashing is slow on purpose.
    hashed = make_password(PASSWORD)
    for login, name, role in people:
        _write_user(login, name=name, role=role, hashed=hashed, now=now)
        progress.advance()
    admin = demo_user(ADMIN)
    for member in members:
        _hand_over_profile(member, admin=admin, now=now)
        progress.advance()


def _people(members: list[CastMember]) -> list[tuple[str, str, str]]:
    role = User.Role
    brand_people = [part for brand in BRANDS for part in brand.team]
    return [
        (ADMIN, "Avery Staff", role.STAFF),
        (SECOND_STAFF, "Sam Second", role.STAFF),
        (NEWCOMER, "Noa Newcomer", role.CREATOR),
        (AUDITOR, "Ines Reviewer", role.AUDITOR),
        *((member.login, member.display_name, role.CREATOR) for member in members),
        *((part.login, part.display_name, role.BRAND) for part in brand_people),
    ]


@transaction.atomic
def _write_user(login: str, *, name: str, role: str, hashed: str, now: datetime) -> None:
    staff = role == User.Role.STAFF
    email = email_of(login)
    user, _ = User.objects.get_or_create(
        email=email,
        defaults={
            "display_name": name,
            "role": role,
            "password": hashed,
            "is_staff": staff,
            "is_superuser": staff,
            "date_joined": now,
        },
    )
    EmailAddress.objects.get_or_create(
        user=user, email=email, defaults={"primary": True, "verified": True}
    )


@transaction.atomic
def _hand_over_profile(member: CastMember, *, admin: User, now: datetime) -> None:
    creator = Creator.objects.get(is_demo=True, handle=member.handle)
    if creator.user_id is not None:
        return
    claim = claims.start(demo_user(member.login), creator=creator, now=now)
    if claim.state == ProfileClaim.State.PENDING:
        claims.approve(claim, reason=REASON, actor=admin, now=now)
    settle_messages(now=now)
