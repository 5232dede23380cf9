"""A creator as pages show one."""

from dataclasses import dataclass

from creatorspark.core.models import Creator
from creatorspark.portals.niches import niche_label


@dataclass(frozen=True, slots=True)
class Identity:
    """Name and face of a profile. `followers` is None when the platform has not said."""

    id: int
    name: str
    handle: str
    platform: str
    followers: int | None
    verified: bool
    niche: str
    is_taken: bool


def identity_of(creator: Creator) -> Identity:
    """Return how a profile is shown; a profile without a name goes by its handle."""
    handle = f"@{creator.handle}" if creator.handle else creator.external_id
    return Identity(
        id=creator.pk,
        name=creator.display_name or handle,
        handle=handle,
        platform=creator.get_platform_display(),
        followers=creator.follower_count,
        verified=creator.verified,
        niche=niche_label(creator.niche),
        is_taken=creator.user_id is not None,
    )
