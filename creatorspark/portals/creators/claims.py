"""Finding a profile and proving that it is one's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from creatorspark.core.models import Creator, ProfileClaim, User
from creatorspark.portals.creators.identity import Identity, identity_of

FOUND_AT_MOST = 12


@dataclass(frozen=True, slots=True)
class WaitingClaim:
    """A claim that waits for its code or for staff."""

    id: int
    handle: str
    platform: str
    code: str


def waiting_claims(user: User) -> Sequence[WaitingClaim]:
    """Return the open claims of an account, oldest first."""
    claims = ProfileClaim.objects.filter(user=user, state=ProfileClaim.State.PENDING)
    return [
        WaitingClaim(
            id=claim.pk,
            handle=str(claim.creator),
            platform=claim.creator.get_platform_display(),
            code=claim.code,
        )
        for claim in claims.select_related("creator").order_by("created_at")
    ]


def find_profiles(handle: str) -> Sequence[Identity]:
    """Return profiles whose handle starts with the words given, free ones first."""
    wanted = handle.strip().removeprefix("@")
    if not wanted:
        return []
    there = Creator.objects.filter(erased_at=None, merged_into=None)
    found = there.filter(handle__istartswith=wanted).order_by("user_id", "handle", "pk")
    return [identity_of(creator) for creator in found[:FOUND_AT_MOST]]
