"""Shortlists of a campaign, as the brand's own people see them."""

from collections.abc import Sequence
from datetime import datetime

from creatorspark.core.models import User
from marketplace.domain.campaign_facts import EntryFacts, ShortlistFacts
from marketplace.models import Campaign, Shortlist
from marketplace.selectors import campaign_facts, campaigns
from marketplace.services import shortlists as service
from marketplace.services.shortlists import ShortlistRefused

__all__ = ["EntryFacts", "ShortlistFacts", "ShortlistRefused"]


def shortlists_of_campaign(*, user: User, campaign_id: int) -> tuple[ShortlistFacts, ...]:
    """Return the lists of a campaign that a person may see, oldest first, without entries."""
    rows = campaigns.shortlists_of(user).filter(campaign_id=campaign_id)
    return campaign_facts.shortlist_lines(rows)


def my_shortlist(*, user: User, shortlist_id: int) -> ShortlistFacts | None:
    """Return a list with its entries, None when there is none that the person may see."""
    row = campaigns.shortlists_of(user).filter(pk=shortlist_id).first()
    return campaign_facts.shortlist_facts(row) if row else None


def shortlisted(*, campaign_id: int) -> dict[int, tuple[str, ...]]:
    """Return the names of the lists of a campaign by the creators that stand on them."""
    return campaigns.listed_creators(campaign_id)


def create_shortlist(*, campaign_id: int, name: str, actor: User, now: datetime) -> int:
    """Begin a list, or find the one of that name; return its number. Raises ShortlistRefused."""
    return service.create(Campaign(pk=campaign_id), name=name, actor=actor, now=now).pk


def rename_shortlist(*, shortlist_id: int, name: str, actor: User, now: datetime) -> None:
    """Give a list another name. Raises ShortlistRefused."""
    service.rename(Shortlist(pk=shortlist_id), name=name, actor=actor, now=now)


def delete_shortlist(*, shortlist_id: int, actor: User, now: datetime) -> None:
    """Throw a list away with its notes. Raises ShortlistRefused."""
    service.delete(Shortlist(pk=shortlist_id), actor=actor, now=now)


def add_to_shortlist(
    *, shortlist_id: int, creator_ids: Sequence[int], actor: User, now: datetime, note: str = ""
) -> int:
    """Put creators on a list; return how many are new to it. Raises ShortlistRefused."""
    return service.add(
        Shortlist(pk=shortlist_id), creator_ids=creator_ids, actor=actor, now=now, note=note
    )


def remove_from_shortlist(
    *, shortlist_id: int, creator_id: int, actor: User, now: datetime
) -> None:
    """Take a creator off a list. Raises ShortlistRefused."""
    service.remove(Shortlist(pk=shortlist_id), creator_id=creator_id, actor=actor, now=now)


def note_on_shortlist(
    *, shortlist_id: int, creator_id: int, text: str, actor: User, now: datetime
) -> None:
    """Write what the team thinks of a creator on a list. Raises ShortlistRefused."""
    service.note(Shortlist(pk=shortlist_id), creator_id=creator_id, text=text, actor=actor, now=now)
